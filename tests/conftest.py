"""What every test starts from: settings of a small, quick, silent portal, and the cast."""

import pytest
from django.core.cache import cache
from django.utils import translation

pytest_plugins = ["tests.browser", "tests.production.stack"]


@pytest.fixture(autouse=True)
def plain_ground(settings):
    """A fast password hasher, an empty cache, English until a test says otherwise."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    with translation.override("en-gb"):
        yield


@pytest.fixture
def cast(db):
    """The fixed cast: Hannah, Sam, Rob, Mina and Olga, with their schools."""
    from tests.cast import gather

    return gather()

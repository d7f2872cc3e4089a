"""What every test starts from: settings of a small, quick, silent portal, and the cast."""

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

pytest_plugins = ["tests.browser", "tests.production.stack"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """Put back what every installation starts with after a test that emptied the tables behind itself."""
    yield
    marker = item.get_closest_marker("django_db")
    empties = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if empties or (marker and marker.kwargs.get("transaction")):
        from deployments import actions as deployments
        from designation import actions as designation
        from evaluations import actions as evaluations

        with item.config.stash[blocking_manager_key].unblock():
            for floor in (designation, deployments, evaluations):
                floor.load_standing_data()


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

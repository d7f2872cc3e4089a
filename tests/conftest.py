"""What every test starts from: settings of a small, quick, silent portal, and the cast."""

import gc
import os

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

pytest_plugins = ["tests.asked", "tests.browser", "tests.production.stack"]

# A property is judged by its examples, never by the clock of a busy machine.
# CI tries the same examples each time, so that a change is judged by itself; a run by hand looks for new ones.
settings.register_profile(
    "portal",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("portal")


def pytest_collection_finish(session):
    """Look for garbage rarely, and never in what was loaded: a sixth of the suite's time went into that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Let one worker ask all tests of what a file builds once: two would build it twice (`--dist=loadgroup`)."""
    for item in items:
        if built_once(item):
            item.add_marker(pytest.mark.xdist_group(file_of(item)))


def file_of(item):
    return item.nodeid.partition("::")[0]


def built_once(item):
    fixtures = item._fixtureinfo.name2fixturedefs
    of_the_file = [fixtures[name][-1] for name in item.fixturenames if fixtures.get(name)]
    return any(one.scope == "module" and one.baseid == file_of(item) for one in of_the_file)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Put back what every installation starts with after a test that emptied the tables behind itself."""
    yield
    if nextitem is None:
        return  # the database has gone with the last test
    marker = item.get_closest_marker("django_db")
    empties = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if empties or (marker and marker.kwargs.get("transaction")):
        from deployments import actions as deployments
        from designation import actions as designation
        from evaluations import actions as evaluations

        with item.config.stash[blocking_manager_key].unblock():
            for floor in (designation, deployments, evaluations):
                floor.load_standing_data()


@pytest.fixture(scope="session")
def poured_tables(django_db_blocker, django_db_modify_db_settings):
    """The tables as an earlier run kept them, before the migrations are asked for what is missing."""
    from tests import schema

    with django_db_blocker.unblock():
        memory = schema.pour(connection.creation)
    yield
    if memory:
        memory.close()


@pytest.fixture(scope="session")
def django_db_setup(poured_tables, django_db_setup, django_db_blocker):
    """The test database, with its tables kept for the next run."""
    from tests import schema

    with django_db_blocker.unblock():
        schema.keep()
        schema.empty_by_rows()


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
    from tests.cast import gather_again

    return gather_again()

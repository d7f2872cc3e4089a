"""Tables keep to their place: none runs under what stands beside it, on a phone, a laptop or a wide screen."""

import pytest

from directory.models import Person, School
from tests.browser import RUNS_OVER, widen
from tests.deployments import stage
from tests.journeys.steps import session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 1024, 1280, 1600)


def long_names(cast) -> None:
    """Give everybody names as long as they come."""
    School.objects.filter(pk=cast.brookside.pk).update(
        name="Saint Bartholomew and All Angels Church of England Voluntary Aided Primary School"
    )
    Person.objects.filter(pk=cast.rob.pk).update(
        first_name="Bartholomew Alexander", last_name="Featherstonehaugh"
    )


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_no_table_runs_under_its_neighbour(cast, live_server, new_context, language):
    claim = stage.claim(cast, "approved")
    work = claim.lines.get().deployment
    for state, after in (("planned", 8), ("held", -3), ("not_held", -9)):
        stage.visit(cast, state, of=work, on=stage.school_day(after))
    long_names(cast)
    Person.objects.update(language=language)
    context = new_context()
    cookies = {"sessionid": session_of(cast.mina), "django_language": language}
    context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
    )
    page = context.new_page()
    found = []
    for case in (claim, work, work.request):
        page.goto(case.get_absolute_url())
        assert page.locator("main table").count() > 0
        for width in WIDTHS:
            widen(page, width)
            found += [f"{case} at {width}: {table}" for table in page.evaluate(RUNS_OVER)]
    assert found == []

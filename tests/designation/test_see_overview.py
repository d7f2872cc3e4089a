"""Managers see when terms end, what is covered and whom to look at; every figure leads to those it counts."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from designation.forms.leaders import quarter_said
from designation.models import Area, Designation
from designation.queries.noticed import Notice, noticed
from designation.queries.overview import Quarter, endings, quarters
from designation.terms import months_after
from tests import factories
from tests.deployments import stage as support
from tests.designation import stage, years

pytestmark = pytest.mark.every_database

PAGE, LIST = "/designation/overview/", "/designation/leaders/"


@pytest.fixture
def mina(cast, client):
    client.force_login(cast.mina)
    return cast.mina


def found(notice, on=None):
    rows = Designation.objects.filter(noticed(notice, on or stage.today()))
    return [one.person.first_name for one in rows]


def test_the_quarters_ahead_are_nine_and_cover_24_months():
    ahead = quarters(date(2026, 11, 22))
    assert [one.key for one in ahead[:2]] == ["2026-4", "2027-1"]
    assert (len(ahead), ahead[-1]) == (9, Quarter(2028, 4))
    assert {len(quarters(date(2026, month, 1))) for month in range(1, 13)} == {9}
    assert quarter_said(Quarter(2027, 1)) == "January to March 2027"


def test_terms_are_counted_in_the_quarter_in_which_they_end(cast):
    on = stage.today()
    ends = [on, months_after(on, 24), months_after(on, 30)]
    for last in ends:
        factories.DesignationFactory(starts_on=on - timedelta(days=1500), ends_on=last)
    factories.DesignationFactory(state="expired", starts_on=on - timedelta(days=1500), ends_on=on)
    counted = {quarter: count for quarter, count in endings(Designation.objects.all(), on) if count}
    assert counted == {Quarter.of(on): 1, Quarter.of(ends[1]): 1}


def test_a_leader_is_unused_until_everybody_agreed_to_a_deployment(cast):
    made = years.leader(cast, left=1000, half_days_a_term=60)
    assert found(Notice.UNUSED) == ["Sam"]
    support.deployment(cast, "refused", designation=made)
    assert found(Notice.UNUSED) == ["Sam"]
    support.deployment(cast, "agreed", designation=made)
    assert found(Notice.UNUSED) == []


@pytest.mark.parametrize(("ago", "idle"), [(None, True), (370, True), (360, False)])
def test_a_leader_is_idle_without_a_visit_in_twelve_months(cast, ago, idle):
    made = years.leader(cast, left=1000)
    if ago:
        years.evidence(made, "visit", half_days=1, on=stage.today() - timedelta(days=ago))
    assert found(Notice.IDLE) == (["Sam"] if idle else [])


def test_who_has_led_for_less_than_a_year_is_not_idle_yet(cast):
    years.leader(cast, left=3 * 365 + 100)
    assert found(Notice.IDLE) == []


@pytest.mark.parametrize(("days", "is_found"), [(None, True), (-1, True), (60, True), (61, False)])
def test_an_assurance_is_looked_for_while_it_is_due(cast, days, is_found):
    until = None if days is None else stage.today() + timedelta(days=days)
    stage.designation(cast, "active", assurance_until=until, assurance_by=cast.hannah)
    assert found(Notice.ASSURANCE) == (["Sam"] if is_found else [])


def test_open_reviews_releases_and_support_are_found(cast):
    made = years.review(cast, designation=years.leader(cast, left=385, with_support=True)).designation
    Designation.objects.filter(pk=made.pk).update(release_asked_at=made.created_at)
    assert [found(one) for one in (Notice.REVIEW, Notice.RELEASE, Notice.SUPPORT)] == [["Sam"]] * 3
    made.reviews.update(state="dropped")
    assert found(Notice.REVIEW) == []


@pytest.mark.parametrize("notice", Notice)
def test_nobody_whose_designation_is_over_is_looked_for(cast, notice):
    made = years.leader(
        cast, left=-10, state="expired", with_support=True, assurance_until=None, assurance_by=None
    )
    Designation.objects.filter(pk=made.pk).update(release_asked_at=made.created_at)
    years.review(cast, designation=made)
    assert found(notice) == []


def test_every_figure_leads_to_as_many_leaders(cast, client, mina):
    years.review(cast, designation=years.leader(cast, left=385, with_support=True))
    other = years.today() + timedelta(days=100)
    for school in (cast.oakfield, cast.brookside):
        made = factories.DesignationFactory(
            state="active", home_school=school, starts_on=other - timedelta(days=1400), ends_on=other
        )
        made.areas.set([factories.AreaFactory(name="Science")])
    context = client.get(PAGE).context
    figures = [(row["head"].get("url"), row["cells"][0]["text"]) for row in context["notices"]]
    figures += [(bar["url"], str(bar["value"])) for bar in context["ends"]]
    figures += [
        (cell.get("url"), cell["text"]) for _caption, _columns, rows in context["covers"] for row in rows
        for cell in row["cells"]
    ]  # fmt: skip
    counted = [(url, text, client.get(url).context["page"].paginator.count) for url, text in figures if url]
    assert len(counted) > 8
    assert [one for one in counted if int(one[1]) != one[2]] == []
    assert {text for url, text in figures if not url} == {"0"}


def test_areas_nobody_covers_are_named_and_the_others_stand_least_covered_first(cast, client, mina):
    Area.objects.all().delete()
    factories.AreaFactory(name="Welsh")
    maths, science = [factories.AreaFactory(name=name) for name in ("Maths", "Science")]
    years.leader(cast, left=1000).areas.set([maths, science])
    factories.DesignationFactory(person=factories.PersonFactory(), state="active").areas.set([maths])
    context = client.get(PAGE).context
    assert [str(area) for area in context["uncovered"]] == ["Welsh"]
    _caption, _columns, rows = context["covers"][0]
    assert [row["head"]["text"] for row in rows] == ["Science", "Maths"]


@pytest.mark.parametrize("query", ["notice=unused", "notice=nonsense", "quarter=1999-1", "local_authority=0"])
def test_the_list_of_leaders_takes_the_same_filters(cast, client, mina, query):
    years.leader(cast, left=1000)
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    if query == "notice=unused":
        assert [pill["text"] for pill in response.context["pills"]] == ["Look for: Never deployed"]
        assert response.context["page"].paginator.count == 1


@pytest.mark.parametrize("name", ["sam", "hannah", "rob", "olga", "fay"])
def test_the_overview_is_for_managers(cast, client, name):
    client.force_login(getattr(cast, name))
    assert client.get(PAGE).status_code == 403


def test_it_takes_as_many_queries_for_thirty_as_for_none(cast, client, mina):
    counts = []
    for rows in (0, 30):
        for number in range(rows):
            made = factories.DesignationFactory(person=factories.PersonFactory())
            made.areas.set([factories.AreaFactory(name=f"Area {number}")])
        client.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(PAGE).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12

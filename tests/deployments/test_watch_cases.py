"""Mina watches a case, with a note for managers alone; and some cases ask for her eye by themselves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.models import Entry
from casework.templatetags.casework import day
from deployments import actions
from deployments.models import Deployment, Objective, SupportRequest, Visit, Watch
from deployments.queries.watching import reasons_of, watched_deployments
from designation.models import Designation
from directory.models import Person
from tests import factories
from tests.deployments import stage
from tests.seven import SevenQuestions

NOTE = "SECRET-FOR-MANAGERS: the head is new."
LONG = timedelta(days=40)


class TestWatch(SevenQuestions):
    model, step = Deployment, "watch"
    answer = {"note": NOTE}
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "sam")

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def check(self, case, cast):
        assert (case.watched.note, case.watched.by) == (NOTE, cast.mina)

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        self.press(client, case, cast)
        assert self.press(client, case, cast).status_code == 409
        assert Watch.objects.count() == 1


class TestWatchRequest(TestWatch):
    model = SupportRequest

    def make(self, cast, state=None):
        return stage.request(cast, state or "open")


class TestUnwatch(SevenQuestions):
    model, step = Deployment, "unwatch"
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "sam")

    def make(self, cast, state=None):
        case = stage.deployment(cast, state or "active")
        Watch.objects.create(deployment=case, note=NOTE, by=cast.mina)
        return case

    def check(self, case, cast):
        assert Watch.objects.count() == 0


class TestUnwatchRequest(TestUnwatch):
    model = SupportRequest

    def make(self, cast, state=None):
        case = stage.request(cast, state or "open")
        Watch.objects.create(request=case, note=NOTE, by=cast.mina)
        return case


@pytest.mark.parametrize("make", [lambda cast: stage.deployment(cast, "active"), stage.request])
def test_nobody_but_managers_learns_of_it(cast, client, make):
    case = make(cast)
    actions.watch(case, by=cast.mina, note=NOTE)
    assert Entry.objects.of(case).get().audience == "alliance"
    read = set()
    for name, person in cast.people().items():
        client.force_login(person)
        pages = [client.get(url) for url in (case.get_absolute_url(), "/deployments/watched/", "/")]
        text = "".join(page.content.decode() for page in pages if page.status_code == 200)
        read |= {name} if NOTE in text or "watch list" in text.lower() else set()
    assert read == {"mina"}


def found(cast) -> dict[Deployment, list[str]]:
    mina = Person.objects.get(pk=cast.mina.pk)
    return {case: reasons_of(case) for case in watched_deployments(mina, stage.today())}


def idle(cast) -> Deployment:
    """Return work agreed forty days ago, of which nobody has seen anything since."""
    case = stage.deployment(cast, "active")
    Deployment.objects.filter(pk=case.pk).update(agreed_at=timezone.now() - LONG)
    return case


def test_work_with_no_visit_for_four_weeks(cast):
    case = idle(cast)
    assert found(cast) == {case: ["No visit for four weeks, and none planned"]}
    visit = stage.visit(cast, "acknowledged", of=case, on=stage.today() - timedelta(days=28))
    assert found(cast) == {case: ["No visit for four weeks, and none planned"]}
    Visit.objects.filter(pk=visit.pk).update(on=stage.today() - timedelta(days=27))
    assert found(cast) == {}


def test_with_a_visit_ahead_it_is_not_idle(cast):
    case = idle(cast)
    stage.visit(cast, of=case, on=stage.school_day(3))
    assert found(cast) == {}


@pytest.mark.parametrize(("state", "watched"), [("active", True), ("paused", True), ("closed", False)])
def test_a_red_objective(cast, state, watched):
    case = stage.deployment(cast, state)
    Objective.objects.update(progress="red")
    assert found(cast) == ({case: ["An objective is red"]} if watched else {})


def note(objective: Objective, colour: str, ago: int, visit: Visit | None = None) -> None:
    """Note how an objective stood so many days ago."""
    actions.note_progress(objective, colour, on=stage.today() - timedelta(days=ago), visit=visit)


def test_a_red_objective_says_since_when_and_by_what(cast, client):
    case = stage.deployment(cast, "active")
    one = case.objectives.get()
    for ago, colour in [(60, "red"), (50, "amber"), (40, "red"), (30, "red")]:
        note(one, colour, ago)
    other = Objective.objects.create(deployment=case, position=2, text="Two", success_criterion="Seen")
    visit = stage.visit(cast, "acknowledged", of=case, on=stage.today() - timedelta(days=5))
    note(other, "red", 5, visit)
    by_review, by_visit = day(stage.today() - timedelta(days=40)), day(visit.on)
    assert found(cast) == {case: [f"An objective is red since {by_review}, by a review"]}
    client.force_login(cast.sam)
    page = " ".join(client.get(case.get_absolute_url()).content.decode().split())
    link = f'<a href="{visit.get_absolute_url()}">the record of a visit</a>'
    said = (f"since {by_review}, by a review.", f"since {by_visit}, by {link}.")
    assert [page.count(words) for words in said] == [1, 1]
    note(one, "green", 1)
    assert found(cast) == {case: [f"An objective is red since {by_visit}, by the record of a visit"]}


@pytest.mark.parametrize(("state", "watched"), [("raised", True), ("escalated", True), ("resolved", False)])
def test_an_open_concern(cast, state, watched):
    concern = stage.concern(cast, state)
    assert list(found(cast)) == ([concern.deployment] if watched else [])


def test_a_concern_about_the_manager_shows_nothing(cast):
    stage.concern(cast, whom=cast.mina)
    assert found(cast) == {}


@pytest.mark.parametrize(("days", "watched"), [(1, False), (14, True)])
def test_a_visit_nobody_acknowledges(cast, days, watched):
    visit = stage.visit(cast, "held", on=stage.today() - timedelta(days=15))
    Visit.objects.update(state_at=timezone.now() - timedelta(days=days))
    assert list(found(cast)) == ([visit.deployment] if watched else [])


@pytest.mark.parametrize(("state", "watched"), [("active", True), ("closed", False)])
def test_a_leader_who_changed_school(cast, state, watched):
    case = stage.deployment(cast, state)
    Designation.objects.update(home_school=factories.SchoolFactory(name="Elm Primary School"))
    assert found(cast) == ({case: ["The leader has changed school"]} if watched else {})


def test_home_the_list_and_the_filter_show_the_same(cast, client):
    case, other = idle(cast), stage.deployment(cast, "active")
    actions.watch(other, by=cast.mina, note=NOTE)
    asked = stage.request(cast)
    actions.watch(asked, by=cast.mina, note="Urgent.")
    client.force_login(cast.mina)
    assert "Look at 3 watched cases" in client.get("/").content.decode()
    rows = client.get("/deployments/watched/").context["rows"]
    urls = [one.get_absolute_url() for one in (other, case, asked)]
    assert [row["head"]["url"] for row in rows] == urls
    filtered = client.get("/deployments/", {"watched": "yes"}).context["rows"]
    assert {row["head"]["url"] for row in filtered} == set(urls[:2])


@pytest.mark.parametrize("url", ["/deployments/watched/", "/deployments/?watched=yes", "/"])
def test_it_costs_the_same_few_queries(cast, client, url):
    client.force_login(cast.mina)
    counts = []
    for rows in (1, 29):
        for _one in range(rows):
            actions.watch(stage.deployment(cast, "active", half_days=1), by=cast.mina, note=NOTE)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12

"""Rob lets the work rest until a day: nothing is planned, Mina is reminded, and it goes on or ends."""

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from casework.models import Entry, Letter
from deployments import actions, tasks
from deployments.models import Deployment
from deployments.queries import awaiting
from directory.models import Person
from tests.deployments import stage
from tests.deployments.stage import fresh, leaves
from tests.journeys.steps import typed
from tests.seven import SevenQuestions

REASON = "An inspection is announced."
LOOK = "Look again at paused work: Sam Okoro to Brookside Primary School"


def pause(case, by, after: int = 14) -> None:
    actions.pause(case, by=by, look_again_on=stage.school_day(after), reason=REASON)


def tasks_of(person) -> list[tuple[str, str]]:
    person = Person.objects.get(pk=person.pk)
    return [(task.title, task.url) for task in awaiting(person, stage.today())]


class TestPause(SevenQuestions):
    model, step, actor = Deployment, "pause", "rob"
    answer = typed({"look_again_on": stage.school_day(14), "reason": REASON})
    others = ("olga", "gwen", "fay", "dai", "hannah")
    told = {name: ["deployments/deployment_paused"] for name in ("hannah", "mina", "sam")}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def check(self, case, cast):
        assert (case.state, case.look_again_on) == ("paused", stage.school_day(14))
        assert stage.taken() == case.half_days


class TestResume(SevenQuestions):
    model, step, actor = Deployment, "resume", "sam"
    others = ("olga", "gwen", "fay", "dai", "hannah")
    told = {name: ["deployments/deployment_resumed"] for name in ("hannah", "mina", "rob")}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "paused")

    def check(self, case, cast):
        assert (case.state, case.look_again_on) == ("active", None)


@pytest.mark.parametrize("who", ["sam", "rob", "mina"])
def test_the_leader_the_school_and_the_alliance_may_pause_and_resume(cast, client, who):
    case = stage.deployment(cast, "active")
    client.force_login(getattr(cast, who))
    states = []
    for step, answer in (("pause", TestPause.answer), ("resume", {})):
        assert client.post(case.page(step), answer).status_code == 302
        states.append(fresh(case).state)
    assert states == ["paused", "active"]
    assert [entry.by for entry in Entry.objects.of(case)] == [getattr(cast, who)] * 2


def test_all_parties_read_why_and_until_when(cast, client):
    case = stage.deployment(cast, "active")
    pause(case, cast.rob)
    for name in ("sam", "hannah", "rob", "mina"):
        client.force_login(getattr(cast, name))
        page = client.get(case.get_absolute_url()).content.decode()
        assert (REASON in page, "Paused, and read only: no visits are planned." in page) == (True, True)
    assert [REASON in one.body for one in Letter.objects.all()] == [True] * 3


def test_visits_in_between_are_called_off_and_the_others_stay(cast):
    case = stage.deployment(cast, "active")
    days = {"before": -2, "today": 0, "between": 6, "after": 30}
    visits = {
        name: stage.visit(cast, of=case, on=stage.today() + timedelta(days=after))
        for name, after in days.items()
    }
    pause(case, cast.rob)
    assert {name: fresh(one).state for name, one in visits.items()} == {
        "before": "planned",
        "today": "planned",
        "between": "not_held",
        "after": "planned",
    }
    assert (fresh(visits["between"]).missed_because, fresh(visits["between"]).why_not_held) == (
        "paused",
        "The work is paused.",
    )
    told = Letter.objects.filter(name="deployments/visit_called_off").values_list("to__first_name", flat=True)
    assert sorted(told) == ["Rob", "Sam"]
    # What was held before the pause is said, and paid.
    actions.hold_visit(fresh(visits["before"]), by=cast.sam)
    assert (fresh(visits["before"]).state, fresh(case).state) == ("held", "paused")


@pytest.mark.parametrize("step", ["plan", "complete"])
def test_it_is_read_only_meanwhile(cast, client, step):
    case = stage.deployment(cast, "paused")
    client.force_login(cast.sam)
    assert client.get(case.page(step)).status_code == 409
    assert tasks_of(cast.sam) == []


@pytest.mark.parametrize("after", [-1, 0])
def test_the_day_must_be_to_come(cast, client, after):
    case = stage.deployment(cast, "active")
    client.force_login(cast.sam)
    day = stage.today() + timedelta(days=after)
    response = client.post(case.page("pause"), typed({"look_again_on": day, "reason": REASON}))
    assert list(response.context["form"].errors) == ["look_again_on"]
    assert fresh(case).state == "active"


def test_it_can_be_paused_for_longer(cast):
    case = stage.deployment(cast, "active")
    pause(case, cast.rob)
    later = stage.visit(cast, of=case, on=stage.today() + timedelta(days=20))
    pause(case, cast.mina, after=28)
    assert (fresh(case).look_again_on, fresh(later).state) == (stage.school_day(28), "not_held")


def test_on_the_day_the_manager_is_reminded_once_and_has_a_task(cast):
    case = stage.deployment(cast, "active")
    pause(case, cast.rob)
    Letter.objects.all().delete()
    assert (tasks.remind_of_pauses(), tasks_of(cast.mina)) == (0, [])
    for days in (0, 1):
        with freeze_time(timezone.now() + (stage.school_day(14) - stage.today()) + timedelta(days=days)):
            tasks.remind_of_pauses()
            assert (LOOK, case.get_absolute_url()) in tasks_of(cast.mina)
    assert [(one.to, one.name) for one in Letter.objects.all()] == [
        (cast.mina, "deployments/deployment_pause_due")
    ]


def test_of_a_leader_who_left_meanwhile_the_end_is_asked(cast):
    case = stage.deployment(cast, "paused")
    leaves("relinquished")
    assert tasks_of(cast.mina) == [
        (
            "Complete the work, or find another leader: Sam Okoro to Brookside Primary School",
            case.page("stop"),
        )
    ]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_manager_s_tasks_cost_the_same_few_queries(cast, django_assert_num_queries, rows):
    for _one in range(rows):
        stage.deployment(cast, "paused", half_days=1, look_again_on=stage.today())
    person = Person.objects.get(pk=cast.mina.pk)
    assert person.authority
    with django_assert_num_queries(3):
        assert len(awaiting(person, stage.today())) == rows


def test_the_page_and_the_list_show_it(cast, client):
    case = stage.deployment(cast, "paused")
    stage.deployment(cast, "active")
    client.force_login(cast.mina)
    response = client.get("/deployments/", {"state": "paused"})
    assert [row["head"]["url"] for row in response.context["rows"]] == [case.get_absolute_url()]

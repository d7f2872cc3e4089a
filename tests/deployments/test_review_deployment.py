"""Half way Rob says of each objective whether it is red, amber or green; everybody reads the course over time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from freezegun import freeze_time

from casework.models import Letter
from deployments import actions, tasks
from deployments.actions import Mark, Obstacle
from deployments.models import Deployment, Objective, ProgressMark, ProgressReview
from deployments.queries import awaiting
from directory.models import Person
from tests.deployments import changes, stage
from tests.deployments.stage import fresh
from tests.journeys.steps import typed
from tests.seven import SevenQuestions

TASK = "Look at the mid-point: Sam Okoro to Brookside Primary School"
WORDS = {"text_1": "One lesson structure", "criterion_1": "Seen in every class"}


def answer(kind: str = "midpoint", colour: str = "amber", on=None) -> dict:
    said = {"kind": kind, "colour_1": colour, "sentence_1": "Two of four classes."}
    return typed(said | WORDS | {"on": on or stage.today()})


class TestReview(SevenQuestions):
    model, step = Deployment, "review"
    actor, others = "rob", ("hannah", "gwen", "fay", "dai", "olga")
    told = {name: ["deployments/progress_reviewed"] for name in ("sam", "hannah", "mina")}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def answer_for(self, case, cast):
        return answer("interim")

    def check(self, case, cast):
        mark = ProgressMark.objects.get()
        assert (mark.review.by, mark.review.kind, mark.colour, mark.objective.progress) == (
            cast.rob,
            "interim",
            "amber",
            "amber",
        )


def review(case, by, colour, *, kind="interim", days_ago=0, **words):
    marks = [
        Mark(one, colour, f"It is {colour}.", words.get("text", one.text), one.success_criterion)
        for one in case.objectives.all()
    ]
    on = stage.today() - timedelta(days=days_ago)
    return actions.review(case, by=by, kind=kind, on=on, marks=marks)


def test_the_newest_review_says_how_it_stands_and_the_page_shows_the_course(cast, client):
    case = stage.deployment(cast, "active", agreed_at=timezone.now() - timedelta(days=30))
    review(case, cast.sam, "green")
    review(case, cast.rob, "red", days_ago=9, text="Not taken over")
    one = Objective.objects.get()
    assert (one.progress, one.tone, one.text) == ("green", "good", "One lesson structure")
    client.force_login(cast.hannah)
    page = " ".join(client.get(case.get_absolute_url()).content.decode().split())
    first, then = page.index("It is red."), page.index("It is green.")
    assert first < then
    for word, tone in (("Red", "bad"), ("Green", "good")):  # never by colour alone
        assert f'<span class="tag {tone}">{word}</span>' in page


def test_a_review_may_give_an_objective_new_words(cast):
    case = stage.deployment(cast, "active")
    review(case, cast.rob, "amber", text="One structure in two key stages")
    assert Objective.objects.get().text == "One structure in two key stages"
    assert case.documents.in_force().count() == 2


@pytest.mark.parametrize(("days_ago", "allowed"), [(-1, False), (0, True), (30, True), (31, False)])
def test_its_day_lies_within_the_work(cast, days_ago, allowed):
    case = stage.deployment(cast, "active")
    if allowed:
        assert review(case, cast.rob, "green", days_ago=days_ago).pk
        return
    with pytest.raises(Obstacle, match="since the work began"):
        review(case, cast.rob, "green", days_ago=days_ago)
    assert Objective.objects.get().progress == "none"


def test_there_is_one_mid_point(cast, client):
    case = stage.deployment(cast, "active")
    review(case, cast.rob, "amber", kind="midpoint")
    with pytest.raises(Obstacle, match="mid-point review already"):
        review(case, cast.sam, "amber", kind="midpoint")
    with pytest.raises(IntegrityError), transaction.atomic():
        changes.progress_review(cast, of=case)
    client.force_login(cast.sam)
    form = client.get(case.page("review")).context["form"]
    assert ([value for value, _label in form.fields["kind"].choices], form["kind"].value()) == (
        ["interim", "final"],
        "interim",
    )


def test_no_objective_is_left_out(cast, client):
    case = stage.deployment(cast, "active")
    with pytest.raises(Obstacle, match="each objective"):
        actions.review(case, by=cast.rob, kind="interim", on=stage.today(), marks=[])
    client.force_login(cast.rob)
    response = client.post(case.page("review"), answer() | {"colour_1": "", "sentence_1": ""})
    assert sorted(response.context["form"].errors) == ["colour_1", "sentence_1"]


def test_what_is_missing_is_said_of_the_objective_it_is_missing_in(cast, client):
    case = stage.deployment(cast, "active")
    case.objectives.create(position=2, text="Joint planning", success_criterion="Every week")
    client.force_login(cast.rob)
    response = client.post(case.page("review"), {"kind": "interim"})
    said = {name: sentences[0] for name, sentences in response.context["form"].errors.items() if name != "on"}
    assert said == {
        f"{name}_{number}": sentence % number
        for number in (1, 2)
        for name, sentence in {
            "colour": "Choose red, amber or green for objective %d",
            "sentence": "Say in a sentence why objective %d stands like this",
            "text": "Say what objective %d is to achieve",
            "criterion": "Say how you will know that objective %d is met",
        }.items()
    }


# The mid-point falls due.


def tasks_of(person) -> list[str]:
    return [task.title for task in awaiting(Person.objects.get(pk=person.pk), stage.today())]


def test_half_the_half_days_held_make_it_due_at_once(cast):
    case = stage.deployment(cast, "active", midpoint_due_on=stage.today() + timedelta(days=15))
    for days_ago in (3, 1):
        planned = stage.visit(cast, of=case, on=stage.school_day(-days_ago - 4))
        actions.hold_visit(planned, by=cast.sam)
        due_on = fresh(case).midpoint_due_on
    assert due_on == stage.today()
    assert (TASK in tasks_of(cast.sam), TASK in tasks_of(cast.rob), tasks_of(cast.hannah)) == (True, True, [])
    actions.retract_visit(fresh(planned), by=cast.sam, reason="Snow")
    assert fresh(case).midpoint_due_on == stage.today() + timedelta(days=15)


def test_the_middle_of_the_dates_makes_it_due(cast):
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    actions.consent(case, by=cast.rob)
    assert fresh(case).midpoint_due_on == stage.today() + timedelta(days=15)  # 30 days before to 60 after


def test_leader_and_head_are_asked_once_and_no_more_after_the_review(cast):
    case = stage.deployment(cast, "active", midpoint_due_on=stage.school_day(-3))
    monday = stage.school_day(1)
    for days in (0, 1):
        with freeze_time(timezone.now() + (monday - stage.today()) + timedelta(days=days)):
            tasks.remind_of_midpoints()
    told = Letter.objects.filter(name="deployments/midpoint_due").values_list("to__first_name", flat=True)
    assert sorted(told) == ["Rob", "Sam"]
    review(case, cast.sam, "green", kind="midpoint")
    assert (fresh(case).midpoint_due_on, TASK in tasks_of(cast.rob)) == (None, False)


@pytest.mark.parametrize("state", ["agreed", "paused", "completed"])
def test_it_is_due_only_while_the_work_is_under_way(cast, state):
    stage.deployment(cast, state, midpoint_due_on=stage.today())
    assert (tasks.remind_of_midpoints(), TASK in tasks_of(cast.rob)) == (0, False)


def test_a_longer_deployment_has_a_later_middle(cast):
    made = changes.variation(cast, answered=("leader",))
    actions.consent_variation(made, by=cast.hannah)
    assert fresh(made.deployment).midpoint_due_on == stage.today() + timedelta(days=30)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same_queries(cast, client, rows, django_assert_max_num_queries):
    case = stage.deployment(cast, "active")
    for days_ago in range(rows):
        changes.progress_review(cast, "interim", of=case, on=stage.today() - timedelta(days=days_ago))
    client.force_login(cast.rob)
    client.get("/")
    with django_assert_max_num_queries(12):
        page = client.get(case.get_absolute_url()).content.decode()
    assert page.count("Two of four classes.") == rows
    assert ProgressReview.objects.count() == rows

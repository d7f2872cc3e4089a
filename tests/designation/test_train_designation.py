"""Mina records Sam's induction: the seven questions, several items at once, and the last required one ends it."""

from datetime import timedelta

import pytest

from casework.models import Entry
from designation import actions
from designation.actions.induction import copy_topics
from designation.models import Designation, InductionItem
from tests.designation import stage
from tests.designation.steps import OfSam


def typed(day, **more) -> dict:
    return {"done_on_day": day.day, "done_on_month": day.month, "done_on_year": day.year} | more


def with_list(cast, state=None) -> Designation:
    """Return Sam's designation with three things to do: two required, one not."""
    case = stage.designation(cast, state)
    for position, (name, is_required) in enumerate(
        [("Training", True), ("Coaching", True), ("Visit", False)]
    ):
        case.induction.create(name=name, position=position, is_required=is_required)
    return case


def items(case, *names) -> list[InductionItem]:
    return list(case.induction.filter(name__in=names))


class TestTrain(OfSam):
    """With a list on which something is still open."""

    step, actor = "train", "mina"
    others = ("olga", "hannah", "rob", "sam")

    def make(self, cast, state=None):
        return with_list(cast, state)

    def answer_for(self, case, cast):
        left = case.induction.filter(done_on=None).values_list("pk", flat=True)
        return typed(stage.today(), items=list(left)[:2], note="The list of those present")

    def check(self, case, cast):
        done = case.induction.filter(
            done_on=stage.today(), note="The list of those present", recorded_by=cast.mina
        )
        assert [one.name for one in done] == ["Training", "Coaching"]
        assert case.induction_done_on == stage.today()


def test_a_role_without_a_list_has_the_day_recorded(cast, client):
    case = stage.designation(cast)
    client.force_login(cast.mina)
    assert client.post(case.page("train"), typed(stage.today())).status_code == 302
    case.refresh_from_db()
    assert case.induction_done_on == stage.today()


def test_the_last_required_item_ends_the_induction_on_the_latest_day(cast):
    case, today = with_list(cast), stage.today()
    actions.train(case, by=cast.mina, done_on=today, items=items(case, "Coaching"))
    assert case.induction_done_on is None
    actions.train(case, by=cast.mina, done_on=today - timedelta(days=9), items=items(case, "Training"))
    assert case.induction_done_on == today
    assert [one.done_on for one in case.induction.all()] == [today - timedelta(days=9), today, None]


def test_what_is_recorded_stays(cast):
    case, today = with_list(cast), stage.today()
    actions.train(
        case, by=cast.mina, done_on=today - timedelta(days=3), items=items(case, "Visit"), note="Seen"
    )
    actions.train(case, by=cast.mina, done_on=today, items=items(case, "Visit"), note="Changed")
    [visit] = items(case, "Visit")
    assert (visit.done_on, visit.note) == (today - timedelta(days=3), "Seen")


def test_an_active_leader_can_still_do_what_is_left(cast, client):
    case, before = with_list(cast, "active"), Designation.objects.get().induction_done_on
    client.force_login(cast.mina)
    form = typed(stage.today(), items=[one.pk for one in items(case, "Training", "Coaching", "Visit")])
    assert client.post(case.page("train"), form).status_code == 302
    case.refresh_from_db()
    assert (case.induction_done_on, case.induction.filter(done_on=None).count()) == (before, 0)
    assert client.get(case.page("train")).status_code == 409  # she did it, and nothing is left


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"items": []}, "Tick at least one item"),
        ({"done_on_year": "2999"}, "or earlier"),
    ],
)
def test_a_form_that_cannot_be_says_so_and_loses_nothing(cast, client, form, words):
    case = with_list(cast)
    client.force_login(cast.mina)
    chosen = [one.pk for one in items(case, "Training")]
    page = client.post(case.page("train"), typed(stage.today(), items=chosen, note="My words") | form)
    assert (page.status_code, words in page.content.decode(), "My words" in page.content.decode()) == (
        200,
        True,
        True,
    )
    assert not Entry.objects.of(case).filter(step="train").exists()


def test_a_new_leader_gets_the_list_of_the_role_as_it_is_today(cast):
    case = stage.designation(cast)
    copy_topics(case)
    topics = list(case.role_type.induction_topics.values_list("name", "name_cy", "is_required"))
    assert len(topics) == 12
    assert list(case.induction.values_list("name", "name_cy", "is_required")) == topics
    case.role_type.induction_topics.all().delete()
    assert case.induction.count() == 12


def test_everybody_concerned_reads_what_is_missing(cast, client):
    case = with_list(cast)
    actions.train(case, by=cast.mina, done_on=stage.today(), items=items(case, "Coaching"), note="With Rob")
    for name in ("sam", "hannah", "mina"):
        client.force_login(getattr(cast, name))
        page = client.get(case.get_absolute_url()).content.decode()
        assert [words in page for words in ("Still to be done", "Not required", "With Rob")] == [True] * 3, (
            name
        )

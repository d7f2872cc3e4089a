"""Sam withdraws: the seven questions, and referees still waited for are let go."""

import pytest

from casework.models import Entry, Letter, Link
from designation import actions
from designation.models import Application, Conflict, PendingDecision
from tests import factories
from tests.designation import stage
from tests.seven import SevenQuestions


class TestWithdraw(SevenQuestions):
    model, step, actor = Application, "withdraw", "sam"
    answer = {"reason": "I am moving away."}
    others = ("olga", "hannah", "rob", "mina")
    told = {"sam": ["designation/application_withdrawn"], "mina": ["designation/applicant_withdrew"]}

    def make(self, cast, state=None):
        return stage.application(cast, state)


def test_a_referee_still_waited_for_is_told_and_the_link_is_dead(cast, client):
    case = stage.draft(cast)
    client.force_login(cast.sam)
    client.post(f"/designation/applications/{case.pk}/ask/")
    client.post(case.page("withdraw"), {})
    asked = case.references.get()
    assert asked.state == "expired"
    assert Link.objects.get(object_id=asked.pk).closed_at is not None
    told = Letter.objects.filter(to=cast.hannah).order_by("pk").values_list("name", flat=True)
    assert list(told) == ["designation/reference_requested", "designation/reference_not_needed"]


def test_after_withdrawing_one_may_apply_again(cast, client):
    case = stage.application(cast)
    client.force_login(cast.sam)
    client.post(case.page("withdraw"), {})
    again = stage.round_()
    client.post(f"/designation/rounds/{again.pk}/apply/", {"role_type": again.role_types.get().pk})
    assert sorted(Application.objects.values_list("state", flat=True)) == ["draft", "withdrawn"]


def test_the_interview_is_called_off_and_its_time_is_free_again(cast, client):
    case = stage.application(cast, "invited")
    slot = stage.slot(cast)
    held = stage.interview(case, slot)
    client.force_login(cast.sam)
    client.post(case.page("withdraw"), {})
    slot.refresh_from_db()
    held.refresh_from_db()
    assert (slot.taken_by, held.cancelled_at is not None) == (None, True)
    told = {letter.to for letter in Letter.objects.exclude(calendar="")}
    assert told == {cast.sam, cast.rob, cast.dai}


def test_the_managers_hear_of_it_and_of_the_decision_prepared_that_goes_with_it(cast, client):
    second = factories.PersonFactory()
    factories.PostFactory(person=second, role="alliance_manager", school=None)
    near = factories.PersonFactory()
    factories.PostFactory(person=near, role="alliance_manager", school=None)
    case = stage.application(cast)
    Conflict.objects.create(application=case, member=near, kind="family")
    actions.prepare(case, by=cast.mina, decision="shortlist")
    client.force_login(cast.sam)
    client.post(case.page("withdraw"), {})
    assert not PendingDecision.objects.exists()
    told = {letter.to: letter.body for letter in Letter.objects.filter(name="designation/applicant_withdrew")}
    assert set(told) == {cast.mina, second}
    dropped = "The decision that was prepared about it is dropped, and nobody was told of it: Shortlist"
    assert [dropped in body for body in told.values()] == [True, True]
    history = Entry.objects.of(case).order_by("pk").values_list("step", "by")
    assert list(history)[-2:] == [("drop", None), ("withdraw", cast.sam.pk)]
    assert "prepared" not in client.get(case.get_absolute_url()).content.decode()


def test_of_a_draft_that_nobody_saw_no_manager_hears(cast, client):
    case = stage.draft(cast)
    client.force_login(cast.sam)
    client.post(case.page("withdraw"), {})
    assert list(Letter.objects.values_list("to", flat=True)) == [cast.sam.pk]


@pytest.mark.parametrize("state", ["shortlisted", "reserve", "returned"])
def test_without_an_interview_ahead_nothing_is_called_off(cast, client, state):
    case = stage.application(cast, state)
    getattr(case, "interview", case).delete() if state == "interviewed" else None
    client.force_login(cast.sam)
    client.post(case.page("withdraw"), {})
    names = Letter.objects.values_list("name", flat=True)
    assert sorted(names) == ["designation/applicant_withdrew", "designation/application_withdrawn"]

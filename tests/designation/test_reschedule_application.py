"""Mina moves Sam's interview: the seven questions; everybody is told why, and every calendar follows."""

from casework.models import Entry, Letter
from designation import actions
from designation.models import Interview, Slot
from tests.designation import stage
from tests.designation.calendars import entries
from tests.designation.steps import Decision
from tests.designation.test_invite_application import agreed

REASON = {"reason": "The library is being painted."}


class TestReschedule(Decision):
    step, source = "reschedule", "invited"
    told = {
        "sam": ["designation/interview_rescheduled"],
        "rob": ["designation/panel_invited"],
        "dai": ["designation/panel_invited"],
    }

    def make(self, cast, state=None):
        Slot.objects.all().delete()
        case = super().make(cast, state)
        if case.state == "invited":
            stage.interview(case, stage.slot(cast))
        return case

    def answer_for(self, case, cast):
        free = Slot.objects.filter(taken_by=None).first() or stage.slot(cast, "16:00")
        return {"how": "slot", "slot": free.pk} | REASON

    def check(self, case, cast):
        taken = {slot.at: slot.taken_by for slot in Slot.objects.all()}
        assert taken == {stage.at(): None, stage.at("16:00"): case}
        assert case.interview.at == stage.at("16:00")
        assert REASON["reason"] in Letter.objects.get(to=cast.sam).body
        assert Entry.objects.of(case).get(step="reschedule").note == REASON["reason"]


def test_a_reason_is_asked_for(cast, client):
    case = TestReschedule().make(cast)
    client.force_login(cast.mina)
    page = client.post(case.page("reschedule"), TestReschedule().answer_for(case, cast) | {"reason": ""})
    assert "Say why the interview changes" in page.content.decode()
    assert Interview.objects.get().at == stage.at()


def test_a_time_agreed_otherwise_moves_the_slot_along_and_may_overlap_the_old_one(cast, client):
    case = TestReschedule().make(cast)
    client.force_login(cast.mina)
    assert client.post(case.page("reschedule"), agreed(cast, "14:45", 31) | REASON).status_code == 302
    slot = Slot.objects.get()
    assert (slot.at, slot.taken_by, Interview.objects.get().at) == (
        stage.at("14:45"),
        case,
        stage.at("14:45"),
    )


def test_the_panel_that_stays_is_moved_and_the_one_that_leaves_is_let_go(cast, client):
    case = TestReschedule().make(cast)
    stage.seat(cast.fay)
    client.force_login(cast.mina)
    typed = agreed(cast, days=31, clock="9", panel=[cast.rob.pk, cast.fay.pk]) | REASON
    assert client.post(case.page("reschedule"), typed).status_code == 302
    found = [
        (one.to, one.sequence, one.method) for one in entries("panel_invited") + entries("panel_cancelled")
    ]
    stay = [one.email for one in Interview.objects.get().panel.all()]
    assert found == [*((email, 1, "REQUEST") for email in stay), (cast.dai.email, 1, "CANCEL")]
    assert set(stay) == {cast.rob.email, cast.fay.email}


def test_a_manager_sets_the_time_for_who_has_chosen_none(cast, client):
    slot, case = stage.slot(cast), stage.invited(cast)
    client.force_login(cast.mina)
    page = client.get(case.page("reschedule")).content.decode()
    assert "The applicant has not chosen a time yet" in page
    client.post(case.page("reschedule"), {"how": "slot", "slot": slot.pk, "reason": "Agreed by phone."})
    assert Interview.objects.get().at == slot.at


def test_both_letters_are_read_before_they_are_sent(cast, client):
    case = TestReschedule().make(cast)
    client.force_login(cast.mina)
    typed = TestReschedule().answer_for(case, cast) | {"preview": "1"}
    page = client.post(case.page("reschedule"), typed).content.decode()
    assert [f"To {one}" in page for one in (cast.sam, cast.rob, cast.dai)] == [True, True, True]
    assert (Interview.objects.get().at, Letter.objects.count()) == (stage.at(), 0)


def test_who_withdraws_frees_the_time_and_every_calendar(cast):
    case = TestReschedule().make(cast)
    actions.withdraw(case, by=cast.sam)
    held = Interview.objects.get()
    assert (Slot.objects.get().taken_by, held.cancelled_at is None, held.stands) == (None, False, False)
    found = entries("interview_cancelled") + entries("panel_cancelled")
    assert [(one.to, one.sequence, one.method, one.status) for one in found] == [
        (one.email, 1, "CANCEL", "CANCELLED") for one in (cast.sam, *held.panel.all())
    ]


def test_who_withdraws_without_an_interview_ahead_cancels_nothing(cast):
    case = stage.invited(cast)
    actions.withdraw(case, by=cast.sam)
    names = Letter.objects.values_list("name", flat=True)
    assert sorted(names) == ["designation/applicant_withdrew", "designation/application_withdrawn"]

"""Whatever a manager reads before pressing is what is sent: to the same people, in the same words."""

import pytest

from casework.models import Letter
from designation.models import Interview, PendingDecision, Slot
from designation.queries.interviews import interview_of
from directory.models import Post
from tests import factories
from tests.designation import stage
from tests.designation.steps import FEEDBACK
from tests.designation.test_invite_application import agreed
from tests.designation.test_prepare_application import boxes
from tests.designation.test_tell_decisions import keys, page


def read(drafts):
    """Return of letters what a preview must tell: which, to whom, in what words."""
    return {(one.name, one.to, one.subject, one.body) for one in drafts}


def sent_after(client, press):
    """Return the letters a button sends."""
    before = set(Letter.objects.values_list("pk", flat=True))
    response = press()
    assert response.status_code in (200, 302), response.context["form"].errors
    return read(Letter.objects.exclude(pk__in=before))


def against(case):
    return {"reasons": [case.role_type.criteria.first().pk], "feedback": FEEDBACK}


def designated(case):
    return {"areas": [area.pk for area in case.areas.all()], "feedback": FEEDBACK} | boxes(stage.today())


def _shortlist(cast):
    return stage.application(cast), {}, 1


def _sift_out(cast):
    case = stage.application(cast)
    stage.reference(cast, application=case)
    stage.reference(cast, application=case, kind="second", referee=cast.fay, school=None)
    return case, against(case), 3


def _designate(cast):
    case = stage.application(cast, "interviewed")
    return case, designated(case), 2


def _designate_a_head(cast):
    Post.objects.filter(person=cast.hannah).update(role="middle_leader")
    Post.objects.filter(person=cast.sam).update(role="headteacher")
    case = stage.application(cast, "interviewed", post_role="headteacher")
    return case, designated(case), 2


def _designate_where_nobody_answers(cast):
    case = stage.application(cast, "interviewed", school=factories.SchoolFactory())
    return case, designated(case), 1


def _reserve(cast):
    return stage.application(cast, "interviewed"), {"feedback": FEEDBACK}, 1


def _reject(cast):
    case = stage.application(cast, "interviewed")
    stage.reference(cast, application=case)
    return case, against(case), 2


def _reject_before_the_interview(cast):
    case = stage.invited(cast)
    stage.interview(case, stage.slot(cast))
    stage.reference(cast, application=case)
    return case, against(case), 5


def _invite_to_choose(cast):
    stage.slot(cast)
    return stage.application(cast, "shortlisted"), {"how": "choose"}, 1


def _invite_to_a_time(cast):
    slot = stage.slot(cast)
    return stage.application(cast, "shortlisted"), {"how": "slot", "slot": slot.pk}, 3


def _reschedule_with_another_panel(cast):
    case = stage.invited(cast)
    stage.interview(case, stage.slot(cast))
    stage.seat(cast.fay)
    typed = agreed(cast, days=31, clock="9", panel=[cast.rob.pk, cast.fay.pk])
    return case, typed | {"reason": "Dai is away."}, 4


STORIES = {
    _shortlist: "shortlist",
    _sift_out: "sift_out",
    _designate: "designate",
    _designate_a_head: "designate",
    _designate_where_nobody_answers: "designate",
    _reserve: "reserve",
    _reject: "reject",
    _reject_before_the_interview: "reject",
    _invite_to_choose: "invite",
    _invite_to_a_time: "invite",
    _reschedule_with_another_panel: "reschedule",
}


@pytest.mark.parametrize("story", STORIES)
def test_every_letter_is_read_before_it_is_sent(cast, client, story):
    case, typed, count = story(cast)
    door = case.page(STORIES[story])
    client.force_login(cast.mina)
    before = Letter.objects.count(), Interview.objects.count(), Slot.objects.count()
    shown = read(
        (client.post(door, typed | {"preview": "1"}) if typed else client.get(door)).context["drafts"]
    )
    assert (Letter.objects.count(), Interview.objects.count(), Slot.objects.count()) == before
    assert (shown, len(shown)) == (sent_after(client, lambda: client.post(door, typed)), count)


PREPARED = {
    _shortlist: "shortlist",
    _sift_out: "sift_out",
    _designate: "designate",
    _designate_a_head: "designate",
    _designate_where_nobody_answers: "designate",
    _reserve: "reserve",
    _reject: "reject",
}


@pytest.mark.parametrize("story", PREPARED)
def test_so_is_every_letter_of_a_decision_told_later(cast, client, story):
    case, typed, count = story(cast)
    client.force_login(cast.mina)
    typed = {"decision": PREPARED[story]} | boxes(stage.today()) | typed
    shown = read(client.post(case.page("prepare"), typed | {"preview": "1"}).context["drafts"])
    assert client.post(case.page("prepare"), typed).status_code == 302
    [row] = client.get(page("decisions")).context["rows"]
    sent = sent_after(client, lambda: client.post(page("decisions"), {"read": keys()}))
    assert (read(row["letters"]), shown, len(shown)) == (sent, sent, count)
    assert PendingDecision.objects.count() == 0


def test_a_member_taken_off_reads_beforehand_which_interview_it_is(cast, client):
    case, typed, _count = _reschedule_with_another_panel(cast)
    client.force_login(cast.mina)
    drafts = client.post(case.page("reschedule"), typed | {"preview": "1"}).context["drafts"]
    assert [one.to for one in drafts if one.name == "designation/panel_cancelled"] == [cast.dai]
    assert interview_of(case).at == stage.at()

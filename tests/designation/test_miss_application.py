"""Sam does not come to the interview: the seven questions; back on the shortlist, and invited again."""

import pytest

from casework.models import Entry
from designation import actions
from designation.models import Interview
from tests.designation import stage
from tests.designation.calendars import entries
from tests.designation.steps import Decision


def past(cast, **fields):
    """Return Sam's application, invited to an interview an hour ago or more."""
    case = stage.application(cast, "invited", **fields)
    stage.interview(case, stage.slot(cast, "00:00", -1))
    return case


class TestMiss(Decision):
    step, source = "miss", "invited"
    answer = {"note": "The phone was off."}
    told = {"sam": ["designation/interview_missed"]}

    def make(self, cast, state=None):
        stage.Slot.objects.all().delete()
        return past(cast) if state in (None, "invited") else super().make(cast, state)

    def check(self, case, cast):
        assert (case.interview.missed_at is None, case.interview.stands) == (False, False)
        entry = Entry.objects.of(case).get(step="miss")
        assert (entry.note, entry.note_is_private) == ("The phone was off.", True)


@pytest.mark.parametrize("agreed", [True, False])
def test_nobody_misses_an_interview_that_has_not_begun_or_was_never_agreed(cast, client, agreed):
    client.force_login(cast.mina)
    case = stage.application(cast, "invited") if agreed else stage.invited(cast)
    response = client.post(case.page("miss"), {})
    words = "The interview begins on" if agreed else "No time has been agreed yet"
    assert (response.status_code, words in response.content.decode()) == (200, True)
    case.refresh_from_db()
    assert case.state == "invited"


def test_the_note_is_the_managers_alone(cast, client):
    case = past(cast)
    actions.miss(case, by=cast.mina, note="SECRET-NOTE")
    seen = {}
    for name in ("sam", "mina"):
        client.force_login(getattr(cast, name))
        seen[name] = "SECRET-NOTE" in client.get(case.get_absolute_url()).content.decode()
    assert seen == {"sam": False, "mina": True}


def test_who_missed_it_is_invited_again_under_the_same_entry_one_version_on(cast):
    case = past(cast)
    actions.miss(case, by=cast.mina)
    again = stage.slot(cast, "16:00")
    actions.invite(case, by=cast.mina, slot=again)
    held = Interview.objects.get()
    assert (held.at, held.missed_at, held.sequence, held.stands) == (again.at, None, 1, True)
    assert [one.sequence for one in entries("application_invited")] == [1]


@pytest.mark.parametrize("choose", [True, False])
def test_who_missed_it_and_is_to_choose_again_has_no_interview_meanwhile(cast, client, choose):
    case = past(cast)
    actions.miss(case, by=cast.mina)
    stage.slot(cast, "16:00")
    if choose:
        actions.invite(case, by=cast.mina)
    client.force_login(cast.sam)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("Choose a time for your interview." in page, "about 45 minutes" in page) == (choose, False)

"""Mina withdraws Sam's designation: the seven questions, on a ground, in words, with the right of appeal."""

import pytest

from casework.models import Letter
from designation import actions
from designation.models import Appeal, Designation
from directory.calendar import add_working_days, said
from tests.designation import stage
from tests.designation.steps import OfSamAtWork
from tests.designation.test_suspend_designation import NOTE, OTHERS, certificate_page, page_of

WORDS = "You left Brookside without a word in the middle of the work."
GROUND = "Withdrew from a commitment without cause or notice"
TYPED = {"ended_for": "commitment", "words": WORDS, "note": NOTE}


class TestWithdraw(OfSamAtWork):
    step, actor, others, answer = "withdraw", "mina", OTHERS, TYPED
    told = {"sam": ["designation/designation_withdrawn"], "hannah": ["designation/staff_withdrawn"]}

    def make(self, cast, state=None):
        return super().make(cast, state or "active")

    def check(self, case, cast):
        last_day = add_working_days(stage.today(), 10)
        assert (case.ended_for, case.ended_words, case.ended_on, case.appeal_by) == (
            "commitment",
            WORDS,
            stage.today(),
            last_day,
        )
        letters = {letter.to: letter.body for letter in Letter.objects.all()}
        said_to_sam = [words in letters[cast.sam] for words in (GROUND, WORDS, said(last_day), NOTE)]
        assert said_to_sam == [True, True, True, False]
        assert [words in letters[cast.hannah] for words in (GROUND, WORDS, NOTE)] == [False, False, False]


def test_it_can_be_withdrawn_while_it_is_suspended(cast, client):
    case = stage.designation(cast, "suspended")
    why = case.suspended_for
    client.force_login(cast.mina)
    assert client.post(case.page("withdraw"), TYPED).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.suspended_for) == ("withdrawn", why)


def test_the_letter_is_read_before_it_is_sent_and_is_the_one_that_goes(cast, client):
    case = stage.designation(cast, "active")
    client.force_login(cast.mina)
    drafts = client.post(case.page("withdraw"), TYPED | {"preview": "1"}).context["drafts"]
    assert Letter.objects.count() == 0
    client.post(case.page("withdraw"), TYPED)
    assert [draft.body for draft in drafts] == [letter.body for letter in Letter.objects.order_by("pk")]


def test_ground_and_words_are_asked_for(cast, client):
    case = stage.designation(cast, "active")
    client.force_login(cast.mina)
    page = client.post(case.page("withdraw"), {"ended_for": "workload"}).content.decode()
    assert ("it becomes part of the letter" in page, case.state) == (True, "active")


def test_leader_and_managers_read_why_the_school_reads_that_it_is(cast, client):
    case = stage.designation(cast, "active")
    actions.withdraw_designation(case, by=cast.mina, ended_for="commitment", words=WORDS, note=NOTE)
    reads = {
        name: [words in page_of(case, getattr(cast, name), client) for words in (GROUND, WORDS, NOTE)]
        for name in ("sam", "hannah", "mina")
    }
    assert reads == {"sam": [True, True, False], "hannah": [False, False, False], "mina": [True, True, True]}


def test_the_certificate_is_no_longer_in_force(cast, client):
    case = stage.designation(cast, "active")
    assert certificate_page(case, client) == ["valid"]
    actions.withdraw_designation(case, by=cast.mina, ended_for="terms", words=WORDS)
    assert certificate_page(case, client) == ["withdrawn"]


def withdrawn_again(cast):
    """Return a designation that was withdrawn, reinstated by Rob on appeal, and withdrawn a second time."""
    case = stage.withdrawn(cast, hearers=[cast.rob])
    actions.reinstate(case, by=cast.rob, reasons="It should stand.")
    Letter.objects.all().delete()
    actions.withdraw_designation(case, by=cast.mina, ended_for="conduct", words=WORDS)
    return Designation.objects.get(pk=case.pk)


def test_a_second_withdrawal_can_be_appealed_against_in_its_own_right(cast, client):
    case = withdrawn_again(cast)
    body = Letter.objects.get(to=cast.sam).body
    assert (case.appeal_by, "You may appeal until" in body) == (add_working_days(stage.today(), 10), True)
    client.force_login(cast.sam)
    for code in (302, 409):
        assert client.post(case.page("appeal"), {"grounds": "Look again, please."}).status_code == code
    assert list(Appeal.objects.order_by("pk").values_list("designation", "past_designation", "grounds")) == [
        (None, case.pk, stage.GROUNDS),
        (case.pk, None, "Look again, please."),
    ]


def test_a_second_appeal_is_heard_by_somebody_new_and_decided_by_itself(cast, client):
    case = withdrawn_again(cast)
    actions.appeal(case, by=cast.sam, grounds="Look again, please.")
    with pytest.raises(actions.MayNotHear):
        actions.assign(case, by=cast.mina, hearers=[cast.rob])
    actions.assign(case, by=cast.mina, hearers=[cast.olga])
    actions.reinstate(case, by=cast.olga, reasons="Once more.")
    assert (case.state, list(Appeal.objects.order_by("pk").values_list("reasons", flat=True))) == (
        "active",
        ["It should stand.", "Once more."],
    )


def test_what_is_shown_before_a_second_withdrawal_is_what_is_sent(cast, client):
    case = stage.withdrawn(cast, hearers=[cast.rob])
    actions.reinstate(case, by=cast.rob, reasons="It should stand.")
    client.force_login(cast.mina)
    shown = client.get(case.page("withdraw")).content.decode()
    assert ("The leader may appeal within ten working days" in shown, "This is final" in shown) == (
        True,
        False,
    )

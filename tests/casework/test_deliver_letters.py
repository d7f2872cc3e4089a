"""Letters leave by the sweep: once, again after a failure, never when nobody needs them any more."""

import smtplib
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone

from casework import letters
from casework.letters import delivery
from casework.models import Letter

pytestmark = pytest.mark.django_db
SEND = "casework.letters.delivery._send"


@pytest.fixture
def letter(cast):
    return letters.post_notice(
        "accounts/login_code", cast.olga, cast.olga.email, context={"code": "ABC-123"}, wipe=True
    )


def test_a_letter_is_stored_first_and_sent_by_the_sweep(letter):
    assert mail.outbox == []
    assert letters.deliver_due() == 1
    letter.refresh_from_db()
    assert (letter.status, letter.leased_until, len(mail.outbox)) == (Letter.Status.SENT, None, 1)
    assert mail.outbox[0].to == [letter.address]
    assert mail.outbox[0].extra_headers["Message-ID"] == letter.message_id
    assert "ABC-123" in mail.outbox[0].body


def test_a_code_is_forgotten_once_sent(letter):
    letters.deliver_due()
    letter.refresh_from_db()
    assert letter.body == ""


def test_a_second_sweep_sends_nothing_again(letter):
    assert [letters.deliver_due(), letters.deliver_due(), len(mail.outbox)] == [1, 0, 1]


def test_two_sweeps_at_once_do_not_take_the_same_letter(letter):
    now = timezone.now()
    assert [delivery._lease(now), delivery._lease(now)] == [letter, None]


def test_a_sweep_that_died_gives_the_letter_back_after_a_minute(letter):
    now = timezone.now()
    delivery._lease(now)
    assert letters.deliver_due(at=now + timedelta(seconds=59)) == 0
    assert letters.deliver_due(at=now + timedelta(seconds=60)) == 1


def test_a_letter_nobody_foresaw_cannot_hold_up_the_others(letter, cast):
    letters.post_notice("accounts/login_code", cast.rob, cast.rob.email, context={"code": "XYZ"})
    with patch(SEND, side_effect=[RuntimeError("a template is broken"), None]):
        assert letters.deliver_due() == 1
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.error) == ("waiting", 1, "a template is broken")


@pytest.mark.parametrize(
    "answer",
    [
        smtplib.SMTPResponseException(451, b"try later"),
        ConnectionRefusedError("nobody there"),
        TimeoutError("slow"),
    ],
)
def test_what_may_pass_is_tried_again_later(letter, answer):
    now = timezone.now()
    with patch(SEND, side_effect=answer):
        assert letters.deliver_due(at=now) == 0
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.leased_until) == ("waiting", 1, now + timedelta(minutes=1))
    assert letters.deliver_due(at=now + timedelta(minutes=2)) == 1


def test_trying_again_stops_after_a_day(letter):
    now = timezone.now()
    Letter.objects.update(attempts=9, send_after=now - timedelta(hours=25))
    with patch(SEND, side_effect=OSError("still nobody")):
        letters.deliver_due(at=now)
    letter.refresh_from_db()
    assert (letter.status, letter.error) == ("failed", "still nobody")


@pytest.mark.parametrize(
    "answer",
    [
        smtplib.SMTPResponseException(550, b"no such user"),
        smtplib.SMTPRecipientsRefused({"olga@elsewhere.example": (550, b"no such user")}),
    ],
)
def test_an_address_that_is_refused_for_good_fails_where_somebody_sees_it(letter, answer):
    with patch(SEND, side_effect=answer):
        letters.deliver_due()
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at, letter.error) == ("failed", None, "550 b'no such user'")


def test_a_refusal_of_the_recipient_for_now_is_tried_again(letter):
    refused = smtplib.SMTPRecipientsRefused({"olga@elsewhere.example": (450, b"mailbox busy")})
    with patch(SEND, side_effect=refused):
        letters.deliver_due()
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("waiting", 1)


def test_a_failing_letter_does_not_hold_up_the_others(letter, cast):
    letters.post_notice("accounts/login_code", cast.rob, cast.rob.email, context={"code": "XYZ"})
    with patch(SEND, side_effect=[OSError("no"), None]):
        assert letters.deliver_due() == 1


def test_the_age_of_the_queue_is_known(letter):
    now = timezone.now()
    Letter.objects.update(send_after=now - timedelta(minutes=7))
    assert letters.oldest_due(now) == timedelta(minutes=7)
    letters.deliver_due(at=now)
    assert letters.oldest_due(now) is None

"""In production settings, on PostgreSQL and Redis, what is stored is carried out: by a real worker and beat."""

import json
import secrets
import signal
import time

import pytest

from tests.production.stack import MailServer, Stack, wait_until

# One process walks through them in order: they stop and start the same worker.
pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.xdist_group("stack")]
# A sweep rings every five seconds; after two nothing more is to come.
TWO_SWEEPS = 11
STORE = """
from casework.models import Letter
Letter.objects.create(name="test", key="{id}", address="sam@oakfield.example", language="en",
    subject="Your reference", body="Dear Sam\\n\\nŵ ŷ O'Brien", message_id="{id}")
"""

DESIGNATE = """
from datetime import date
from casework import documents
from designation import actions
from designation.models import Designation, RoleType
from tests.cast import gather
cast = gather()
designation = Designation.objects.create(person=cast.sam, home_school=cast.oakfield, role_type=RoleType.objects.first(),
    starts_on=date(2026, 9, 1), ends_on=date(2099, 8, 31))
actions.sign(designation, by=cast.sam, signed_name="Sam Okoro")
actions.train(designation, by=cast.mina, done_on=date(2026, 9, 9))
actions.activate(designation, by=cast.mina)
print(documents.certificate_of(designation).get_absolute_url())
"""


def store_letter(stack: Stack) -> str:
    """Store a letter as an action of the portal would, and return its Message-ID."""
    message_id = f"<{secrets.token_hex(8)}@portal.example>"
    stack.manage("shell", "--no-imports", "--command", STORE.format(id=message_id))
    return message_id


def status_of(stack: Stack, message_id: str) -> str:
    """Return the letter's status in the database."""
    return stack.rows("SELECT status FROM casework_letter WHERE message_id = %s", message_id)[0][0]


def test_web_worker_and_beat_say_they_are_well(stack):
    status, body = stack.get("/health/ready")
    parts = {"database": "up", "cache": "up", "migrations": "up"}
    assert (status, json.loads(body)["parts"]) == (200, parts)
    assert stack.get("/health/live") == (200, '{"status": "up"}')
    for name in ("worker", "beat"):
        wait_until((stack.folder / f"{name}.heartbeat").exists, what=f"the heart of {name}")


def test_a_stored_letter_is_delivered_once(stack, mail_server):
    message_id = store_letter(stack)
    wait_until(lambda: message_id in mail_server.ids(), what="the letter to arrive")
    wait_until(lambda: status_of(stack, message_id) == "sent", what="the letter to be marked as sent")
    letter = mail_server.accepted[mail_server.ids().index(message_id)]
    assert (letter["To"], letter["Subject"]) == ("sam@oakfield.example", "Your reference")
    assert "ŵ ŷ O'Brien" in letter.get_body(("plain",)).get_content()


def test_a_letter_stored_while_the_worker_is_dead_goes_once(stack, mail_server):
    stack.end("worker", signal.SIGKILL)
    message_id = store_letter(stack)
    assert (status_of(stack, message_id), mail_server.ids().count(message_id)) == ("waiting", 0)
    stack.start("worker")
    wait_until(lambda: message_id in mail_server.ids(), what="the letter to arrive", seconds=60)
    wait_until(lambda: status_of(stack, message_id) == "sent", what="the letter to be marked as sent")


def test_a_certificate_is_made_in_both_languages_and_can_be_checked_by_anyone(stack, mail_server):
    address = stack.manage("shell", "--no-imports", "--command", DESIGNATE).strip()
    made = "SELECT language, path FROM casework_document WHERE made_at IS NOT NULL ORDER BY language DESC"
    papers = wait_until(lambda: len(found := stack.rows(made)) == 2 and found, what="two PDFs", seconds=60)
    assert [language for language, _ in papers] == ["en", "cy"]
    files = [stack.folder / "private" / path for _, path in papers]
    assert [file.read_bytes()[:5] for file in files] == [b"%PDF-", b"%PDF-"]
    status, page = stack.get(address)
    assert (status, "Sam Okoro" in page) == (200, True)
    wait_until(
        lambda: "sam@oakfield.example" in [letter["To"] for letter in mail_server.accepted],
        what="Sam's letter",
    )


def test_the_token_of_a_link_reaches_no_log(stack):
    token = secrets.token_urlsafe(32)
    stack.get(f"/link/{token}/")
    wait_until(lambda: "/link/" in stack.log("web"), what="the request to be logged")
    assert [name for name in ("web", "worker", "beat") if token in stack.log(name)] == []


@pytest.fixture
def slow_mail_server(mail_server: MailServer):
    """The mail server, keeping whoever writes on the line."""
    mail_server.holds, mail_server.on_the_line = True, 0
    yield mail_server
    mail_server.holds = False


def test_a_worker_killed_while_sending_loses_nothing_and_the_letter_goes_once(stack, slow_mail_server):
    message_id = store_letter(stack)
    wait_until(lambda: slow_mail_server.on_the_line, what="the worker to be in the middle of sending")
    stack.end("worker", signal.SIGKILL)
    slow_mail_server.holds = False
    assert (status_of(stack, message_id), slow_mail_server.ids().count(message_id)) == ("waiting", 0)
    # The dead worker's lease runs out; the test does not wait for it.
    stack.rows("UPDATE casework_letter SET leased_until = now() WHERE message_id = %s", message_id)
    stack.start("worker")
    wait_until(lambda: message_id in slow_mail_server.ids(), what="the letter to arrive", seconds=60)
    wait_until(lambda: status_of(stack, message_id) == "sent", what="the letter to be marked as sent")


def test_a_worker_told_to_stop_finishes_the_letter_in_hand(stack, slow_mail_server):
    message_id = store_letter(stack)
    wait_until(lambda: slow_mail_server.on_the_line, what="the worker to be in the middle of sending")
    worker = stack.processes["worker"]
    worker.send_signal(signal.SIGTERM)
    time.sleep(2)
    slow_mail_server.holds = False
    worker.wait(timeout=40)
    assert (status_of(stack, message_id), slow_mail_server.ids().count(message_id)) == ("sent", 1)
    stack.start("worker")


def test_after_all_this_every_letter_went_once(stack, mail_server):
    last = store_letter(stack)
    wait_until(lambda: last in mail_server.ids(), what="the letter to arrive")
    time.sleep(TWO_SWEEPS)
    stored = stack.rows("SELECT message_id, status FROM casework_letter")
    assert {status for _, status in stored} == {"sent"}
    assert sorted(mail_server.ids()) == sorted(message_id for message_id, _ in stored)

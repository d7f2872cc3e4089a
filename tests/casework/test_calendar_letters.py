"""Letters with an entry for their reader's calendar: what the entry says, and how it travels with the letter."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from unittest.mock import patch
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from casework import documents, letters
from casework.models import Letter
from tests.factories import ReferenceFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 7, 1, 14, 0, tzinfo=LONDON)


def entry(cast, **changed):
    said = {"uid": "NSA-INT-1", "sequence": 0, "summary": "Interview", "attendee": cast.sam}
    return documents.invitation(**said | {"start": START, "end": START + timedelta(minutes=45)} | changed)


def read(text):
    """Return the calendar and its one event, read back as a calendar reads them."""
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert (event.errors, calendar.errors) == ([], [])
    return calendar, event


def posted(cast, calendar):
    application = ReferenceFactory(application__applicant=cast.sam).application
    return letters.post("designation/application_submitted", cast.sam, application, calendar=calendar)


def parts_of(message):
    sent = message_from_bytes(message.message().as_bytes(linesep="\r\n"), policy=policy.default)
    return sent, {part.get_content_type(): part for part in sent.walk()}


def test_an_entry_says_when_where_who_asks_and_who_comes(cast, settings):
    calendar, event = read(entry(cast, location="Room 2, Oakfield", url="/designation/interviews/1/"))
    assert (calendar["METHOD"], calendar["VERSION"], str(event["STATUS"])) == ("REQUEST", "2.0", "CONFIRMED")
    assert (event.start, event.end) == (START, START + timedelta(minutes=45))
    assert (event["LOCATION"], event["SUMMARY"]) == ("Room 2, Oakfield", "Interview")
    assert event["URL"] == f"{settings.SITE_URL}/designation/interviews/1/"
    assert event["ORGANIZER"] == f"mailto:{settings.ALLIANCE_EMAIL}"
    assert event["ORGANIZER"].params["CN"] == settings.ALLIANCE_NAME
    assert event["ATTENDEE"] == f"mailto:{cast.sam.email}"
    assert {name: event["ATTENDEE"].params[name] for name in ("CN", "RSVP", "PARTSTAT")} == {
        "CN": "Sam Okoro", "RSVP": "TRUE", "PARTSTAT": "NEEDS-ACTION",
    }  # fmt: skip


def test_moments_are_written_in_utc_on_both_sides_of_the_clock_change(cast):
    winter = datetime(2026, 12, 1, 14, 0, tzinfo=LONDON)
    assert "DTSTART:20260701T130000Z\r\n" in entry(cast)
    assert "DTSTART:20261201T140000Z\r\n" in entry(cast, start=winter, end=winter + timedelta(hours=1))
    assert abs(read(entry(cast))[1]["DTSTAMP"].dt - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_cancellation_takes_out_the_same_appointment(cast):
    (_first, asked), (calendar, gone) = read(entry(cast)), read(entry(cast, sequence=1, cancelled=True))
    assert asked["UID"] == gone["UID"]
    assert (asked["SEQUENCE"], gone["SEQUENCE"]) == (0, 1)
    assert (calendar["METHOD"], gone["STATUS"]) == ("CANCEL", "CANCELLED")
    assert gone["ATTENDEE"] == f"mailto:{cast.sam.email}"
    assert gone["ATTENDEE"].params["RSVP"] == "FALSE"


def test_an_entry_keeps_to_the_form_whatever_people_write(cast):
    cast.sam.first_name, cast.sam.last_name = 'Siân "Sam"', "O'Brien\r\nATTENDEE:mailto:x@evil.example"
    text = entry(cast, summary="Cyfweliad, ŵ; " * 20 + "\x00\x07", description="One\r\nBEGIN:VEVENT\r\nTwo")
    _calendar, event = read(text)
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    assert event["SUMMARY"] == "Cyfweliad, ŵ; " * 20
    assert event["DESCRIPTION"] == "One\nBEGIN:VEVENT\nTwo"
    assert event["ATTENDEE"].params["CN"] == "Siân 'Sam' O'Brien ATTENDEE:mailto:x@evil.example"


def test_colleagues_who_share_a_calendar_do_not_read_why_somebody_is_busy(cast):
    assert read(entry(cast))[1]["CLASS"] == "PRIVATE"


@pytest.mark.parametrize(
    ("start", "end"),
    [(START, START), (START, START - timedelta(hours=1)), (START.replace(tzinfo=None), START)],
)
def test_an_appointment_that_cannot_be_is_refused(cast, start, end):
    with pytest.raises(ValueError, match="starts at a moment"):
        entry(cast, start=start, end=end)


@pytest.mark.parametrize(("cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_it_travels_as_calendars_take_it(cast, cancelled, method):
    calendar = entry(cast, cancelled=cancelled)
    posted(cast, calendar)
    letters.deliver_due()
    sent, parts = parts_of(mail.outbox[0])
    assert [part.get_content_type() for part in sent.iter_parts()] == [
        "multipart/alternative",
        "application/ics",
    ]
    alternatives = [part.get_content_type() for part in parts["multipart/alternative"].iter_parts()]
    assert alternatives == ["text/plain", "text/html", "text/calendar"]
    assert parts["text/calendar"]["Content-Type"].params == {"method": method, "charset": "utf-8"}
    assert parts["text/calendar"].get_content() == calendar
    assert parts["application/ics"].get_content() == calendar.encode()
    assert parts["application/ics"].get_filename() == "invite.ics"
    assert sent["Content-Class"] == "urn:content-classes:calendarmessage"


def test_a_letter_without_an_entry_is_as_it_was(cast):
    posted(cast, "")
    letters.deliver_due()
    sent, parts = parts_of(mail.outbox[0])
    assert set(parts) == {"multipart/alternative", "text/plain", "text/html"}
    assert sent["Content-Class"] is None


def test_it_is_kept_for_a_second_try_under_the_same_message_id(cast):
    letter, now = posted(cast, entry(cast).encode()), timezone.now()
    with patch("django.core.mail.EmailMultiAlternatives.send", side_effect=OSError("nobody there")):
        assert letters.deliver_due(at=now) == 0
    assert letters.deliver_due(at=now + timedelta(minutes=2)) == 1
    sent, parts = parts_of(mail.outbox[0])
    assert (sent["Message-ID"], "text/calendar" in parts) == (letter.message_id, True)


def test_an_entry_that_does_not_say_what_is_to_be_done_is_not_sent(cast):
    posted(cast, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert letters.deliver_due() == 0
    assert "METHOD" in Letter.objects.get().error


def test_the_inbox_hands_it_out_and_the_log_says_it_is_there(cast, client):
    letter = posted(cast, entry(cast))
    answer = client.get(reverse("inbox-calendar", args=[letter.pk]))
    assert (answer.content.decode(), answer["Content-Type"]) == (
        letter.calendar,
        "text/calendar; charset=utf-8",
    )
    assert reverse("inbox-calendar", args=[letter.pk]) in client.get(f"/inbox/{letter.pk}/").content.decode()
    client.force_login(cast.mina)
    assert "A calendar entry comes with" in client.get(f"/letters/{letter.pk}/").content.decode()


def test_there_is_none_to_fetch_with_a_letter_without_one_or_outside_a_demonstration(cast, client, settings):
    plain, full = posted(cast, ""), posted(cast, entry(cast))
    assert client.get(reverse("inbox-calendar", args=[plain.pk])).status_code == 404
    settings.DEMO = False
    assert client.get(reverse("inbox-calendar", args=[full.pk])).status_code == 404


def test_a_preview_shows_that_one_will_come(cast):
    with letters.preview() as drafts:
        posted(cast, entry(cast))
    assert [bool(draft.calendar) for draft in drafts] == [True]

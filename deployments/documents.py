"""Files made for support: a visit as a calendar entry, requests and payments as rows of a spreadsheet.

Agreements and statements are templates casework renders.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from casework import documents
from casework.templatetags.casework import days
from deployments.models import Deployment, SupportRequest, Visit
from deployments.models.claims import Part
from deployments.queries.charges import Charge
from deployments.queries.waiting import waiting_words
from directory.calendar import said
from directory.models import Person

READ_AGAIN = timedelta(hours=1)
D = Deployment.State
# Of a visit still planned: its deployment is not agreed or is paused; or is over, and the visit is called off soon.
UNSURE, OVER = (D.PROPOSED, D.PAUSED), (D.REFUSED, D.LAPSED, D.CANCELLED, D.WITHDRAWN, D.STOPPED)


def calendar_of(visit: Visit) -> bytes:
    """Return a visit as an iCalendar file (RFC 5545); its UID stays, so a newer file replaces the older entry."""
    return _published([visit]).to_ical()


def feed_of(visits: Iterable[Visit], reader: Person, proposals: Iterable[Deployment] = ()) -> bytes:
    """Return a person's visits as a calendar a program reads again and again, in the person's language.

    With the dates of proposals that wait for an answer. Each visit has the UID its letters had, so a calendar knows
    them as the same visit; nothing confidential stands in it.
    """
    with translation.override(reader.language or settings.LETTER_LANGUAGES[0]):
        calendar = _published(visits)
        for deployment in proposals:
            calendar.add_component(_span_of(deployment))
        calendar.add("x-wr-calname", _("Visits: %(alliance)s") % {"alliance": settings.ALLIANCE_NAME})
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return calendar.to_ical()


def status_of(visit: Visit) -> str:
    """Return how sure a visit is: tentative while its deployment is not agreed or paused, cancelled when it is off."""
    planned, deployment = visit.state == Visit.State.PLANNED, visit.deployment
    if visit.state == Visit.State.NOT_HELD or (planned and deployment.state in OVER):
        return "CANCELLED"
    return "TENTATIVE" if planned and deployment.state in UNSURE else "CONFIRMED"


def _published(visits: Iterable[Visit]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ALLIANCE_NAME}//Leadership Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for visit in visits:
        calendar.add_component(_event(visit))
    return calendar


def entry_of(visit: Visit, reader: Person, *, cancelled: bool = False) -> str:
    """Return a visit as an entry that travels with a letter, in the reader's language; `cancelled` takes it out.

    It has the UID of the file, so that a calendar that took either knows the other as the same visit.
    """
    start, end = visit.begins, visit.ends
    with translation.override(reader.language or settings.LETTER_LANGUAGES[0]):
        summary = str(visit.deployment)
    return documents.invitation(
        uid=visit.reference,
        sequence=_sequence(visit, is_over=cancelled),
        summary=summary,
        start=start,
        end=end,
        attendee=reader,
        location=_where(visit),
        url=visit.get_absolute_url(),
        cancelled=cancelled,
    )


def _event(visit: Visit) -> Event:
    start, end = visit.begins, visit.ends
    status = status_of(visit)
    event = Event()
    event.add("uid", f"{visit.reference}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", _sequence(visit, is_over=status == "CANCELLED"))
    event.add("summary", str(visit.deployment))
    event.add("dtstamp", visit.state_at)
    event.add("dtstart", start.astimezone(UTC))  # in UTC no calendar can mistake the hour
    event.add("dtend", end.astimezone(UTC))
    event.add("location", _where(visit))
    event.add("url", settings.SITE_URL + visit.get_absolute_url())
    event.add("status", status)
    event.add("class", "PRIVATE")  # calendars are shared: colleagues see that somebody is busy, not why
    return event


def _span_of(deployment: Deployment) -> Event:
    """Return the dates of a proposal as whole days: tentative while it waits, cancelled when it came to nothing."""
    is_over = deployment.state in OVER
    event = Event()
    event.add("uid", f"{deployment.reference}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", int(is_over))
    event.add("summary", _("Proposed: %(case)s") % {"case": deployment})
    event.add("dtstamp", deployment.state_at)
    event.add("dtstart", deployment.starts_on)
    event.add("dtend", deployment.ends_on + timedelta(days=1))  # the day after the last, as calendars count
    event.add("url", settings.SITE_URL + deployment.get_absolute_url())
    event.add("status", "CANCELLED" if is_over else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # nobody is busy for weeks
    event.add("class", "PRIVATE")
    return event


def _sequence(visit: Visit, *, is_over: bool) -> int:
    """Return which version it is: each move makes a new one, and so does its end."""
    return visit.moves + is_over


def _where(visit: Visit) -> str:
    return visit.place or ("" if visit.is_online else str(visit.deployment.school))


def request_rows(requests: Iterable[SupportRequest], at: datetime) -> Iterator[list[object]]:
    """Yield the heading, then one row a request; who should not come, and the need in words, are not among them."""
    yield [
        _("Number"), _("School"), _("Local authority"), _("Areas"), _("Kind of support"), _("How urgent"),
        _("Days wanted"), _("From"), _("To"), _("State"), _("Waiting"), _("Why it was not met"), _("Asked by"),
        _("Asked on"),
    ]  # fmt: skip
    for one in requests:
        yield [
            one.reference, one.school, one.school.local_authority or "",
            "; ".join(str(area) for area in one.areas.all()),
            one.get_kind_display(), one.get_urgency_display(), one.half_days / 2, one.starts_on, one.ends_on,
            one.get_state_display(), waiting_words(one, at), one.get_unmet_why_display(), one.made_by,
            timezone.localdate(one.created_at),
        ]  # fmt: skip


def parts_asked(
    form: Any, asked: Mapping[Any, Iterable[str]], links: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what was answered in a form, part by part, as `components/facts.html` takes it with a link back."""
    parts = []
    for part, names in asked.items():
        facts = [
            {"term": form.fields[name].label, "value": _answered(form, name), "change_url": links[part.value]}
            for name in names
            if name in form.fields
        ]
        parts.append({"key": part.value, "heading": part.label, "facts": facts})
    return parts


def _answered(form: Any, name: str) -> str:
    """Return an answer in words: what was judged right, or else as it was typed."""
    field: Any = form.fields[name]
    value = form.cleaned_data.get(name)
    if value in (None, "", []) or (hasattr(value, "exists") and not value.exists()):
        return " ".join(form.data.getlist(name)) if name in form.errors else _("Not given")
    if name == "half_days":
        return days(value)
    if isinstance(value, date):
        return said(value)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    offered: Any = getattr(field, "choices", ()) if isinstance(value, str) else ()
    choices = dict(offered)
    if choices:
        return str(choices.get(value, value))
    if isinstance(value, str | Model):
        return str(value)
    return ", ".join(str(one) for one in value)


def payment_rows(parts: Iterable[Part]) -> Iterator[list[object]]:
    """Yield the heading, then one row a claim and fund; the amount in pounds with two decimals, as banks read it."""
    yield [
        _("School"), _("Number of the school"), _("Claim"), _("Term from"), _("Invoice number"), _("Fund"),
        _("Who pays"), _("Purchase order number"), _("Amount in pounds"),
    ]  # fmt: skip
    for claim, fund, orders, pence in parts:
        yield [
            claim.school, claim.school.number, claim.reference, claim.term_starts_on.isoformat(),
            claim.invoice_number, fund or "", fund.payer if fund else "", orders, in_pounds(pence),
        ]  # fmt: skip


def charge_rows(charges: Iterable[Charge]) -> Iterator[list[object]]:
    """Yield the heading, then one row a school that pays, leader's school and term; amounts in pounds."""
    yield [
        _("School that pays"), _("Number of the school"), _("Leader's school"), _("Number of the leader's school"),
        _("Term from"), _("Visits"), _("Amount in pounds"), _("Approved so far, in pounds"),
    ]  # fmt: skip
    for one in charges:
        yield [
            one.payer, one.payer.number, one.home, one.home.number, one.term_starts_on.isoformat(), one.visits,
            in_pounds(one.pence), in_pounds(one.approved),
        ]  # fmt: skip


def in_pounds(pence: int) -> str:
    """Return pence as pounds with two decimals, as banks read them."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"

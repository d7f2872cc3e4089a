"""Documents, certificates and calendar entries; documents are ordered in a transaction and made by the night work.

The only room that knows WeasyPrint and iCalendar.
"""

import base64
import ctypes.util
import functools
import mimetypes
import secrets
import unicodedata
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import icalendar
import rules
import segno
import structlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles import finders
from django.core import checks
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from casework import files
from casework.models import Case, Certificate, Counter, Document

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=1)
TRIES = 5
APT_LINE = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class NoPdf(Exception):
    """This machine cannot make PDFs; the printable page is served instead."""


def order(case: Case, name: str, language: str) -> Document:
    """Order a document of a case; the night work makes it within seconds."""
    return Document.objects.create(case=case, name=name, language=language)


def recall(case: Case, name: str) -> None:
    """Recall every paper `name` of a case: what it says holds no more, and nobody is served it from now on."""
    case.documents.in_force().filter(name=name).update(recalled_at=timezone.now())


@transaction.atomic
def certify(case: Case, holder, *, role: str, role_cy: str, starts_on: date, ends_on: date) -> Certificate:
    """Issue a certificate of a case for a term, replacing the one of that same term, and order its PDFs.

    Certificates of earlier terms stay as they are until their own end.
    """
    kind = ContentType.objects.get_for_model(case)
    earlier = Certificate.objects.filter(content_type=kind, object_id=case.pk, starts_on=starts_on)
    earlier.filter(replaced_at__isnull=True).update(replaced_at=timezone.now())
    certificate = Certificate.objects.create(
        number=Counter.next_reference("CERT", timezone.localdate().year),
        code=secrets.token_urlsafe(24),
        case=case,
        holder=holder,
        name=str(holder),
        role=role,
        role_cy=role_cy,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    for language in ("en", "cy"):
        order(case, f"{case._meta.app_label}/certificate", language)
    return certificate


def certificate_of(case: Case) -> Certificate | None:
    """Return the certificate in force for a case, that of the newest term."""
    kind = ContentType.objects.get_for_model(case)
    in_force = Certificate.objects.filter(content_type=kind, object_id=case.pk, replaced_at__isnull=True)
    return in_force.order_by("-starts_on", "-pk").first()


def standing_of(certificate: Certificate, on: date) -> str:
    """Return today's truth about a certificate: valid, not valid yet, expired or withdrawn.

    That of an earlier term has expired by its own last day, whatever became of the case since; that of a term to come
    is not valid before its first day.
    """
    if certificate.replaced_at or certificate.case is None:
        return Certificate.Standing.WITHDRAWN
    if on > certificate.ends_on and certificate_of(certificate.case) != certificate:
        return Certificate.Standing.EXPIRED
    standing = certificate.case.standing(on)
    is_early = standing == Certificate.Standing.VALID and on < certificate.starts_on
    return Certificate.Standing.NOT_YET if is_early else standing


def may_read(person, case: Case, name: str) -> bool:
    """Say whether a person who sees a case may read its document `name` (`<app>/<document>`).

    Where the app declares the permission `<app>.read_<document>` it decides, else whoever sees the case may.
    """
    permission = name.replace("/", ".read_")
    return not rules.perm_exists(permission) or person.has_perm(permission, case)


def qr_of(certificate: Certificate) -> str:
    """Return the QR code of the certificate's public page as an SVG data address."""
    code = segno.make(settings.SITE_URL + certificate.get_absolute_url(), error="m")
    return code.svg_data_uri(scale=4, border=2, dark="#1b1f1d")


def invitation(
    *,
    uid: str,
    sequence: int,
    summary: str,
    start: datetime,
    end: datetime,
    attendee,
    location: str = "",
    url: str = "",
    organizer: tuple[str, str] | None = None,
    cancelled: bool = False,
    description: str = "",
) -> str:
    """Return a calendar entry (RFC 5545 and 5546) for one person: to be kept, or with `cancelled` to be taken out.

    `uid` stays the same for the life of an appointment and is told apart from other portals' by our host;
    `sequence` grows by one with each letter about it, or calendars keep what they have. `attendee` is the person
    the letter goes to; `organizer` is (name, address), by default the alliance. The moments carry a time zone and
    are written in UTC, so no calendar can mistake the hour. Raises ValueError when it ends before it starts.
    """
    if timezone.is_naive(start) or timezone.is_naive(end) or end <= start:
        raise ValueError("An appointment starts at a moment in a time zone and ends after it")
    event, stamp = icalendar.Event(), timezone.now()
    moments = {"dtstamp": stamp, "last-modified": stamp, "dtstart": start, "dtend": end}
    texts = {"summary": summary, "location": location, "description": description}
    asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE" if cancelled else "TRUE"}
    _fill(
        event,
        {"uid": f"{uid}@{urlsplit(settings.SITE_URL).hostname}", "sequence": sequence}
        | {name: moment.astimezone(UTC) for name, moment in moments.items()}
        | {name: _printable(text) for name, text in texts.items()}
        | {"url": settings.SITE_URL + url if url.startswith("/") else url}
        | {"status": "CANCELLED" if cancelled else "CONFIRMED"}
        | {"class": "PRIVATE"}  # schools share their calendars: colleagues see that somebody is busy, not why
        | {"organizer": _mailbox(*(organizer or (settings.ALLIANCE_NAME, settings.ALLIANCE_EMAIL)))}
        | {"attendee": _mailbox(str(attendee), attendee.email, **asked)},
    )
    calendar = icalendar.Calendar()
    parts = {"prodid": "-//Leadership Portal//EN", "version": "2.0", "calscale": "GREGORIAN"}
    _fill(calendar, parts | {"method": "CANCEL" if cancelled else "REQUEST"})
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _fill(part: icalendar.Component, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if value != "":
            part.add(name, value)


def _mailbox(name: str, address: str, **parameters: str) -> icalendar.vCalAddress:
    """Return a person of a calendar entry; Outlook shows an escaped quotation mark as it stands, so there is none."""
    mailbox = icalendar.vCalAddress(f"mailto:{address}")
    mailbox.params |= {"CN": _printable(name).replace('"', "'").replace("\n", " ")} | parameters
    return mailbox


def _printable(text: str) -> str:
    """Return a text without the control characters a calendar may not hold; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter == "\n" or unicodedata.category(letter) != "Cc")


def html_of(case: Case, name: str, language: str) -> str:
    """Return the document as one printable HTML page; one language a page, as tagged PDF wants it."""
    certificate = certificate_of(case)
    context = {
        "case": case,
        "certificate": certificate,
        "alliance": settings.ALLIANCE_NAME,
        "language": language,
    }
    context |= {"qr": qr_of(certificate) if certificate else "", "accent": settings.ALLIANCE_ACCENT}
    with translation.override(language):
        return render_to_string(f"documents/{name}.html", context)


@functools.cache
def _press() -> tuple[ModuleType, object]:
    """Return WeasyPrint and one font configuration shared by all documents (memory stays flat).

    Loaded here and not at the top: it costs two seconds and 135 MB, and only who makes PDFs should pay.
    """
    try:
        return import_module("weasyprint"), import_module("weasyprint.text.fonts").FontConfiguration()
    except (ImportError, OSError) as missing:
        raise NoPdf(APT_LINE) from missing


def _fetch_own(url: str, *args, **kwargs):
    """Let a PDF read our own style sheet, its fonts and inline pictures, and nothing else in the world."""
    answer = import_module("weasyprint.urls").URLFetcherResponse
    if url.startswith("data:"):
        head, _, data = url.removeprefix("data:").partition(",")
        body = base64.b64decode(data) if head.endswith(";base64") else unquote_to_bytes(data)
        return answer(url, body, {"Content-Type": head.split(";")[0]})
    path = _own_files().get(url)
    if path is None:
        raise ValueError(f"A document may not fetch {url}")
    kind = mimetypes.guess_type(path)[0] or "font/otf"
    return answer(url, path.read_bytes(), {"Content-Type": kind})


@functools.cache
def _own_files() -> dict[str, Path]:
    """Return the address and file of everything a document may read: its style sheet and the fonts."""
    sheet = finders.find("css/document.css")
    fonts = find_spec("font_source_sans_pro")
    own = {"portal:document.css": Path(sheet)} if sheet else {}
    for place in fonts.submodule_search_locations or [] if fonts else []:
        own |= {f"portal:{file.name}": file for file in Path(place).rglob("*.ttf")}
        own |= {f"portal:{file.name}": file for file in Path(place).rglob("*.otf")}
    return own


def render(html: str) -> bytes:
    """Return the page as an accessible PDF (PDF/UA-1); raises NoPdf where pango is missing."""
    weasyprint, fonts = _press()
    page = weasyprint.HTML(string=html, base_url="portal:", url_fetcher=_fetch_own)
    return page.write_pdf(font_config=fonts, pdf_variant="pdf/ua-1")


def make_due(*, at: datetime | None = None, most: int = 20) -> int:
    """Make the documents that are due and return how many were made; safe to run twice at once."""
    now, made = at or timezone.now(), 0
    for _turn in range(most):
        document = _lease(now)
        if document is None:
            break
        made += _make(document, now)
    return made


def _lease(at: datetime) -> Document | None:
    """Take the document that has waited longest for this run alone; whoever dies with it loses it after a minute."""
    with transaction.atomic():
        due = Document.objects.due(at).order_by("make_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        document = due.first()
        if document is not None:
            Document.objects.filter(pk=document.pk).update(leased_until=at + LEASE)
    return document


def _make(document: Document, at: datetime) -> bool:
    try:
        content = render(html_of(case_of(document), document.name, document.language))
        path = files.store(content, ".pdf")
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one document must not hold up the others
        return _put_off(document, at, str(broken))
    Document.objects.filter(pk=document.pk, made_at__isnull=True).update(
        path=path, size=len(content), made_at=timezone.now(), leased_until=None, error=""
    )
    return True


def case_of(document: Document) -> Case:
    """Return the case a document belongs to; raises LookupError when it is gone."""
    if document.case is None:
        raise LookupError(f"The case of document {document.pk} is gone")
    return document.case


def _put_off(document: Document, at: datetime, error: str) -> bool:
    """Try again later; after five tries the printable page stands in for good."""
    log.warning("document_not_made", document=document.pk, kind=document.name, error=error[:300])
    tries = document.attempts + 1
    Document.objects.filter(pk=document.pk).update(
        attempts=tries,
        error=error[:300],
        leased_until=None,
        make_after=at + timedelta(minutes=2**tries),
        gave_up_at=at if tries >= TRIES else None,
    )
    return False


@checks.register()
def pdfs_can_be_made(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """Say with the exact line to type when this machine lacks what PDFs need (looked up without loading it)."""
    if ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0"):
        return []
    return [
        checks.Warning(
            "PDFs cannot be made here; printable pages stand in.", hint=APT_LINE, id="casework.W001"
        )
    ]

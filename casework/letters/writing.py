"""Letters are written in the transaction that causes them, or collected for whoever looks at them beforehand."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from casework import links
from casework.letters.texts import LINK_MARK, compose, language_of
from casework.models import Case, Letter, Link

_drafts: ContextVar[list[Letter] | None] = ContextVar("drafts", default=None)


@contextmanager
def preview() -> Iterator[list[Letter]]:
    """Collect the letters written inside instead of storing them: a step page shows what it would send."""
    drafts: list[Letter] = []
    token = _drafts.set(drafts)
    try:
        yield drafts
    finally:
        _drafts.reset(token)


def is_preview() -> bool:
    """Say whether what is written now is only shown to whoever acts, who may not be meant to read all of it."""
    return _drafts.get() is not None


def post(
    name: str,
    to,
    case: Case,
    *,
    due_on: date | None = None,
    doors: list[str] | None = None,
    purpose: str = "",
    url: str = "",
    link_days: int = links.DAYS,
    send_after: datetime | None = None,
    calendar: str | bytes = "",
    known_to: str = "",
    **context,
) -> Letter | None:
    """Write the letter `name` about a case to a person, in their language; the only sender of the portal.

    With `doors` the letter carries a signed link through them. With `due_on` it is a reminder and goes once
    (by name, case, reader and that date): written before, it returns None. `calendar` is an entry for the
    reader's own calendar, as `documents.invitation` makes it, and travels with the letter. What it tells of is
    `known_to` an audience of the case; where it is none, to all who may read letters.
    """
    drafts = _drafts.get()
    key = (
        f"{name}:{case._meta.label_lower}:{case.pk}:{to.pk}:{due_on}" if due_on else f"{name}:{uuid.uuid4()}"
    )
    if drafts is None and due_on and Letter.objects.filter(key=key).exists():
        return None
    letter = Letter(
        name=name, key=key, case=case, to=to, address=to.email, due_on=due_on, language=language_of(to)
    )
    letter.send_after, letter.audience = send_after or timezone.now(), known_to
    letter.calendar = calendar.decode() if isinstance(calendar, bytes) else calendar
    target = LINK_MARK if doors else settings.SITE_URL + (url or case.get_absolute_url())
    letter.subject, letter.body = compose(letter, {"case": case, "to": to, "url": target} | context)
    letter.message_id = make_msgid(domain=urlsplit(settings.SITE_URL).hostname)
    if drafts is not None:
        drafts.append(letter)
        return letter
    if doors:
        letter.link = links.issue(case, to, purpose or name, doors, days=link_days)
    else:
        letter.url = target
    letter.save()
    return letter


def post_notice(
    name: str, to, address: str, *, context: dict, wipe: bool = False, language: str = ""
) -> Letter:
    """Write a letter that belongs to no case (sign-in codes, invitations); `wipe` forgets its text once sent.

    `language` is for strangers: the one they read the page in.
    """
    letter = Letter(name=name, key=f"{name}:{uuid.uuid4()}", to=to, address=address, wipe=wipe)
    letter.language = language_of(to) if to else language[:2] or settings.LETTER_LANGUAGES[0]
    letter.subject, letter.body = compose(letter, {"to": to} | context)
    letter.message_id = make_msgid(domain=urlsplit(settings.SITE_URL).hostname)
    letter.save()
    return letter


def renew(link: Link, case: Case) -> Letter | None:
    """Send a new link to the address of an old one, once an hour at most; the old one is dead from then."""
    same = Link.objects.filter(content_type=link.content_type, object_id=link.object_id, purpose=link.purpose)
    if same.filter(person=link.person, created_at__gte=timezone.now() - timedelta(hours=1)).exists():
        return None
    with transaction.atomic():
        return post("casework/link_renewed", link.person, case, doors=link.doors, purpose=link.purpose)

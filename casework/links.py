"""Signed links: made, found, used up; their tokens never reach the database or a log."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from casework.models import Case, Link

# A link lives twelve weeks, as those of Teaching Vacancies do; a consent's own deadline ends it earlier.
DAYS = 84


def token_of(link: Link) -> str:
    """Return the 256-bit token of a link: HMAC-SHA256 of its salt under the secret key, in URL letters."""
    return hmac.new(
        settings.SECRET_KEY.encode(), b"signed-link:" + link.salt.encode(), hashlib.sha256
    ).hexdigest()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue(case: Case, person, purpose: str, doors: Sequence[str], *, days: int = DAYS) -> Link:
    """Make a link for one person; their older links of the same purpose into this case are dead from now."""
    now = timezone.now()
    same = Link.objects.filter(
        content_type=ContentType.objects.get_for_model(case),
        object_id=case.pk,
        purpose=purpose,
        person=person,
    )
    same.filter(closed_at__isnull=True).update(closed_at=now)
    link = Link(case=case, person=person, purpose=purpose, doors=list(doors), address=person.email)
    link.salt, link.expires_at = secrets.token_urlsafe(32), now + timedelta(days=days)
    link.token_hash = hash_of(token_of(link))
    link.save()
    return link


def find(token: str) -> Link | None:
    """Return the link of a token, live or dead, or nothing when there never was one."""
    return Link.objects.select_related("person", "content_type").filter(token_hash=hash_of(token)).first()


def url_of(link: Link) -> str:
    """Return the full address of a link, from the configured origin; called only as a letter leaves."""
    token = token_of(link)
    if hash_of(token) != link.token_hash:  # the secret key was changed while the letter waited
        Link.objects.filter(pk=link.pk).update(token_hash=hash_of(token))
    return settings.SITE_URL + reverse("link", args=[token])


def use(link: Link, door: str) -> None:
    """Mark a link as used for this door: it opens nothing more and shows what was done."""
    Link.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now(), used_door=door)


def close(case: Case, purpose: str, *, person=None) -> None:
    """Kill the live links of a purpose: the address was corrected, or the question went to somebody else."""
    live = Link.objects.filter(
        content_type=ContentType.objects.get_for_model(case),
        object_id=case.pk,
        purpose=purpose,
        closed_at__isnull=True,
    )
    (live.filter(person=person) if person else live).update(closed_at=timezone.now())

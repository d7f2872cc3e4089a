"""What the night work finds: reminders of references, and terms that have come to their end."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from casework.models import Letter
from designation.models import Application, Designation, Reference
from directory.models import Person, Post
from directory.queries.posts import holder_of

# Days after the request: to the referee and to the applicant (product specification, part 3).
REFEREE_DAYS = (7, 14, 28)
APPLICANT_DAYS = (9, 16, 30)
LIFE_DAYS = 84  # twelve weeks, as long as the link


def _waiting():
    rows = Reference.objects.awaited(timezone.now())
    return rows.select_related(
        "referee", "school", "application__applicant", "application__round", "application__school"
    )


def _reached(on: date, days: tuple[int, ...]) -> Iterator[tuple[Reference, date]]:
    """Yield each waiting reference with the last milestone it has passed: one a run, so none pile up."""
    for reference in _waiting().filter(asked_at__date__lte=on - timedelta(days=days[0])).iterator():
        asked_on = timezone.localtime(reference.asked_at).date()
        passed = [
            asked_on + timedelta(days=count) for count in days if asked_on + timedelta(days=count) <= on
        ]
        yield reference, passed[-1]


def referees_due(on: date) -> Iterator[tuple[Reference, date]]:
    """Return references whose referee is reminded on this day, each with the milestone (7, 14, 28 days)."""
    return _reached(on, REFEREE_DAYS)


def applicants_due(on: date) -> Iterator[tuple[Reference, date]]:
    """Return references whose applicant is told they are still waited for (9, 16, 30 days)."""
    return _reached(on, APPLICANT_DAYS)


def expired_references(on: date):
    """Return references asked for twelve weeks ago or longer and still not answered."""
    return Reference.objects.filter(
        state=Reference.State.REQUESTED, asked_at__date__lte=on - timedelta(days=LIFE_DAYS)
    )


def drafts_to_call_off(at: datetime):
    """Return drafts that can no longer be sent in and for which somebody is still asked for a reference."""
    waiting = Reference.objects.filter(application=OuterRef("pk"), state=Reference.State.REQUESTED)
    return Application.objects.out_of_time(at).filter(Exists(waiting))


def bounced_references():
    """Return references asked for whose newest letter with the link was refused for good by the mail server.

    Refused for good is an answer of 500 or more (RFC 5321); a server that could not be reached says nothing of the
    address.
    """
    kind = ContentType.objects.get_for_model(Reference)
    sent = Letter.objects.filter(content_type=kind, object_id=OuterRef("pk"), to=OuterRef("referee"))
    newest = sent.filter(link__isnull=False).order_by("-created_at", "-pk")
    rows = _waiting().annotate(
        newest=Subquery(newest.values("status")[:1]), said=Subquery(newest.values("error")[:1])
    )
    return rows.filter(newest=Letter.Status.FAILED, said__regex=r"^5[0-9][0-9]")


def handovers_due(on: date) -> list[tuple[Reference, Person]]:
    """Return references asked of somebody who does not hold the post, with whoever the alliance knows holds it."""
    found = []
    for reference in _waiting().filter(kind__in=Reference.POSTS, school__isnull=False):
        roles = Reference.POSTS[Reference.Kind(reference.kind)]
        held = Post.objects.confirmed().on(on).filter(school=reference.school, role__in=roles)
        if held.filter(person=reference.referee).exists():
            continue
        holder = holder_of(reference.school, roles, on, besides=reference.application.applicant)
        asked_before = Reference.objects.in_vain().filter(
            application=reference.application_id, referee=holder
        )
        if holder is not None and held.filter(person=holder).exists() and not asked_before.exists():
            found.append((reference, holder))
    return found


def designations_due(on: date):
    """Return designations whose last day has passed: suspended ones too, a suspension does not outlive the term, and
    those that were never activated.
    """
    rows = Designation.objects.filter(state__in=Designation.LIVE, ends_on__lt=on)
    return rows.select_related("person", "role_type")

"""What happens to a reference: asked, given, declined, corrected, read, reminded of, expired."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from casework import links
from casework.models import Channel
from designation import letters
from designation.actions.refusals import OwnAddress, SameReferee
from designation.lifecycle import REFERENCE
from designation.models import Application, Reference
from directory.models import Person, Post
from directory.models.people import clean_email
from directory.queries.posts import holder_of

IN_FORCE = (Reference.State.REQUESTED, Reference.State.GIVEN)
SECOND = Reference.Kind.SECOND


def head_kind_of(application: Application) -> str:
    """Return who gives the first reference: the head, or the chair of governors when the applicant is a head."""
    return Reference.Kind.CHAIR if application.is_of_a_head else Reference.Kind.HEADTEACHER


def roles_of(kind: str) -> tuple[str, ...]:
    return Reference.POSTS[Reference.Kind(kind)]


def known_referee(application: Application) -> Person | None:
    """Return the confirmed head (or chair) of the applicant's school, whom nobody needs to name."""
    if application.school is None:
        return None
    roles, on = roles_of(head_kind_of(application)), timezone.localdate()
    person = holder_of(application.school, roles, on, besides=application.applicant)
    posts = Post.objects.confirmed().on(on).filter(school=application.school, role__in=roles, person=person)
    return person if person and posts.exists() else None


def is_own_address(person: Person, email: str) -> bool:
    """Say whether an address is the person's own, a `+tag` in it or not."""
    return _bare(email) == _bare(person.email)


def _bare(email: str) -> str:
    name, _, host = clean_email(email).partition("@")
    return f"{name.partition('+')[0]}@{host}"


@transaction.atomic
def ask(application: Application, kind: str, *, by, channel: str = Channel.PORTAL) -> Reference:
    """Ask the referee the application names, once; asked already, return what is under way.

    Raises OwnAddress, and SameReferee when both referees are one person.
    """
    asked = application.references.counting().filter(kind=kind).first()
    if asked is not None:
        return asked
    known = known_referee(application) if kind != SECOND else None
    if kind == SECOND:
        name, email = application.second_name, application.second_email
    else:
        name, email = application.head_name, application.head_email
    if known is not None:
        name, email = str(known), known.email
    return _request(application, kind, name, clean_email(email), by=by, channel=channel)


def _request(application: Application, kind: str, name: str, email: str, *, by, channel: str) -> Reference:
    if is_own_address(application.applicant, email):
        raise OwnAddress
    if application.references.filter(email=email, state__in=IN_FORCE).exists():
        raise SameReferee
    first, _, last = name.partition(" ")
    referee = Person.objects.meet(email, first_name=first, last_name=last)
    school = application.school if kind != SECOND else None
    differs = school is not None and school.is_elsewhere(email)
    if kind != SECOND:
        _keep_post(application, kind, referee, differs)
    reference = Reference.objects.create(
        application=application,
        kind=kind,
        school=school,
        referee=referee,
        name=name,
        email=email,
        domain_differs=differs,
    )
    REFERENCE.begin(reference, by=by, channel=channel)
    letters.reference_requested(reference)
    return reference


def _keep_post(application: Application, kind: str, referee: Person, differs: bool) -> None:
    """Keep a post for a head or chair we did not know, for a manager to confirm."""
    known = Post.objects.filter(person=referee, school=application.school, role__in=roles_of(kind))
    if not known.on(timezone.localdate()).exists():
        Post.objects.create(
            person=referee,
            school=application.school,
            role=roles_of(kind)[0],
            named_by=application.applicant,
            domain_differs=differs,
        )


@transaction.atomic
def give(reference: Reference, *, by, channel: str = Channel.PORTAL, **answers) -> None:
    """The referee answers and signs; the applicant reads only that it came.

    `answers` are the fields of the form (`release_half_days` in half days a term). Raises StepNotOpen.
    """
    REFERENCE.advance(reference, "give", by=by, channel=channel, signed_on=timezone.localdate(), **answers)
    letters.reference_received(reference)


@transaction.atomic
def decline(reference: Reference, *, by, channel: str = Channel.PORTAL, reason: str) -> None:
    """The referee cannot give one; the reason goes to the managers only. Raises StepNotOpen."""
    REFERENCE.advance(reference, "decline", by=by, channel=channel, note=reason, private=True)
    letters.reference_declined(reference)


@transaction.atomic
def correct(reference: Reference, *, by, channel: str = Channel.PORTAL, name: str, email: str) -> Reference:
    """The applicant mends the address or names somebody else: the old link is dead, the new referee is asked.

    Raises StepNotOpen once it was given, OwnAddress, SameReferee.
    """
    was_waiting = reference.state == Reference.State.REQUESTED
    REFERENCE.advance(reference, "correct", by=by, channel=channel)
    links.close(reference, "reference")
    application, email = reference.application, clean_email(email)
    fields = ("second_name", "second_email") if reference.kind == SECOND else ("head_name", "head_email")
    Application.objects.filter(pk=application.pk).update(**dict(zip(fields, (name, email), strict=True)))
    if was_waiting and email != reference.email:
        letters.reference_not_needed(reference)
    return _request(application, reference.kind, name, email, by=by, channel=channel)


@transaction.atomic
def read(reference: Reference, *, by, channel: str = Channel.PORTAL) -> None:
    """Log that somebody reads the words of a reference; nobody is told. Raises StepNotOpen."""
    REFERENCE.advance(reference, "read", by=by, channel=channel)


@transaction.atomic
def call_off(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Stop waiting for references of an application that is withdrawn; their links are dead."""
    for reference in application.references.filter(state=Reference.State.REQUESTED):
        REFERENCE.advance(reference, "expire", by=by, channel=channel)
        links.close(reference, "reference")
        letters.reference_not_needed(reference)


@transaction.atomic
def follow_post(application: Application, *, by, channel: str = Channel.PORTAL) -> bool:
    """Replace what was asked for an earlier school or post of the applicant, given or not; say whether there was any.

    Who was still asked is told that it is not needed. A second referee stays.
    """
    current = {"kind": head_kind_of(application), "school": application.school}
    earlier = application.references.filter(kind__in=Reference.POSTS).exclude(**current)
    found = list(earlier.exclude(state=Reference.State.REPLACED))
    for reference in found:
        was_waiting = reference.state == Reference.State.REQUESTED
        REFERENCE.advance(reference, "replace", by=by, channel=channel)
        links.close(reference, "reference")
        if was_waiting:
            letters.reference_not_needed(reference)
    return bool(found)


@transaction.atomic
def hand_over(reference: Reference, holder: Person) -> None:
    """Ask whoever holds the post now: the link sent before is dead, and a new one is on its way to them.

    Runs by itself; the reference counts its weeks anew. Raises StepNotOpen.
    """
    differs = reference.school is not None and reference.school.is_elsewhere(holder.email)
    REFERENCE.advance(
        reference,
        "hand_over",
        by=None,
        channel=Channel.NIGHT,
        referee=holder,
        name=str(holder),
        email=holder.email,
        domain_differs=differs,
        asked_at=timezone.now(),
    )
    links.close(reference, "reference")
    letters.reference_requested(reference)


@transaction.atomic
def set_aside(reference: Reference, *, by, channel: str = Channel.PORTAL, reason: str = "") -> None:
    """Set aside a reference, given or not, of somebody who does not hold the post; its links are dead.

    The applicant is asked to name somebody else; `reason` is for them. Raises StepNotOpen.
    """
    was_waiting = reference.state == Reference.State.REQUESTED
    REFERENCE.advance(reference, "void", by=by, channel=channel)
    links.close(reference, "reference")
    if was_waiting:
        letters.reference_not_needed(reference)
    if reference.application.state in Application.UNDECIDED:
        letters.reference_set_aside(reference, reason=reason)


@transaction.atomic
def expire_reference(reference: Reference) -> None:
    """Give up a reference nobody answered within twelve weeks and tell the applicant. Raises StepNotOpen."""
    REFERENCE.advance(reference, "expire", by=None, channel=Channel.NIGHT)
    links.close(reference, "reference")
    if reference.application.state in Application.UNDECIDED:
        letters.reference_expired(reference)


def remind_referee(reference: Reference, *, due_on: date) -> None:
    """Remind the referee for the milestone that fell due on `due_on`; written before, nothing happens."""
    letters.reference_due(reference, due_on=due_on)


def remind_applicant(reference: Reference, *, due_on: date) -> None:
    """Tell the applicant we still wait, for the milestone that fell due on `due_on`; never twice."""
    letters.reference_outstanding(reference, due_on=due_on)

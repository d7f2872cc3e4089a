"""What happens to a reference: asked, given, declined, corrected, read, reminded of, expired."""

from contextlib import suppress
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from casework import links
from casework.models import Channel, Entry
from designation import letters
from designation.actions.refusals import ClosedRound, KnownReferee, OwnAddress, SameReferee, TooManyChanges
from designation.lifecycle import REFERENCE
from designation.models import Application, Reference
from directory.models import Person, Post
from directory.models.people import clean_email
from directory.queries.posts import holder_of

IN_FORCE = (Reference.State.REQUESTED, Reference.State.GIVEN)
IN_VAIN = (Reference.State.DECLINED, Reference.State.BOUNCED)
SECOND = Reference.Kind.SECOND
MOST_CHANGES = 5  # of referees in a day: our letters are not for lists of strangers


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


def is_own_address(application: Application, email: str) -> bool:
    """Say whether an address is the applicant's own, at work or at home, a `+tag` in it or not."""
    own = (application.applicant.email, application.personal_email)
    return _bare(email) in [_bare(one) for one in own if one]


def _bare(email: str) -> str:
    name, _, host = clean_email(email).partition("@")
    return f"{name.partition('+')[0]}@{host}"


@transaction.atomic
def ask(application: Application, kind: str, *, by, channel: str = Channel.PORTAL) -> Reference:
    """Ask the referee the application names, once; asked already, return what is under way.

    Who declined, and an address that does not work, is not asked again: the applicant changes the referee.
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
    in_vain = application.references.filter(kind=kind, email=clean_email(email), state__in=IN_VAIN).first()
    if in_vain is not None:
        return in_vain
    return _request(application, kind, name, clean_email(email), by=by, channel=channel)


def _request(application: Application, kind: str, name: str, email: str, *, by, channel: str) -> Reference:
    if is_own_address(application, email):
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
def bounce(reference: Reference, *, by, channel: str = Channel.PORTAL) -> None:
    """Record that the referee's address does not work: its link is dead, the applicant is asked for the right one.

    `by` is None when the mail server said so. Raises StepNotOpen.
    """
    REFERENCE.advance(reference, "bounce", by=by, channel=channel)
    links.close(reference, "reference")
    if reference.application.state in Application.UNDECIDED:
        letters.reference_bounced(reference)


@transaction.atomic
def correct(reference: Reference, *, by, channel: str = Channel.PORTAL, name: str, email: str) -> Reference:
    """The applicant mends the address or names somebody else: the old link is dead, the new referee is asked.

    Raises StepNotOpen once it was given, OwnAddress, SameReferee; for the applicant also ClosedRound,
    TooManyChanges, and KnownReferee while the alliance knows who holds the post.
    """
    application = Application.objects.select_for_update().get(pk=reference.application_id)
    before, email = reference.state, clean_email(email)
    if by == application.applicant and REFERENCE.is_open(reference, "correct"):
        _hold_free_to_change(application, reference.kind, email)
    REFERENCE.advance(reference, "correct", by=by, channel=channel)
    links.close(reference, "reference")
    fields = ("second_name", "second_email") if reference.kind == SECOND else ("head_name", "head_email")
    Application.objects.filter(pk=application.pk).update(**dict(zip(fields, (name, email), strict=True)))
    if email != reference.email and before == Reference.State.REQUESTED:
        letters.reference_not_needed(reference)
    if email != reference.email and before != Reference.State.DECLINED:
        _forget_post(reference, by=by)
    return _request(application, reference.kind, name, email, by=by, channel=channel)


def hold_in_time(application: Application) -> None:
    """Raise ClosedRound for a draft that can no longer be sent in: nobody is asked anything for it."""
    round_, applicant = application.round, application.applicant
    if application.state == Application.State.DRAFT and not round_.is_open_to(applicant, timezone.now()):
        raise ClosedRound(round_, applicant)


def _hold_free_to_change(application: Application, kind: str, email: str) -> None:
    hold_in_time(application)
    if _changes_of_a_day(application) >= MOST_CHANGES:
        raise TooManyChanges(MOST_CHANGES)
    known = known_referee(application) if kind != SECOND else None
    if known is None or email == clean_email(known.email):
        return
    asked = application.references.filter(kind=kind, referee=known).order_by("-asked_at", "-pk")
    last = asked.first()
    if last is None or not Reference.objects.in_vain().filter(pk=last.pk).exists():
        raise KnownReferee(known, kind)


def _changes_of_a_day(application: Application) -> int:
    made = Entry.objects.filter(step="correct", at__gt=timezone.now() - timedelta(days=1))
    of_references = made.filter(content_type=ContentType.objects.get_for_model(Reference))
    return of_references.filter(object_id__in=application.references.values("pk")).count()


def _forget_post(reference: Reference, *, by) -> None:
    """Take away a post that only a request now replaced spoke of, and nobody answered by."""
    named = Post.objects.filter(person=reference.referee, school=reference.school, confirmed_at=None)
    for post in named.filter(named_by=reference.application.applicant, school__isnull=False):
        if not Reference.objects.asked_as(post).exclude(state=Reference.State.REPLACED).exists():
            post._history_user = by  # type: ignore[attr-defined]
            post.delete()


@transaction.atomic
def read(reference: Reference, *, by, channel: str = Channel.PORTAL) -> None:
    """Log that somebody reads the words of a reference; nobody is told. Raises StepNotOpen."""
    REFERENCE.advance(reference, "read", by=by, channel=channel)


@transaction.atomic
def call_off(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Stop waiting for references nobody needs any more: withdrawn, decided, never sent in. Their links are dead."""
    for reference in application.references.filter(state=Reference.State.REQUESTED):
        REFERENCE.advance(reference, "expire", by=by, channel=channel)
        links.close(reference, "reference")
        letters.reference_not_needed(reference)


@transaction.atomic
def ask_again(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Ask anew whose request was called off, after an appeal was upheld; where one was given, that is enough."""
    references = application.references
    if references.filter(state=Reference.State.GIVEN).exists():
        return
    for kind in (head_kind_of(application), SECOND):
        if references.filter(kind=kind, state=Reference.State.EXPIRED).exists():
            with suppress(OwnAddress, SameReferee):
                ask(application, kind, by=by, channel=channel)


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

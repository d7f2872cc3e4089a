"""What happens to a renewal: begun, written, referred, submitted, decided; and the clock that runs beside it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework import documents, links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation import letters
from designation.actions.refusals import (
    AnotherStands,
    NobodyAnswers,
    NotActive,
    ReferenceMissing,
    ReleaseOpen,
    ReleaseRefused,
    TooEarlyOrLate,
    Unwritten,
)
from designation.lifecycle import DESIGNATION, RENEWAL
from designation.models import Area, Designation, DesignationTerm, Renewal
from designation.queries.asked import asked_on
from designation.queries.endings import another_stands
from designation.queries.renewals import endings_due, may_be_renewed
from designation.terms import next_term
from directory.queries.posts import line_manager_of

LANGUAGES = ("en", "cy")
FILE = "designation/renewal"  # never with the head's reference: each reading of that is written down
# A reference as it stands before it is given.
UNSIGNED: dict[str, Any] = {
    "head": None, "head_strength": "", "head_statement": "", "head_half_days": None, "head_signed_name": "",
    "head_signed_on": None,
}  # fmt: skip
D = Designation.State


@transaction.atomic
def begin_renewal(designation: Designation, *, by, channel: str = Channel.PORTAL) -> Renewal:
    """The leader asks for another term, with the areas and days held now; the head is asked for the reference.

    Raises TooEarlyOrLate outside the runway and the grace, or when one is under way or was declined for this end.
    """
    if not may_be_renewed(designation, timezone.localdate()):
        raise TooEarlyOrLate
    try:
        with transaction.atomic():
            renewal = Renewal.objects.create(
                designation=designation, half_days_a_term=designation.half_days_a_term
            )
    except IntegrityError as begun:
        raise TooEarlyOrLate from begun
    renewal.areas.set(designation.areas.active(timezone.localdate()))
    RENEWAL.begin(renewal, by=by, channel=channel)
    letters.renewal_reference_requested(renewal)
    return renewal


@transaction.atomic
def write_renewal(
    renewal: Renewal, *, by, channel: str = Channel.PORTAL, areas: Iterable[Area], **words
) -> None:
    """Keep what the leader wrote so far: `impact`, `plans`, `half_days_a_term`, areas. Raises StepNotOpen."""
    RENEWAL.advance(renewal, "write", by=by, channel=channel, **words)
    renewal.areas.set(areas)


@transaction.atomic
def submit_renewal(renewal: Renewal, *, by, channel: str = Channel.PORTAL, signed_name: str) -> None:
    """The leader signs and sends it in; the managers are told. Raises Unwritten, StepNotOpen."""
    fresh = Renewal.objects.select_for_update().get(pk=renewal.pk)
    is_written = fresh.impact and fresh.plans and fresh.half_days_a_term is not None
    if not (is_written and fresh.areas.exists()):
        raise Unwritten
    at = timezone.now()
    RENEWAL.advance(renewal, "submit", by=by, channel=channel, signed_name=signed_name, submitted_at=at)
    for language in LANGUAGES:
        documents.order(renewal, FILE, language)
    letters.renewal_submitted(renewal)


@transaction.atomic
def refer(renewal: Renewal, *, by, channel: str = Channel.PORTAL, **answers) -> None:
    """The head gives and signs the reference, once; the leader reads only that it came. Raises StepNotOpen.

    `answers` are the fields of the form (`head_half_days` in half days a term).
    """
    fresh = Renewal.objects.select_for_update().get(pk=renewal.pk)
    if fresh.head_signed_on is not None:
        raise StepNotOpen(fresh, "refer")
    signed = {"head": by, "head_signed_on": timezone.localdate()}
    RENEWAL.advance(renewal, "refer", by=by, channel=channel, **signed, **answers)
    links.close(renewal, "renewal_reference")
    letters.renewal_reference_received(renewal)


@transaction.atomic
def ask_reference(renewal: Renewal, *, by, channel: str = Channel.PORTAL) -> None:
    """A manager asks the line manager again for a reference that has not come; once a day. Who may: managers.

    Raises StepNotOpen, also when it was given meanwhile or asked for today already; NobodyAnswers where nobody could
    give it.
    """
    fresh = Renewal.objects.select_for_update().get(pk=renewal.pk)
    on, held = timezone.localdate(), fresh.designation
    if fresh.head_signed_on is not None or asked_on([fresh], "ask_reference", on):
        raise StepNotOpen(fresh, "ask_reference")
    if line_manager_of(held.person, held.home_school, on) is None:
        raise NobodyAnswers(held)
    RENEWAL.advance(renewal, "ask_reference", by=by, channel=channel)
    letters.renewal_reference_requested(renewal)


@transaction.atomic
def ask_anew(designation: Designation) -> None:
    """After a change of school ask the new line manager for the reference of a renewal under way, if there is one.

    What the head of the former school said is set aside: it speaks of other staff and other days. The history keeps
    who had signed it and when; the confidential words are not kept, as nobody may read them any more.
    """
    renewal = Renewal.objects.in_full().filter(designation=designation, state__in=Renewal.LIVE).first()
    if renewal is None:
        return
    links.close(renewal, "renewal_reference")
    if renewal.head_signed_on is not None:
        note = f"{renewal.head}, {renewal.head_signed_on:%d/%m/%Y}"
        RENEWAL.advance(renewal, "set_aside", by=None, note=note, **UNSIGNED)
    letters.renewal_reference_requested(renewal)


@transaction.atomic
def read_renewal_reference(renewal: Renewal, *, by, channel: str = Channel.PORTAL) -> None:
    """Log that somebody reads the words of the reference; nobody is told. Raises StepNotOpen."""
    RENEWAL.advance(renewal, "read_reference", by=by, channel=channel)


@transaction.atomic
def send_back_renewal(renewal: Renewal, *, by, channel: str = Channel.PORTAL, question: str) -> None:
    """The manager asks the leader for more; what was written is theirs to change again. Raises StepNotOpen."""
    RENEWAL.advance(renewal, "send_back", by=by, channel=channel, note=question)
    letters.renewal_sent_back(renewal, question=question)


@transaction.atomic
def renew(
    renewal: Renewal,
    *,
    by,
    channel: str = Channel.PORTAL,
    half_days_a_term: int,
    feedback: str = "",
) -> DesignationTerm:
    """The manager decides for another term, with the areas asked for and these half days a term.

    It follows the last without a gap when decided within the grace, and begins today when decided later; a certificate
    of its own is issued, and the old one stays valid until its own end. A suspension the old term ended with is over.
    Raises StepNotOpen, ReferenceMissing, NotActive, ReleaseRefused, ReleaseOpen, AnotherStands.
    """
    designation = Designation.objects.select_for_update().get(pk=renewal.designation_id)
    fresh = Renewal.objects.get(pk=renewal.pk)
    if fresh.state == Renewal.State.SUBMITTED and fresh.head_signed_on is None:
        raise ReferenceMissing
    _check_renewable(designation)
    term = _add_term(designation, timezone.localdate())
    RENEWAL.advance(renewal, "renew", by=by, channel=channel, term=term, feedback=feedback)
    links.close(renewal, "renewal_reference")
    fields: dict[str, Any] = {"ends_on": term.ends_on, "half_days_a_term": half_days_a_term}
    fields["suspended_for"] = ""
    was_over = designation.state == D.EXPIRED
    DESIGNATION.advance(designation, "renew", by=by, channel=channel, **fields)
    designation.areas.set(renewal.areas.all())
    _certify(designation, term)
    if was_over and designation.assurance_until is None and designation.assurance_retracted_on is None:
        letters.ask_assurance(designation)  # a change of school after the end asked for none
    renewal.designation = designation
    letters.renewal_renewed(renewal, feedback=feedback)
    return term


def _check_renewable(designation: Designation) -> None:
    if designation.state not in (D.ACTIVE, D.EXPIRED):
        raise NotActive
    if designation.release_refused_at is not None:
        raise ReleaseRefused(designation)
    if designation.release_asked_at is not None:
        raise ReleaseOpen(designation)
    if another_stands(designation):
        raise AnotherStands(designation)


def _add_term(designation: Designation, on: date) -> DesignationTerm:
    starts_on, ends_on = next_term(designation.ends_on, on, designation.role_type.years)
    number = designation.terms.count() + 1
    return designation.terms.create(number=number, starts_on=starts_on, ends_on=ends_on)


def _certify(designation: Designation, term: DesignationTerm) -> None:
    role = designation.role_type
    documents.certify(
        designation,
        designation.person,
        role=role.name,
        role_cy=role.name_cy,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )


@transaction.atomic
def decline_renewal(renewal: Renewal, *, by, channel: str = Channel.PORTAL, feedback: str) -> None:
    """The manager decides against another term, with feedback; the present term runs to its end. Raises StepNotOpen."""
    RENEWAL.advance(renewal, "decline", by=by, channel=channel, feedback=feedback)
    links.close(renewal, "renewal_reference")
    letters.renewal_declined(renewal, feedback=feedback)


@transaction.atomic
def withdraw_renewal(renewal: Renewal, *, by, channel: str = Channel.PORTAL) -> None:
    """The leader takes it back; another may be begun while there is time. Raises StepNotOpen."""
    RENEWAL.advance(renewal, "withdraw", by=by, channel=channel)
    links.close(renewal, "renewal_reference")
    letters.renewal_withdrawn(renewal)


@transaction.atomic
def lapse_renewal(renewal: Renewal) -> None:
    """Let a renewal lapse that was not sent in in time, or whose designation ended another way. Raises StepNotOpen."""
    RENEWAL.advance(renewal, "lapse", by=None, channel=Channel.NIGHT)
    links.close(renewal, "renewal_reference")
    if renewal.designation.state not in (D.RELINQUISHED, D.WITHDRAWN):
        letters.renewal_lapsed(renewal)


@transaction.atomic
def warn_of_endings(on: date) -> int:
    """Tell leaders, heads and managers of terms that end in 12, 6 or 3 months; each once, only the latest milestone.

    Managers get one letter for all that came to a milestone. Returns how many leaders were told.
    """
    told = [
        designation for designation, day in endings_due(on) if letters.term_ending(designation, due_on=day)
    ]
    letters.terms_ending(told, on=on)
    return len(told)


def remind_of_renewal_reference(renewal: Renewal, *, due_on: date) -> None:
    """Remind the head of the reference for the milestone that fell due on `due_on`; never twice."""
    letters.renewal_reference_due(renewal, due_on=due_on)


def remind_of_decision(renewal: Renewal, *, due_on: date) -> None:
    """Remind the managers of a renewal that waits while the end of the term is near; never twice."""
    letters.renewal_undecided(renewal, due_on=due_on)

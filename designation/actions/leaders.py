"""What happens to a designation: signed, listed, activated, expired."""

from django.db import transaction
from django.utils import timezone

from casework import documents
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation import letters
from designation.actions.assurance import LANGUAGES, order_assurance
from designation.actions.refusals import TermOver
from designation.lifecycle import DESIGNATION
from designation.models import Designation


@transaction.atomic
def sign(designation: Designation, *, by, channel: str = Channel.PORTAL, signed_name: str) -> None:
    """The leader signs the agreement by typing their name; it is kept as a document, and nobody is told.

    Raises StepNotOpen.
    """
    on = timezone.localdate()
    DESIGNATION.advance(designation, "sign", by=by, channel=channel, note=signed_name, agreement_signed_on=on)
    for language in LANGUAGES:
        documents.order(designation, "designation/agreement", language)


@transaction.atomic
def publish(designation: Designation, *, by, channel: str = Channel.PORTAL, listed: bool) -> None:
    """The leader consents to stand in the public directory, or no longer. Raises StepNotOpen."""
    DESIGNATION.advance(designation, "publish", by=by, channel=channel, listed=listed)


@transaction.atomic
def activate(designation: Designation, *, by, channel: str = Channel.PORTAL) -> None:
    """Activate a leader who has signed and is trained; issues the certificate and tells leader and head.

    Raises StepNotOpen, also while the signature or the training is missing; TermOver after the last day.
    """
    fresh = Designation.objects.select_for_update().get(pk=designation.pk)
    if fresh.agreement_signed_on is None or fresh.induction_done_on is None:
        raise StepNotOpen(fresh, "activate")
    if fresh.state == Designation.State.DESIGNATED and fresh.ends_on < timezone.localdate():
        raise TermOver(fresh)
    DESIGNATION.advance(designation, "activate", by=by, channel=channel)
    role = designation.role_type
    documents.certify(
        designation,
        designation.person,
        role=role.name,
        role_cy=role.name_cy,
        starts_on=designation.starts_on,
        ends_on=designation.ends_on,
    )
    if designation.assurance_until is not None:
        order_assurance(designation)
    letters.designation_activated(designation)


@transaction.atomic
def expire(designation: Designation) -> None:
    """End a term whose last day has passed, and thank the leader; a suspension goes on. Raises StepNotOpen.

    Also where another term was added since it was found. Where nobody had activated it, those concerned read so.
    """
    fresh = Designation.objects.select_for_update().get(pk=designation.pk)
    if fresh.ends_on >= timezone.localdate():
        raise StepNotOpen(fresh, "expire")
    DESIGNATION.advance(designation, "expire", by=None, channel=Channel.NIGHT)
    if fresh.state == Designation.State.DESIGNATED:
        letters.designation_lapsed(designation)
    else:
        letters.designation_expired(designation)

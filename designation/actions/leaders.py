"""What happens to a designation: signed, trained for, assured, listed, activated, expired."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from casework import documents
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation import letters
from designation.lifecycle import DESIGNATION
from designation.models import Designation


@transaction.atomic
def sign(designation: Designation, *, by, channel: str = Channel.PORTAL, signed_name: str) -> None:
    """The leader signs the agreement by typing their name; nobody is told. Raises StepNotOpen."""
    on = timezone.localdate()
    DESIGNATION.advance(designation, "sign", by=by, channel=channel, note=signed_name, agreement_signed_on=on)


@transaction.atomic
def train(designation: Designation, *, by, channel: str = Channel.PORTAL, done_on: date) -> None:
    """The manager records the day induction and core training were done; nobody is told. Raises StepNotOpen."""
    DESIGNATION.advance(designation, "train", by=by, channel=channel, induction_done_on=done_on)


@transaction.atomic
def assure(designation: Designation, *, by, channel: str = Channel.PORTAL, until: date) -> None:
    """The head assures that safeguarding checks were seen, and until when that holds. Raises StepNotOpen."""
    DESIGNATION.advance(designation, "assure", by=by, channel=channel, assurance_until=until, assurance_by=by)


@transaction.atomic
def publish(designation: Designation, *, by, channel: str = Channel.PORTAL, listed: bool) -> None:
    """The leader consents to stand in the public directory, or no longer. Raises StepNotOpen."""
    DESIGNATION.advance(designation, "publish", by=by, channel=channel, listed=listed)


@transaction.atomic
def activate(designation: Designation, *, by, channel: str = Channel.PORTAL) -> None:
    """Activate a leader who has signed and is trained; issues the certificate and tells leader and head.

    Raises StepNotOpen, also while the signature or the training is missing.
    """
    fresh = Designation.objects.select_for_update().get(pk=designation.pk)
    if fresh.agreement_signed_on is None or fresh.induction_done_on is None:
        raise StepNotOpen(fresh, "activate")
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
    letters.designation_activated(designation)


@transaction.atomic
def expire(designation: Designation) -> None:
    """End a term whose last day has passed, and thank the leader. Raises StepNotOpen."""
    DESIGNATION.advance(designation, "expire", by=None, channel=Channel.NIGHT)
    letters.designation_expired(designation)

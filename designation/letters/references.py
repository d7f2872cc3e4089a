"""Who is told what about a reference."""

from datetime import date

from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Case
from designation.models import Reference
from designation.queries.due import LIFE_DAYS

REFERENCE_DOORS = ["designation:reference-give", "designation:reference-decline"]


def reference_requested(reference: Reference) -> None:
    """Ask the referee, by a signed link through which they answer without signing in."""
    _ask("reference_requested", reference)


def reference_due(reference: Reference, *, due_on: date | None = None) -> None:
    """Remind the referee; the link in it replaces the earlier one."""
    _ask("reference_due", reference, due_on=due_on)


def _ask(name: str, reference: Reference, *, due_on: date | None = None) -> None:
    post(
        f"designation/{name}",
        reference.referee,
        reference,
        due_on=due_on,
        doors=REFERENCE_DOORS,
        purpose="reference",
        link_days=LIFE_DAYS,
        application=reference.application,
        applicant=reference.application.applicant,
        closes_at=reference.application.deadline,
    )


def reference_outstanding(reference: Reference, *, due_on: date | None = None) -> None:
    """Tell the applicant that a reference is still waited for, and how to correct the address."""
    _tell_applicant("reference_outstanding", reference, due_on=due_on)


def reference_received(reference: Reference) -> None:
    """Tell the applicant that the reference came, and nothing of what it says."""
    _tell_applicant("reference_received", reference)


def reference_declined(reference: Reference) -> None:
    """Tell the applicant to name somebody else; the reason stays with the managers."""
    _tell_applicant("reference_declined", reference)


def reference_bounced(reference: Reference) -> None:
    """Tell the applicant that the referee's address does not work, and ask for the right one."""
    _tell_applicant("reference_bounced", reference)


def reference_expired(reference: Reference) -> None:
    """Tell the applicant that nobody answered within twelve weeks."""
    _tell_applicant("reference_expired", reference)


def reference_set_aside(reference: Reference, *, reason: str = "") -> None:
    """Tell the applicant to name somebody else: the alliance could not confirm the post of the one they named."""
    _tell_applicant("reference_set_aside", reference, reason=reason)


def _tell_applicant(name: str, reference: Reference, *, due_on: date | None = None, reason: str = "") -> None:
    application = reference.application
    url = application.get_absolute_url() if name == "reference_received" else reference.page("correct")
    post(
        f"designation/{name}",
        application.applicant,
        reference,
        due_on=due_on,
        url=url,
        application=application,
        closes_at=application.deadline,
        reason=reason,
    )


def reference_not_needed(reference: Reference) -> None:
    """Tell a referee that nobody needs it: withdrawn, decided, never sent in, or somebody else was named."""
    post("designation/reference_not_needed", reference.referee, reference, application=reference.application)


def _is_awaited(case: Case) -> bool:
    return (
        isinstance(case, Reference) and Reference.objects.awaited(timezone.now()).filter(pk=case.pk).exists()
    )


for _name in ("reference_requested", "reference_due", "reference_outstanding"):
    while_due(f"designation/{_name}", _is_awaited)

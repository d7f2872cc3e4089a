"""Who is told what in designation: one function per letter, each to be previewed before it is sent."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Case
from designation.models import Application, Criterion, Designation, Reference
from designation.queries.due import LIFE_DAYS
from directory.queries.posts import line_manager_of

REFERENCE_DOORS = ["designation:reference-give", "designation:reference-decline"]


# References.


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
    """Tell a referee that the applicant withdrew or named somebody else."""
    post("designation/reference_not_needed", reference.referee, reference, application=reference.application)


# Applications.


def application_submitted(application: Application) -> None:
    """Confirm to the applicant, with the reference number, what was sent in and what happens next."""
    _tell("application_submitted", application)


def application_withdrawn(application: Application) -> None:
    """Confirm the withdrawal to the applicant."""
    _tell("application_withdrawn", application)


def application_shortlisted(application: Application) -> None:
    """Tell the applicant that an interview will follow."""
    _tell("application_shortlisted", application)


def application_not_shortlisted(
    application: Application, *, reasons: list[Criterion] | None = None, feedback: str = ""
) -> None:
    """Tell the applicant with the criteria that decided and the panel's own words."""
    _tell("application_not_shortlisted", application, reasons=reasons or [], feedback=feedback)


def application_invited(
    application: Application,
    *,
    at: datetime | None = None,
    minutes: int = 45,
    place: str = "",
    online_link: str = "",
) -> None:
    """Invite the applicant: when, where or by which link, how long, with whom."""
    _tell("application_invited", application, at=at, minutes=minutes, place=place, online_link=online_link)


def application_reserved(application: Application, *, feedback: str = "") -> None:
    """Tell the applicant of the reserve list."""
    _tell("application_reserved", application, feedback=feedback)


def application_unsuccessful(
    application: Application, *, reasons: list[Criterion] | None = None, feedback: str = ""
) -> None:
    """Tell the applicant that they are not designated this time, why, and what would help."""
    _tell("application_unsuccessful", application, reasons=reasons or [], feedback=feedback)


def _tell(name: str, application: Application, **context) -> None:
    post(f"designation/{name}", application.applicant, application, **context)


def application_successful(
    application: Application, *, feedback: str = "", designation: Designation | None = None
) -> None:
    """Tell the applicant that they are designated, until when, and ask them to sign the agreement."""
    url = designation.page("sign") if designation else ""
    _tell("application_successful", application, feedback=feedback, designation=designation, url=url)


# Designations.


def ask_assurance(designation: Designation) -> None:
    """Ask whoever answers for the leader at the home school, where we know them."""
    head = line_manager_of(designation.person, designation.home_school, timezone.localdate())
    if head is not None:
        doors = ["designation:designation-assure"]
        post("designation/assurance_requested", head, designation, doors=doors, purpose="assurance")


def designation_activated(designation: Designation) -> None:
    """Congratulate the leader with the certificate, and tell the head of the home school."""
    post("designation/designation_activated", designation.person, designation)
    head = line_manager_of(designation.person, designation.home_school, timezone.localdate())
    if head is not None:
        post("designation/staff_activated", head, designation)


def designation_expired(designation: Designation) -> None:
    """Thank the leader at the end of the term."""
    post("designation/designation_expired", designation.person, designation, contact=settings.ALLIANCE_EMAIL)


def _is_awaited(case: Case) -> bool:
    return (
        isinstance(case, Reference)
        and case.state == Reference.State.REQUESTED
        and case.application.state in Application.UNDECIDED
    )


for _name in ("reference_requested", "reference_due", "reference_outstanding"):
    while_due(f"designation/{_name}", _is_awaited)

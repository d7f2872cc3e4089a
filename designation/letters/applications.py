"""Who is told what about an application."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Case
from designation.models import Application, Criterion, Designation
from designation.queries.appeals import last_day_for
from designation.terms import ends_on


def application_submitted(application: Application) -> None:
    """Confirm to the applicant, with the reference number, what was sent in and what happens next."""
    _tell("application_submitted", application)


def application_returned(
    application: Application,
    *,
    sections: Sequence[str] = (),
    question: str = "",
    answer_by: date | None = None,
) -> None:
    """Ask the applicant for more: what, in which parts, until when, with the way to the very list of parts."""
    parts = [Application.Section(one).label for one in sections]
    url = application.page("tasks")
    _tell("application_returned", application, parts=parts, question=question, answer_by=answer_by, url=url)


def application_resubmitted(application: Application) -> None:
    """Confirm to the applicant that the answers arrived."""
    _tell("application_resubmitted", application)


def application_proceeded(application: Application) -> None:
    """Tell the applicant that the alliance goes on without the answers."""
    _tell("application_proceeded", application)


def application_answer_due(application: Application, *, due_on: date) -> None:
    """Remind the applicant of the answers asked for; once for this day."""
    _tell("application_answer_due", application, due_on=due_on, url=application.page("tasks"))


def application_unfinished(application: Application, *, due_on: date) -> None:
    """Remind the applicant of a draft, with the parts that are missing; once for this day."""
    missing = [one.label for one in application.missing]
    _tell(
        "application_unfinished", application, due_on=due_on, missing=missing, url=application.page("tasks")
    )


def application_withdrawn(application: Application) -> None:
    """Confirm the withdrawal to the applicant."""
    _tell("application_withdrawn", application)


def application_shortlisted(application: Application) -> None:
    """Tell the applicant that an interview will follow."""
    _tell("application_shortlisted", application)


def application_not_shortlisted(
    application: Application,
    *,
    reasons: list[Criterion] | None = None,
    feedback: str = "",
    appeal_by: date | None = None,
) -> None:
    """Tell the applicant with the criteria that decided, the advice on each, and how and until when to appeal."""
    _tell_against("application_not_shortlisted", application, reasons, feedback, appeal_by)


def _tell_against(
    name: str,
    application: Application,
    reasons: list[Criterion] | None,
    feedback: str,
    appeal_by: date | None,
) -> None:
    """Write a decision against; before it is taken, as it would read if it were taken today."""
    until = appeal_by or last_day_for(application, timezone.localdate())
    _tell(name, application, reasons=reasons or [], feedback=feedback, appeal_by=until)


def application_reserved(application: Application, *, feedback: str = "") -> None:
    """Tell the applicant of the reserve list."""
    _tell("application_reserved", application, feedback=feedback)


def application_unsuccessful(
    application: Application,
    *,
    reasons: list[Criterion] | None = None,
    feedback: str = "",
    appeal_by: date | None = None,
) -> None:
    """Tell the applicant that they are not designated this time, why, what would help, and how to appeal."""
    _tell_against("application_unsuccessful", application, reasons, feedback, appeal_by)


def _tell(name: str, application: Application, **context) -> None:
    post(f"designation/{name}", application.applicant, application, **context)


def application_successful(
    application: Application,
    *,
    feedback: str = "",
    starts_on: date | None = None,
    with_support: bool = False,
    designation: Designation | None = None,
) -> None:
    """Tell the applicant that they are designated, from when until when, and ask them to sign the agreement."""
    years = application.years or application.role_type.years
    _tell(
        "application_successful",
        application,
        feedback=feedback,
        starts_on=starts_on,
        ends_on=ends_on(starts_on, years) if starts_on else None,
        with_support=with_support,
        url=designation.page("sign") if designation else "",
    )


def _is_draft_in_time(case: Case) -> bool:
    if not isinstance(case, Application) or case.state != Application.State.DRAFT:
        return False
    return timezone.now() < case.deadline


def _is_returned(case: Case) -> bool:
    return isinstance(case, Application) and case.state == Application.State.RETURNED


while_due("designation/application_unfinished", _is_draft_in_time)
while_due("designation/application_answer_due", _is_returned)

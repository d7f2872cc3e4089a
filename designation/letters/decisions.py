"""Letters about decisions: every one a decision sends, written beforehand by the functions that send them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from casework.letters import post
from designation.letters.applications import (
    application_not_shortlisted,
    application_reserved,
    application_shortlisted,
    application_successful,
    application_unsuccessful,
)
from designation.letters.assurance import ask_assurance
from designation.letters.interviews import interview_cancelled
from designation.letters.references import reference_not_needed
from designation.models import Application, Area, Designation, PendingDecision, Reference
from designation.queries.interviews import interview_of
from designation.queries.members import managers_of
from designation.terms import ends_on
from directory.models import Person
from directory.rules import is_manager

Step = PendingDecision.Step


def decision_dropped(application: Application, *, by: Person) -> None:
    """Tell the manager who prepared a decision that it is dropped, because another one asked the applicant for more."""
    pending = PendingDecision.objects.filter(application=application).select_related("by").first()
    if pending is not None and pending.by != by and pending.by.is_active and is_manager(pending.by):
        context: dict[str, Any] = {"decision": pending.get_step_display, "who": by}
        post("designation/decision_dropped", pending.by, application, **context)


def applicant_withdrew(application: Application, *, dropped: PendingDecision | None = None) -> None:
    """Tell the managers that the applicant withdrew, and which decision, prepared and not told, is dropped with it."""
    decision = dropped.get_step_display if dropped else ""
    for manager in managers_of(application):
        if manager.pk != application.applicant_id:
            post("designation/applicant_withdrew", manager, application, decision=decision)


def preview_of_decision(application: Application, step: str, **words: Any) -> None:
    """Write the letters a decision would send, for a preview; `words` is what its action takes.

    References are taken from the application where they were read with it.
    """
    if step in (Step.SIFT_OUT, Step.REJECT):
        _against(application, step, **words)
    elif step == Step.DESIGNATE:
        _designate(application, **words)
    elif step == Step.RESERVE:
        application_reserved(application, **words)
    else:
        application_shortlisted(application)


def _against(application: Application, step: str, **words: Any) -> None:
    """Call off the interview of somebody invited whom nobody met yet, and the references still asked for."""
    interview = interview_of(application) if application.state == Application.State.INVITED else None
    if interview is not None and interview.at > timezone.now():
        interview_cancelled(application, interview=interview, members=list(interview.panel.all()))
    for reference in application.references.all():
        if reference.state == Reference.State.REQUESTED:
            reference_not_needed(reference)
    letter = application_not_shortlisted if step == Step.SIFT_OUT else application_unsuccessful
    letter(application, **words)


def _designate(
    application: Application, *, starts_on: date, areas: Iterable[Area] = (), **words: Any
) -> None:
    """The leader's own letter, and to whoever answers for them that the assurance is asked for."""
    application_successful(application, starts_on=starts_on, **words)
    school = application.school
    if school is None:  # a CHECK holds that what was sent in has one
        raise ValueError(application)
    years = application.years or application.role_type.years
    ask_assurance(
        Designation(
            pk=0,  # not there yet: nobody reads the address of its page here
            person=application.applicant,
            role_type=application.role_type,
            home_school=school,
            starts_on=starts_on,
            ends_on=ends_on(starts_on, years),
        )
    )

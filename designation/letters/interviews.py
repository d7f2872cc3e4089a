"""Who is told what about an interview: the applicant and its panel, each with an entry for their calendar."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework import documents
from casework.letters import post, while_due
from casework.models import Case
from designation.models import Application, Interview, Slot
from designation.queries.interviews import interview_of, unfit_panels
from designation.queries.members import managers_of
from directory.models import Person

BOOKING_DOORS = ["designation:application-book"]
BOOKING: dict[str, Any] = {"doors": BOOKING_DOORS, "purpose": "booking"}


def booking_requested(application: Application) -> None:
    """Invite the applicant to choose a time, by a signed link through which they do so without signing in."""
    post("designation/booking_requested", application.applicant, application, **BOOKING)


def booking_due(application: Application, *, due_on: date | None = None) -> None:
    """Remind the applicant to choose a time; the link in it replaces the earlier one."""
    post("designation/booking_due", application.applicant, application, due_on=due_on, **BOOKING)


def application_invited(application: Application, *, interview: Interview) -> None:
    """Invite the applicant to a time the alliance has set."""
    _tell("application_invited", application, interview)


def interview_booked(application: Application, *, interview: Interview) -> None:
    """Confirm the time the applicant chose, with the link to choose another one."""
    _tell("interview_booked", application, interview, change_by=interview.change_by, **BOOKING)


def interview_rescheduled(application: Application, *, interview: Interview, reason: str = "") -> None:
    """Tell the applicant that a manager has moved the interview, and why."""
    _tell("interview_rescheduled", application, interview, reason=reason)


def interview_missed(application: Application, *, interview: Interview | None = None) -> None:
    """Ask an applicant who did not come to get in touch; `interview` is the one that stands, unless given."""
    interview = interview or interview_of(application)
    post("designation/interview_missed", application.applicant, application, interview=interview)


def interview_cancelled(
    application: Application, *, interview: Interview, members: Sequence[Person] = ()
) -> None:
    """Take the interview out of the calendars of the applicant and of its panel."""
    _tell("interview_cancelled", application, interview, cancelled=True)
    panel_cancelled(application, interview=interview, members=members)


def interview_due(application: Application, *, interview: Interview) -> None:
    """Remind the applicant and the panel, on the working day before."""
    on = timezone.localdate(interview.at)
    post("designation/interview_due", application.applicant, application, due_on=on, interview=interview)
    for member in interview.panel.all():
        post("designation/panel_due", member, application, due_on=on, interview=interview, **_for_panel())


def panel_invited(application: Application, *, interview: Interview, members: Sequence[Person]) -> None:
    """Tell the panel whom they meet, when and where, and the adjustments the applicant has asked for."""
    _tell_panel("panel_invited", application, interview, members)


def panel_cancelled(application: Application, *, interview: Interview, members: Sequence[Person]) -> None:
    """Tell members that they need not come to this interview."""
    _tell_panel("panel_cancelled", application, interview, members, cancelled=True)


def panel_unfit(application: Application, *, interview: Interview) -> None:
    """Ask the managers who may to choose another member: too few are left on the panel of an interview."""
    context: dict[str, Any] = {"interview": interview, "url": application.page("reschedule")}
    for manager in managers_of(application):
        post("designation/panel_unfit", manager, application, **context)


def preview_of_unseating(member: Person, interviews: Sequence[Any]) -> None:
    """Write what goes out when a member leaves the panel of these interviews: of each kind of letter the first.

    `interviews` are as `queries.interviews.left_with` finds them; the letters of the others differ in name and time.
    """
    for interview in interviews[:1]:
        panel_cancelled(interview.application, interview=interview, members=[member])
    for interview in [one for one in interviews if one.falls_short][:1]:
        panel_unfit(interview.application, interview=interview)


def preview_of_invitation(application: Application, **meeting: Any) -> None:
    """Write the letters an invitation would send, for a preview; `meeting` is what `actions.invite` takes."""
    planned, members = _planned(application, **meeting)
    if planned is None:
        booking_requested(application)
        return
    application_invited(application, interview=planned)
    panel_invited(application, interview=planned, members=members)


def preview_of_change(application: Application, *, reason: str, **meeting: Any) -> None:
    """Write the letters a change of the interview would send, for a preview."""
    planned, members = _planned(application, **meeting)
    if planned is not None:
        interview_rescheduled(application, interview=planned, reason=reason)
        panel_invited(application, interview=planned, members=members)
        _preview_of_release(application, members)


def _preview_of_release(application: Application, members: Sequence[Person]) -> None:
    """Write to those who sit on the panel of the interview that stands and not on the one that is planned."""
    before = interview_of(application)
    if before is not None and before.at > timezone.now():
        released = [one for one in before.panel.all() if one not in members]
        panel_cancelled(application, interview=before, members=released)


def _planned(
    application: Application,
    *,
    slot: Slot | None,
    at: datetime | None,
    panel: Sequence[Person],
    **where: Any,
) -> tuple[Interview | None, Sequence[Person]]:
    """Return the interview as it would be, and its panel; nothing when the applicant is to choose."""
    if slot is not None:
        at, panel = slot.at, list(slot.panel.all())
        where = {"minutes": slot.minutes, "place": slot.place, "online_link": slot.online_link}
    return (Interview(application=application, at=at, **where) if at else None), panel


def _tell(
    name: str, application: Application, interview: Interview, *, cancelled=False, **context: Any
) -> None:
    entry = _entry(application, interview, application.applicant, cancelled=cancelled)
    post(
        f"designation/{name}",
        application.applicant,
        application,
        calendar=entry,
        interview=interview,
        at=interview.at,
        **context,
    )


def _tell_panel(
    name: str, application: Application, interview: Interview, members: Sequence[Person], *, cancelled=False
) -> None:
    for member in members:
        entry = _entry(application, interview, member, cancelled=cancelled)
        others = [str(one) for one in members if one != member]
        context = {"interview": interview, "others": ", ".join(others), "calendar": entry, **_for_panel()}
        post(f"designation/{name}", member, application, **context)


def _for_panel() -> dict[str, Any]:
    return {"url": reverse("designation:interviews")}


def _entry(application: Application, interview: Interview, reader: Person, *, cancelled: bool) -> str:
    """Return the calendar entry in the reader's language; it says nothing of adjustments: calendars are shared."""
    is_applicant = reader == application.applicant
    with translation.override(reader.language or settings.LETTER_LANGUAGES[0]):
        if is_applicant:
            summary = _("Your interview: %(role)s") % {"role": application.role}
        else:
            summary = _("Interview of %(name)s: %(role)s") % {
                "name": application.applicant,
                "role": application.role,
            }
    return documents.invitation(
        uid=f"interview-{interview.pk}",
        sequence=interview.sequence,
        summary=summary,
        start=interview.at,
        end=interview.ends_at,
        attendee=reader,
        location=interview.place or interview.online_link,
        url=application.get_absolute_url() if is_applicant else reverse("designation:interviews"),
        cancelled=cancelled,
        description=interview.online_link,
    )


def _waits_for_a_time(case: Case) -> bool:
    """Say whether the applicant is still to choose."""
    return (
        isinstance(case, Application)
        and case.state == Application.State.INVITED
        and interview_of(case) is None
    )


def _is_ahead(case: Case) -> bool:
    """Say whether an interview is still to be held."""
    if not isinstance(case, Application) or case.state != Application.State.INVITED:
        return False
    interview = interview_of(case)
    return interview is not None and interview.at > timezone.now()


def _has_unfit_panel(case: Case) -> bool:
    """Say whether too few members are left on the panel of an interview ahead."""
    return unfit_panels(timezone.now()).filter(application=case.pk).exists()


while_due("designation/panel_unfit", _has_unfit_panel)
for _name in ("booking_requested", "booking_due"):
    while_due(f"designation/{_name}", _waits_for_a_time)
for _name in ("interview_due", "panel_due"):
    while_due(f"designation/{_name}", _is_ahead)

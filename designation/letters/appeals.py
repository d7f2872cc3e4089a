"""Who is told what about an appeal."""

from collections.abc import Iterable

from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Case
from designation.models import Appeal, Application, Designation
from designation.models.appeals import decide_by
from designation.queries.appeals import appellant_of
from designation.queries.members import managers_of
from directory.models import Person
from directory.queries.posts import alliance_managers, line_manager_of

Appealed = Application | Designation


def _last_day(case: Appealed):
    """Return the day by which the appeal is decided; counted from today where none is lodged yet (a preview)."""
    lodged = Appeal.objects.of(case).first()
    return lodged.decide_by if lodged else decide_by(timezone.localdate())


def appeal_received(case: Appealed) -> None:
    """Confirm to whoever appeals that we have it, who decides and by when."""
    post("designation/appeal_received", appellant_of(case), case, decide_by=_last_day(case))


def appeal_lodged(case: Appealed) -> None:
    """Ask the managers to choose who hears the appeal; of an application those who look after it."""
    appellant = appellant_of(case)
    every = managers_of(case) if isinstance(case, Application) else alliance_managers(timezone.localdate())
    for manager in every:
        if manager != appellant:
            context = {"appellant": appellant, "decide_by": _last_day(case)}
            post("designation/appeal_lodged", manager, case, url=case.page("assign"), **context)


def appeal_assigned(case: Appealed, hearers: Iterable[Person]) -> None:
    """Ask each hearer to read and to decide by the day, and tell them with whom."""
    named = [str(person) for person in Appeal.objects.of(case).get().hearers.all()]
    for person in hearers:
        context = {"appellant": appellant_of(case), "decide_by": _last_day(case)}
        others = [name for name in named if name != str(person)]
        post("designation/appeal_assigned", person, case, others=others, **context)


def appeal_released(case: Appealed, people: Iterable[Person]) -> None:
    """Tell whoever was chosen before that they need not hear it."""
    for person in people:
        post("designation/appeal_released", person, case, appellant=appellant_of(case))


def application_upheld(application: Application, *, reasons: str = "") -> None:
    """Tell the applicant that the appeal is upheld, why, and what comes next."""
    post("designation/application_upheld", application.applicant, application, reasons=reasons)


def application_dismissed(application: Application, *, reasons: str = "") -> None:
    """Tell the applicant that the decision stands, and why."""
    post("designation/application_dismissed", application.applicant, application, reasons=reasons)


def designation_dismissed(designation: Designation, *, reasons: str = "") -> None:
    """Tell the leader that the withdrawal stands, and why."""
    post("designation/designation_dismissed", designation.person, designation, reasons=reasons)


def designation_reinstated(designation: Designation, *, reasons: str = "") -> None:
    """Tell the leader that the designation stands again, and why; the head that it does."""
    on = timezone.localdate()
    is_over, was_suspended = designation.ends_on < on, designation.suspended_for != ""
    post(
        "designation/designation_reinstated",
        designation.person,
        designation,
        reasons=reasons,
        is_over=is_over,
        was_suspended=was_suspended,
    )
    head = line_manager_of(designation.person, designation.home_school, on)
    if head is not None:
        post("designation/staff_reinstated", head, designation, is_over=is_over, was_suspended=was_suspended)


def _is_heard(case: Case) -> bool:
    """Say whether the appeal still waits for a decision."""
    return isinstance(case, Application | Designation) and Appeal.objects.open().of(case).exists()


for _name in ("appeal_lodged", "appeal_assigned"):
    while_due(f"designation/{_name}", _is_heard)

"""What templates of designation ask for: an application's answers, choices in words."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.lifecycle import Lifecycle
from casework.models import Entry
from designation import documents
from designation.models import Application, Designation
from designation.queries.appeals import appeal_of, appellant_of, read_appeal
from designation.queries.endings import is_interrupted, work_under_way
from directory.models import School
from directory.rules import is_manager

register = template.Library()


@register.simple_tag
def application_parts(application: Application) -> list[documents.Part]:
    """Return what the applicant answered, section by section."""
    return documents.parts_of(application)


@register.inclusion_tag("designation/_appeal.html")
def appeal(case: Application | Designation, user) -> dict:
    """Say until when a decision may be appealed against, or where the appeal stands, as far as the reader may know."""
    if "hearers_read" not in case.__dict__:
        read_appeal(case)
    lodged = appeal_of(case)
    is_own = appellant_of(case).pk == user.pk
    in_time = case.appeal_by is not None and timezone.localdate() <= case.appeal_by
    may_read = lodged is not None and user.has_perm("designation.read_appeal", case)
    return {
        "case": case,
        "is_own": is_own,
        "appeal": lodged,
        "may_appeal": lodged is None and in_time and case.state in Lifecycle.of(case).steps["appeal"].sources,
        "may_read": may_read,
        "hearers": case.__dict__["hearers_read"] if may_read and not is_own else [],
    }


@register.inclusion_tag("designation/_ending.html")
def interruption(case: Designation, user) -> dict:
    """Say that a designation is suspended or has ended early; why, to those alone whom it concerns."""
    manages = is_manager(user)
    rests = is_interrupted(case)
    return {
        "case": case,
        "user": user,
        "may_read": rests and user.has_perm("designation.read_appeal", case),
        "work": work_under_way(case) if manages and rests else [],
    }


@register.inclusion_tag("components/tabs.html")
def leader_tabs(case: Designation, user, current: str) -> dict:
    """Show the parts of a leader's page as plain links; what somebody may not read has no tab."""
    parts = [("detail", _("Designation")), ("record", _("History"))]
    if user.has_perm("designation.read_evidence", case):
        parts[1:1] = [
            ("work", _("Work elsewhere")),
            ("years", _("Years and reviews")),
            ("evidence", _("The file")),
        ]
    tabs = [{"url": case.page(name), "text": text, "current": name == current} for name, text in parts]
    return {"label": str(case.person), "tabs": tabs}


@register.simple_tag
def signature_of(designation: Designation) -> Entry | None:
    """Return the entry by which the leader signed the agreement; its note is the name they typed."""
    return Entry.objects.of(designation).filter(step="sign").order_by("-at").first()


@register.filter
def phases(values: list[str]) -> str:
    return documents.labels(School.Phase, values)


@register.filter
def weekdays(values: list[int]) -> str:
    return documents.labels(Designation.Weekday, values)


@register.filter
def work_languages(values: list[str]) -> str:
    return documents.labels(Designation.Language, values)

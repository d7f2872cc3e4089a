"""The watch list: what managers marked themselves, and what asks for their eye by itself."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.lifecycle import Task
from casework.templatetags.casework import day
from deployments.models import Concern, Deployment, Objective, SupportRequest, Visit
from deployments.models.deployments import DeploymentQuerySet
from deployments.queries.due import DAYS_TO_REMINDER
from deployments.queries.progress import late_objectives
from directory.calendar import add_working_days
from directory.models import Person

D, V = Deployment.State, Visit.State
IDLE = timedelta(weeks=4)
WORKED_ON = (D.AGREED, D.ACTIVE, D.PAUSED)


def with_reasons(person: Person, on: date) -> DeploymentQuerySet:
    """Return deployments with what asks for a manager's eye.

    That is `is_idle`, `is_red` with `red_since` and `red_visit`, `late_since`, `concern_since` and `silent_since`.

    Idle is work under way with no visit ahead and none held for four weeks; silent a held visit nobody acknowledged
    five working days on. Of a concern about this manager nothing shows.
    """
    visits, here = Visit.objects.filter(deployment=OuterRef("pk")).order_by(), timezone.get_current_timezone()
    ahead = visits.filter(state=V.PLANNED)
    lately = visits.filter(state__in=Visit.HAPPENED, on__gt=on - IDLE)
    asked_before = datetime.combine(add_working_days(on, 1 - DAYS_TO_REMINDER), time(), here)
    silent = visits.filter(state=V.HELD, state_at__lt=asked_before)
    concerns = Concern.objects.visible_to(person).unresolved().filter(deployment=OuterRef("pk")).order_by()
    long_ago = datetime.combine(on - IDLE, time(), here)
    red = Objective.objects.filter(deployment=OuterRef("pk"), progress=Objective.Progress.RED)
    red = red.order_by(F("progress_since").asc(nulls_last=True), "position")
    begun = Q(state=D.ACTIVE, agreed_at__lt=long_ago)
    return Deployment.objects.annotate(
        is_idle=Exists(Deployment.objects.filter(begun, ~Exists(ahead), ~Exists(lately), pk=OuterRef("pk"))),
        is_red=Exists(red),
        red_since=Subquery(red.values("progress_since")[:1]),
        red_visit=Subquery(red.values("progress_visit__on")[:1]),
        late_since=Subquery(_first(late_objectives(on).filter(deployment=OuterRef("pk")).order_by(), "day")),
        concern_since=Subquery(_first(concerns, "created_at")),
        silent_since=Subquery(_first(silent, "state_at")),
    )


def _first(rows: QuerySet, name: str) -> QuerySet:
    return rows.values("deployment").annotate(first=Min(name)).values("first")


WATCHED = (
    Q(watched__isnull=False)
    | Q(is_idle=True)
    | Q(is_red=True, state__in=WORKED_ON)
    | Q(late_since__isnull=False)
    | Q(concern_since__isnull=False)
    | Q(silent_since__isnull=False)
    | (~Q(designation__home_school=F("home_school")) & Q(state__in=WORKED_ON))
)


def watched_deployments(person: Person, on: date) -> DeploymentQuerySet:
    """Return the deployments on a manager's watch list, those marked by hand first, the longest watched before."""
    found = with_reasons(person, on).filter(WATCHED)
    known = found.select_related("designation__person", "school", "watched__by")
    return known.order_by(F("watched__at").asc(nulls_last=True), "pk")


def watched_requests() -> QuerySet[SupportRequest]:
    """Return the requests managers marked, the longest watched first."""
    found = SupportRequest.objects.filter(watched__isnull=False)
    return found.select_related("school", "watched__by").order_by("watched__at", "pk")


def reasons_of(deployment: Deployment) -> list[str]:
    """Return why a deployment of `watched_deployments` is on the list, each with since when where that is known."""
    one: Deployment = deployment
    said = []
    if one.is_idle:  # type: ignore[attr-defined]
        said.append(_("No visit for four weeks, and none planned"))
    if one.is_red and one.state in WORKED_ON:  # type: ignore[attr-defined]
        said.append(_red(one))
    if one.late_since:  # type: ignore[attr-defined]
        said.append(_("An objective was due by %(day)s") % {"day": day(one.late_since)})  # type: ignore[attr-defined]
    if one.designation.home_school_id != one.home_school_id and one.state in WORKED_ON:
        said.append(_("The leader has changed school"))
    if one.concern_since:  # type: ignore[attr-defined]
        said.append(_("A concern is open since %(day)s") % {"day": day(one.concern_since)})  # type: ignore[attr-defined]
    if one.silent_since:  # type: ignore[attr-defined]
        words = {"day": day(one.silent_since)}  # type: ignore[attr-defined]
        said.append(_("A visit is not acknowledged since %(day)s") % words)
    return said


def _red(one: Any) -> str:
    """Say since when an objective is red, and by what: the oldest where there are several."""
    if one.red_since is None:
        return _("An objective is red")
    if one.red_visit is None:
        return _("An objective is red since %(day)s, by a review") % {"day": day(one.red_since)}
    return _("An objective is red since %(day)s, by the record of a visit") % {"day": day(one.red_since)}


def watch_task(count: int) -> Task:
    """Return the line that leads a manager to so many watched cases."""
    title = ngettext("Look at %(count)d watched case", "Look at %(count)d watched cases", count)
    return Task(title % {"count": count}, reverse("deployments:watched"))

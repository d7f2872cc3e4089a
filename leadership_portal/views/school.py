"""The head's one page: decisions that wait, days out this term, money due, support coming in."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, F, Q, Sum, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.lifecycle import Task
from casework.templatetags.casework import day, money, task_row
from casework.views import reader_of
from deployments import queries as deployments
from deployments.models import Claim, TermBudget, Visit
from deployments.models.claims import CLAIMANTS
from deployments.models.requests import SPEAKERS
from deployments.views.shared import state_cell
from designation.queries.home.designations import designation_tasks
from designation.queries.home.references import reference_tasks
from directory.calendar import national_terms
from directory.models import Person, Post, School
from evaluations import queries as evaluations
from leadership_portal import queries
from leadership_portal.views.home import bar_of

AHEAD = timedelta(weeks=4)
MOST_VISITS = 30
MOST = 300
STATES = (
    Claim.State.COLLECTING,
    Claim.State.QUERIED,
    Claim.State.SUBMITTED,
    Claim.State.APPROVED,
    Claim.State.PAID,
)


@never_cache
@require_safe
def our_school(request: HttpRequest) -> HttpResponse:
    """Show a head or a business manager how their school stands today."""
    person, on = reader_of(request), timezone.localdate()
    posts = person.authority
    if not posts.has(*CLAIMANTS):
        raise PermissionDenied
    leads = posts.has(*Post.HEADS)
    claims, is_welsh = claims_of(person, on), (get_language() or "").startswith("cy")
    budgets = queries.budgets_of(person, on) if leads else []
    visits, out = visits_of(person, on, budgets)
    context = {
        "schools": list(dict.fromkeys((is_welsh and row["name_cy"]) or row["name"] for row in claims)),
        "tasks": [task_row(task, on) for task in tasks_of(person, on)],
        "leads": leads,
        "bars": [bar_of(row) for row in budgets],
        "out_columns": [
            {"text": text} for text in (_("Day"), _("Part of the day"), _("Leader"), _("Where"), _("State"))
        ],
        "out": [out_row(visit) for visit in out],
        "money_columns": [{"text": text, "number": at > 0} for at, text in enumerate(money_titles())],
        "has_claims": any(row["state"] for row in claims),
        "money": list(money_rows(claims)),
        "visit_columns": [
            {"text": text} for text in (_("Day"), _("Part of the day"), _("Leader"), _("Where"))
        ],
        "visits": [visit_row(visit) for visit in visits],
        "until": day(on + AHEAD),
    }
    return render(request, "leadership_portal/our_school.html", context)


def money_titles() -> list[str]:
    return [_("Claims"), _("Number"), _("Amount")]


def claims_of(person: Person, on: date) -> list[Any]:
    """Return the person's schools with what they are owed, of whatever year, and were paid this school year (1 query).

    A row a school and state of its claims; of a school without any the state is empty.
    """
    is_long_paid = Q(claims__state=Claim.State.PAID, claims__paid_on__lt=national_terms(on)[0].starts_on)
    ours = School.objects.filter(pk__in=person.authority.school_ids(*CLAIMANTS))
    rows = ours.order_by("name", "pk").values("name", "name_cy", state=F("claims__state"))
    return list(
        rows.annotate(
            number=Count("claims", filter=~is_long_paid),
            pence=Sum("claims__total_pence", filter=~is_long_paid, default=0),
        )
    )


def money_rows(claims: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield how many claims stand in each state, and what they come to."""
    _claims, number, amount = money_titles()
    for state in STATES:
        mine = [row for row in claims if row["state"] == state and row["number"]]
        if mine:
            text = _("Paid this school year") if state == Claim.State.PAID else str(state.label)
            yield {
                "head": {"text": text, "url": f"{reverse('deployments:claims')}?state={state}"},
                "cells": [
                    {"label": number, "text": str(sum(row["number"] for row in mine)), "number": True},
                    {"label": amount, "text": money(sum(row["pence"] for row in mine)), "number": True},
                ],
            }


def tasks_of(person: Person, on: date) -> list[Task]:
    """Return what waits for whoever answers for a school, the earliest due first; their own applications do not."""
    tasks = [*reference_tasks(person), *designation_tasks(person, on)]
    tasks += [*deployments.awaiting(person, on), *evaluations.awaiting(person, on)]
    return sorted(tasks, key=lambda task: task.due_on or date.max)


def visits_of(person: Person, on: date, budgets: list[TermBudget]) -> tuple[list[Visit], list[Visit]]:
    """Return the visits planned at the person's schools in the next four weeks, and those of its own people this term.

    The first days first; one query for both.
    """
    posts = person.authority
    coming = Q(
        deployment__school__in=posts.school_ids(*SPEAKERS),
        state=Visit.State.PLANNED,
        on__gte=on,
        on__lte=on + AHEAD,
    )
    out = Q(deployment__home_school__in=posts.school_ids(*Post.HEADS), state__in=Visit.COUNTED)
    begins = next((row.term_starts_on for row in budgets), None)
    out &= Q(term_starts_on=begins) if begins else Q(pk__in=[])
    found = Visit.objects.filter(coming | out).annotate(
        is_coming=Case(When(coming, then=True), default=False),
        is_out=Case(When(out, then=True), default=False),
    )
    known: Any = list(found.select_related("leader", "deployment__school").order_by("on", "pk")[:MOST])
    return [one for one in known if one.is_coming][:MOST_VISITS], [one for one in known if one.is_out]


def visit_row(visit: Visit) -> dict[str, Any]:
    where = _("Online") if visit.is_online else visit.place or str(visit.deployment.school)
    return {
        "head": {"text": day(visit.on), "url": visit.get_absolute_url()},
        "cells": [
            {"label": _("Part of the day"), "text": visit.part.capitalize()},
            {"label": _("Leader"), "text": str(visit.leader)},
            {"label": _("Where"), "text": where},
        ],
    }


def out_row(visit: Visit) -> dict[str, Any]:
    """Return a visit of the school's own leader, with its state: held already, or still to come."""
    row = visit_row(visit)
    return row | {"cells": [*row["cells"], state_cell(_("State"), visit)]}

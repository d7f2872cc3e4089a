"""Leaders: one's own page, the head's staff, the managers' list, the public directory."""

from typing import Any

from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.lifecycle import Lifecycle
from casework.templatetags.casework import days, task_row
from casework.views import reader_of
from designation.documents import assured_until, labels, leader_rows, offer_facts
from designation.forms.bulk import EXPORTS
from designation.forms.leaders import LeaderFilters
from designation.models import Absence, Application, Area, Designation
from designation.models.leaders import LINE_MANAGERS
from designation.queries.clock import clock_facts, clock_tasks
from designation.queries.leaders import answering_for, public_leaders, staff_of, with_everything
from designation.queries.matters import open_matters
from designation.queries.together import Together
from designation.views.pipeline import sent_as_file
from directory.models import Person, Post, School

PAGE = 30


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My designation: the leader's own terms and applications, the newest first."""
    person, today = reader_of(request), timezone.localdate()
    mine = with_everything(Designation.objects.filter(person=person)).with_work_left().order_by("-starts_on")
    coming = Prefetch("absences", Absence.objects.filter(ends_on__gte=today))
    designations = [
        {
            "case": one,
            "due": [task_row(task, today) for task in clock_tasks(one, person, today)],
            "matters": open_matters(one, today),
            "offers": offers_of(one),
        }
        for one in mine.annotate(**clock_facts()).prefetch_related(coming)
    ]
    applications = Application.objects.filter(applicant=person).select_related("round", "role_type")
    return render(
        request,
        "designation/mine.html",
        {"designations": designations, "applications": list(applications[:PAGE])},
    )


def offers_of(one: Designation) -> list[dict]:
    """Return what a leader offers; nothing where the designation is over."""
    return offer_facts(one) if one.state in Designation.LIVE else []


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """The head's own staff who lead elsewhere; nobody else has such a page."""
    if not reader_of(request).authority.has(*LINE_MANAGERS):
        raise Http404
    person = reader_of(request)
    page = Paginator(staff_of(person).annotate(**clock_facts()), PAGE).get_page(request.GET.get("page"))
    schools = School.objects.filter(pk__in=person.authority.school_ids(*Post.HEADS))
    context = {
        "page": page,
        "columns": staff_columns(),
        "rows": [staff_row(one, person) for one in page],
        "schools": list(schools.order_by("name", "pk")),
    }
    return render(request, "designation/staff.html", context)


def staff_columns() -> list[dict]:
    titles = (
        _("Leader"),
        _("Role"),
        _("Days a term"),
        _("Safeguarding assurance until"),
        _("Ends"),
        _("Due"),
    )
    return [{"text": text} for text in titles]


def staff_row(one: Any, person: Person) -> dict:
    """Return a line for the head; who answers for this leader finds in it the way to what is theirs to do."""
    answers = person.authority.at(one.home_school_id, *answering_for(one))
    until, allow = one.assurance_until, {"url": one.page("allow")} if answers else {}
    return {
        "head": {"text": str(one.person), "url": one.get_absolute_url()},
        "cells": [
            {"label": _("Role"), "text": str(one.role_type)},
            {"label": _("Days a term"), "text": days(one.half_days_a_term)} | allow,
            {
                "label": _("Safeguarding assurance until"),
                "text": date_format(until, "j F Y") if until else assured_until(one),
            },
            {"label": _("Ends"), "text": date_format(one.ends_on, "j F Y")},
            {"label": _("Due")} | due_of(one, person, answers=answers),
        ],
    }


def due_of(one: Any, person: Person, *, answers: bool) -> dict[str, str]:
    """Return what is due about a leader: first what this head may settle now, with the way there."""
    today = timezone.localdate()
    matters = open_matters(one, today)
    theirs = [matter for matter in matters if answers and matter.step in ("assure", "release")]
    for matter in theirs:
        return {"text": matter.text, "url": one.page(matter.step)}
    for task in clock_tasks(one, person, today):
        return {"text": task.title, "url": task.url}
    return {"text": matters[0].text if matters else _("Nothing")}


@require_safe
@permission_required("designation.list_designations", raise_exception=True)
def leaders(request: HttpRequest) -> HttpResponse:
    """The managers' list of leaders: filtered, sorted, paged; the filters live in the address."""
    filters = filtered(request)
    page = Paginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "pills": filters.pills() if filters.is_valid() else [],
        "query": filters.without(),
        "columns": columns(),
        "rows": [row_of(one) for one in page],
        "steps": Together.choices,
        "exports": EXPORTS,
    }
    return render(request, "designation/leaders.html", context)


@require_safe
@permission_required("designation.list_designations", raise_exception=True)
def export_leaders(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send what is filtered as a file, with formulas made inert; for managers."""
    return sent_as_file(leader_rows(filtered(request).qs), "leaders", kind)


def filtered(request: HttpRequest) -> LeaderFilters:
    rows = with_everything(Designation.objects.visible_to(request.user))
    return LeaderFilters(request.GET, queryset=rows, request=request)


def columns() -> list[dict]:
    return [
        {"text": text} for text in (_("Leader"), _("School"), _("Role"), _("Areas"), _("Ends"), _("State"))
    ]


def row_of(one: Designation) -> dict:
    tone = Lifecycle.of(one).tones.get(one.state, "")
    return {
        "key": one.pk,
        "head": {"text": str(one.person), "url": one.get_absolute_url()},
        "cells": [
            {"label": _("School"), "text": str(one.home_school)},
            {"label": _("Role"), "text": str(one.role_type)},
            {"label": _("Areas"), "text": ", ".join(str(area) for area in one.areas.all())},
            {"label": _("Ends"), "text": date_format(one.ended_on or one.ends_on, "j F Y")},
            {"label": _("State"), "tag": one.get_state_display(), "tone": tone},
        ],
    }


@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The public directory: name, areas, phases and local authority of leaders who agreed; no contact."""
    areas = list(Area.objects.active(timezone.localdate()).select_related("group"))
    asked = request.GET.get("area", "")
    chosen = next((area for area in areas if str(area.pk) == asked), None)
    found = public_leaders().filter(areas=chosen) if chosen else public_leaders()
    page = Paginator(found.distinct(), PAGE).get_page(request.GET.get("page"))
    rows = [public_row(one) for one in page]
    here = reverse("designation:directory")
    pills = [{"text": str(chosen), "url": here}] if chosen else []
    titles = (_("Name"), _("Role"), _("Areas"), _("Phases"), _("Local authority"))
    context: dict = {"page": page, "rows": rows, "areas": areas, "chosen": chosen, "pills": pills}
    context |= {
        "columns": [{"text": title} for title in titles],
        "query": f"area={chosen.pk}" if chosen else "",
    }
    return render(request, "designation/directory.html", context)


def public_row(one: Designation) -> dict:
    return {
        "head": {"text": str(one.person)},
        "cells": [
            {"label": _("Role"), "text": str(one.role_type)},
            {"label": _("Areas"), "text": ", ".join(str(area) for area in one.areas.all())},
            {"label": _("Phases"), "text": labels(School.Phase, one.phases)},
            {"label": _("Local authority"), "text": str(one.home_school.local_authority)},
        ],
    }

"""Leaders: one's own page, the head's staff, the managers' list, the public directory."""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.documents import certificate_of
from casework.lifecycle import Lifecycle
from casework.templatetags.casework import day, days
from casework.views import CasePage, StepView, reader_of
from designation import actions, letters
from designation.documents import labels, leader_rows
from designation.forms.leaders import AssureForm, LeaderFilters, PublishForm, SignForm, TrainForm
from designation.models import Application, Area, Designation
from designation.models.leaders import LINE_MANAGERS
from designation.queries.leaders import public_leaders, staff_of, with_everything
from directory.documents import csv_lines
from directory.models import School
from directory.rules import is_manager

PAGE = 30


class DesignationPage(CasePage):
    """A designation for its leader, the head of the home school and the managers."""

    model = Designation
    template_name = "designation/designation_detail.html"

    def get_queryset(self):
        return with_everything(super().get_queryset()).select_related("assurance_by")

    def get_context_data(self, **context) -> dict:
        case, today = self.object, timezone.localdate()
        certificate = certificate_of(case)
        return super().get_context_data(
            **context,
            certificate=certificate,
            papers=list(case.documents.order_by("-ordered_at", "language")[:2]) if certificate else [],
            facts=facts_of(case),
            missing=missing_of(case),
            assurance_lapsed=case.assurance_until is not None and case.assurance_until < today,
            may_see_application=case.person_id == self.request.user.pk or is_manager(self.request.user),
        )


def facts_of(case: Designation) -> list[dict]:
    """Return what the page of a designation says about it."""
    miles = "" if case.travel_miles is None else case.travel_miles
    facts = [
        (_("Role"), case.role_type),
        (_("School"), case.home_school),
        (_("Areas of expertise"), ", ".join(str(area) for area in case.areas.all())),
        (_("Phases"), labels(School.Phase, case.phases)),
        (_("Languages of work"), labels(Designation.Language, case.languages)),
        (_("From"), day(case.starts_on)),
        (_("To"), day(case.ends_on)),
        (_("Days a term"), days(case.half_days_a_term)),
        (_("Days of the week"), labels(Designation.Weekday, case.days_of_week)),
        (_("Travels up to (miles)"), miles),
        (_("Works online"), _("Yes") if case.online_ok else _("No")),
        (_("Agreement signed"), day(case.agreement_signed_on)),
        (_("Induction and core training"), day(case.induction_done_on)),
        (_("Safeguarding assurance until"), day(case.assurance_until)),
        (_("In the public directory"), _("Yes") if case.listed else _("No")),
    ]
    return [{"term": term, "value": str(value) if value != "" else _("Not yet")} for term, value in facts]


def missing_of(case: Designation) -> list[str]:
    """Return in sentences what still stands before activation or the first visit."""
    missing = []
    if case.state == Designation.State.DESIGNATED and case.agreement_signed_on is None:
        missing.append(_("The leader has not signed the agreement yet."))
    if case.state == Designation.State.DESIGNATED and case.induction_done_on is None:
        missing.append(_("The induction and core training are not recorded yet."))
    if case.state in Designation.LIVE and case.assurance_until is None:
        missing.append(
            _("The school has not given the safeguarding assurance yet: no visits can be planned.")
        )
    return missing


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My designation: the leader's own terms and applications, the newest first."""
    designations = list(
        with_everything(Designation.objects.filter(person=reader_of(request))).order_by("-starts_on")
    )
    applications = Application.objects.filter(applicant=reader_of(request)).select_related(
        "round", "role_type"
    )
    return render(
        request,
        "designation/mine.html",
        {"designations": designations, "applications": list(applications[:PAGE])},
    )


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """The head's own staff who lead elsewhere; nobody else has such a page."""
    if not reader_of(request).authority.has(*LINE_MANAGERS):
        raise Http404
    page = Paginator(staff_of(reader_of(request)), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "columns": columns(), "rows": [row_of(one) for one in page]}
    return render(request, "designation/staff.html", context)


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
    }
    return render(request, "designation/leaders.html", context)


@require_safe
@permission_required("designation.list_designations", raise_exception=True)
def export_leaders(request: HttpRequest) -> StreamingHttpResponse:
    """Send what is filtered as CSV, with formulas made inert; for managers."""
    response = StreamingHttpResponse(
        csv_lines(leader_rows(filtered(request).qs)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="leaders.csv"'
    return response


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
        "head": {"text": str(one.person), "url": one.get_absolute_url()},
        "cells": [
            {"label": _("School"), "text": str(one.home_school)},
            {"label": _("Role"), "text": str(one.role_type)},
            {"label": _("Areas"), "text": ", ".join(str(area) for area in one.areas.all())},
            {"label": _("Ends"), "text": date_format(one.ends_on, "j F Y")},
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


class SignDesignation(StepView):
    """The leader signs the agreement."""

    model = Designation
    step = "sign"
    form_class = SignForm
    action = staticmethod(actions.sign)
    heading = gettext_lazy("Sign your agreement")
    done = gettext_lazy("Your agreement is signed.")


class TrainDesignation(StepView):
    """The manager records induction and core training."""

    model = Designation
    step = "train"
    form_class = TrainForm
    action = staticmethod(actions.train)
    heading = gettext_lazy("Record induction and core training")
    done = gettext_lazy("The induction and core training are recorded.")


class AssureDesignation(StepView):
    """The head gives the safeguarding assurance, often by a signed link."""

    model = Designation
    step = "assure"
    form_class = AssureForm
    action = staticmethod(actions.assure)
    done = gettext_lazy("Thank you. The assurance is recorded.")
    explains = gettext_lazy(
        "Never send us the certificate itself: your word that it was seen is what counts."
    )

    def get_heading(self) -> str:
        return _("Safeguarding assurance for %(name)s") % {"name": self.case.person}


class PublishDesignation(StepView):
    """The leader chooses whether to stand in the public directory."""

    model = Designation
    step = "publish"
    form_class = PublishForm
    takes_case = True
    action = staticmethod(actions.publish)
    heading = gettext_lazy("The public directory of leaders")
    button = gettext_lazy("Save")
    done = gettext_lazy("Your choice is saved.")


class ActivateDesignation(StepView):
    """The manager activates a leader who has signed and is trained."""

    model = Designation
    step = "activate"
    action = staticmethod(actions.activate)
    heading = gettext_lazy("Activate this designation")
    done = gettext_lazy("The designation is active and the certificate issued.")
    letter = staticmethod(letters.designation_activated)
    explains = gettext_lazy("From now on the leader can be proposed to other schools.")

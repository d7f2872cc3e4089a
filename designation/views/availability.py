"""What leaders offer, when they are away, and the days a term their school gives."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.templatetags.casework import days
from casework.views import FormPage, StepView, reader_of
from designation import actions
from designation.forms.availability import AllowForm, ExcuseForm, OfferForm, SchoolReleaseForm
from designation.models import Absence, Designation, SchoolRelease
from designation.queries.availability import release_of
from directory.models import School


class OfferDesignation(StepView):
    """The leader says on which days, how far and in which language they can work for other schools."""

    model = Designation
    step = "offer"
    form_class = OfferForm
    takes_case = True
    action = staticmethod(actions.offer)
    heading = gettext_lazy("When you are free and what you offer")
    button = gettext_lazy("Save")
    done = gettext_lazy("What you offer is saved, and counts when somebody is looked for.")
    explains = gettext_lazy("How many days a term you may give is your line manager’s to set.")


class ExcuseDesignation(StepView):
    """Days on which the leader is away."""

    model = Designation
    step = "excuse"
    form_class = ExcuseForm
    action = staticmethod(actions.excuse)
    heading = gettext_lazy("Days away")
    button = gettext_lazy("Save")
    done = gettext_lazy("The days away are saved: no visit can be planned on them.")
    explains = gettext_lazy(
        "Visits that are planned already stay. If one falls on these days, agree another day with the school."
    )


class RemoveAbsence(FormPage):
    """Take days away back."""

    form_class = StepView.form_class
    heading = gettext_lazy("Are you there after all?")
    button = gettext_lazy("Remove these days away")
    done = gettext_lazy("The days away are removed.")
    absence: Absence

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        seen = Designation.objects.visible_to(reader_of(request))
        known = Absence.objects.filter(designation__in=seen.values("pk")).select_related("designation")
        self.absence = get_object_or_404(known, pk=kwargs["pk"])
        if not request.user.has_perm("designation.excuse_designation", self.absence.designation):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_intro(self) -> str:
        return self.absence.in_words

    def get_back_url(self) -> str:
        return self.absence.designation.get_absolute_url()

    get_success_url = get_back_url

    def act(self, form) -> None:
        actions.take_back_absence(self.absence, by=reader_of(self.request))


class AllowDesignation(StepView):
    """The line manager sets how many days a term this leader may give."""

    model = Designation
    step = "allow"
    form_class = AllowForm
    takes_case = True
    action = staticmethod(actions.allow)
    button = gettext_lazy("Save")
    done = gettext_lazy("The days a term are set, and the leader has been told.")
    explains = gettext_lazy("Fewer days than are agreed already this term take nothing back.")

    def get_heading(self) -> str:
        return _("Days a term for %(name)s") % {"name": self.case.person}

    def get_success_url(self) -> str:
        return reverse("designation:staff")


def release_row(one: Any) -> dict:
    return {
        "head": {"text": str(one.person), "url": one.get_absolute_url()},
        "cells": [
            {"label": _("Days a term"), "text": days(one.half_days_a_term)},
            {"label": _("Taken this term"), "text": days(one.taken)},
        ],
    }


def release_figures(release: dict) -> list[dict]:
    """Return the three sums of a school: allowed, agreed with its leaders, taken."""
    limit = release["limit"]
    return [
        {"text": _("The school releases"), "value": _("No limit") if limit is None else days(limit)},
        {"text": _("Agreed with its leaders"), "value": days(release["agreed"])},
        {"text": _("Taken this term"), "value": days(release["taken"])},
    ]


class SetRelease(FormPage):
    """The head sets how many days a term the school gives in all, beside what each leader has."""

    form_class = SchoolReleaseForm
    template_name = "designation/school_release.html"
    heading = gettext_lazy("Days a term your school releases")
    done = gettext_lazy("The days a term of your school are set.")
    school: School

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        self.school = get_object_or_404(School, pk=kwargs["pk"])
        if not reader_of(request).has_perm("designation.set_release", self.school):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict:
        known = SchoolRelease.objects.filter(school=self.school).first()
        return {"half_days_a_term": known.half_days_a_term if known else None}

    def get_context_data(self, **context) -> dict:
        release = release_of(self.school)
        limit = release["limit"]
        return super().get_context_data(
            **context,
            school=self.school,
            release=release,
            caption=_("Your leaders this term"),
            columns=[{"text": _("Leader")}, {"text": _("Days a term")}, {"text": _("Taken this term")}],
            rows=[release_row(one) for one in release["leaders"]],
            figures=release_figures(release),
            is_short=limit is not None and limit < release["agreed"],
        )

    def get_back_url(self) -> str:
        return reverse("designation:staff")

    def get_success_url(self) -> str:
        return reverse("designation:school-release", args=[self.school.pk])

    def act(self, form) -> None:
        actions.set_release(self.school, by=reader_of(self.request), **form.cleaned_data)

"""Informal support: the list, its file, one record, and the steps heads take on it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework import letters as casework_letters
from casework.models import Letter
from casework.templatetags.casework import days
from casework.views import CasePage, MakePage, reader_of
from deployments import actions, letters
from deployments.forms.informal import (
    CorrectInformalForm,
    InformalFilters,
    ObjectForm,
    RecordInformalForm,
    WithdrawInformalForm,
)
from deployments.models import InformalSupport
from deployments.views.shared import ListPage, SupportStep, span, state_cell
from designation.views.pipeline import sent_as_file


class InformalList(PermissionRequiredMixin, ListPage):
    """Informal support a person may see, the newest first."""

    permission_required = "deployments.list_informal"
    raise_exception = True
    template_name = "deployments/informal_list.html"
    filters = InformalFilters

    def get_cases(self) -> Any:
        return InformalSupport.objects.visible_to(self.request.user).select_related("school", "home_school")

    def columns(self) -> list[dict]:
        titles = [_("Schools"), _("About"), _("Days"), _("When"), _("State")]
        return [{"text": title} for title in titles]

    def row(self, case: InformalSupport) -> dict:
        return {
            "head": {"text": str(case), "url": case.get_absolute_url()},
            "cells": [
                {"label": _("About"), "text": case.focus},
                {"label": _("Days"), "text": days(case.half_days)},
                {"label": _("When"), "text": span(case)},
                state_cell(_("State"), case),
            ],
        }


@require_safe
@permission_required("deployments.list_informal", raise_exception=True)
def export_informal(request: HttpRequest) -> HttpResponseBase:
    """Send the records a person may see, as they are filtered, as a file."""
    found = InformalSupport.objects.visible_to(reader_of(request)).in_full()
    return sent_as_file(lines_of(InformalFilters(request.GET, queryset=found).qs), "informal", "csv")


def lines_of(found: Iterable[InformalSupport]) -> Iterator[list[object]]:
    """Yield the heading, then one row a record."""
    yield [
        _("Number"), _("School that helped"), _("School supported"), _("Who went"), _("About"), _("Days"), _("From"),
        _("To"), _("State"), _("Recorded by"),
    ]  # fmt: skip
    for one in found:
        yield [
            one.reference, one.home_school, one.school, one.who, one.focus, one.half_days / 2, one.starts_on,
            one.ends_on, one.get_state_display(), one.recorded_by,
        ]  # fmt: skip


class InformalPage(CasePage):
    """One record."""

    model = InformalSupport
    template_name = "deployments/informal_page.html"

    def get_queryset(self):
        return super().get_queryset().in_full()

    def get_context_data(self, **context: Any) -> dict:
        case = self.object
        facts = [
            (_("School that helped"), str(case.home_school)),
            (_("School supported"), str(case.school)),
            (_("Who went"), case.who),
            (_("What it was about"), case.focus),
            (_("Days"), days(case.half_days)),
            (_("When"), span(case)),
            (_("Recorded by"), str(case.recorded_by)),
        ]
        return super().get_context_data(
            **context,
            facts=[{"term": term, "value": value} for term, value in facts],
            next=follows(case),
        )


def follows(support: InformalSupport) -> str:
    """Say what follows of a record as it stands."""
    if support.state == InformalSupport.State.WITHDRAWN:
        return _("Nothing more: the record was withdrawn and does not count.")
    if support.state == InformalSupport.State.OBJECTED:
        return _("It does not count until one of the heads or the alliance puts it right.")
    return _("Nothing more: it counts in the picture of what schools do for each other.")


class RecordInformal(PermissionRequiredMixin, MakePage):
    """Record informal support."""

    permission_required = "deployments.record_informal"
    raise_exception = True
    form_class = RecordInformalForm
    heading = gettext_lazy("Record informal support")
    button = gettext_lazy("Record it")
    intro = gettext_lazy(
        "For help that two heads agreed between themselves. Nobody is asked to agree and nothing is paid; the other "
        "head is told and can put it right."
    )
    done = gettext_lazy("It is recorded, and the other head has been told.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": reader_of(self.request)}

    def make(self, form: forms.Form) -> InformalSupport:
        return actions.record_informal(by=reader_of(self.request), **form.cleaned_data)

    def get_back_url(self) -> str:
        return reverse("deployments:informals")


class CorrectInformal(SupportStep):
    """The record is put right."""

    model, step = InformalSupport, "correct"
    form_class = CorrectInformalForm
    takes_case = True
    action = staticmethod(actions.correct_informal)
    heading = gettext_lazy("Put the record right: %(case)s")
    explains = gettext_lazy("The other head is told. What was objected to counts again.")
    done = gettext_lazy("The record is put right, and the other head has been told.")


class ObjectInformal(SupportStep):
    """A head says that it was not so."""

    model, step = InformalSupport, "object"
    form_class = ObjectForm
    action = staticmethod(actions.object_to_informal)
    heading = gettext_lazy("Was it not so: %(case)s?")
    explains = gettext_lazy(
        "It no longer counts. If only the days or dates are wrong, put the record right instead."
    )
    done = gettext_lazy("It no longer counts. The other head and the alliance have been told.")

    def drafts(self) -> list[Letter]:
        """Return the letters to the others: who objects gets none."""
        with casework_letters.preview() as drafts:
            letters.informal_objected(self.case, by=reader_of(self.request))
        return drafts


class WithdrawInformal(SupportStep):
    """Who recorded it takes it back."""

    model, step = InformalSupport, "withdraw"
    form_class = WithdrawInformalForm
    action = staticmethod(actions.withdraw_informal)
    heading = gettext_lazy("Withdraw the record: %(case)s?")
    explains = gettext_lazy(
        "It no longer counts, and the other head is told why. This cannot be undone. If only something in it is wrong, "
        "put the record right instead."
    )
    done = gettext_lazy("The record is withdrawn, and the other head has been told.")

    def drafts(self) -> list[Letter]:
        """Return the letters to the others: who withdraws it gets none."""
        with casework_letters.preview() as drafts:
            letters.informal_withdrawn(self.case, by=reader_of(self.request))
        return drafts

"""Facilitation of groups: the list, one piece of it, and its steps."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.templatetags.casework import day, hours, money
from casework.views import CasePage, MakePage, reader_of
from deployments import actions, letters
from deployments.forms.facilitations import FacilitationForm, FundFacilitationForm, RefuseFacilitationForm
from deployments.forms.filters import FacilitationFilters
from deployments.models import Facilitation
from deployments.queries.due import acknowledgement_due_on
from deployments.queries.parties import group_speaker
from deployments.views.shared import ListPage, SaysObstacles, SupportStep, presumed, state_cell
from directory.rules import is_manager


class FacilitationList(ListPage):
    """What a person may see of the work with groups, the newest first."""

    template_name = "deployments/facilitation_list.html"
    filters = FacilitationFilters

    def get_cases(self) -> Any:
        return Facilitation.objects.visible_to(self.request.user).in_full()

    def get_context_data(self, **context: Any) -> dict:
        may_record = self.request.user.has_perm("deployments.record_facilitation")
        return super().get_context_data(**context, may_record=may_record)

    def columns(self) -> list[dict]:
        titles = [_("Group"), _("Leader"), _("Lead school of the group"), _("Hours"), _("State")]
        return [{"text": title} for title in titles]

    def row(self, case: Facilitation) -> dict:
        return {
            "head": {"text": f"{case.group}, {day(case.on)}", "url": case.get_absolute_url()},
            "cells": [
                {"label": _("Leader"), "text": str(case.leader)},
                {"label": _("Lead school of the group"), "text": str(case.school)},
                {"label": _("Hours"), "text": hours(case.minutes)},
                state_cell(_("State"), case),
            ],
        }


class FacilitationPage(CasePage):
    """One piece of work with a group."""

    model = Facilitation
    template_name = "deployments/facilitation_page.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().in_full()

    def get_context_data(self, **context: Any) -> dict:
        shows_fund = is_manager(reader_of(self.request))
        return super().get_context_data(
            **context, facts=facts_of(self.object, shows_fund), next=next_for(self.object)
        )


def next_for(case: Facilitation) -> str:
    """Return in a sentence who must do what next."""
    if case.state == Facilitation.State.RECORDED and group_speaker(case, timezone.localdate()) is None:
        return _("Nobody at %(school)s can be asked who is not paid for it. The alliance sees to it.") % {
            "school": case.school
        }
    sentences = {
        Facilitation.State.RECORDED: _(
            "%(school)s says by %(day)s whether this is right. If it says nothing, it counts by itself."
        ),
        Facilitation.State.ACKNOWLEDGED: _("Nothing more: it counts in the claim of the leader's school."),
        Facilitation.State.REFUSED: _("Nothing more: it is not paid."),
    }
    due = day(acknowledgement_due_on(case)) if case.state == Facilitation.State.RECORDED else ""
    return sentences[Facilitation.State(case.state)] % {"school": case.school, "day": due}


def facts_of(case: Facilitation, shows_fund: bool) -> list[dict]:
    facts = [
        (_("Group"), case.group),
        (_("Lead school of the group"), str(case.school)),
        (_("Leader"), f"{case.leader}, {case.home_school}"),
        (_("Day"), day(case.on)),
        (_("Hours"), hours(case.minutes)),
        (_("Paid to the leader's school"), money(case.amount_pence)),
        (_("Paid from"), str(case.fund or "") if shows_fund else ""),
        (_("Purchase order number"), case.purchase_order if shows_fund else ""),
        (_("Acknowledged by"), str(case.acknowledged_by or "")),
        (_("Acknowledged"), presumed(case)),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


class RecordFacilitation(SaysObstacles, MakePage):
    """Record the work with a group."""

    form_class = FacilitationForm
    heading = gettext_lazy("Record the facilitation of a group")
    button = gettext_lazy("Record it")
    done = gettext_lazy("Recorded. This page says who acknowledges it.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("deployments.record_facilitation"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": reader_of(self.request)}

    def get_back_url(self) -> str:
        return reverse("deployments:facilitations")

    def make(self, form: forms.Form) -> Facilitation:
        return actions.record_facilitation(by=reader_of(self.request), **form.cleaned_data)


class AcknowledgeFacilitation(SupportStep):
    """The lead school says that it was so."""

    model, step = Facilitation, "acknowledge"
    action = staticmethod(actions.acknowledge_facilitation)
    heading = gettext_lazy("Acknowledge this work: %(case)s?")
    explains = gettext_lazy(
        "You say that it took place as recorded. The leader's school may then claim for it."
    )
    done = gettext_lazy("Thank you: the work with the group is acknowledged.")


class RefuseFacilitation(SupportStep):
    """The lead school says that it was not so."""

    model, step = Facilitation, "refuse"
    form_class = RefuseFacilitationForm
    action = staticmethod(actions.refuse_facilitation)
    letter = staticmethod(letters.facilitation_refused)
    heading = gettext_lazy("Is this not right: %(case)s?")
    explains = gettext_lazy("Nothing is paid for it. The leader may record it anew.")
    done = gettext_lazy("It is not acknowledged, and the leader has been told.")


class FundFacilitation(SupportStep):
    """The alliance says which fund pays."""

    model, step = Facilitation, "fund"
    form_class = FundFacilitationForm
    takes_case = True
    action = staticmethod(actions.fund_facilitation)
    heading = gettext_lazy("Which fund pays: %(case)s?")
    explains = gettext_lazy(
        "Until the leader's school submits its claim. The fund before gets its money back."
    )
    done = gettext_lazy("It is said from which fund it is paid.")


class DisallowFacilitation(SupportStep):
    """The alliance does not pay what the lead school acknowledged."""

    model, step = Facilitation, "disallow"
    form_class = RefuseFacilitationForm
    action = staticmethod(actions.disallow_facilitation)
    letter = staticmethod(letters.facilitation_disallowed)
    heading = gettext_lazy("Do not pay for this: %(case)s?")
    explains = gettext_lazy(
        "It leaves the claim of the leader's school. The leader, both schools and the alliance read why."
    )
    done = gettext_lazy("It is off the claim, and the leader and the schools have been told.")

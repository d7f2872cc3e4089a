"""A change of what was agreed: its page, and the steps of those who propose it and answer it."""

from typing import Any, cast

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.templatetags.casework import day, days
from casework.views import CasePage, reader_of
from deployments import actions, letters
from deployments.forms.answers import ConsentForm, RefuseForm
from deployments.forms.variations import VaryForm
from deployments.models import Deployment, Variation
from deployments.queries.pages import grid_of, next_for_variation
from deployments.views.shared import SupportStep, span, state_cell


class VariationPage(CasePage):
    """One change: what would be different, why, and who has agreed."""

    model = Variation
    template_name = "deployments/variation_page.html"

    def get_queryset(self):
        return super().get_queryset().in_full()

    def get_context_data(self, **context: Any) -> dict:
        case, person = self.object, reader_of(self.request)
        return super().get_context_data(
            **context,
            deployment=case.deployment,
            parties=grid_of(case, may_read_refusal=person.has_perm("deployments.read_refusal", case)),
            next=next_for_variation(case),
        )


def variation_columns() -> list[dict]:
    titles = (_("Proposed on"), _("Days"), _("When"), _("State"))
    return [{"text": title} for title in titles]


def variation_rows(deployment: Deployment) -> list[dict]:
    """Return the changes of a deployment as rows, the newest first."""
    return [
        {
            "head": {"text": day(one.created_at), "url": one.get_absolute_url()},
            "cells": [
                {"label": _("Days"), "text": days(one.half_days)},
                {"label": _("When"), "text": span(one)},
                state_cell(_("State"), one),
            ],
        }
        for one in deployment.variations.all()
    ]


class VaryDeployment(SupportStep):
    """Somebody proposes new days, dates or funding."""

    model, step = Deployment, "vary"
    form_class = VaryForm
    takes_case = True
    action = staticmethod(actions.vary)
    button = gettext_lazy("Propose this change")
    heading = gettext_lazy("Change what was agreed: %(case)s")
    explains = gettext_lazy(
        "Nothing changes before the leader, the leader's school and the school supported have agreed; they have five "
        "working days. If you are one of them, you agree by proposing. The rate stays as it is."
    )
    done = gettext_lazy("The change is proposed, and the others have been asked.")

    def form_valid(self, form: Form) -> HttpResponse:
        """Propose it; pressed twice, it was proposed the first time, and leads to the same place."""
        is_proposed_already = cast(VaryForm, form).is_proposed_already
        return redirect(self.case) if is_proposed_already else super().form_valid(form)


class ConsentVariation(SupportStep):
    """One party agrees to a change."""

    model, step = Variation, "consent"
    form_class = ConsentForm
    takes_case = True
    action = staticmethod(actions.consent_variation)
    heading = gettext_lazy("Agree? %(case)s")
    explains = gettext_lazy("When the last of those asked has agreed, the change holds and all are told.")
    done = gettext_lazy("You have agreed. Thank you.")


class RefuseVariation(SupportStep):
    """One party says that the change cannot be."""

    model, step = Variation, "refuse"
    form_class = RefuseForm
    action = staticmethod(actions.refuse_variation)
    letter = staticmethod(letters.variation_refused)
    button = gettext_lazy("Refuse this change")
    heading = gettext_lazy("Refuse? %(case)s")
    explains = gettext_lazy(
        "You do not have to agree. What was agreed stays as it was, and the others will read only that the change was "
        "not agreed. This cannot be undone."
    )
    done = gettext_lazy("You have refused. What was agreed stays as it was.")


class CancelVariation(SupportStep):
    """Who proposed a change takes it back."""

    model, step = Variation, "cancel"
    action = staticmethod(actions.cancel_variation)
    letter = staticmethod(letters.variation_cancelled)
    heading = gettext_lazy("Cancel? %(case)s")
    explains = gettext_lazy("What was agreed stays as it was, and the parties are told.")
    done = gettext_lazy("The change is cancelled. What was agreed stays as it was.")

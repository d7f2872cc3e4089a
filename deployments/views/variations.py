"""A change of what was agreed: its page, and the steps of those who propose it and answer it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.templatetags.casework import day, days
from casework.views import CasePage, reader_of
from deployments import actions, letters
from deployments.forms.variations import VaryForm
from deployments.models import Deployment, Variation
from deployments.queries.pages import grid_of, has_been_agreed, next_for_variation
from deployments.rules.consents import own_answers
from deployments.views.answers import ConsentStep, RefuseStep
from deployments.views.hearing import with_hearing
from deployments.views.shared import OnceStep, SupportStep, span, state_cell
from directory.rules import is_manager


class VariationPage(CasePage):
    """One change: what would be different, why, and who has agreed."""

    model = Variation
    template_name = "deployments/variation_page.html"

    def get_queryset(self):
        return super().get_queryset().in_full()

    def get_context_data(self, **context: Any) -> dict:
        case, person = self.object, reader_of(self.request)
        own = None if person.has_perm("deployments.read_refusal", case) else own_answers(person, case)
        return super().get_context_data(
            **context,
            deployment=case.deployment,
            parties=with_hearing(grid_of(case, own), case, person),
            names_all=own is None or has_been_agreed(case),
            next=next_for_variation(case, own),
            why=case.reason if person.has_perm("deployments.read_reasons", case) else "",
            fund=case.fund if case.moves_fund and is_manager(person) else None,
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


class VaryDeployment(OnceStep):
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

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": reader_of(self.request)}


class ConsentVariation(ConsentStep):
    """One party agrees to a change."""

    model = Variation
    action = staticmethod(actions.consent_variation)
    heading = gettext_lazy("Agree? %(case)s")
    explains = gettext_lazy("When the last of those asked has agreed, the change holds and all are told.")


class RefuseVariation(RefuseStep):
    """One party says that the change cannot be."""

    model = Variation
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

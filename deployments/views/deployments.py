"""The page all parties of a deployment share, and the steps they take on it."""

from typing import Any, cast

from django.db.models import Prefetch
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casework.templatetags.casework import day, days, money
from casework.views import CasePage, reader_of
from deployments import actions, letters
from deployments.forms.answers import CancelForm, ConsentForm, RefuseForm
from deployments.forms.endings import CompleteForm, PauseForm, StopForm, WithdrawFromForm
from deployments.forms.filters import DeploymentFilters
from deployments.forms.visits import PlanForm
from deployments.models import Concern, Consent, Deployment, SupportRequest
from deployments.queries.audiences import NAMES
from deployments.queries.pages import grid_of, half_days_used, next_for_deployment, with_agreement
from deployments.queries.progress import objectives_with_course
from deployments.queries.variations import live_variation
from deployments.rates import amount_pence
from deployments.rules import may_see_request
from deployments.views.shared import ListPage, SupportStep, span, state_cell
from deployments.views.variations import variation_columns, variation_rows
from directory.models import Person
from directory.rules import is_manager


class DeploymentList(ListPage):
    """Deployments a person may see, the newest first."""

    template_name = "deployments/deployment_list.html"
    filters = DeploymentFilters

    def get_cases(self) -> Any:
        deployments = Deployment.objects.visible_to(self.request.user)
        return deployments.select_related("designation__person", "school", "home_school")

    def columns(self) -> list[dict]:
        titles = [_("Leader and school"), _("From"), _("Days"), _("When"), _("State")]
        return [{"text": title} for title in titles]

    def row(self, case: Deployment) -> dict:
        return {
            "head": {"text": str(case), "url": case.get_absolute_url()},
            "cells": [
                {"label": _("From"), "text": str(case.home_school)},
                {"label": _("Days"), "text": days(case.half_days)},
                {"label": _("When"), "text": span(case)},
                state_cell(_("State"), case),
            ],
        }


# The rows of a deployment its page shows.
CONSENTS = Prefetch("consents", Consent.objects.select_related("asked_of", "by"))
ROWS = (CONSENTS, "visits", "variations")


class DeploymentPage(CasePage):
    """One deployment: who has agreed, the brief, objectives, visits, what comes next."""

    model = Deployment
    template_name = "deployments/deployment_page.html"

    def get_queryset(self):
        known = (
            "designation__person",
            "school",
            "home_school",
            "request__contact",
            "request__school",
            "proposed_by",
            "fund",
            "looked_after_by",
            "watched__by",
            "carries_on__designation__person",
            "carries_on__school",
            "exit_plan__written_by",
        )
        deployments = super().get_queryset().select_related(*known)
        return with_agreement(deployments.prefetch_related(*ROWS))

    def get_context_data(self, **context: Any) -> dict:
        case, person = self.object, reader_of(self.request)
        visits = list(case.visits.all())
        for visit in visits:
            visit.deployment = case
        return super().get_context_data(
            **context,
            parties=grid_of(case, may_read_refusal=person.has_perm("deployments.read_refusal", case)),
            facts=facts_of(case, shows_need=shows_need(case, person))
            + (for_managers(case) if is_manager(person) else []),
            objectives=objectives_with_course(case),
            plan=getattr(case, "exit_plan", None),
            visits=[visit_row(visit) for visit in visits],
            shows_visits=case.has_come_about or bool(visits),
            visit_columns=[
                {"text": title} for title in (_("Day"), _("Part of the day"), _("Where"), _("State"))
            ],
            used=days(half_days_used(visits)),
            agreed=days(case.half_days),
            next=next_for_deployment(case, visits),
            changes=variation_rows(case),
            change_columns=variation_columns(),
            change=live_variation(case),
            agreement=case.agreement_pk,
            audiences=NAMES,
            concerns=Concern.objects.visible_to(person).filter(deployment=case),
            may_raise=person.has_perm("deployments.raise_concern", case),
            request_answered=case.request if case.request and may_see_request(person, case.request) else None,
        )


def visit_row(visit) -> dict:
    return {
        "head": {"text": day(visit.on), "url": visit.get_absolute_url()},
        "cells": [
            {"label": _("Part of the day"), "text": visit.part.capitalize()},
            {"label": _("Where"), "text": _("Online") if visit.is_online else str(visit.deployment.school)},
            state_cell(_("State"), visit),
        ],
    }


def shows_need(deployment: Deployment, person: Person) -> bool:
    """Say whether the person reads what the school needs: not before all agreed, where the school asked for that."""
    request = deployment.request
    if request is None or request.may_share or deployment.has_come_about:
        return True
    return may_see_request(person, request)


def facts_of(deployment: Deployment, *, shows_need: bool) -> list[dict]:
    """Return a deployment as a summary list: what was asked, what is agreed, what it costs."""
    request = deployment.request
    told = request if shows_need else None
    facts = [
        (_("Leader"), f"{deployment.leader}, {deployment.home_school}"),
        (_("School supported"), f"{deployment.school}, {deployment.school.town}"),
        (_("Need"), told.need if told else ""),
        (_("Wanted at the end"), told.outcomes if told else ""),
        (_("Who will be supported"), told.supported_name if told else ""),
        (_("Contact at the school"), str(request.contact) if request else ""),
        (_("Goes on with"), str(deployment.carries_on or "")),
        (_("Days"), days(deployment.half_days)),
        (
            _("When"),
            span(deployment),
        ),
        (_("Paid to the leader's school"), _paid(deployment)),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def for_managers(deployment: Deployment) -> list[dict]:
    """Return why this leader was chosen, as it was read then, and why what was agreed ended early."""
    language = (get_language() or "en")[:2]
    words = "\n".join(part[3] for part in deployment.match.get("parts", {}).get(language, []))
    facts = [
        (_("Paid from"), str(deployment.fund or "")),
        (_("Purchase order number"), deployment.purchase_order),
        (_("Why this leader"), words),
        (_("Ended early because"), deployment.get_ended_for_display()),
        (_("Looked after by"), str(deployment.looked_after_by or "")),
        (_("Watched because"), watch_note(deployment)),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def watch_note(case: Deployment | SupportRequest) -> str:
    """Return why a manager watches a case, and since when; nothing where nobody does."""
    mark = getattr(case, "watched", None)
    return f"{day(mark.at)}, {mark.by}: {mark.note}" if mark else ""


def _paid(deployment: Deployment) -> str:
    if deployment.rate_pence is None:
        return ""
    total = amount_pence(deployment.half_days, deployment.rate_pence)
    words = _("%(rate)s a day, %(total)s in all")
    return words % {"rate": money(deployment.rate_pence), "total": money(total)}


class ConsentDeployment(SupportStep):
    """One party agrees."""

    model, step = Deployment, "consent"
    form_class = ConsentForm
    takes_case = True
    action = staticmethod(actions.consent)
    heading = gettext_lazy("Agree to %(case)s?")
    explains = gettext_lazy(
        "When the last of the four has agreed, the deployment is agreed and all are told."
    )
    done = gettext_lazy("You have agreed. Thank you.")


class RefuseDeployment(SupportStep):
    """One party says that it cannot be."""

    model, step = Deployment, "refuse"
    form_class = RefuseForm
    action = staticmethod(actions.refuse)
    letter = staticmethod(letters.deployment_refused)
    button = gettext_lazy("Refuse this deployment")
    heading = gettext_lazy("Refuse %(case)s?")
    explains = gettext_lazy(
        "You do not have to agree. The others will read only that it is not available; "
        "the alliance will look for someone else. This cannot be undone."
    )
    done = gettext_lazy("You have refused. The alliance has been told, and will look for someone else.")


class CancelDeployment(SupportStep):
    """The alliance takes a proposal back."""

    model, step = Deployment, "cancel"
    form_class = CancelForm
    action = staticmethod(actions.cancel)
    letter = staticmethod(letters.deployment_cancelled)
    heading = gettext_lazy("Cancel the proposal: %(case)s?")
    explains = gettext_lazy("The request is open again, and the days go back to this term's budgets.")
    done = gettext_lazy("The proposal is cancelled and the request is open again.")


class PlanDeployment(SupportStep):
    """A visit is planned."""

    model, step = Deployment, "plan"
    form_class = PlanForm
    takes_case = True
    action = staticmethod(actions.plan)
    button = gettext_lazy("Plan this visit")
    heading = gettext_lazy("Plan a visit: %(case)s")
    explains = gettext_lazy("The school gets a letter with the day and the place.")
    done = gettext_lazy("The visit is planned and the school has been told.")

    def form_valid(self, form: Form) -> HttpResponse:
        """Plan it; pressed twice, it was planned the first time, and leads to the same place."""
        is_planned_already = cast(PlanForm, form).is_planned_already
        return redirect(self.case) if is_planned_already else super().form_valid(form)


class WithdrawDeployment(SupportStep):
    """One party takes its consent back before the first visit."""

    model, step = Deployment, "withdraw"
    form_class = WithdrawFromForm
    action = staticmethod(actions.withdraw)
    letter = staticmethod(letters.deployment_withdrawn)
    heading = gettext_lazy("Withdraw from what was agreed: %(case)s?")
    explains = gettext_lazy(
        "Planned visits are called off and the days go back to the budgets. The others will read only that it is not "
        "available any more; the alliance will look for someone else. This cannot be undone."
    )
    done = gettext_lazy("You have withdrawn. The alliance has been told, and will look for someone else.")


class PauseDeployment(SupportStep):
    """The work rests until a day."""

    model, step = Deployment, "pause"
    form_class = PauseForm
    action = staticmethod(actions.pause)
    letter = staticmethod(letters.deployment_paused)
    button = gettext_lazy("Pause the work")
    heading = gettext_lazy("Pause the work: %(case)s?")
    explains = gettext_lazy(
        "No visits are planned until it is resumed. Those planned for the days before the one you set are called off; "
        "later ones stay."
    )
    done = gettext_lazy("The work is paused, and the others have been told.")


class ResumeDeployment(SupportStep):
    """Paused work goes on."""

    model, step = Deployment, "resume"
    action = staticmethod(actions.resume)
    letter = staticmethod(letters.deployment_resumed)
    heading = gettext_lazy("Resume the work: %(case)s?")
    explains = gettext_lazy("Visits can be planned again.")
    done = gettext_lazy("The work goes on, and the others have been told.")


class StopDeployment(SupportStep):
    """The alliance ends what was agreed, perhaps in mid-way."""

    model, step = Deployment, "stop"
    form_class = StopForm
    action = staticmethod(actions.stop)
    letter = staticmethod(letters.deployment_stopped)
    heading = gettext_lazy("Stop the work: %(case)s?")
    explains = gettext_lazy(
        "Planned visits are called off and the days not used go back to the budgets; visits that were held are paid. "
        "If the work is done, complete it instead. This cannot be undone."
    )
    done = gettext_lazy("The work is stopped, and the others have been told.")

    def get_success_url(self) -> str:
        """Lead on to who could go on with it, where the request is open again."""
        request = SupportRequest.objects.filter(pk=self.case.request_id, state=SupportRequest.State.OPEN)
        found = request.first()
        return found.page("propose") if found else super().get_success_url()


class CompleteDeployment(SupportStep):
    """The work is done."""

    model, step = Deployment, "complete"
    form_class = CompleteForm
    action = staticmethod(actions.complete)
    letter = staticmethod(letters.deployment_completed)
    heading = gettext_lazy("Is the work done: %(case)s?")
    explains = gettext_lazy(
        "Say what carries on. No more visits can be planned, and the school is asked to evaluate the support."
    )
    done = gettext_lazy("The work is completed. The school has been asked to evaluate it.")


class CloseDeployment(SupportStep):
    """An evaluated deployment is closed."""

    model, step = Deployment, "close"
    action = staticmethod(actions.close)
    letter = staticmethod(letters.deployment_closed)
    heading = gettext_lazy("Close %(case)s?")
    done = gettext_lazy("The deployment and its request are closed.")

"""The list of deployments, and the page all parties of one share."""

from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casework.templatetags.casework import day, days
from casework.views import CasePage, reader_of
from deployments.forms.filters import DeploymentFilters
from deployments.models import Concern, Consent, Deployment
from deployments.queries.audiences import NAMES
from deployments.queries.pages import (
    grid_of,
    half_days_used,
    has_been_agreed,
    next_for_deployment,
    visit_to_speak_about,
    with_agreement,
    with_area_names,
)
from deployments.queries.progress import objectives_with_course
from deployments.queries.shares import shares_read, with_shares
from deployments.queries.variations import live_variation
from deployments.rules.consents import own_answers
from deployments.rules.requests import may_see_request
from deployments.views.hearing import with_hearing
from deployments.views.offers import asked_for, paid, shows_need
from deployments.views.shared import ListPage, shares_words, span, state_cell, watch_note
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


# Steps whose buttons stand beside what they are about.
ELSEWHERE = "hear,message,attach,assign,watch,unwatch"


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
            "objectives_changed_by",
            "fund",
            "looked_after_by",
            "watched__by",
            "carries_on__designation__person",
            "carries_on__school",
            "exit_plan__written_by",
        )
        deployments = super().get_queryset().select_related(*known)
        return with_shares(with_area_names(with_agreement(deployments.prefetch_related(*ROWS))))

    def get_context_data(self, **context: Any) -> dict:
        case, person = self.object, reader_of(self.request)
        visits, change = list(case.visits.all()), live_variation(case)
        own = None if person.has_perm("deployments.read_refusal", case) else own_answers(person, case)
        for visit in visits:
            visit.deployment = case
        return super().get_context_data(
            **context,
            parties=with_hearing(grid_of(case, own), case, person),
            names_all=own is None or has_been_agreed(case),
            facts=facts_of(case, shows_need=shows_need(case, person))
            + ways_to_reach(case, person)
            + (for_managers(case) if is_manager(person) else []),
            objectives=objectives_with_course(case, timezone.localdate()),
            plan=getattr(case, "exit_plan", None),
            visits=[visit_row(visit) for visit in visits],
            shows_visits=case.has_come_about or bool(visits),
            visit_columns=[
                {"text": title} for title in (_("Day"), _("Part of the day"), _("Where"), _("State"))
            ],
            used=days(half_days_used(visits)),
            agreed=days(case.half_days),
            next=next_for_deployment(case, visits, own),
            changes=variation_rows(case),
            change_columns=variation_columns(),
            change=change,
            elsewhere=ELSEWHERE + (",vary" if change else ""),
            visit_next=visit_to_speak_about(case, visits),
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


def facts_of(deployment: Any, *, shows_need: bool) -> list[dict]:
    """Return a deployment, read `with_shares`, as a summary list: what was asked, what is agreed, what it costs."""
    request = deployment.request
    told = request if shows_need else None
    facts = [
        (_("Leader"), f"{deployment.leader}, {deployment.home_school}"),
        (_("School supported"), f"{deployment.school}, {deployment.school.town}"),
        *asked_for(request, (deployment.area_names or "").splitlines()),
        (_("Need"), told.need if told else ""),
        (_("Wanted at the end"), told.outcomes if told else ""),
        (_("Who will be supported"), told.supported if told else ""),
        (_("Contact at the school"), request.contact_called if request else ""),
        (_("Goes on with"), str(deployment.carries_on or "")),
        (_("Days"), days(deployment.half_days)),
        (
            _("When"),
            span(deployment),
        ),
        (
            _("Counts in"),
            shares_words(shares_read(deployment.held_of_terms)),
        ),
        (_("Paid to the leader's school"), paid(deployment, deployment.half_days)),
        (_("Who pays"), deployment.payer),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def ways_to_reach(deployment: Deployment, reader: Person) -> list[dict]:
    """Return how leader and school reach each other, from the agreement on, for the parties and managers alone."""
    if not deployment.has_come_about or not reader.has_perm("deployments.reach_deployment", deployment):
        return []
    return [
        {"term": _("Reach the leader"), "value": deployment.leader.ways},
        {"term": _("Reach the school"), "value": deployment.contact_ways},
    ]


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

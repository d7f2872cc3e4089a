"""What a school is owed: its claims, their lines, and the steps to payment."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.templatetags.casework import day, days, money
from casework.views import CasePage
from deployments import actions, letters
from deployments.forms.claims import PayClaimForm, QueryClaimForm, SubmitClaimForm
from deployments.forms.filters import ClaimFilters
from deployments.models import Claim
from deployments.queries.pages import agreed_documents, next_for_claim
from deployments.views.shared import ListPage, SupportStep, state_cell


class ClaimList(ListPage):
    """The claims of a person's schools; for managers and finance those of all."""

    template_name = "deployments/claim_list.html"
    filters = ClaimFilters

    def get_cases(self) -> Any:
        return Claim.objects.visible_to(self.request.user).select_related("school")

    def columns(self) -> list[dict]:
        titles = [_("School"), _("Term from"), _("Amount"), _("State")]
        return [{"text": title, "number": title == _("Amount")} for title in titles]

    def row(self, case: Claim) -> dict:
        return {
            "head": {"text": f"{case.school} · {case.reference}", "url": case.get_absolute_url()},
            "cells": [
                {"label": _("Term from"), "text": day(case.term_starts_on)},
                {"label": _("Amount"), "text": money(case.total_pence), "number": True},
                state_cell(_("State"), case),
            ],
        }


class ClaimPage(CasePage):
    """One claim with its lines: every acknowledged visit, its days, rate and amount."""

    model = Claim
    template_name = "deployments/claim_page.html"

    def get_queryset(self):
        return super().get_queryset().select_related("school", "submitted_by", "approved_by")

    def get_context_data(self, **context: Any) -> dict:
        claim = self.object
        lines = claim.lines.select_related(
            "visit__leader", "visit__deployment__school", "visit__acknowledged_by"
        )
        titles = [_("Visit"), _("Leader"), _("School supported"), _("Acknowledged by")]
        titles += [_("Days"), _("Rate a day"), _("Amount")]
        return super().get_context_data(
            **context,
            facts=facts_of(claim),
            columns=[{"text": title, "number": at > 3} for at, title in enumerate(titles)],
            rows=[line_row(line) for line in lines],
            documents=agreed_documents(claim),
            next=next_for_claim(claim),
        )


def facts_of(claim: Claim) -> list[dict]:
    facts = [
        (_("School"), str(claim.school)),
        (_("Term from"), day(claim.term_starts_on)),
        (_("Total"), money(claim.total_pence)),
        (_("Invoice number"), claim.invoice_number),
        (_("Submitted by"), str(claim.submitted_by or "")),
        (_("Approved by"), str(claim.approved_by or "")),
        (_("Paid on"), day(claim.paid_on)),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def line_row(line) -> dict:
    visit = line.visit
    return {
        "head": {"text": day(visit.on)},
        "cells": [
            {"label": _("Leader"), "text": str(visit.leader)},
            {"label": _("School supported"), "text": str(visit.deployment.school)},
            {"label": _("Acknowledged by"), "text": str(visit.acknowledged_by or _("By itself"))},
            {"label": _("Days"), "text": days(line.half_days), "number": True},
            {"label": _("Rate a day"), "text": money(line.rate_pence), "number": True},
            {"label": _("Amount"), "text": money(line.amount_pence), "number": True},
        ],
    }


class SubmitClaim(SupportStep):
    """The school sends its claim."""

    model, step = Claim, "submit"
    form_class = SubmitClaimForm
    takes_case = True
    action = staticmethod(actions.submit_claim)
    letter = staticmethod(letters.claim_submitted)
    heading = gettext_lazy("Submit this claim?")
    explains = gettext_lazy("Visits acknowledged after this go to the next claim.")
    done = gettext_lazy("The claim is submitted.")


class ApproveClaim(SupportStep):
    """The alliance approves a claim."""

    model, step = Claim, "approve"
    action = staticmethod(actions.approve_claim)
    letter = staticmethod(letters.claim_approved)
    heading = gettext_lazy("Approve this claim?")
    explains = gettext_lazy("Its lines are locked and the statement is made. This cannot be undone.")
    done = gettext_lazy("The claim is approved. The statement is being made.")


class QueryClaim(SupportStep):
    """The alliance sends a claim back with a question."""

    model, step = Claim, "query"
    form_class = QueryClaimForm
    action = staticmethod(actions.query_claim)
    letter = staticmethod(letters.claim_queried)
    button = gettext_lazy("Send it back with this question")
    heading = gettext_lazy("Query this claim?")
    explains = gettext_lazy("The school reads your question and submits the claim again.")
    done = gettext_lazy("The claim is sent back with your question.")


class PayClaim(SupportStep):
    """The alliance records the payment."""

    model, step = Claim, "pay"
    form_class = PayClaimForm
    action = staticmethod(actions.pay_claim)
    letter = staticmethod(letters.claim_paid)
    heading = gettext_lazy("Record this claim as paid?")
    done = gettext_lazy("The payment is recorded and the school has been told.")

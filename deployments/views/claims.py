"""What a school is owed: its claims, their lines, and the steps to payment."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.templatetags.casework import day, days, hours, money
from casework.views import CasePage, reader_of
from deployments import actions, letters
from deployments.forms.claims import (
    AdjustClaimForm,
    CorrectClaimForm,
    PayClaimForm,
    QueryClaimForm,
    SubmitClaimForm,
    UnpayClaimForm,
)
from deployments.forms.filters import ClaimFilters
from deployments.models import Claim, ClaimLine
from deployments.models.claims import CLAIMANTS
from deployments.queries.charges import charged_lines, charges_of, sums_of
from deployments.queries.owing import money_due
from deployments.queries.pages import agreed_documents, next_for_claim
from deployments.views.charges import charge_columns, charge_row
from deployments.views.shared import ListPage, SupportStep, state_cell

NEWEST = 10  # of what a school pays itself; all of it stands on a page of its own


class ClaimList(ListPage):
    """The claims of a person's schools; for managers and finance those of all."""

    template_name = "deployments/claim_list.html"
    filters = ClaimFilters

    def get_cases(self) -> Any:
        return Claim.objects.visible_to(self.request.user).select_related("school")

    def get_context_data(self, **context: Any) -> dict:
        person, authority = reader_of(self.request), reader_of(self.request).authority
        figures, charges = [], []
        if authority.has(*CLAIMANTS):
            figures = [
                {"value": money(pence), "text": text}
                for text, pence in money_due(authority.school_ids(*CLAIMANTS))
            ]
            owed = sums_of(charged_lines(authority.school_ids(*CLAIMANTS)))
            charges = [charge_row(one) for one in charges_of(owed[:NEWEST])]
        return super().get_context_data(
            **context,
            figures=figures,
            charge_columns=charge_columns(),
            charges=charges,
            may_pay=person.has_perm("deployments.pay_claims"),
        )

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
        lines = list(claim.lines.in_full())
        shows_fund = reader_of(self.request).has_perm("deployments.read_funds")
        titles = [_("Day"), _("Leader"), _("For whom"), _("Acknowledged by")]
        titles += [_("Days"), _("Rate a day"), _("Amount")]
        adjusted = [_("Adjustment"), _("Of claim"), _("For whom"), _("Why"), _("Amount")]
        payer = [{"text": _("Paid from")}] if shows_fund else []
        return super().get_context_data(
            **context,
            facts=facts_of(claim) + orders_of(claim, lines) + brokerage_of(lines),
            columns=[{"text": title, "number": at > 3} for at, title in enumerate(titles)] + payer,
            rows=[line_row(line, shows_fund) for line in lines if not line.corrects_id],
            adjusted_columns=[{"text": title, "number": at > 3} for at, title in enumerate(adjusted)] + payer,
            adjustments=[adjustment_row(line, shows_fund) for line in lines if line.corrects_id],
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


def orders_of(claim: Claim, lines: list[ClaimLine]) -> list[dict]:
    """Return under which purchase order each fund pays, and that of the rest."""
    named = _("Purchase order number of %(fund)s")
    numbers = {one.fund_id: one.number for one in claim.orders.all()}
    return [
        {
            "term": named % {"fund": part.fund} if part.fund else _("Purchase order number"),
            "value": part.orders,
        }
        for part in claim.parted(lines, numbers)
        if part.orders
    ]


def brokerage_of(lines: list[ClaimLine]) -> list[dict]:
    """Return what the funds pay the alliance on top of these lines; nothing where they pay none."""
    pence = sum(line.brokerage_pence for line in lines)
    words = _("%(amount)s, paid by the fund besides: nothing is taken from the amounts above.")
    if pence < 0:
        words = _("%(amount)s: what the alliance kept of it goes back to the fund.")
    return [{"term": _("Brokerage"), "value": words % {"amount": money(pence)}}] if pence else []


def adjustment_row(line: ClaimLine, shows_fund: bool) -> dict:
    corrected: Any = line.corrects
    return {
        "head": {"text": day(line.on)},
        "cells": [
            {
                "label": _("Of claim"),
                "text": corrected.claim.reference,
                "url": corrected.claim.get_absolute_url(),
            },
            {"label": _("For whom"), "text": for_whom(line)},
            {"label": _("Why"), "text": line.reason},
            {"label": _("Amount"), "text": money(line.amount_pence), "number": True},
            *payer_cell(line, shows_fund),
        ],
    }


def line_row(line: ClaimLine, shows_fund: bool) -> dict:
    return {
        "head": {"text": day(line.on)},
        "cells": [
            {"label": _("Leader"), "text": str(line.source.leader)},
            {"label": _("For whom"), "text": for_whom(line)},
            {"label": _("Acknowledged by"), "text": str(line.acknowledged_by or _("By itself"))},
            {"label": _("Days"), "text": worked(line), "number": True},
            {"label": _("Rate a day"), "text": money(line.rate_pence), "number": True},
            {"label": _("Amount"), "text": money(line.amount_pence), "number": True},
            *payer_cell(line, shows_fund),
        ],
    }


def for_whom(line: ClaimLine) -> str:
    """Return the school supported, or the group that was facilitated with its lead school."""
    school = line.source.school
    words = _("Facilitation: %(group)s, %(school)s")
    return words % {"group": line.group, "school": school} if line.group else str(school)


def payer_cell(line: ClaimLine, shows_fund: bool) -> list[dict]:
    return [{"label": _("Paid from"), "text": str(line.fund or "")}] if shows_fund else []


def worked(line: ClaimLine) -> str:
    """Return how long the work was: in days, or in hours where somebody said so."""
    return days(line.half_days) if line.minutes is None else hours(line.minutes)


class SubmitClaim(SupportStep):
    """The school sends its claim."""

    model, step = Claim, "submit"
    form_class = SubmitClaimForm
    takes_case = True
    action = staticmethod(actions.submit_claim)
    letter = staticmethod(letters.claim_submitted)
    heading = gettext_lazy("Submit this claim for %(total)s?")
    explains = gettext_lazy("Work acknowledged after this goes to the next claim.")
    done = gettext_lazy("The claim is submitted.")

    def get_heading(self) -> str:
        return str(self.heading) % {"total": money(self.case.total_pence)}


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


class CorrectClaim(SupportStep):
    """The school answers the question, mends what was wrong and submits the claim again."""

    model, step = Claim, "correct"
    form_class = CorrectClaimForm
    takes_case = True
    action = staticmethod(actions.correct_claim)
    letter = staticmethod(letters.claim_corrected)
    button = gettext_lazy("Submit it again")
    heading = gettext_lazy("Answer the question about this claim")
    done = gettext_lazy("Your answer is sent, and the claim is submitted again.")


class AdjustClaim(SupportStep):
    """The alliance puts right a line of an approved claim."""

    model, step = Claim, "adjust"
    form_class = AdjustClaimForm
    takes_case = True
    action = staticmethod(actions.adjust_claim)
    letter = staticmethod(letters.claim_adjusted)
    button = gettext_lazy("Adjust this line")
    heading = gettext_lazy("Adjust a line of this claim")
    explains = gettext_lazy(
        "This claim and its statement stay as they are. The adjustment is a line of the school's next claim."
    )
    done = gettext_lazy("The adjustment stands on the school's next claim, and the school has been told.")


class PayClaim(SupportStep):
    """The alliance records the payment."""

    model, step = Claim, "pay"
    form_class = PayClaimForm
    takes_case = True
    action = staticmethod(actions.pay_claim)
    letter = staticmethod(letters.claim_paid)
    heading = gettext_lazy("Record this claim as paid?")
    done = gettext_lazy("The payment is recorded and the school has been told.")

    def get_initial(self) -> dict:
        return {"paid_on": timezone.localdate()}


class UnpayClaim(SupportStep):
    """The alliance takes back the record of a payment."""

    model, step = Claim, "unpay"
    form_class = UnpayClaimForm
    action = staticmethod(actions.unpay_claim)
    letter = staticmethod(letters.claim_unpaid)
    heading = gettext_lazy("Was this claim not paid?")
    explains = gettext_lazy("The claim stands among those to pay again. Record the right day there.")
    done = gettext_lazy("The record of the payment is taken back, and the school has been told.")

"""The finance officer pays: the claims approved, as a file for the bank, and many recorded as paid in one step."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from casework.templatetags.casework import day, money
from casework.views import FormPage, reader_of
from deployments import actions
from deployments.documents import payment_rows
from deployments.forms.claims import PayClaimsForm
from deployments.queries.owing import orders_of, to_pay
from deployments.rates import total_pence
from designation.views.pipeline import sent_as_file

MOST = 100  # more at once nobody reads before pressing


class PayClaims(PermissionRequiredMixin, FormPage):
    """The approved claims to read, with invoice and order number; those ticked are recorded as paid on one day."""

    permission_required = "deployments.pay_claims"
    raise_exception = True
    template_name = "deployments/claims_pay.html"
    form_class = PayClaimsForm
    heading = gettext_lazy("Claims to pay")
    button = gettext_lazy("Record these as paid")

    def get_form_kwargs(self) -> dict:
        # Of those ticked only, so that a claim approved meanwhile is not paid unread.
        return super().get_form_kwargs() | {"claims": to_pay()}

    def get_initial(self) -> dict:
        return {"paid_on": timezone.localdate()}

    def get_back_url(self) -> str:
        return reverse("deployments:claims")

    def get_success_url(self) -> str:
        return reverse("deployments:claims-pay")

    def get_context_data(self, **context: Any) -> dict:
        claims = list(to_pay()[:MOST])
        orders = orders_of(claims)
        titles = [_("School"), _("Approved"), _("Invoice number"), _("Purchase order number"), _("Amount")]
        return super().get_context_data(
            **context,
            columns=[{"text": title, "number": at == 4} for at, title in enumerate(titles)],
            rows=[claim_row(claim, orders[claim.pk]) for claim in claims],
            total=money(total_pence([claim.total_pence for claim in claims])),
        )

    def act(self, form: forms.Form) -> None:
        chosen = list(form.cleaned_data["claims"])
        paid = actions.pay_claims(chosen, by=reader_of(self.request), paid_on=form.cleaned_data["paid_on"])
        said = ngettext(
            "%(count)d claim is recorded as paid: %(total)s. The school has been told.",
            "%(count)d claims are recorded as paid: %(total)s. The schools have been told.",
            len(paid),
        )
        total = money(total_pence([claim.total_pence for claim in paid]))
        messages.success(self.request, said % {"count": len(paid), "total": total})
        if len(paid) < len(chosen):
            messages.warning(self.request, _("Some had been paid by somebody else meanwhile."))


def claim_row(claim: Any, order: str) -> dict:
    return {
        "head": {"text": f"{claim.school} · {claim.reference}", "url": claim.get_absolute_url()},
        "cells": [
            {"label": _("Approved"), "text": day(claim.state_at)},
            {"label": _("Invoice number"), "text": claim.invoice_number},
            {"label": _("Purchase order number"), "text": order},
            {"label": _("Amount"), "text": money(claim.total_pence), "number": True},
        ],
    }


@require_safe
@permission_required("deployments.pay_claims", raise_exception=True)
def export_claims(request: HttpRequest) -> HttpResponseBase:
    """Download the claims to pay, one a row, as a file for whoever pays."""
    claims = list(to_pay())
    return sent_as_file(payment_rows(claims, orders_of(claims)), "claims", "csv")

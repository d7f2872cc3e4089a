"""The finance officer pays: the claims approved, as a file for the bank, and many recorded as paid in one step."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
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
from deployments.models import Claim
from deployments.queries.owing import (
    days_of_payment,
    orders_of,
    owed_back,
    paid_on,
    parts_of,
    to_pay,
    to_pay_by,
)
from deployments.rates import total_pence
from designation.forms.bulk import keys_of
from designation.views.pipeline import sent_as_file
from directory.models import School

DAYS = 6  # of payment whose files are offered again
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
        return super().get_form_kwargs() | {"claims": to_pay_by(reader_of(self.request))}

    def get_initial(self) -> dict:
        return {"paid_on": timezone.localdate()}

    def get_back_url(self) -> str:
        return reverse("deployments:claims")

    def get_success_url(self) -> str:
        return reverse("deployments:claims-pay")

    def get_context_data(self, **context: Any) -> dict:
        claims = list(to_pay_by(reader_of(self.request))[:MOST])
        orders, ticked = orders_of(claims), self.ticked()
        titles = [_("School"), _("Approved"), _("Invoice number"), _("Purchase order number"), _("Amount")]
        return super().get_context_data(
            **context,
            columns=[{"text": title, "number": at == 4} for at, title in enumerate(titles)],
            rows=[
                claim_row(claim, orders[claim.pk]) | {"ticked": ticked is None or claim.pk in ticked}
                for claim in claims
            ],
            total=sum_of(claims),
            by_school=by_school(claims),
            added_up=[claim for claim in claims if ticked is None or claim.pk in ticked],
            ticked=sum_of([claim for claim in claims if ticked is None or claim.pk in ticked]),
            paid=[{"day": paid, "url": file_of(paid)} for paid in days_of_payment(DAYS)],
            owed_columns=[{"text": _("School")}, {"text": _("Owed"), "number": True}],
            owed=[owed_row(claim) for claim in owed_back()[:MOST]],
        )

    def ticked(self) -> list[int] | None:
        """Return the keys of the claims ticked when the page was sent; None for all, as the address asks."""
        if self.request.GET.get("all"):
            return None
        return keys_of(self.request.POST.getlist("claims"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add up those ticked without paying them, where that was asked for."""
        if "add_up" in request.POST:
            form = self.form_class(initial=self.get_initial(), claims=to_pay_by(reader_of(self.request)))
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

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


def sum_of(claims: list[Claim]) -> str:
    return money(total_pence([claim.total_pence for claim in claims]))


def by_school(claims: list[Claim]) -> list[dict]:
    """Return what each school is to be paid in all."""
    found: dict[School, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.school, []).append(claim)
    return [{"term": str(school), "value": sum_of(theirs)} for school, theirs in found.items()]


def claim_row(claim: Any, order: str) -> dict:
    return {
        "key": claim.pk,
        "head": {"text": f"{claim.school} · {claim.reference}", "url": claim.get_absolute_url()},
        "cells": [
            {"label": _("Approved"), "text": day(claim.state_at)},
            {"label": _("Invoice number"), "text": claim.invoice_number},
            {"label": _("Purchase order number"), "text": order},
            {"label": _("Amount"), "text": money(claim.total_pence), "number": True},
        ],
    }


def file_of(paid: date) -> str:
    """Return where the file of a day's payments is."""
    return f"{reverse('deployments:claims-export')}?paid_on={paid.isoformat()}"


def owed_row(claim: Any) -> dict:
    owed = {"label": _("Owed"), "text": money(-claim.total_pence), "number": True}
    return {
        "head": {"text": f"{claim.school} · {claim.reference}", "url": claim.get_absolute_url()},
        "cells": [owed],
    }


@require_safe
@permission_required("deployments.pay_claims", raise_exception=True)
def export_claims(request: HttpRequest) -> HttpResponseBase:
    """Download the claims to pay as a file for whoever pays, or with `paid_on` those paid on a day; a row a fund."""
    claims = list(paid_on(_day_of(request)) if "paid_on" in request.GET else to_pay())
    return sent_as_file(payment_rows(parts_of(claims)), "claims", "csv")


def _day_of(request: HttpRequest) -> date:
    """Return the day in the address; raise Http404 where it is none."""
    try:
        return date.fromisoformat(request.GET["paid_on"])
    except ValueError as wrong:
        raise Http404 from wrong

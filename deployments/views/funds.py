"""How the money stands: the funds, one fund with the work it pays for, and what managers say about them."""

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, TemplateView

from casework.templatetags.casework import day, days, money
from casework.views import FormPage, MakePage, reader_of
from deployments import actions
from deployments.forms.funds import AboutFundForm, FundForm
from deployments.models import Deployment, Fund
from deployments.queries.amendments import changes_of
from deployments.queries.funds import Figures, figures_of, with_figures
from deployments.views.shared import PAGE, SaysObstacles, SupportStep, state_cell
from directory.rules import is_manager


class FundList(PermissionRequiredMixin, TemplateView):
    """Every fund with what is left of it, the newest first."""

    permission_required = "deployments.read_funds"
    raise_exception = True
    template_name = "deployments/fund_list.html"

    def get_context_data(self, **context: Any) -> dict:
        funds = with_figures(Fund.objects.visible_to(reader_of(self.request)))
        page = Paginator(funds, PAGE).get_page(self.request.GET.get("page"))
        titles = [
            _("Fund"), _("Who pays"), _("Allocated"), _("Proposed"), _("Agreed"), _("Delivered"), _("Claimed"),
            _("Paid"), _("Left"),
        ]  # fmt: skip
        columns = [{"text": title, "number": at > 1} for at, title in enumerate(titles)]
        return super().get_context_data(
            **context, page=page, columns=columns, rows=[fund_row(fund) for fund in page]
        )


def fund_row(fund: Fund) -> dict:
    figures = figures_of(fund)
    amounts = [
        (_("Allocated"), figures.allocated),
        (_("Proposed"), figures.proposed),
        (_("Agreed"), figures.agreed),
        (_("Delivered"), figures.delivered),
        (_("Claimed"), figures.claimed),
        (_("Paid"), figures.paid),
        (_("Left"), figures.remaining),
    ]
    return {
        "head": {"text": str(fund), "url": fund.get_absolute_url()},
        "cells": [
            {"label": _("Who pays"), "text": fund.payer},
            *({"label": label, "text": money(pence), "number": True} for label, pence in amounts),
        ],
    }


class FundPage(DetailView):
    """One fund: its figures as bars with their words, what it keeps for brokerage, and the work it pays for."""

    template_name = "deployments/fund_page.html"
    context_object_name = "fund"

    def get_queryset(self) -> Any:
        return with_figures(Fund.objects.visible_to(reader_of(self.request)))

    def get_context_data(self, **context: Any) -> dict:
        fund = self.object
        figures = figures_of(fund)
        work = fund.deployments.select_related("designation__person", "school")
        page = Paginator(work, PAGE).get_page(self.request.GET.get("page"))
        titles = [_("Leader and school"), _("Days"), _("State"), _("Held by the fund")]
        columns = [{"text": title, "number": at == 3} for at, title in enumerate(titles)]
        groups = fund.facilitations.in_full().exclude(held_pence=0)[:PAGE]
        return super().get_context_data(
            **context,
            group_columns=[{"text": _("Group")}, {"text": _("Held by the fund"), "number": True}],
            groups=[group_row(one) for one in groups],
            facts=facts_of(fund, figures),
            bars=bars_of(figures),
            changes=changes_of(fund),
            page=page,
            columns=columns,
            rows=[deployment_row(one, leads_there=is_manager(reader_of(self.request))) for one in page],
        )


def facts_of(fund: Fund, figures: Figures) -> list[dict]:
    span = _("%(first)s to %(last)s") % {"first": day(fund.starts_on), "last": day(fund.ends_on)}
    facts = [
        (_("Who pays"), fund.payer),
        (_("For work that begins"), span),
        (_("Brokerage"), brokerage_in_words(fund)),
        (_("Brokerage of the work delivered"), money(figures.brokerage)),
        (_("Purchase order number"), _("Every claim needs one.") if fund.needs_order else _("Not needed")),
    ]
    return [{"term": term, "value": value} for term, value in facts]


def brokerage_in_words(fund: Fund) -> str:
    """Say what the alliance gets of a fund, on top of what the leader's school is paid or out of it."""
    if fund.brokerage == Fund.Brokerage.INSIDE:
        words = _("%(share)s%% of the day rate; the leader's school is paid the rest of it")
        return words % {"share": f"{fund.brokerage_share / 100:g}"}
    if fund.brokerage == Fund.Brokerage.SHARE:
        words = _("%(share)s%% of what the leader's school is paid, on top of it")
        return words % {"share": f"{fund.brokerage_share / 100:g}"}
    if fund.brokerage == Fund.Brokerage.DAY:
        return _("%(amount)s a day, on top of what the leader's school is paid") % {
            "amount": money(fund.brokerage_pence)
        }
    return _("None")


def bars_of(figures: Figures) -> list[dict]:
    """Return the figures as bars, each a share of what is allocated."""
    named = [
        (_("Allocated"), figures.allocated),
        (_("Proposed, waiting for answers"), figures.proposed),
        (_("Agreed"), figures.agreed),
        (_("Delivered: acknowledged by the school"), figures.delivered),
        (_("Claimed"), figures.claimed),
        (_("Paid"), figures.paid),
        (_("Left"), figures.remaining),
    ]
    whole = figures.allocated or 1
    return [
        {"label": label, "value": money(pence), "share": min(max(100 * pence // whole, 0), 100)}
        for label, pence in named
    ]


def deployment_row(deployment: Any, *, leads_there: bool) -> dict:
    """Return a deployment as a row; finance officers read what it costs, and not the case itself."""
    return {
        "head": {"text": str(deployment), "url": deployment.get_absolute_url() if leads_there else ""},
        "cells": [
            {"label": _("Days"), "text": days(deployment.half_days)},
            state_cell(_("State"), deployment),
            {"label": _("Held by the fund"), "text": money(deployment.held_pence), "number": True},
        ],
    }


def group_row(facilitation: Any) -> dict:
    held = {"label": _("Held by the fund"), "text": money(facilitation.held_pence), "number": True}
    return {"head": {"text": str(facilitation), "url": facilitation.get_absolute_url()}, "cells": [held]}


class FundDeployment(SupportStep):
    """The alliance says which fund pays."""

    model, step = Deployment, "fund"
    form_class = FundForm
    takes_case = True
    action = staticmethod(actions.fund)
    button = gettext_lazy("Save")
    heading = gettext_lazy("Who pays for %(case)s?")
    explains = gettext_lazy(
        "The fund keeps what this may cost from now; another one gets its money back. While a proposal waits for "
        "answers another payer is a change of its terms; once it is agreed the school is told, and pays no more than "
        "it agreed to."
    )
    done = gettext_lazy("It is saved who pays.")


class AboutFund(PermissionRequiredMixin, SaysObstacles):
    """What a fund says of itself is typed; what stands in the way is said beside the form."""

    raise_exception = True


class MakeFund(AboutFund, MakePage):
    """A new fund."""

    permission_required = "deployments.make_fund"
    form_class = AboutFundForm
    heading = gettext_lazy("Make a fund")
    intro = gettext_lazy("A fund is never overdrawn: work is proposed only where it has enough left.")
    button = gettext_lazy("Make this fund")
    done = gettext_lazy("The fund is made. Work can be paid from it from now.")

    def get_back_url(self) -> str:
        return reverse("deployments:funds")

    def make(self, form: forms.Form) -> Fund:
        return actions.make_fund(by=reader_of(self.request), **form.cleaned_data)


class AmendFund(AboutFund, FormPage):
    """What a fund says of itself is changed; what stood before is kept on its page."""

    permission_required = "deployments.amend_fund"
    form_class = AboutFundForm
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved. What stood there before is kept on this page.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the fund, and ask who."""
        self.fund = get_object_or_404(Fund.objects.visible_to(reader_of(request)), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_heading(self) -> str:
        return _("Change the fund: %(fund)s") % {"fund": self.fund}

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"fund": self.fund}

    def get_back_url(self) -> str:
        return self.fund.get_absolute_url()

    get_success_url = get_back_url

    def act(self, form: forms.Form) -> None:
        actions.amend_fund(self.fund, by=reader_of(self.request), **form.cleaned_data)

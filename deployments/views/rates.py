"""What a day is paid: the rates by whom they are for, a new one, and one taken back before it holds."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.templatetags.casework import day, hours, money
from casework.views import FormPage, MakePage, reader_of
from casework.views.steps import ConfirmForm
from deployments import actions
from deployments.forms.rates import RateForm
from deployments.models import Fund, Rate
from deployments.queries.amendments import Changed, changes_of_rates
from deployments.queries.rates import Dated, funds_with_brokerage, rate_after, rates_by_key, roles_by_rate
from deployments.rates import amount_pence, minutes_pence
from deployments.views.funds import AboutFund, brokerage_in_words
from designation.models import RoleType
from directory.calendar import said


class RateList(PermissionRequiredMixin, TemplateView):
    """Every rate with its days, what follows from it, who is paid it, and what funds pay for brokering besides."""

    permission_required = "deployments.read_rates"
    raise_exception = True
    template_name = "deployments/rate_list.html"

    def get_context_data(self, **context: Any) -> dict:
        today, person = timezone.localdate(), reader_of(self.request)
        may_make = person.has_perm("deployments.make_rate")
        titles = [
            _("From"),
            _("To"),
            _("A day"),
            _("Half a day"),
            _("An hour"),
            _("Hours in a day"),
            _("Who says so"),
        ]
        return super().get_context_data(
            **context,
            columns=[{"text": title, "number": 1 < at < 6} for at, title in enumerate([*titles, _("State")])],
            kinds=[kind_of(key, dated, may_make) for key, dated in rates_by_key(today).items()],
            role_columns=[{"text": _("Role")}, {"text": _("Rate")}],
            roles=[role_row(role) for role in roles_by_rate()],
            fund_columns=[{"text": _("Fund")}, {"text": _("Brokerage")}],
            funds=[fund_row(fund) for fund in funds_with_brokerage(today)],
            changes=[change_line(one) for one in changes_of_rates()],
        )


def kind_of(key: Rate.Key, dated: list[Dated], may_drop: bool) -> dict:
    """Return the rates of one kind as a table, and those that may be taken back as links."""
    ahead = [one.rate for one in dated if one.is_ahead and may_drop]
    return {
        "title": key.label,
        "rows": [rate_row(one) for one in dated],
        "ahead": [
            {"day": said(rate.from_on), "url": reverse("deployments:rate-drop", args=[rate.pk])}
            for rate in ahead
        ],
    }


def rate_row(dated: Dated) -> dict:
    rate = dated.rate
    tag, tone = state_of(dated)
    amounts = [
        (_("A day"), money(rate.pence_a_day)),
        (_("Half a day"), money(amount_pence(1, rate.pence_a_day))),
        (_("An hour"), money(minutes_pence(60, rate.pence_a_day, rate.minutes_a_day))),
        (_("Hours in a day"), hours(rate.minutes_a_day)),
    ]
    return {
        "head": {"text": day(rate.from_on)},
        "cells": [
            {"label": _("To"), "text": day(dated.until) if dated.until else _("Until another one follows")},
            *({"label": label, "text": text, "number": True} for label, text in amounts),
            {"label": _("Who says so"), "text": rate.source},
            {"label": _("State"), "tag": tag, "tone": tone},
        ],
    }


def state_of(dated: Dated) -> tuple[str, str]:
    """Return whether a rate holds, in a word, and how that looks."""
    if dated.is_ahead:
        return _("Not yet"), "wait"
    return (_("Over"), "plain") if dated.is_over else (_("In force"), "good")


def role_row(role: RoleType) -> dict:
    return {
        "head": {"text": str(role)},
        "cells": [{"label": _("Rate"), "text": Rate.Key(role.rate_key).label}],
    }


def fund_row(fund: Fund) -> dict:
    return {
        "head": {"text": str(fund), "url": fund.get_absolute_url()},
        "cells": [{"label": _("Brokerage"), "text": brokerage_in_words(fund)}],
    }


def change_line(change: Changed) -> dict:
    """Return one line of the history: which rate, and what was done to it."""
    rate = change.row
    sentences = {
        "+": _("%(rate)s from %(day)s: %(amount)s a day"),
        "~": _("%(rate)s from %(day)s was changed"),
        "-": _("%(rate)s from %(day)s was taken back: %(amount)s a day"),
    }
    named = {"rate": rate.get_key_display(), "day": said(rate.from_on), "amount": money(rate.pence_a_day)}
    return {
        "at": change.at,
        "by": change.by,
        "what": sentences[rate.history_type] % named,
        "said": change.said if rate.history_type == "~" else [],
    }


class MakeRate(AboutFund, MakePage):
    """A new rate from a day on."""

    permission_required = "deployments.make_rate"
    form_class = RateForm
    heading = gettext_lazy("Enter a day rate")
    intro = gettext_lazy(
        "It is paid for what is agreed, and for work done with groups, from its day on. What was agreed before "
        "keeps the rate it has."
    )
    button = gettext_lazy("Enter this rate")

    def get_back_url(self) -> str:
        return reverse("deployments:rates")

    def make(self, form: forms.Form) -> Rate:
        made = actions.make_rate(by=reader_of(self.request), **form.cleaned_data)
        messages.success(self.request, entered(made))
        return made


def entered(rate: Rate) -> str:
    """Say from when to when a rate just entered holds."""
    following = rate_after(rate)
    named = {"first": said(rate.from_on), "amount": money(rate.pence_a_day)}
    if following is None:
        return _("The rate is entered: %(amount)s a day from %(first)s.") % named
    words = _(
        "The rate is entered: %(amount)s a day from %(first)s. On %(next)s the one entered before follows."
    )
    return words % (named | {"next": said(following.from_on)})


class DropRate(AboutFund, FormPage):
    """A rate that does not hold yet is taken back."""

    permission_required = "deployments.make_rate"
    form_class = ConfirmForm
    heading = gettext_lazy("Take this rate back?")
    intro = gettext_lazy("The rate before it then goes on. Nothing was agreed at this one yet.")
    button = gettext_lazy("Take it back")
    done = gettext_lazy("The rate is taken back.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the rate, and ask who."""
        self.rate = get_object_or_404(Rate, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_heading(self) -> str:
        named = {"rate": self.rate.get_key_display(), "day": said(self.rate.from_on)}
        return _("Take this rate back: %(rate)s from %(day)s?") % named

    def get_back_url(self) -> str:
        return reverse("deployments:rates")

    get_success_url = get_back_url

    def act(self, form: forms.Form) -> None:
        actions.drop_rate(self.rate, by=reader_of(self.request))

"""Support is asked for, looked through and withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.templatetags.casework import days
from casework.views import CasePage, MakePage, reader_of
from deployments import actions, letters
from deployments.documents import request_rows
from deployments.forms.answers import GiveUpForm, WithdrawForm
from deployments.forms.filters import RequestFilters
from deployments.forms.requests import RequestForm
from deployments.models import SupportRequest
from deployments.queries.pages import next_for_request
from deployments.queries.parties import holder_of
from deployments.queries.waiting import (
    WAITING,
    by_state,
    is_late,
    longest_first,
    offer_due_words,
    waited,
    waiting_words,
)
from deployments.views.deployments import watch_note
from deployments.views.shared import ListPage, SupportStep, span, state_cell
from designation.views.pipeline import sent_as_file
from directory.models import Person


class RequestList(ListPage):
    """Requests a person may see: for managers the board, longest waiting first when open."""

    template_name = "deployments/request_list.html"
    filters = RequestFilters

    def get_cases(self) -> Any:
        requests = SupportRequest.objects.visible_to(self.request.user)
        return longest_first(requests.select_related("school").prefetch_related("areas"))

    def get_context_data(self, **context: Any) -> dict:
        self.now = timezone.now()
        titles = [_("State"), _("Requests"), _("The longest waits")]
        states = by_state(SupportRequest.objects.visible_to(self.request.user))
        return super().get_context_data(
            **context,
            state_columns=[{"text": title} for title in titles],
            states=[self.state_row(found) for found in states],
        )

    def state_row(self, found: Mapping) -> dict:
        state, waits = SupportRequest.State(found["state"]), found["state"] in WAITING
        return {
            "head": {"text": state.label, "url": f"?state={state}"},
            "cells": [
                {"label": _("Requests"), "text": str(found["count"])},
                {"label": _("The longest waits"), "text": waited(found["since"], self.now) if waits else ""},
            ],
        }

    def columns(self) -> list[dict]:
        titles = [_("School"), _("Areas"), _("Days"), _("When"), _("State"), _("Waiting")]
        return [{"text": title} for title in titles]

    def row(self, case: SupportRequest) -> dict:
        return {
            "head": {"text": f"{case.school} · {case.reference}", "url": case.get_absolute_url()},
            "cells": [
                {"label": _("Areas"), "text": ", ".join(str(area) for area in case.areas.all())},
                {"label": _("Days"), "text": days(case.half_days)},
                {"label": _("When"), "text": span(case)},
                state_cell(_("State"), case),
                waiting_cell(case, self.now),
            ],
        }


def waiting_cell(case: SupportRequest, at: datetime) -> dict:
    """Return the cell that says how long a request waits; a late one stands out, in words and in tone."""
    words = waiting_words(case, at)
    late = {"tag": words, "tone": "bad"}
    return {"label": _("Waiting")} | (late if is_late(case, at) else {"text": words})


@require_safe
@permission_required("deployments.list_requests", raise_exception=True)
def export_requests(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send the requests a person may see, as they are filtered and in the order of the board, as a file."""
    cases = longest_first(SupportRequest.objects.visible_to(reader_of(request)))
    cases = cases.select_related("school__local_authority", "made_by").prefetch_related("areas")
    found = RequestFilters(request.GET, queryset=cases, request=request).qs
    return sent_as_file(request_rows(found, timezone.now()), "requests", kind)


class MakeRequest(PermissionRequiredMixin, MakePage):
    """Ask for support for a school."""

    permission_required = "deployments.make_request"
    raise_exception = True
    form_class = RequestForm
    heading = gettext_lazy("Ask for support")
    button = gettext_lazy("Send this request")
    intro = gettext_lazy(
        "Say what your school needs. The alliance answers within two working days; nothing is agreed until you agree."
    )
    done = gettext_lazy("Your request is sent. A receipt is on its way to you.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": self.request.user}

    def make(self, form: forms.Form) -> SupportRequest:
        data = form.cleaned_data
        name, email = data.pop("contact_name"), data.pop("contact_email")
        contact = self.contact(email, name) if email else self.nobody_named(data["school"])
        return actions.make_request(by=reader_of(self.request), contact=contact, **data)

    def contact(self, email: str, name: str) -> Person:
        first, _space, last = name.strip().partition(" ")
        return Person.objects.meet(email, first_name=first[:100], last_name=last[:100])

    def nobody_named(self, school) -> Person:
        """Return the head where nobody was named, or whoever asks where the school has no head we know."""
        return holder_of(school, "head", timezone.localdate()) or reader_of(self.request)


class RequestPage(CasePage):
    """One request: what is asked, where it stands, who was proposed."""

    model = SupportRequest
    template_name = "deployments/request_page.html"

    def get_queryset(self):
        known = (
            "school__local_authority",
            "made_by",
            "contact",
            "preferred__person",
            "looked_after_by",
            "watched__by",
        )
        return super().get_queryset().select_related(*known).prefetch_related("areas")

    def get_context_data(self, **context: Any) -> dict:
        request = self.object
        may_read = self.request.user.has_perm("deployments.read_confidential", request)
        is_own = self.request.user.pk == request.made_by_id
        proposals = request.deployments.visible_to(self.request.user).select_related(
            "designation__person", "school"
        )
        return super().get_context_data(
            **context,
            facts=facts_of(request, confidential=may_read or is_own)
            + (for_managers(request) if may_read else []),
            next=next_for_request(request),
            proposals=[proposal_row(deployment) for deployment in proposals],
            columns=[{"text": title} for title in (_("Leader"), _("Days"), _("State"))],
        )


def proposal_row(deployment) -> dict:
    return {
        "head": {"text": str(deployment.leader), "url": deployment.get_absolute_url()},
        "cells": [
            {"label": _("Days"), "text": days(deployment.half_days)},
            state_cell(_("State"), deployment),
        ],
    }


def _they_agreed(request: SupportRequest) -> str:
    """Return whether who will be supported wants it; nothing where nobody was named."""
    if not request.supported_name:
        return ""
    return _("Yes") if request.supported_agreed else _("Not yet")


def facts_of(request: SupportRequest, *, confidential: bool) -> list[dict]:
    """Return a request as a summary list; who should not come is read by managers and whoever asked."""
    facts = [
        (_("An offer is due"), offer_due_words(request, timezone.now())),
        (_("Why it was not met"), request.get_unmet_why_display()),
        (_("School"), f"{request.school}, {request.school.town}"),
        (_("Need"), request.need),
        (_("What shows the need"), request.evidence),
        (_("Wanted at the end"), request.outcomes),
        (_("Support the school has already"), request.other_support),
        (_("Areas"), ", ".join(str(area) for area in request.areas.all())),
        (_("Phase"), request.get_phase_display()),
        (_("Kind of support"), request.get_kind_display()),
        (
            _("Who will be supported"),
            ", ".join(filter(None, [request.supported_name, request.supported_post])),
        ),
        (_("They have agreed"), _they_agreed(request)),
        (_("How urgent"), request.get_urgency_display()),
        (_("Days wanted"), days(request.half_days)),
        (
            _("When"),
            span(request),
        ),
        (_("Pattern"), request.pattern),
        (_("Where"), request.get_delivery_display()),
        (_("Language"), request.get_language_display()),
        (_("Paid from"), request.get_funding_display()),
        (_("Budget holder"), request.budget_holder),
        (_("Purchase order number"), request.purchase_order),
        (_("Contact at the school"), str(request.contact)),
        (_("Asked by"), f"{request.made_by} ({request.get_source_display()})"),
        (_("Would like"), str(request.preferred.person) if request.preferred else request.preferred_note),
    ]
    if confidential:
        avoided = ", ".join(str(one.person) for one in request.avoided.select_related("person"))
        facts.append(
            (_("Should not come (confidential)"), "\n".join(filter(None, [avoided, request.avoided_note])))
        )
    return [{"term": term, "value": value} for term, value in facts if value]


def for_managers(request: SupportRequest) -> list[dict]:
    """Return who looks after a request in the alliance, and why it is watched."""
    facts = [
        (_("Looked after by"), str(request.looked_after_by or "")),
        (_("Watched because"), watch_note(request)),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


class WithdrawRequest(SupportStep):
    """The support is no longer wanted."""

    model, step = SupportRequest, "withdraw"
    form_class = WithdrawForm
    action = staticmethod(actions.withdraw_request)
    letter = staticmethod(letters.request_withdrawn)
    heading = gettext_lazy("Withdraw this request?")
    explains = gettext_lazy("A proposal that waits for answers is cancelled with it. This cannot be undone.")
    done = gettext_lazy("The request is withdrawn.")


class GiveUpRequest(SupportStep):
    """Nobody can be found."""

    model, step = SupportRequest, "give_up"
    form_class = GiveUpForm
    action = staticmethod(actions.give_up_request)
    letter = staticmethod(letters.request_unmet)
    button = gettext_lazy("End this request as unmet")
    heading = gettext_lazy("Can nobody be found for %(case)s?")
    explains = gettext_lazy(
        "The request ends as unmet and counts as such in reports. Whoever asked is told why. This cannot be undone."
    )
    done = gettext_lazy("The request is unmet. Whoever asked has been told.")

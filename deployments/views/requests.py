"""Requests for support are looked through, taken up, corrected and withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.templatetags.casework import day, days
from casework.views import CasePage, reader_of
from deployments import actions, letters
from deployments.documents import request_rows
from deployments.forms.corrections import CorrectRequestForm, TriageForm
from deployments.forms.filters import RequestFilters
from deployments.models import SupportRequest
from deployments.queries.pages import next_for_request
from deployments.queries.waiting import (
    WAITING,
    by_state,
    is_late,
    longest_first,
    offer_due_words,
    waited,
    waited_words,
    waiting_words,
)
from deployments.views.shared import ListPage, SupportStep, span, state_cell, watch_note
from designation.views.pipeline import sent_as_file


class RequestList(ListPage):
    """Requests a person may see: for managers the board, the urgent and the longest waiting first."""

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
        titles = [
            _("School"), _("Areas"), _("Days"), _("When"), _("How urgent"), _("State"), _("Waiting"),
        ]  # fmt: skip
        return [{"text": title} for title in titles]

    def row(self, case: SupportRequest) -> dict:
        return {
            "head": {"text": f"{case.school} · {case.reference}", "url": case.get_absolute_url()},
            "cells": [
                {"label": _("Areas"), "text": ", ".join(str(area) for area in case.areas.all())},
                {"label": _("Days"), "text": days(case.half_days)},
                {"label": _("When"), "text": span(case)},
                urgency_cell(case),
                state_cell(_("State"), case),
                waiting_cell(case, self.now),
            ],
        }


def urgency_cell(case: SupportRequest) -> dict:
    """Return the cell that says how urgent a request is, as long as it waits; what cannot wait stands out."""
    words = case.get_urgency_display() if case.state in WAITING else ""
    stands_out = bool(words) and case.urgency == SupportRequest.Urgency.URGENT
    return {"label": _("How urgent")} | ({"tag": words, "tone": "bad"} if stands_out else {"text": words})


def waiting_cell(case: SupportRequest, at: datetime) -> dict:
    """Return the cell that says how long a request waits; a late one stands out, in a word and in tone."""
    words = waited_words(case, at)
    if case.state == SupportRequest.State.OPEN and case.triaged_at is None:
        words = _("%(time)s, not taken up yet") % {"time": words}
    late = {"tag": _("Late"), "tone": "bad"} if is_late(case, at) else {}
    return {"label": _("Waiting"), "text": words} | late


@require_safe
@permission_required("deployments.list_requests", raise_exception=True)
def export_requests(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send the requests a person may see, as they are filtered and in the order of the board, as a file."""
    cases = longest_first(SupportRequest.objects.visible_to(reader_of(request)))
    cases = cases.select_related("school__local_authority", "made_by").prefetch_related("areas")
    found = RequestFilters(request.GET, queryset=cases, request=request).qs
    return sent_as_file(request_rows(found, timezone.now()), "requests", kind)


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


def contact_of(request: SupportRequest) -> str:
    """Return who is the school's contact, in which post, and how to reach them."""
    told = [request.contact_called, request.contact_role, request.contact_phone, request.contact.email]
    return "\n".join(filter(None, told))


def facts_of(request: SupportRequest, *, confidential: bool) -> list[dict]:
    """Return a request as a summary list; who should not come is read by managers and whoever asked."""
    preferred = str(request.preferred.person) if request.preferred else ""
    facts = [
        (_("An offer is due"), offer_due_words(request, timezone.now())),
        (_("Why it was not met"), request.get_unmet_why_display()),
        (_("School"), f"{request.school}, {request.school.town}"),
        (_("Need"), request.need),
        (_("What shows the need"), request.evidence),
        (_("Wanted at the end"), request.outcomes),
        (_("Last inspected"), day(request.inspected_on)),
        (_("What the inspection found"), request.inspection),
        (_("Support category"), request.get_category_display()),
        (_("Headteacher in post since"), day(request.head_since)),
        (_("Support the school has already"), request.other_support),
        (_("Areas"), ", ".join(str(area) for area in request.areas.all())),
        (_("Phase"), request.get_phase_display()),
        (_("Kind of support"), request.get_kind_display()),
        (_("Who will be supported"), request.supported),
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
        (_("Approved"), request.get_approval_display()),
        (_("Contact at the school"), contact_of(request)),
        (_("Asked by"), f"{request.made_by} ({request.get_source_display()})"),
        (_("Would like"), "\n".join(filter(None, [preferred, request.preferred_note]))),
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
        (_("Waiting"), waiting_words(request, timezone.now())),
        (_("Taken up"), day(request.triaged_at) if request.triaged_at else _("Not yet")),
        (_("Looked after by"), str(request.looked_after_by or "")),
        (_("Watched because"), watch_note(request)),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


class TriageRequest(SupportStep):
    """A manager takes a request up: who looks after it, how urgent it is, what to know."""

    model, step = SupportRequest, "triage"
    form_class = TriageForm
    action = staticmethod(actions.triage_request)
    letter = staticmethod(letters.request_taken_up)
    heading = gettext_lazy("Take up %(case)s")
    done = gettext_lazy("It is taken up. Whoever asked has been told.")

    def get_initial(self) -> dict:
        keeper = self.case.looked_after_by_id or reader_of(self.request).pk
        return {"manager": str(keeper), "urgency": self.case.urgency}

    def get_explains(self) -> str:
        return _("Waiting: %(time)s.") % {"time": waiting_words(self.case, timezone.now())}

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(**context) | {"explains": self.get_explains()}


class CorrectRequest(SupportStep):
    """A wrong answer is put right while the request waits; who is asked already keeps what they were asked."""

    model, step = SupportRequest, "correct"
    form_class = CorrectRequestForm
    takes_case = True
    action = staticmethod(actions.correct_request)
    button = gettext_lazy("Save the corrections")
    heading = gettext_lazy("Correct %(case)s")
    done = gettext_lazy("The request is corrected. The other side has been told what changed.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": reader_of(self.request)}

    def get_context_data(self, **context: Any) -> dict:
        explains = _(
            "The history keeps what it was before. The other side gets a letter that says what changed."
        )
        if self.case.state == SupportRequest.State.PROPOSED:
            explains = _(
                "A leader is proposed already, so the days, dates and the need stay as they are. To change them, "
                "ask the alliance to change the terms of the proposal."
            )
        return super().get_context_data(**context) | {"explains": explains}

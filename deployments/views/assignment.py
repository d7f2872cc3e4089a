"""Several open requests at once: who would best go where. Nothing is sent from here."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from casework.templatetags.casework import days
from casework.views import reader_of
from deployments.matching import BLOCKS, Ask, Assigned, Match, assign
from deployments.models import SupportRequest
from deployments.queries.assigning import AT_ONCE, asks_of, open_requests
from deployments.queries.succession import Wanted, wanted_of_each
from deployments.views.proposals import said_miles
from deployments.views.shared import span

STRONGEST = 3  # so many reasons say enough; the page each row leads to has them all


class AssignLeaders(PermissionRequiredMixin, TemplateView):
    """The open requests to tick, and for the ticked ones who would best go where."""

    permission_required = "deployments.assign_requests"
    raise_exception = True
    template_name = "deployments/request_assign.html"

    def get_context_data(self, **context: Any) -> dict:
        requests = open_requests(reader_of(self.request))
        ticked = set(self.request.GET.getlist("request"))
        chosen = [one for one in requests if str(one.pk) in ticked]
        wanted = wanted_of_each(requests)
        asks = asks_of(chosen, wanted)
        schools = {one.pk: str(one.school) for one in chosen}
        found = zip(chosen, asks, assign(asks) if asks else [], strict=True)
        rows = [
            row_of(request, wanted[request.pk], ask, assigned, schools) for request, ask, assigned in found
        ]
        return super().get_context_data(
            **context,
            requests=[
                choice_of(one, wanted[one.pk], is_ticked=str(one.pk) in ticked or not ticked)
                for one in requests
            ],
            rows=rows,
            met=sum(row["match"] is not None for row in rows),
            most=AT_ONCE,
        )


def choice_of(request: SupportRequest, wanted: Wanted, *, is_ticked: bool) -> dict:
    """Return one request to tick, with the days and dates a leader is looked for."""
    areas = ", ".join(str(area) for area in request.areas.all())
    return {
        "pk": request.pk,
        "text": f"{request.school} · {request.reference}",
        "hint": " · ".join([areas, days(wanted.half_days), span(wanted), request.get_urgency_display()]),
        "is_ticked": is_ticked,
    }


def row_of(
    request: SupportRequest, wanted: Wanted, ask: Ask, assigned: Assigned, schools: dict[int, str]
) -> dict:
    """Return one request with who would go, why, and what doing without them would cost."""
    row: dict[str, Any] = choice_of(request, wanted, is_ticked=True) | {"match": assigned.match}
    if assigned.match is None:
        return row | {"sentences": [why_nobody(ask.matches)], "url": request.page("propose")}
    leader, strongest = assigned.match.candidate, sorted(assigned.match.parts, key=lambda part: -part.points)
    return row | {
        "name": leader.name,
        "school": leader.school_name,
        "points": assigned.match.points,
        "miles": said_miles(assigned.match),
        "reasons": [part.words for part in strongest[:STRONGEST]],
        "sentences": [why_this_one(assigned, schools), why_not_another(assigned)],
        "url": reverse("deployments:request-propose-leader", args=[request.pk, leader.pk]),
    }


def why_nobody(matches: Sequence[Match]) -> str:
    """Return in a sentence why nobody is left for a request."""
    possible = [one for one in matches if one.is_possible]
    if possible and all(one.candidate.before for one in possible):
        return _("Everybody who could do this has been asked for it already.")
    if possible and all(one.candidate.is_asked_again for one in possible):
        return _("Whoever could do this was asked for it already, or this school refused them before.")
    if possible:
        return _("Everybody who could do this is needed more for another of these requests.")
    blocked = [str(BLOCKS[one.blocks[0]]) for one in matches]
    if not blocked:
        return _("Nobody leads in an area asked for.")
    most = max(sorted(set(blocked)), key=blocked.count)
    return _("Nobody who leads in these areas is free. Most often: %(reason)s.") % {"reason": most}


def why_this_one(assigned: Assigned, schools: dict[int, str]) -> str:
    """Return in a sentence where the leader stands on the request's own list, and where the others go."""
    if assigned.match and assigned.match.is_preferred:
        return _("The school asked for this leader.")
    if assigned.place == 1:
        return _("Nobody matches this request better.")
    elsewhere = ", ".join(f"{name} ({schools[key]})" for name, key in assigned.taken_by)
    if not elsewhere:
        return _("Whoever matches better shares days with leaders needed for another of these requests.")
    return _("These match better here, but are needed elsewhere: %(names)s.") % {"names": elsewhere}


def why_not_another(assigned: Assigned) -> str:
    """Return in a sentence what the second best would cost all the requests together."""
    if assigned.match is None or assigned.fewer:
        sentence = ngettext(
            "Without this leader %(count)d request fewer could be met.",
            "Without this leader %(count)d requests fewer could be met.",
            assigned.fewer,
        )
        return sentence % {"count": assigned.fewer}
    if assigned.second is None:
        return _("Without this leader another of these requests would be met instead.")
    if not assigned.cost:
        return _("%(name)s instead would cost nothing.") % {"name": assigned.second.candidate.name}
    sentence = ngettext(
        "%(name)s instead would cost all these requests together %(count)d point.",
        "%(name)s instead would cost all these requests together %(count)d points.",
        assigned.cost,
    )
    return sentence % {"name": assigned.second.candidate.name, "count": assigned.cost}

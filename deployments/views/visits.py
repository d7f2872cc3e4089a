"""A visit's page, its calendar file, and what happens to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.templatetags.casework import day
from casework.views import CasePage
from casework.views.pages import case_or_404, reader_of
from deployments import actions, letters
from deployments.documents import calendar_of
from deployments.forms.visits import HoldForm, MissForm
from deployments.models import Visit
from deployments.queries.pages import next_for_visit
from deployments.views.shared import SupportStep


class VisitPage(CasePage):
    """One visit: when, where, and whether it was held."""

    model = Visit
    template_name = "deployments/visit_page.html"

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related(
                "leader",
                "deployment__school",
                "deployment__home_school",
                "deployment__request__contact",
                "deployment__designation__person",
                "acknowledged_by",
            )
        )

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(
            **context, facts=facts_of(self.object), next=next_for_visit(self.object)
        )


def facts_of(visit: Visit) -> list[dict]:
    """Return a visit as a summary list."""
    where = _("Online") if visit.is_online else f"{visit.deployment.school}, {visit.deployment.school.town}"
    facts = [
        (_("Day"), day(visit.on)),
        (_("Part of the day"), visit.part.capitalize()),
        (_("Starts at"), f"{visit.starts_at:%H:%M}" if visit.starts_at else ""),
        (_("Where"), where),
        (_("Room or link"), visit.place),
        (_("Leader"), str(visit.leader)),
        (_("Acknowledged by"), str(visit.acknowledged_by or "")),
        (_("Not held because"), visit.why_not_held),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


@require_safe
def download_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the visit as a calendar file, for those who may see it."""
    visit = case_or_404(Visit, reader_of(request), pk)
    response = HttpResponse(calendar_of(visit), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{visit.reference}.ics"'
    return response


class HoldVisit(SupportStep):
    """The visit was held."""

    model, step = Visit, "hold"
    form_class = HoldForm
    takes_case = True
    action = staticmethod(actions.hold_visit)
    letter = staticmethod(letters.visit_held)
    heading = gettext_lazy("Was this visit held: %(case)s?")
    explains = gettext_lazy(
        "The school is asked to acknowledge it; then it counts in the claim of the leader's school."
    )
    done = gettext_lazy("The visit is recorded as held. The school is asked to acknowledge it.")


class MissVisit(SupportStep):
    """The visit was not held."""

    model, step = Visit, "miss"
    form_class = MissForm
    action = staticmethod(actions.miss_visit)
    letter = staticmethod(letters.visit_missed)
    heading = gettext_lazy("This visit was not held: %(case)s?")
    explains = gettext_lazy("Its time can be planned again on another day.")
    done = gettext_lazy("The visit is recorded as not held, and the others have been told.")


class AcknowledgeVisit(SupportStep):
    """The school says that the visit was held."""

    model, step = Visit, "acknowledge"
    action = staticmethod(actions.acknowledge_visit)
    heading = gettext_lazy("Acknowledge the visit: %(case)s?")
    explains = gettext_lazy(
        "You say that the visit was held as recorded. The leader's school may then claim for it."
    )
    done = gettext_lazy("Thank you: the visit is acknowledged.")

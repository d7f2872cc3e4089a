"""A visit's page, its calendar file, and what happens to it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.templatetags.casework import day, hours
from casework.views import CasePage, FormPage
from casework.views.pages import case_or_404, reader_of
from deployments import actions, letters
from deployments.documents import calendar_of
from deployments.forms.visits import HoldForm, MissForm, NotesForm, TimeForm
from deployments.models import Visit, VisitNotes
from deployments.queries.pages import next_for_visit
from deployments.queries.visits import notes_for
from deployments.views.shared import SupportStep, presumed
from directory.models import Person


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
                "deployment__school__visit_notes",
                "deployment__home_school",
                "deployment__request__contact",
                "deployment__designation__person",
                "acknowledged_by",
                "disputed_by",
            )
        )

    def get_context_data(self, **context: Any) -> dict:
        reader = reader_of(self.request)
        return super().get_context_data(
            **context,
            facts=facts_of(self.object, reader) + notes_of(self.object, reader),
            next=next_for_visit(self.object),
        )


def facts_of(visit: Visit, reader: Person) -> list[dict]:
    """Return a visit as a summary list; the reasons people gave are for the parties and the alliance."""
    said = reader.has_perm("deployments.read_reasons", visit)
    where = _("Online") if visit.is_online else f"{visit.deployment.school}, {visit.deployment.school.town}"
    counts = visit.state == Visit.State.ACKNOWLEDGED
    facts = [
        (_("Day"), day(visit.on)),
        (_("Part of the day"), visit.part.capitalize()),
        (_("Hours it took"), hours(visit.minutes)),
        (_("Starts at"), f"{visit.starts_at:%H:%M}" if visit.starts_at else ""),
        (_("Where"), where),
        (_("Room or link"), visit.place),
        (_("Leader"), str(visit.leader)),
        (_("Counts by decision of"), str(visit.acknowledged_by) if visit.is_upheld else ""),
        (_("Acknowledged by"), str(visit.acknowledged_by or "") if counts and not visit.is_upheld else ""),
        (_("Acknowledged"), presumed(visit) if counts else ""),
        (_("Not held because"), visit.why_not_held if said or visit.is_called_off else ""),
        (_("Disputed by"), str(visit.disputed_by or "")),
        (_("Why it is disputed"), visit.disputed_because if said else ""),
        (_("What the leader says"), visit.account if said else ""),
        (_("Why it was decided so"), visit.settled_because if said else ""),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def notes_of(visit: Visit, reader: Person) -> list[dict]:
    """Return what the school tells its visitors, for the leader, the school and managers; the school may change it."""
    if visit.is_online or not reader.has_perm("deployments.read_notes", visit):
        return []
    fact = {"term": _("What visitors need to know"), "value": notes_for(visit) or _("Not said yet")}
    if reader.has_perm("deployments.write_notes", visit):
        fact["change_url"] = visit.page("notes")
    return [fact]


@require_safe
def download_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the visit as a calendar file, for those who may see it."""
    visit = case_or_404(Visit, reader_of(request), pk)
    response = HttpResponse(calendar_of(visit), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{visit.reference}.ics"'
    return response


class WriteNotes(FormPage):
    """The school says what visitors need to know; it stands on every visit to it."""

    form_class = NotesForm
    done = gettext_lazy("Saved. Leaders read it on the page of each visit and in the letter about it.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the visit and ask who."""
        self.visit = case_or_404(Visit, reader_of(request), kwargs["pk"])
        if not request.user.has_perm("deployments.write_notes", self.visit):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_heading(self) -> str:
        return _("For visitors to %(school)s") % {"school": self.visit.deployment.school}

    def get_initial(self) -> dict:
        notes = VisitNotes.objects.filter(school=self.visit.deployment.school_id).first()
        return {"text": notes.text if notes else ""}

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(**context) | {"back_text": str(self.visit)}

    def get_back_url(self) -> str:
        return self.visit.get_absolute_url()

    get_success_url = get_back_url

    def act(self, form: Form) -> None:
        school = self.visit.deployment.school
        actions.write_notes(school, by=reader_of(self.request), text=form.cleaned_data["text"])


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


class TimeVisit(SupportStep):
    """How many hours the visit took."""

    model, step = Visit, "time"
    form_class = TimeForm
    action = staticmethod(actions.time_visit)
    button = gettext_lazy("Save the hours")
    heading = gettext_lazy("How many hours did it take: %(case)s?")
    explains = gettext_lazy(
        "Only where you are paid by the hour: these hours are then paid, not the half days."
    )
    done = gettext_lazy("The hours are saved.")


class MissVisit(SupportStep):
    """The visit was not held."""

    model, step = Visit, "miss"
    form_class = MissForm
    action = staticmethod(actions.miss_visit)
    letter = staticmethod(letters.visit_missed)
    heading = gettext_lazy("This visit was not held: %(case)s?")
    explains = gettext_lazy("Its time can be planned again on another day.")
    done = gettext_lazy("The visit is recorded as not held, and the others have been told.")


class RetractVisit(SupportStep):
    """The leader takes back that a visit was held."""

    model, step = Visit, "retract"
    form_class = MissForm
    action = staticmethod(actions.retract_visit)
    letter = staticmethod(letters.visit_missed)
    heading = gettext_lazy("Take back that it was held: %(case)s?")
    explains = gettext_lazy("It then counts as not held, and its time can be planned again on another day.")
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

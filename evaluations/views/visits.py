"""A visit is written up, its record read and replied to, its confidential evaluation read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from casework.views import FormPage, StepView, reader_of
from casework.views.pages import case_or_404, channel_of
from deployments.models import Visit
from deployments.queries.people import around
from deployments.views.shared import SaysObstacles
from directory.rules import is_manager
from evaluations import actions, queries
from evaluations.forms import ReplyForm, VisitForm
from evaluations.forms.visits import MOST_ROWS
from evaluations.models import VisitEvaluation, VisitRecord
from evaluations.views.drafts import Drafted

VISIT = (
    "visit__leader",
    "visit__deployment__designation__person",
    "visit__deployment__school",
    "visit__deployment__home_school",
    "visit__deployment__request__contact",
)


# What is written up: a disputed visit waits until it is decided.
OPEN = (Visit.State.PLANNED, *Visit.HAPPENED)


class WriteVisit(SaysObstacles, Drafted, StepView):
    """Both halves of a visit on one page, for the leader who went; a planned visit is held by being written up."""

    model = Visit
    step = "hold"
    form_class = VisitForm
    action = staticmethod(actions.file_visit)
    template_name = "evaluations/visit_write.html"
    heading = _("Write up your visit")
    button = _("File the record and the evaluation")
    done = _("The visit is written up. The school has the record; the heads concerned have the evaluation.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = case_or_404(Visit, reader_of(request), kwargs["pk"])
        if not reader_of(request).has_perm("evaluations.write_record", found):
            raise PermissionDenied
        self.case: Visit = queries.visit_in_full(found.pk)
        if self.case.on > timezone.localdate():
            return render(request, "evaluations/visit_to_come.html", {"case": self.case}, status=409)
        if self.case.state not in OPEN or (self.record and self.record.is_sent):
            return self.moved_on()
        return FormPage.dispatch(self, request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "add_action" in request.POST:
            form = self.get_form()
            number = min(form.rows + 1, MOST_ROWS)  # type: ignore[attr-defined]
            self.keep(self.typed() | {f"action_{number}_text": [""]})
            return redirect(f"{request.path}#id_action_{number}_text")
        return super().post(request, *args, **kwargs)

    @property
    def record(self) -> VisitRecord | None:
        return getattr(self.case, "record", None)

    def kept(self) -> dict[str, list[str]]:
        return self.record.typed if self.record else {}

    def keep(self, typed: dict[str, list[str]]) -> None:
        actions.keep_record(self.case, by=reader_of(self.request), typed=typed)

    def get_form_kwargs(self) -> dict[str, Any]:
        carried = queries.open_actions(self.case.deployment)
        return super().get_form_kwargs() | {"case": self.case, "carried": carried}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        people = around(self.case.deployment, timezone.localdate())
        due = queries.record_due_on(self.case)
        return super().get_context_data(**context, people=people, due=due)

    def get_back_url(self) -> str:
        return self.case.get_absolute_url()

    def get_success_url(self) -> str:
        return reverse("evaluations:visit-record", args=[self.case.pk])


class VisitRecordPage(DetailView):
    """The record of a visit, for the school, the leader, the heads concerned and the managers."""

    template_name = "evaluations/visit_record.html"
    context_object_name = "record"

    def get_object(self, queryset: Any = None) -> VisitRecord:
        records = VisitRecord.objects.visible_to(reader_of(self.request)).select_related(*VISIT, "replied_by")
        records = records.prefetch_related("focus", "actions", "progress__objective")
        return get_object_or_404(records, visit=self.kwargs["pk"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        person, record = reader_of(self.request), self.object
        confidential = VisitEvaluation.objects.visible_to(person).filter(visit=record.visit_id)
        # That a concern was raised is for the leader who wrote it and the managers.
        knows = person.pk == record.author_id or is_manager(person)
        context |= {
            "case": record.visit,
            "may_reply": person.has_perm("evaluations.reply_record", record),
            "may_read_evaluation": confidential.exists(),
            "concern": record.concern and knows,
        }
        return super().get_context_data(**context)


class VisitEvaluationPage(DetailView):
    """The confidential half of a visit; for everybody but its readers it is not there."""

    template_name = "evaluations/visit_evaluation.html"
    context_object_name = "evaluation"

    def get_object(self, queryset: Any = None) -> VisitEvaluation:
        written = VisitEvaluation.objects.visible_to(reader_of(self.request)).select_related(*VISIT, "by")
        return get_object_or_404(written, visit=self.kwargs["pk"])


class ReplyToRecord(FormPage):
    """The school replies to the record of a visit, once."""

    form_class = ReplyForm
    heading = _("Reply to the record of the visit")
    button = _("Send your reply")
    done = _("Your reply stands beside the record, and the leader has been told.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = reader_of(request)
        seen = VisitRecord.objects.visible_to(person).select_related(*VISIT)
        self.record: VisitRecord = get_object_or_404(seen, visit=kwargs["pk"])
        if self.record.replied_at and self.record.replied_by_id == person.pk:
            return redirect(self.get_back_url())  # pressed twice: what they wrote is there
        if not person.has_perm("evaluations.reply_record", self.record):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_intro(self) -> str:
        return gettext("Everybody who reads the record reads your reply. You can reply once.")

    def act(self, form: Any) -> bool:
        reply, person = form.cleaned_data["reply"], reader_of(self.request)
        return actions.reply_to_record(self.record, by=person, reply=reply, channel=channel_of(self.request))

    def get_back_url(self) -> str:
        return reverse("evaluations:visit-record", args=[self.record.visit_id])

    get_success_url = get_back_url

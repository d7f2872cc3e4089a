"""The panel's work: the grid of a round, the score sheets, what it talked about."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView

from casework import letters as casework_letters
from casework.models import Letter
from casework.views import StepView, reader_of
from designation import actions
from designation.documents import parts_of
from designation.documents.panel import grid_rows
from designation.forms.grid import GridFilters
from designation.forms.panel import ModerateForm, ScoreForm
from designation.models import Application, PanelSeat, Round, Score
from designation.queries.grid import Row, grid
from designation.queries.legend import legend_of, number
from designation.queries.members import standing_of
from designation.queries.panel import progress_of, stage_of
from designation.views.ticks import narrowing, states_found, ticked
from directory.documents import csv_lines, xlsx_of

PAGE = 50


class Refusable:
    """Shows a refusal of the rules beside the form; nothing typed is lost."""

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)  # type: ignore[attr-defined]


def panel_of(request: HttpRequest, pk: int) -> Round:
    """Return a round for its panel and managers; everybody else is refused."""
    round_ = get_object_or_404(Round, pk=pk)
    if not request.user.has_perm("designation.panel_round", round_):
        raise PermissionDenied
    return round_


def runs(request: HttpRequest, round_: Round) -> bool:
    """Say whether the reader is here as a manager, who sees the ranked grid."""
    return reader_of(request).has_perm("designation.decide_round", round_)


def stage_asked(request: HttpRequest) -> Score.Stage:
    asked = request.GET.get("stage", "")
    return Score.Stage(asked) if asked in Score.Stage.values else Score.Stage.SHORTLIST


ORDERS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: (row.application.applicant.last_name, row.application.applicant.first_name),
    "school": lambda row: str(row.application.school),
    "state": lambda row: list(Application.State).index(Application.State(row.application.state)),
}


def rows_of(request: HttpRequest, round_: Round, filters: GridFilters) -> list[Row]:
    """Return the grid as the reader has filtered and ordered it; for members by reference, as rank tells scores."""
    chosen = filters.qs if filters.is_valid() else Application.objects.all()
    rows = grid(round_, reader_of(request), stage=stage_asked(request), chosen=chosen)
    if not runs(request, round_):
        return sorted(rows, key=lambda row: row.application.reference)
    order = ORDERS.get(filters.form.cleaned_data.get("sort") or "") if filters.is_valid() else None
    return sorted(rows, key=order) if order else rows


def narrowed(request: HttpRequest, round_: Round) -> GridFilters:
    return GridFilters(request.GET, queryset=Application.objects.all(), round_=round_)


class RoundPanel(DetailView):
    """A round for its panel: my own sheets; for managers the ranked grid, the panel's progress, the decisions."""

    template_name = "designation/round_panel.html"
    context_object_name = "round"

    def get_object(self, queryset=None) -> Round:
        return panel_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **context) -> dict:
        person, stage = reader_of(self.request), stage_asked(self.request)
        filters, manages = narrowed(self.request, self.object), runs(self.request, self.object)
        rows = rows_of(self.request, self.object, filters)
        legend = legend_of(rows)
        number(rows, legend)
        seats = progress_of(self.object, stage)
        seat = next((one for one in seats if one.person_id == person.pk), None)
        return super().get_context_data(
            **context,
            page=Paginator(rows, PAGE).get_page(self.request.GET.get("page")),
            stage=stage,
            stages=[(one, one == stage) for one in Score.Stage],
            manages=manages,
            seats=seats,
            bars=bars_of(seats) if manages else [],
            sits=seat is not None,
            to_declare=seat is not None and is_late(seat, rows),
            prepared=sum(row.pending is not None for row in rows),
            filters=filters,
            pills=filters.pills() if filters.is_valid() else [],
            query=filters.without("chosen"),
            ticked=ticked(self.request),
            narrowing=narrowing(self.request),
            states=states_found(rows) if manages else [],
            legend=legend if manages else [],
        )


def is_late(seat: PanelSeat, rows: list[Row]) -> bool:
    """Say whether applications came in since the member last declared conflicts of interest."""
    if seat.declared_at is None:
        return True
    sent = [row.application.submitted_at for row in rows if not row.conflict and stage_of(row.application)]
    return any(at > seat.declared_at for at in sent if at)


def bars_of(seats: list[Any]) -> list[dict[str, Any]]:
    """Return how far each member is, for `components/bars.html`."""
    bars = []
    for seat in seats:
        done, all_ = seat.scored, seat.scored + seat.still
        share = round(100 * done / all_) if all_ else 0
        said = _("%(done)d of %(all)d") % {"done": done, "all": all_} if all_ else _("Nothing to score")
        tone = "good" if done and not seat.still else ""
        bars.append({"label": seat.person, "share": share, "value": said, "tone": tone})
    return bars


class ExportGrid(View):
    """The grid as it is filtered, as CSV or for a spreadsheet program; for managers."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        round_ = panel_of(request, pk)
        if not request.user.has_perm("designation.decide_round", round_):
            raise PermissionDenied
        lines = grid_rows(rows_of(request, round_, narrowed(request, round_)))
        name = f"{slugify(str(round_)) or 'panel'}.{kind}"
        response: HttpResponseBase
        if kind == "xlsx":
            response = HttpResponse(xlsx_of(lines), content_type=XLSX)
        else:
            response = StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OnPanel(StepView):
    """A step of a panel member, who then goes back to the panel's page."""

    model = Application

    def get_success_url(self) -> str:
        return reverse("designation:round-panel", args=[self.case.round_id])


class ScoreApplication(Refusable, OnPanel):
    """One assessor's sheet beside the answers; kept as a draft or sent in for good."""

    step = "score"
    form_class = ScoreForm
    takes_case = True
    template_name = "designation/application_score.html"
    action = staticmethod(actions.score)
    button = gettext_lazy("Send in my scores")
    done = gettext_lazy(
        "Your scores are in. You can now see those of the other members who have sent in theirs."
    )

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Lead whoever has not declared their conflicts of interest there first."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            standing = standing_of(reader_of(request), self.case)
            if not standing.is_assessor or standing.has_declared or stage_of(self.case) is None:
                raise
            page = reverse("designation:round-declare", args=[self.case.round_id])
            return redirect(f"{page}?next={self.case.page('score')}")

    def get_heading(self) -> str:
        return _("Score the application of %(name)s") % {"name": self.case.applicant}

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"assessor": self.request.user}

    def get_context_data(self, **context) -> dict:
        context = super().get_context_data(**context)
        written = Application.objects.with_answers().get(pk=self.case.pk)
        answers = {part.key: part for part in parts_of(written)}
        criteria = [
            {"criterion": one, "answers": [answers[key] for key in one.answered_by if key in answers]}
            for one in context["form"].criteria
        ]
        references = [one for one in written.references.all() if one.state == "given" and one.is_current]
        back_at = standing_of(reader_of(self.request), self.case).back_at
        return context | {"criteria": criteria, "references": references, "back_at": back_at}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.headers.get("X-Autosave"):
            self.keep(self.get_form())
            return HttpResponse(status=204)
        if "later" in request.POST and "switch_language" not in request.POST:
            self.keep(self.get_form())
            messages.success(request, _("Your sheet is kept as a draft. Nobody else sees it."))
            return redirect(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def keep(self, form) -> None:
        """Keep what was typed, right or not; it counts when it is sent in."""
        actions.score(
            self.case, by=reader_of(self.request), scores=form.draft(), stage=form.stage, sent=False
        )

    def form_valid(self, form) -> HttpResponse:
        form.cleaned_data["sent"] = True
        return super().form_valid(form)


class ModerateApplication(Refusable, StepView):
    """Record what the panel agreed where its members scored red against green, or red on an essential criterion."""

    model = Application
    step = "moderate"
    form_class = ModerateForm
    takes_case = True
    template_name = "designation/application_moderate.html"
    action = staticmethod(actions.moderate)
    heading = gettext_lazy("Record what the panel agreed")
    explains = gettext_lazy("The colour agreed counts instead of the single scores. Nobody is told.")
    done = gettext_lazy("What the panel agreed is recorded.")

    def get_context_data(self, **context) -> dict:
        context = super().get_context_data(**context)
        sent = Score.objects.counting().filter(application=self.case, stage=stage_of(self.case))
        scores = list(sent.select_related("assessor").order_by("assessor_id"))
        wanted = context["form"].criteria
        talks = [[score for score in scores if score.criterion_id == one.pk] for one in wanted]
        return context | {"talks": talks}


class PreviewedStep(Refusable, StepView):
    """A decision whose letter carries what was just typed: one button shows the letter, the other sends it."""

    template_name = "designation/previewed_step.html"
    previewed: Callable[..., object]
    keys: tuple[str, ...] = ("feedback",)
    takes_case = True

    def form_valid(self, form) -> HttpResponse:
        if "preview" in self.request.POST:
            drafts = self.preview(form.cleaned_data)
            return self.render_to_response(self.get_context_data(form=form, drafted=drafts))
        return super().form_valid(form)

    def preview(self, words: dict[str, Any]) -> list[Letter]:
        """Return the letters as they would be sent now; nothing is stored."""
        with casework_letters.preview() as drafts:
            type(self).previewed(self.case, **{key: words[key] for key in self.keys})
        return drafts

    def get_context_data(self, *, drafted: list[Letter] | None = None, **context) -> dict:
        return super().get_context_data(**context) | ({"drafts": drafted} if drafted else {})

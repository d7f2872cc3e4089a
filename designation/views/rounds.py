"""A round's public page, and where applying begins."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from casework.views import FormPage, reader_of
from designation import actions
from designation.forms.applications import ApplyForm
from designation.models import Application, Criterion, PanelSeat, Round
from designation.queries.applications import areas_left_out, earlier_applications
from directory.rules import is_manager


@method_decorator(login_not_required, name="dispatch")
class RoundPage(DetailView):
    """A round for everybody: what is offered, what is asked, until when; and the button to apply."""

    template_name = "designation/round_detail.html"
    context_object_name = "round"

    def get_queryset(self):
        criteria = Prefetch("role_types__criteria", Criterion.objects.current())
        rounds = Round.objects.prefetch_related("areas_wanted", criteria)
        return rounds if is_manager(self.request.user) else rounds.filter(opens_at__lte=timezone.now())

    def get_context_data(self, **context) -> dict:
        person, round_ = self.request.user, self.object
        mine, closes_at = Application.objects.none(), round_.closes_at
        if person.is_authenticated:
            mine = round_.applications.filter(applicant=person).exclude(state=Application.State.WITHDRAWN)
            closes_at = round_.deadline_for(person)
            context["may_see_panel"] = person.has_perm("designation.panel_round", round_)
            context["keeps"] = person.has_perm("designation.keep_rounds", round_)
        context |= {
            "closes_at": closes_at,
            "is_open": round_.opens_at <= timezone.now() < closes_at,
            "opens_later": round_.opens_at > timezone.now(),
            "mine": mine.select_related("role_type"),
            "has_free_role": round_.role_types.exclude(pk__in=mine.values("role_type")).exists(),
        }
        return super().get_context_data(**context)


class Rounds(ListView):
    """Rounds: those open now for everybody; for the panel their own, for managers all, with what came in."""

    template_name = "designation/rounds.html"
    context_object_name = "rounds"
    paginate_by = 30

    def get_queryset(self):
        person, now = reader_of(self.request), timezone.now()
        sent = Count("applications", filter=~Q(applications__state__in=["draft", "withdrawn"]))
        seats = PanelSeat.objects.filter(round=OuterRef("pk"), person=person)
        rows = Round.objects.annotate(sent=sent, sits=Exists(seats)).order_by("-closes_at", "pk")
        return (
            rows
            if is_manager(person)
            else rows.filter(Q(sits=True) | Q(opens_at__lte=now, closes_at__gt=now))
        )

    def get_context_data(self, **context) -> dict:
        return super().get_context_data(**context, manages=is_manager(self.request.user), now=timezone.now())


class Apply(FormPage):
    """Begin an application for one of the round's roles."""

    form_class = ApplyForm
    heading = _("Which role do you apply for?")
    button = _("Continue")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        self.round = get_object_or_404(Round.objects.filter(opens_at__lte=timezone.now()), pk=kwargs["pk"])
        if not self.round.is_open_to(reader_of(request), timezone.now()):
            return redirect(self.round)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        mine = list(earlier_applications(reader_of(self.request)))
        return super().get_form_kwargs() | {"round_": self.round, "earlier": mine}

    def get_back_url(self) -> str:
        return self.round.get_absolute_url()

    def form_valid(self, form) -> HttpResponse:
        try:
            application = actions.apply(self.round, by=self.request.user, **form.cleaned_data)
        except actions.ClosedRound as late:
            form.add_error(None, str(late))
            return self.form_invalid(form)
        if left_out := areas_left_out(application):
            said = gettext("No longer offered, and not taken over: %(areas)s")
            messages.warning(self.request, said % {"areas": ", ".join(left_out)})
        return redirect("designation:application-tasks", application.pk)

"""Conflicts of interest: declared on the list of a round's applicants, and about one of them alone."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.lifecycle import StepNotOpen
from casework.views import FormPage, reader_of
from designation import actions
from designation.forms.panel import DeclareForm, GoThroughForm
from designation.lifecycle import APPLICATION
from designation.models import Application, PanelSeat, Round
from designation.queries.panel import undeclared
from designation.views.panel import OnPanel


class DeclareRound(FormPage):
    """Go through the list of applicants and declare conflicts of interest, or that there are none."""

    template_name = "designation/round_declare.html"
    form_class = GoThroughForm
    heading = gettext_lazy("Declare your conflicts of interest")
    button = gettext_lazy("Declare")
    done = gettext_lazy("Thank you. You can now score the applications on this page.")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        round_ = get_object_or_404(Round, pk=kwargs["pk"])
        if not request.user.has_perm("designation.declare_round", round_):
            raise PermissionDenied
        self.seat = PanelSeat.objects.select_related("round", "person").get(
            round=round_, person=reader_of(request)
        )
        sent = Application.objects.before_panel(self.seat.person).filter(round=round_)
        shown = sent.with_conflict(self.seat.person).select_related("applicant", "school", "role_type")
        self.rows: list[Any] = list(shown.order_by("applicant__last_name", "applicant__first_name", "pk"))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        asked = [one for one in self.rows if not one.conflict and APPLICATION.is_open(one, "declare")]
        return super().get_form_kwargs() | {"applications": asked}

    def get_context_data(self, **context) -> dict:
        apart = [one for one in self.rows if one.conflict]
        late = undeclared(self.seat).values_list("pk", flat=True) if self.seat.declared_at else ()
        return super().get_context_data(**context, round=self.seat.round, apart=apart, late=set(late))

    def act(self, form) -> None:
        actions.go_through(self.seat, by=reader_of(self.request), **form.cleaned_data)

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except StepNotOpen:
            form.add_error(
                None, _("One of these applications was decided meanwhile. Look at the list again.")
            )
            return self.form_invalid(form)

    def get_back_url(self) -> str:
        return reverse("designation:round-panel", args=[self.seat.round_id])

    def get_success_url(self) -> str:
        return self.local_next() or self.get_back_url()


class DeclareApplication(OnPanel):
    """Declare a conflict of interest with one applicant, whom the member then reads and scores no more."""

    step = "declare"
    form_class = DeclareForm
    action = staticmethod(actions.declare)
    heading = gettext_lazy("Declare a conflict of interest")
    explains = gettext_lazy(
        "You will no longer read this application, and scores you have sent in for it no longer count. "
        "This cannot be undone."
    )
    done = gettext_lazy("Your conflict of interest is recorded.")

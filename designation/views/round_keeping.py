"""Rounds as managers keep them: planned, copied, changed; the panel seated, more time given."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import letters as casework_letters
from casework.forms import PortalForm
from casework.views import FormPage, MakePage
from designation import actions, letters
from designation.forms.rounds import ExtendForm, RoundForm, SeatForm
from designation.models import PanelSeat, Round
from designation.queries.interviews import left_with
from designation.queries.panel import sheets_begun

KEPT = (
    "name", "name_cy", "scores_by", "interviews_from", "interviews_to", "training_on", "public_text", "public_text_cy",
)  # fmt: skip


class ManagersOnly:
    """Asks whether one may keep rounds; a refusal of the rules stands in the form's error summary."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("designation.keep_rounds", getattr(self, "round", None)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)  # type: ignore[attr-defined]


class OfRound(ManagersOnly):
    """A page about one round."""

    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.round = get_object_or_404(Round, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_back_url(self) -> str:
        return self.round.get_absolute_url()

    get_success_url = get_back_url


def kept_of(round_: Round) -> dict[str, Any]:
    """Return what a form shows of a round besides its times."""
    chosen = {"role_types": round_.role_types.all(), "areas_wanted": round_.areas_wanted.all()}
    return {name: getattr(round_, name) for name in KEPT} | {
        name: [row.pk for row in rows] for name, rows in chosen.items()
    }


def times_of(round_: Round) -> dict[str, Any]:
    moments = {"opens": timezone.localtime(round_.opens_at), "closes": timezone.localtime(round_.closes_at)}
    days = {f"{name}_on": moment.date() for name, moment in moments.items()}
    return days | {f"{name}_time": moment.time() for name, moment in moments.items()}


class PlanRound(ManagersOnly, MakePage):
    """Plan a round, from nothing or from an earlier one whose dates are left to fill in."""

    form_class = RoundForm
    heading = gettext_lazy("Plan a round")
    button = gettext_lazy("Plan the round")
    done = gettext_lazy("The round is planned. People can apply from the moment it opens.")

    def copied(self) -> Round | None:
        """Return the earlier round this one is made from."""
        number = self.request.GET.get("copy", "")
        return Round.objects.filter(pk=number).first() if number.isdecimal() else None

    def get_initial(self) -> dict[str, Any]:
        earlier = self.copied()
        if earlier is None:
            return {}
        dates = dict.fromkeys(("scores_by", "interviews_from", "interviews_to", "training_on"))
        return kept_of(earlier) | dates | {"name": "", "name_cy": ""}

    def get_intro(self) -> str:
        earlier = self.copied()
        if earlier is None:
            return ""
        return _("Roles, areas, texts and panel are taken over from %(round)s.") % {"round": earlier}

    def get_back_url(self) -> str:
        return reverse("designation:rounds")

    def make(self, form: forms.Form) -> Round:
        return actions.plan_round(form.cleaned_data, by=self.request.user, copied=self.copied())


class ChangeRound(OfRound, FormPage):
    """Change a round; one that has opened may close later, never earlier."""

    form_class = RoundForm
    heading = gettext_lazy("Change the round")
    intro = gettext_lazy("When it closes later than announced, everybody with a draft is told.")
    done = gettext_lazy("The round is changed.")

    def get_initial(self) -> dict[str, Any]:
        return kept_of(self.round) | times_of(self.round)

    def act(self, form: forms.Form) -> None:
        actions.change_round(self.round, form.cleaned_data, by=self.request.user)


class SeatMember(OfRound, FormPage):
    """Put somebody on the panel."""

    form_class = SeatForm
    heading = gettext_lazy("Add a member of the panel")
    button = gettext_lazy("Add to the panel")
    done = gettext_lazy("They are on the panel and have been told.")

    def act(self, form: forms.Form) -> None:
        actions.seat(self.round, by=self.request.user, **form.cleaned_data)

    def get_back_url(self) -> str:
        return reverse("designation:round-panel", args=[self.round.pk])

    get_success_url = get_back_url


class UnseatMember(OfRound, FormPage):
    """Take somebody off the panel, once it has been read what that does to interviews and sheets."""

    form_class = PortalForm
    template_name = "designation/round_unseat.html"
    button = gettext_lazy("Take off the panel")
    done = gettext_lazy("%(name)s is no longer on the panel.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seats = PanelSeat.objects.select_related("person", "round").filter(round=kwargs["pk"])
        self.seat = get_object_or_404(seats, pk=kwargs["seat"])
        return super().dispatch(request, *args, **kwargs)

    def get_heading(self) -> str:
        return _("Take %(name)s off the panel") % {"name": self.seat.person}

    def get_done(self) -> str:
        return str(self.done) % {"name": self.seat.person}

    def get_context_data(self, **context: Any) -> dict:
        interviews = left_with(self.seat, timezone.now())
        with casework_letters.preview() as drafts:
            letters.preview_of_unseating(self.seat.person, interviews)
        found = {"seat": self.seat, "interviews": interviews, "drafts": drafts}
        return super().get_context_data(**context, **found, begun=sheets_begun(self.seat))

    def act(self, form: forms.Form) -> None:
        actions.unseat(self.seat, by=self.request.user)

    def get_back_url(self) -> str:
        return reverse("designation:round-panel", args=[self.round.pk])

    get_success_url = get_back_url


class ExtendDeadline(OfRound, FormPage):
    """Give one person more time."""

    form_class = ExtendForm
    template_name = "designation/round_extend.html"
    heading = gettext_lazy("Give somebody more time")
    button = gettext_lazy("Grant the extension")
    done = gettext_lazy("They have more time and have been told.")

    def act(self, form: forms.Form) -> None:
        actions.extend(self.round, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **context: Any) -> dict:
        granted = self.round.extensions.select_related("person", "granted_by")
        return super().get_context_data(**context, round=self.round, extensions=granted)

    def get_success_url(self) -> str:
        return reverse("designation:round-extend", args=[self.round.pk])

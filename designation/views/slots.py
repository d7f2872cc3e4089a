"""The interview times of a round, for managers: the calendar, adding, changing, removing, inviting many."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DetailView

from casework import letters as casework_letters
from casework.lifecycle import StepNotOpen
from casework.templatetags.casework import day
from casework.views import FormPage, MakePage, reader_of
from casework.views.steps import ConfirmForm
from designation import actions, letters
from designation.forms.slots import AddSlotsForm, ChangeSlotForm, InviteManyForm
from designation.models import Application, Round, Slot
from designation.queries.interviews import choices_of, days_off, slots_of, without_a_time
from designation.queries.members import decided_by, with_candidacy
from designation.queries.panel import interviewed


def round_to_plan(request: HttpRequest, pk: int) -> Round:
    """Return the round whose interviews this person plans; raises PermissionDenied, Http404."""
    round_ = get_object_or_404(with_candidacy(Round.objects.all(), reader_of(request)), pk=pk)
    if not reader_of(request).has_perm("designation.plan_interviews", round_):
        raise PermissionDenied
    return round_


def shortlisted(round_: Round, person):
    """Return those whom this person may invite next, in the order of their names.

    Those on the shortlist, and whoever an upheld appeal brings back who was never interviewed.
    """
    brought_back = Q(state=Application.State.UPHELD) & ~Q(interviewed())
    rows = Application.objects.filter(Q(state=Application.State.SHORTLISTED) | brought_back, round=round_)
    invitable = decided_by(rows, person).select_related("applicant", "role_type", "round", "school")
    return invitable.order_by("applicant__last_name", "applicant__first_name", "pk")


class RoundInterviews(DetailView):
    """The round's interviews day by day: which times are free, who comes when, before whom; and who has no time yet."""

    template_name = "designation/round_interviews.html"
    context_object_name = "round"

    def get_object(self, queryset=None) -> Round:
        return round_to_plan(self.request, self.kwargs["pk"])

    def get_context_data(self, **context: Any) -> dict:
        round_, slots, now = self.object, list(slots_of(self.object)), timezone.now()
        days = [(on, list(of_day)) for on, of_day in groupby(slots, lambda one: timezone.localdate(one.at))]
        waiting = without_a_time().filter(round=round_).select_related("applicant", "role_type")
        return super().get_context_data(
            **context,
            days=days,
            now=now,
            free=sum(one.taken_by_id is None and one.at > now for one in slots),
            to_invite=shortlisted(round_, self.request.user).count(),
            waiting=list(waiting.order_by("invited_at", "pk")),
            off=days_off([one.at for one in slots]),
        )


class PlanPage(FormPage):
    """What the forms about a round's interview times share: managers only, and back to the calendar."""

    round: Round

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        self.round = round_to_plan(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_back_url(self) -> str:
        return reverse("designation:round-interviews", args=[self.round.pk])

    get_success_url = get_back_url

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def point_out(self, times) -> None:
        """Say which of these days are no working days: allowed, but often a slip of the pen."""
        for on in days_off(times):
            messages.warning(self.request, _("%(day)s is not a working day.") % {"day": day(on)})


class AddSlots(PlanPage, MakePage):
    """Add one interview time, or a series on one day."""

    form_class = AddSlotsForm
    heading = gettext_lazy("Add interview times")
    button = gettext_lazy("Add these times")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"round_": self.round}

    def make(self, form) -> Round:
        added = actions.add_slots(self.round, by=reader_of(self.request), **form.cleaned_data)
        text = ngettext("%(count)d time is added.", "%(count)d times are added.", len(added))
        messages.success(self.request, text % {"count": len(added)})
        self.point_out([slot.at for slot in added])
        return self.round

    def get_made_url(self, made: Round) -> str:
        return self.get_back_url()


class SlotPage(PlanPage):
    """What changing and removing one time share: only while nobody has taken it."""

    slot: Slot

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        rows = Slot.objects.select_related("round").prefetch_related("panel")
        self.slot = get_object_or_404(rows, pk=kwargs["pk"])
        self.round = round_to_plan(request, self.slot.round_id)
        if self.slot.taken_by_id:
            messages.warning(request, _("Somebody has taken this time. Change the interview on their page."))
            return redirect(self.get_back_url())
        return FormPage.dispatch(self, request, *args, **kwargs)


class ChangeSlot(SlotPage):
    """Change a time nobody has taken."""

    form_class = ChangeSlotForm
    heading = gettext_lazy("Change an interview time")
    done = gettext_lazy("The time is changed.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"slot": self.slot}

    def act(self, form) -> None:
        actions.change_slot(self.slot, by=reader_of(self.request), **form.cleaned_data)
        self.point_out([self.slot.at])


class RemoveSlot(SlotPage):
    """Take away a time nobody has taken."""

    form_class = ConfirmForm
    template_name = "designation/slot_remove.html"
    heading = gettext_lazy("Remove an interview time")
    button = gettext_lazy("Remove this time")
    done = gettext_lazy("The time is removed.")

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(**context, slot=self.slot)

    def act(self, form) -> None:
        actions.remove_slot(self.slot, by=reader_of(self.request))


class InviteMany(PlanPage):
    """Invite several shortlisted applicants to choose a time, after reading the letters."""

    form_class = InviteManyForm
    template_name = "designation/round_interviews_invite.html"
    heading = gettext_lazy("Invite applicants to choose a time")
    button = gettext_lazy("Send the invitations")

    @cached_property
    def choices(self) -> dict[int, int]:
        """How many of the free times each applicant may choose from."""
        return choices_of(self.round, shortlisted(self.round, reader_of(self.request)))

    def get_form_kwargs(self) -> dict:
        rows = shortlisted(self.round, reader_of(self.request))
        return super().get_form_kwargs() | {"shortlisted": rows, "choices": self.choices}

    def get_intro(self) -> str:
        free = self.round.slots.filter(taken_by__isnull=True, at__gt=timezone.now()).count()
        few = _("There are fewer free times than applicants: %(free)d for %(count)d.")
        return few % {"free": free, "count": len(self.choices)} if free < len(self.choices) else ""

    def form_valid(self, form) -> HttpResponse:
        chosen = list(form.cleaned_data["applications"])
        if "preview" in self.request.POST:
            with casework_letters.preview() as drafts:
                for application in chosen:
                    letters.booking_requested(application)
            return self.render_to_response(self.get_context_data(form=form, drafts=drafts))
        self.invite(chosen)
        return redirect(self.get_back_url())

    def invite(self, chosen: list[Application]) -> None:
        """Invite each for itself, so that one who cannot be invited holds up nobody; say how it went."""
        sent = sum(self.was_invited(application) for application in chosen)
        if sent:
            text = ngettext(
                "%(count)d invitation is on its way.", "%(count)d invitations are on their way.", sent
            )
            messages.success(self.request, text % {"count": sent})

    def was_invited(self, application: Application) -> bool:
        reader = reader_of(self.request)
        try:
            # A conflict declared since the page was asked for counts as well.
            if not reader.has_perm("designation.invite_application", application):
                raise actions.MovedOn
            with transaction.atomic():
                actions.invite(application, by=reader)
        except actions.Refusal as refusal:
            messages.error(self.request, str(refusal))
            return False
        except StepNotOpen:
            text = _("%(name)s was invited already, or is no longer on the shortlist.")
            messages.warning(self.request, text % {"name": application.applicant})
            return False
        return True

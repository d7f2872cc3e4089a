"""One step for many leaders: what it would do is read first, then one button takes it for each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from casework import letters as casework_letters
from casework.models import Letter
from casework.views import reader_of
from designation import actions, letters
from designation.documents import leader_rows
from designation.forms.bulk import TogetherForm, keys_of
from designation.models import Designation, Review
from designation.models.leaders import DesignationQuerySet
from designation.queries.leaders import with_everything
from designation.queries.together import MOST, Planned, Together, planned
from designation.views.pipeline import sent_as_file
from directory.queries.posts import read_line_managers


class TogetherPage(View):
    """Preview of a step for the leaders ticked or filtered; the button takes it; afterwards what failed, and why."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("designation.list_designations"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = TogetherForm(request.GET, leaders=Designation.objects.visible_to(reader_of(request)))
        chosen = form.chosen_leaders() if form.is_valid() else Designation.objects.none()
        if not form.is_valid() or not chosen.exists():
            messages.warning(request, _("Tick at least one leader and choose what is to be done."))
            return redirect(f"{reverse('designation:leaders')}?{request.GET.get('filters', '')}")
        step = form.cleaned_data["step"]
        if step not in Together.values:
            return sent_as_file(leader_rows(with_everything(chosen)), "leaders", step)
        return self.preview(chosen, Together(step))

    def preview(self, chosen: DesignationQuerySet, step: Together) -> HttpResponse:
        """Show what would happen to each and every letter in full; nothing is stored."""
        keys = list(chosen.values_list("pk", flat=True)[: MOST + 1])
        rows = Designation.objects.filter(pk__in=keys[:MOST])
        today = timezone.localdate()
        found = planned(rows, step, reader_of(self.request), today)
        read_line_managers([(one.designation.person, one.designation.home_school) for one in found], today)
        ready = [(one, drafted(one, step)) for one in found if not one.why_not]
        context = {
            "step": step,
            "ready": ready,
            "skipped": [one for one in found if one.why_not],
            "letters": sum(len(drafts) for _one, drafts in ready),
            "is_cut": len(keys) > MOST,
            "most": MOST,
            "filters": self.request.GET.get("filters", ""),
        }
        return render(self.request, "designation/leaders_together.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        step = request.POST.get("step", "")
        if step not in Together.values:
            return redirect("designation:leaders")
        keys = keys_of(request.POST.getlist("read"))
        if not keys:
            return redirect("designation:leaders")
        taken, failed = actions.together(step, keys[:MOST], by=reader_of(request))
        context = {"step": Together(step), "taken": taken, "failed": failed}
        return render(
            request, "designation/leaders_done.html", context | {"filters": request.POST.get("filters", "")}
        )


def drafted(one: Planned, step: Together) -> list[Letter]:
    """Return the letters a step would send about a leader, by the very functions that send them."""
    with casework_letters.preview() as drafts:
        if step == Together.ACTIVATE:
            letters.designation_activated(one.designation)
        elif step == Together.ASK_ASSURANCE:
            letters.ask_assurance(one.designation)
        elif one.year is not None:
            first, last = one.year
            # Not opened yet: it has no number, and nobody reads the address of its page here.
            letters.review_opened(Review(pk=0, designation=one.designation, starts_on=first, due_on=last))
    return drafts

"""Support is asked for: a topic a page, kept as it is typed, checked as a whole and sent."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, TemplateView

from casework.forms import PortalForm
from casework.views import FormPage, MakePage, reader_of
from casework.views.pages import leave_unjudged
from deployments import actions
from deployments.documents import parts_asked
from deployments.forms.drafts import RequestPartForm, SendRequestForm
from deployments.forms.requests import ASKED, RequestForm
from deployments.models import RequestDraft, SupportRequest
from deployments.queries.parties import holder_of
from deployments.queries.waiting import offer_due_on
from directory.models import Person, School

Part = RequestDraft.Part
STATUSES = {
    None: gettext_lazy("Not started"),
    RequestDraft.STARTED: gettext_lazy("In progress"),
    RequestDraft.COMPLETED: gettext_lazy("Completed"),
}


class MakeRequest(PermissionRequiredMixin, MakePage):
    """Begin to ask for support: the first part, and what was begun before and not sent."""

    permission_required = "deployments.make_request"
    raise_exception = True
    template_name = "deployments/request_new.html"
    form_class = RequestForm
    heading = gettext_lazy("Ask for support")
    button = gettext_lazy("Save and continue")
    intro = gettext_lazy(
        "Say what your school needs. The alliance answers within two working days; nothing is agreed until you agree."
    )

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": self.request.user, "part": Part.SCHOOL.value}

    def get_context_data(self, **context: Any) -> dict:
        drafts = RequestDraft.objects.visible_to(self.request.user).unsent()
        return super().get_context_data(**context, drafts=drafts)

    def get_back_url(self) -> str:
        return reverse("deployments:requests")

    def make(self, form: Any) -> RequestDraft:
        return actions.begin_draft(by=reader_of(self.request), part=Part.SCHOOL.value, typed=form.typed())

    def get_made_url(self, made: RequestDraft) -> str:
        return part_url(made, Part.NEED)


class OwnDraft:
    """Loads a draft of the person's own; one that was sent leads to its confirmation, anybody else's is not there."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = RequestDraft.objects.visible_to(reader_of(request)).select_related("request")
        self.draft = get_object_or_404(mine, pk=kwargs["pk"])
        if self.draft.request is not None:
            return redirect("deployments:request-sent", self.draft.request.pk)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def tasks_url(self) -> str:
        return reverse("deployments:request-tasks", args=[self.draft.pk])

    def whole(self) -> RequestForm:
        """Return the whole form as it was typed, to be judged together."""
        return RequestForm(data=self.draft.typed(), person=reader_of(self.request), school=self.school)

    @cached_property
    def school(self) -> School | None:
        """Return the school it is for, as far as that is known."""
        asked = RequestForm(data=self.draft.typed(), person=reader_of(self.request), part=Part.SCHOOL.value)
        asked.is_valid()
        return asked.only_school or asked.cleaned_data.get("school")


def part_url(draft: RequestDraft, part: str) -> str:
    return reverse("deployments:request-part", args=[draft.pk, str(part)])


class RequestTasks(OwnDraft, TemplateView):
    """The parts of the form with their statuses."""

    template_name = "deployments/request_tasks.html"

    def get_context_data(self, **context: Any) -> dict:
        done = [part for part in Part.values if self.draft.parts.get(part) == RequestDraft.COMPLETED]
        return super().get_context_data(
            **context,
            draft=self.draft,
            school=self.school,
            parts=[self.line_of(part) for part in Part],
            check=[self.check_line()],
            done=len(done),
            all=len(Part),
        )

    def line_of(self, part: RequestDraft.Part) -> dict:
        status = STATUSES[self.draft.parts.get(part.value)]
        return {"text": part.label, "url": part_url(self.draft, part), "status": status}

    def check_line(self) -> dict:
        ready = self.draft.is_filled_in
        return {
            "text": _("Check your answers and send the request"),
            "url": reverse("deployments:request-check", args=[self.draft.pk]) if ready else None,
            "status": _("Not started") if ready else _("Cannot start yet"),
            "about": "" if ready else _("Complete every part first."),
        }


class RequestPart(OwnDraft, FormPage):
    """One part; the script's autosave posts here too and gets an empty answer."""

    form_class = RequestPartForm
    part = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.part = kwargs["part"]
        if self.part not in Part.values:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        known = {"person": reader_of(self.request), "part": self.part, "school": self.school}
        typed = {"data": self.draft.typed()} if self.is_begun else {}
        return typed | super().get_form_kwargs() | known

    @property
    def is_begun(self) -> bool:
        return self.part in self.draft.parts

    def get_form(self, form_class: Any = None) -> RequestPartForm:
        form: Any = super().get_form(form_class)
        form.cancel_url = ""
        if self.request.method == "GET" and form.is_bound and self.sent_before is None:
            leave_unjudged(form)  # it is shown as it was typed; sending judges it
        return form

    def get_button(self) -> str:
        return _("Save and continue")

    def get_heading(self) -> str:
        return str(Part(self.part).label)

    def get_back_url(self) -> str:
        return self.check_url() if self.is_change() else self.tasks_url()

    def check_url(self) -> str:
        return reverse("deployments:request-check", args=[self.draft.pk])

    def is_change(self) -> bool:
        """Whether the person came from the check page, which they return to."""
        return "change" in self.request.GET and self.draft.is_filled_in

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("X-Autosave"):
            self.keep(self.get_form())
            return HttpResponse(status=204)
        if "later" in request.POST and "switch_language" not in request.POST:
            self.keep(self.get_form())
            messages.success(request, _("Saved as a draft. Nobody else reads it until you send it."))
            return redirect(self.tasks_url())
        return super().post(request, *args, **kwargs)

    def keep(self, form: RequestPartForm) -> None:
        """Keep what was typed, right or not, without calling the part completed by it."""
        was_complete = self.draft.parts.get(self.part) == RequestDraft.COMPLETED
        is_complete = was_complete and form.is_valid()
        actions.keep_draft(self.draft, part=self.part, typed=form.typed(), completed=is_complete)

    def form_invalid(self, form: Any) -> HttpResponse:
        self.keep(form)
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        back_to_check = self.is_change()
        actions.keep_draft(self.draft, part=self.part, typed=form.typed(), completed=True)
        if back_to_check and self.draft.is_filled_in:
            return redirect(self.check_url())
        return redirect(self.next_url())

    def next_url(self) -> str:
        """Return the next part still to be completed; with none left the check, or the list where one was left out."""
        order = Part.values
        for part in order[order.index(self.part) + 1 :]:
            if self.draft.parts.get(part) != RequestDraft.COMPLETED:
                return part_url(self.draft, part)
        return self.check_url() if self.draft.is_filled_in else self.tasks_url()


class CheckRequest(OwnDraft, FormPage):
    """Everything that was answered, with links back, and the button that sends it."""

    template_name = "deployments/request_check.html"
    form_class = SendRequestForm
    heading = gettext_lazy("Check your answers before you send the request")
    button = gettext_lazy("Send this request")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.draft.is_filled_in:
            return redirect(self.tasks_url())
        return super().get(request, *args, **kwargs)

    @cached_property
    def judged(self) -> RequestForm:
        form = self.whole()
        form.is_valid()
        return form

    def get_form_kwargs(self) -> dict:
        warnings: Any = self.judged.errors.get("again", [])
        return super().get_form_kwargs() | {"warning": " ".join(warnings)}

    def get_context_data(self, **context: Any) -> dict:
        links = {part: f"{part_url(self.draft, part)}?change=1" for part in Part.values}
        return super().get_context_data(**context, parts=parts_asked(self.judged, ASKED, links))

    def get_back_url(self) -> str:
        return self.tasks_url()

    def form_valid(self, form: forms.Form) -> HttpResponse:
        wrong = parts_of(self.judged)
        if wrong or self.judged.non_field_errors():
            actions.reopen_draft(self.draft, wrong or [Part.SCHOOL.value])
            messages.warning(
                self.request,
                _("Some answers can no longer be sent as they are. Look through the open parts."),
            )
            return redirect(self.tasks_url())
        request = actions.send_draft(self.draft, by=reader_of(self.request), **self.answers())
        return redirect("deployments:request-sent", request.pk)

    def answers(self) -> dict[str, Any]:
        data = self.judged.answers()
        name, email = data.pop("contact_name"), data.pop("contact_email")
        data["contact"] = self.contact(email, name) if email else self.nobody_named(data["school"])
        is_other = bool(email) and data["contact"] != reader_of(self.request)
        return data | {"contact_named": bool(email), "contact_name": (name or email) if is_other else ""}

    def contact(self, email: str, name: str) -> Person:
        first, _space, last = name.strip().partition(" ")
        return Person.objects.meet(email, first_name=first[:100], last_name=last[:100])

    def nobody_named(self, school: School) -> Person:
        """Return the head where nobody was named, or whoever asks where the school has no head we know."""
        return holder_of(school, "head", timezone.localdate()) or reader_of(self.request)


def parts_of(form: RequestForm) -> list[str]:
    """Return the parts in which something is wrong, but for what was asked for already."""
    return [part.value for part, names in ASKED.items() if any(name in form.errors for name in names)]


class DiscardDraft(OwnDraft, FormPage):
    """Throw a draft away."""

    form_class = PortalForm
    heading = gettext_lazy("Throw this draft away?")
    intro = gettext_lazy("What you have written is deleted. This cannot be undone.")
    button = gettext_lazy("Throw it away")
    done = gettext_lazy("The draft is thrown away.")

    def get_back_url(self) -> str:
        return self.tasks_url()

    def get_success_url(self) -> str:
        return reverse("deployments:requests")

    def act(self, form: forms.Form) -> None:
        actions.discard_draft(self.draft)


class RequestSent(DetailView):
    """The confirmation: reference number, what happens next and when."""

    template_name = "deployments/request_sent.html"
    context_object_name = "case"

    def get_object(self, queryset: Any = None) -> SupportRequest:
        mine = SupportRequest.objects.filter(made_by=reader_of(self.request)).select_related("school")
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(**context, due=offer_due_on(self.object))

"""One step of a case, from button to history: loaded, asked who, asked when, done, said."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from casework import letters, links
from casework.files import BadFile
from casework.forms import PortalForm
from casework.lifecycle import Lifecycle, StepNotOpen
from casework.models import Case, Entry, Letter
from casework.views.pages import FormPage, case_or_404, channel_of, reader_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ConfirmForm(PortalForm):
    """Nothing to fill in: the button alone is the answer."""


class StepView(FormPage):
    """The page and the door of one declared step; a subclass is class data and no code.

    `action(case, by=, channel=, **cleaned_data)` does it. `letter(case)` (one or several functions of the app's
    letters.py) is shown beforehand as it will be sent. `explains` says what follows, in the field's words.
    """

    template_name = "casework/step_form.html"
    model: type[Case]
    case: Any  # one of `model`
    step: str
    action: Callable[..., object]
    form_class: type[forms.BaseForm] = ConfirmForm
    letter: Callable[..., object] | tuple[Callable[..., object], ...] | None = None
    explains: "StrOrPromise" = ""
    takes_case = False  # whether the form wants `case=` (choices that depend on it)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        person = reader_of(request)
        self.case = case_or_404(self.model, person, kwargs["pk"])
        table = Lifecycle.of(self.case)
        if not person.has_perm(table.permission(self.step), self.case):
            if Entry.objects.of(self.case).filter(step=self.step, by=person).exists():
                return self.moved_on()
            raise PermissionDenied
        if not table.is_open(self.case, self.step):
            return self.moved_on()
        return super().dispatch(request, *args, **kwargs)

    def moved_on(self) -> HttpResponse:
        """Say in a friendly way that this was done already or is no longer open, and what is true now."""
        last = Entry.objects.of(self.case).filter(audience="").order_by("-at", "-pk").first()
        context = {"case": self.case, "last": last, "link": getattr(self.request, "link", None)}
        return render(self.request, "casework/moved_on.html", context, status=409)

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | ({"case": self.case} if self.takes_case else {})

    def get_context_data(self, **context) -> dict:
        context |= {"case": self.case, "explains": self.explains, "drafts": self.drafts()}
        return super().get_context_data(**context)

    def get_button(self) -> "StrOrPromise":
        return self.button or Lifecycle.of(self.case).steps[self.step].label

    def drafts(self) -> list[Letter]:
        """Return the letters this step would send now, as they would read; nothing is stored."""
        told = type(self).letter or ()
        with letters.preview() as drafts:
            for letter in told if isinstance(told, tuple) else (told,):
                letter(self.case)
        return drafts

    def form_valid(self, form: forms.Form) -> HttpResponse:
        link = getattr(self.request, "link", None)
        try:
            with transaction.atomic():
                type(self).action(
                    self.case,
                    by=reader_of(self.request),
                    channel=channel_of(self.request),
                    **form.cleaned_data,
                )
                if link:
                    links.use(link, self.request.link_door)  # type: ignore[attr-defined]
        except BadFile as bad:
            form.add_error(None, str(bad))
            return self.form_invalid(form)
        except StepNotOpen:
            self.case.refresh_from_db()
            return self.moved_on()
        if link:
            return redirect(reverse("link", args=[self.request.link_token]))  # type: ignore[attr-defined]
        messages.success(self.request, self.get_done())
        return redirect(self.get_success_url())

    def get_back_url(self) -> str:
        if getattr(self.request, "link", None):
            return reverse("link", args=[self.request.link_token])  # type: ignore[attr-defined]
        return self.case.get_absolute_url()

    def get_success_url(self) -> str:
        return self.case.get_absolute_url()

"""The page of a case, and form pages on which nothing typed is ever lost."""

from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView

from casework.models import Case, Channel, OneTimeKey
from casework.views import typed
from directory.models import Person

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def reader_of(request: HttpRequest) -> Person:
    """Return who is acting: the person signed in, or the one a signed link stands for on this page."""
    return cast("Person", request.user)


def channel_of(request: HttpRequest) -> str:
    return Channel.LINK if getattr(request, "link", None) else Channel.PORTAL


def remember_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Keep the language chosen: on the person when we know them, in a cookie in any case."""
    if request.user.is_authenticated and request.user.language != language:
        request.user.language = language
        request.user.save(update_fields=["language"])
    secure = settings.LANGUAGE_COOKIE_SECURE
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, secure=secure, samesite="Lax"
    )


def leave_unjudged(form: Any) -> None:
    """Let a bound form show what was typed without asking yet whether it is right."""
    form._errors = forms.utils.ErrorDict()  # Django's own way to say that a form has been cleaned


class KeepTyped:
    """A language switch pressed on a form brings the same form back, typed words and all, in the other language."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        language = request.POST.get("switch_language", "")
        if language not in dict(settings.LANGUAGES):
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        translation.activate(language)
        request.LANGUAGE_CODE = language
        form = self.get_form()  # type: ignore[attr-defined]
        leave_unjudged(form)  # switching is not sending
        response = self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]
        remember_language(request, response, language)
        return response


class CasePage(DetailView):
    """The page of one case, for those who may see it; everybody else finds nothing there."""

    context_object_name = "case"
    tab = ""

    def get_queryset(self):
        return self.model._default_manager.visible_to(reader_of(self.request))


class FormPage(KeepTyped, FormView):
    """One form on one page that ends in one action.

    `heading` is the page's title, `button` what it says to do. Subclasses say in `act(form)` what happens.
    """

    template_name = "casework/form_page.html"
    sent_before: QueryDict | None = None  # what was sent after the session had ended
    heading: "StrOrPromise" = ""
    intro: "StrOrPromise" = ""
    button: "StrOrPromise" = ""
    done: "StrOrPromise" = ""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the form; after a session that ended, filled in as it was sent, and not sent."""
        self.sent_before = typed.take(request)
        if self.sent_before is None:
            return super().get(request, *args, **kwargs)
        form = self.get_form()
        leave_unjudged(form)  # it was not sent
        messages.warning(
            request,
            _(
                "You had been signed out. What you typed is here and was not sent: look through it, then send it."
            ),
        )
        return self.render_to_response(self.get_context_data(form=form))

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | (
            {"data": self.sent_before} if self.sent_before is not None else {}
        )

    def get_context_data(self, **context) -> dict:
        context |= {"heading": self.get_heading(), "intro": self.get_intro(), "back": self.get_back_url()}
        return super().get_context_data(**context)

    def get_form(self, form_class=None) -> forms.BaseForm:
        form = super().get_form(form_class)
        form.submit_text, form.cancel_url = self.get_button(), self.get_back_url()
        return form

    def get_button(self) -> "StrOrPromise":
        return self.button or _("Save")

    def get_heading(self) -> "StrOrPromise":
        return self.heading

    def get_intro(self) -> "StrOrPromise":
        return self.intro

    def get_back_url(self) -> str:
        return reverse("home")

    def act(self, form: forms.Form) -> object:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        self.act(form)
        if self.done:
            messages.success(self.request, self.get_done())
        return redirect(self.get_success_url())

    def get_done(self) -> "StrOrPromise":
        return self.done

    def local_next(self) -> str | None:
        """Return where the person came from, when that is a page of ours."""
        url = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return url if url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()}) else None


class MakePage(FormPage):
    """A form that makes something new; its one-time key keeps a double click from making two."""

    def get_form(self, form_class=None) -> forms.BaseForm:
        form = super().get_form(form_class)
        form.fields["one_time_key"] = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
        return form

    def make(self, form: forms.Form) -> object:
        """Do the action and return what was made."""
        raise NotImplementedError

    def get_made_url(self, made) -> str:
        return made.get_absolute_url()

    def form_valid(self, form: forms.Form) -> HttpResponse:
        key = form.cleaned_data.pop("one_time_key")
        with transaction.atomic():
            token, is_first = OneTimeKey.objects.get_or_create(
                key=key, defaults={"person": reader_of(self.request), "url": ""}
            )
            if is_first:
                token.url = self.get_made_url(self.make(form))
                token.save(update_fields=["url"])
        if token.person_id != reader_of(self.request).pk:
            raise Http404
        if is_first and self.done:
            messages.success(self.request, self.get_done())
        return redirect(token.url)


def case_or_404(model: type[Case], person: Person, pk: int) -> Any:
    """Return a case this person may see, or answer 404: what is not yours is not there."""
    return get_object_or_404(model._default_manager.visible_to(person).in_full(), pk=pk)  # type: ignore[attr-defined]

"""The interface kit, on a development or demo portal: every component, page kind and form field in its states."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.forms import (
    CheckboxesField,
    ConfirmField,
    DateField,
    EmailField,
    HalfDaysField,
    PortalForm,
    PoundsField,
    RadioField,
    WordsField,
    YesNoField,
)
from leadership_portal.context import NavigationItem
from leadership_portal.views import kit_samples as samples

ERROR_PAGES = {"400": 400, "403": 403, "403_csrf": 403, "404": 404, "410": 410, "429": 429, "500": 500}
PAGES = {"home", "case", "step", "sections", "answers", "list", "empty", "done", "link", "saving"}


class KitForm(PortalForm):
    """One of each field."""

    submit_text = "Send the form"
    cancel_url = "/kit/"

    name = forms.CharField(
        label="Your full name",
        max_length=60,
        help_text="As it should stand on the certificate.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your full name"},
    )
    email = EmailField(label="E-mail address")
    phone = forms.CharField(
        label="Telephone number",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "class": "w20"}),
    )
    phase = forms.ChoiceField(
        label="Phase", choices=[("", ""), ("primary", "Primary"), ("secondary", "Secondary")]
    )
    started = DateField(label="When did you start in this post?", help_text="For example, 27 3 2026")
    statement = WordsField(
        label="What changed because of your leadership?",
        words=30,
        help_text="Say for whom, and how you know.",
        error_messages={"required": "Say what changed because of your leadership"},
    )
    days = HalfDaysField(label="Days you can be released each term", least=1, most=20)
    rate = PoundsField(label="Rate for one day", most=100_000)
    support = RadioField(
        label="How strongly do you support this application?",
        choices=[
            ("strongly", "Strongly"),
            ("reservations", "With reservations"),
            ("no", "I do not support it"),
        ],
        hints={"reservations": "The next page asks what they are."},
        error_messages={"required": "Say how strongly you support this application"},
    )
    areas = CheckboxesField(
        label="Areas of expertise",
        choices=[
            ("Teaching", [("phonics", "Phonics"), ("mathematics", "Mathematics")]),
            ("Leading", [("send", "Special educational needs"), ("governance", "Governance")]),
        ],
        required=False,
    )
    shared = YesNoField(label="May the applicant read what you write?")
    true = ConfirmField(label="I confirm that this is true to the best of my knowledge")


class SavingForm(PortalForm):
    """A form that saves itself while one types."""

    submit_text = "Save and continue"
    autosave = True

    statement = WordsField(label="Your track record", rows=8)


FILLED = {
    "name": "Siân Ŵyn O’Brien",
    "email": "sian@oakfield.example",
    "phase": "primary",
    "started_day": "1",
    "started_month": "Medi",
    "started_year": "2023",
    "statement": "Every class now opens with the same five minutes of phonics.",
    "days": "2½",
    "rate": "£300",
    "support": "reservations",
    "areas": ["phonics", "send"],
    "shared": "yes",
    "true": "on",
}
WRONG = {
    "email": "sian at oakfield",
    "started_day": "27",
    "started_year": "2026",
    "statement": "word " * 42,
    "days": "2.3",
    "rate": "lots",
}


def kit_form(request: HttpRequest) -> KitForm:
    """The form as it was sent, or in the state the address asks for: ?state=filled or ?state=wrong."""
    if request.method == "POST":
        return KitForm(request.POST)
    states: dict[str, dict[str, Any]] = {"filled": FILLED, "wrong": WRONG}
    return KitForm(states.get(request.GET.get("state", "")))


def frame() -> dict[str, Any]:
    """What every kit page shows around its subject."""
    texts = [("Home", True), ("My designation", False), ("Deployments", False), ("Programmes", False)]
    return {"navigation": [NavigationItem(reverse("kit"), text, current) for text, current in texts]}


def only_for_trying() -> None:
    """Answer 404 where real people work."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404


@login_not_required
@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    """Every component on one page, and links to the whole pages."""
    only_for_trying()
    page = Paginator(range(95), 20).page(2)
    context = (
        frame() | samples.components() | {"page": page, "pages": sorted(PAGES), "error_pages": ERROR_PAGES}
    )
    return render(request, "kit/kit.html", context)


@login_not_required
@require_safe
def kit_find(request: HttpRequest) -> HttpResponse:
    """The list a find-as-you-type box asks for."""
    only_for_trying()
    words = request.GET.get("q", "").casefold()
    options = [school for school in samples.SCHOOLS if words in school["text"].casefold()]
    return render(request, "components/find_options.html", {"options": options})


@login_not_required
def kit_page(request: HttpRequest, page: str) -> HttpResponse:
    """One kind of page as a whole: a form, a case, a list, a confirmation, an error."""
    only_for_trying()
    if page == "form":
        return render(request, "kit/form.html", frame() | {"form": kit_form(request)})
    if page == "saving":
        if request.headers.get("X-Autosave"):
            return HttpResponse(status=204)
        return render(request, "kit/form.html", frame() | {"form": SavingForm(request.POST or None)})
    if page in ERROR_PAGES:
        return render(request, f"{page}.html", frame(), status=ERROR_PAGES[page])
    if page not in PAGES:
        raise Http404
    if page == "link":
        request.link = True  # type: ignore[attr-defined]
    return render(request, f"kit/{page}.html", frame() | samples.components())

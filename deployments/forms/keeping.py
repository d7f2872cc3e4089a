"""What is asked about who looks after a case, who speaks for the school, and why a case is watched."""

from typing import Any, cast

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import CheckboxesField, EmailField, PortalForm, RadioField, WordsField
from deployments.queries.succession import key_of, looked_after_by, who_look_after_cases
from directory.models import Person
from directory.queries.posts import alliance_managers

NOBODY = "nobody"
ALL, SOME = "all", "some"


class AssignForm(PortalForm):
    """Which manager looks after a case."""

    manager = RadioField(
        label=_("Who looks after it in the alliance?"),
        error_messages={"required": _("Choose a manager, or nobody in particular")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in alliance_managers(timezone.localdate())}
        offered: Any = self.fields["manager"]
        named = [(pk, str(one)) for pk, one in self.people.items()]
        offered.choices = [*named, (NOBODY, _("Nobody in particular"))]

    def clean_manager(self) -> Person | None:
        return self.people.get(self.cleaned_data["manager"])


class HandOverForm(PortalForm):
    """From whom and to whom open cases go: all of them, or those ticked."""

    of = RadioField(
        label=_("Whose cases are handed over?"),
        error_messages={"required": _("Choose whose cases are handed over")},
    )
    manager = RadioField(
        label=_("Who looks after them from now?"),
        error_messages={"required": _("Choose who looks after them from now")},
    )

    which = RadioField(
        label=_("Which cases?"),
        choices=[
            (ALL, _("All that are open")),
            (SOME, _("Some of them: tick which")),
        ],
        initial=ALL,
        required=False,
    )
    cases = CheckboxesField(label=_("The cases to hand over"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keepers = {str(one.pk): one for one in who_look_after_cases()}
        self.people = {str(one.pk): one for one in alliance_managers(timezone.localdate())}
        for name, people in (("of", self.keepers), ("manager", self.people)):
            offered: Any = self.fields[name]
            offered.choices = [(pk, str(one)) for pk, one in people.items()]
        self._offer_cases()

    def _offer_cases(self) -> None:
        """Offer the cases of whoever is chosen, in the address or in the form; before that there is nothing to tick."""
        chosen: Any = self.fields["cases"]
        keeper = self.keepers.get(str(self["of"].value() or ""))
        both: tuple[Any, ...] = looked_after_by(keeper) if keeper else ()
        kept = [case for found in both for case in found.in_full().order_by("pk")]
        chosen.choices = [(key_of(one), f"{one} · {one.reference}") for one in kept]

    def layout(self) -> Layout:
        cases = ["cases"] if cast("Any", self.fields["cases"]).choices else []
        return Layout("of", "manager", "which", *cases)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked = cleaned.pop("cases", [])
        if cleaned.pop("which", "") != SOME:
            return cleaned
        if not ticked and "cases" not in self.errors:
            self.add_error("cases" if cleaned.get("of") else "of", _("Tick the cases to hand over"))
        return cleaned | {"only": set(ticked)}

    def clean_of(self) -> Person:
        return self.keepers[self.cleaned_data["of"]]

    def clean_manager(self) -> Person:
        return self.people[self.cleaned_data["manager"]]


def phone_field() -> forms.CharField:
    """Return the question by which number the school's contact is called."""
    return forms.CharField(
        label=_("Phone number of the contact"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("The leader calls it to arrange the first visit."),
    )


class ReassignForm(PortalForm):
    """Who is the school's contact from now."""

    name = forms.CharField(label=_("Name of the contact"), max_length=200)
    email = EmailField(
        label=_("E-mail address of the contact"),
        help_text=_("They arrange the visits at the school, and see the request and the work it led to."),
    )
    role = forms.CharField(label=_("Post of the contact"), max_length=120, required=False)
    phone = phone_field()


class WatchForm(PortalForm):
    """Why a case is watched."""

    note = WordsField(
        label=_("Why do you watch it?"),
        help_text=_("Only alliance managers read this."),
        words=100,
        rows=4,
        error_messages={"required": _("Say in a sentence why you watch it")},
    )

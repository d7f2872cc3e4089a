"""Referees and declarations."""

from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import (
    ConfirmField,
    EmailField,
    WordsField,
)
from designation.actions.references import head_kind_of, is_own_address, known_referee
from designation.documents.applications import declared
from designation.forms.sections.base import SectionForm
from designation.models import Application, Reference
from directory.models.people import clean_email

Section = Application.Section


class RefereesForm(SectionForm):
    """Who gives the references; whoever is known or asked already is not asked for again."""

    section = Section.REFEREES

    head_name = forms.CharField(
        label=gettext_lazy("Name of your headteacher"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of the person who gives your reference")},
    )
    head_email = EmailField(
        label=gettext_lazy("Work e-mail address of your headteacher"),
        autocomplete="off",
        max_length=254,
        help_text=gettext_lazy("We write to them with a link; they need no password."),
    )
    second_name = forms.CharField(
        label=gettext_lazy("Name of a second referee"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A leader you have supported, or somebody who knows this work at first hand."),
    )
    second_email = EmailField(
        label=gettext_lazy("E-mail address of the second referee"),
        required=False,
        autocomplete="off",
        max_length=254,
    )
    second_post = forms.CharField(
        label=gettext_lazy("Post of the second referee"), max_length=120, required=False
    )
    second_school = forms.CharField(
        label=gettext_lazy("School of the second referee"), max_length=200, required=False
    )
    second_knows = forms.CharField(
        label=gettext_lazy("How the second referee knows you"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example the work you did together, and when."),
    )

    SECOND = ("second_name", "second_email", "second_post", "second_school", "second_knows")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known_referee(self.application)
        self.in_force = {reference.kind: reference for reference in self.application.references.counting()}
        kind = head_kind_of(self.application)
        if self.known or kind in self.in_force:
            del self.fields["head_name"], self.fields["head_email"]
        elif kind == Reference.Kind.CHAIR:
            self.fields["head_name"].label = _("Name of your chair of governors")
            self.fields["head_email"].label = _("E-mail address of your chair of governors")
        if Reference.Kind.SECOND in self.in_force:
            for name in self.SECOND:
                del self.fields[name]

    def layout(self) -> Layout:
        """Return the first referee's questions, then the invitation to name a second one."""
        first = [name for name in ("head_name", "head_email") if name in self.fields]
        second = [name for name in self.SECOND if name in self.fields]
        invited = HTML("{% include 'designation/_second_referee.html' only %}")
        return Layout(
            *([Fieldset(_("Your first referee"), *first)] if first else []),
            *([Fieldset(_("A second referee"), invited, *second)] if second else []),
        )

    def clean_head_email(self) -> str:
        return self._somebody_else(self.cleaned_data["head_email"])

    def clean_second_email(self) -> str:
        email = self.cleaned_data["second_email"]
        return self._somebody_else(email) if email else email

    def _somebody_else(self, email: str) -> str:
        if is_own_address(self.application, email):
            raise ValidationError(
                _("This is your own address. Enter the address of the person who will give the reference")
            )
        return clean_email(email)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        second = {name: data.get(name) for name in self.SECOND}
        if any(second.values()):
            problems = {
                "second_name": _("Enter the name of the second referee, or leave all five answers empty"),
                "second_email": _("Enter the address of the second referee, or leave all five answers empty"),
                "second_post": _("Enter the post of the second referee, or leave all five answers empty"),
                "second_school": _("Enter the school of the second referee, or leave all five answers empty"),
                "second_knows": _("Say how the second referee knows you, or leave all five answers empty"),
            }
            for name in [name for name, value in second.items() if not value and name not in self.errors]:
                self.add_error(name, problems[name])
        if second["second_email"] and second["second_email"] == self._first_address(data):
            self.add_error("second_email", _("This person gives your first reference already"))
        return data

    def _first_address(self, data: dict[str, Any]) -> str | None:
        return self.known.email if self.known else data.get("head_email", self.application.head_email)


class DeclarationsForm(SectionForm):
    """What the applicant declares, box by box."""

    section = Section.DECLARATIONS

    conflicts = WordsField(
        label=gettext_lazy("Conflicts of interest"),
        required=False,
        words=150,
        rows=4,
        help_text=gettext_lazy(
            "For example a member of the panel you are related to. Empty if there are none."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for declaration in Application.Declaration:
            self.fields[declaration.value] = ConfirmField(
                label=declared(self.application, declaration),
                initial=declaration in self.application.declarations,
            )
        self.order_fields([*Application.Declaration.values, "conflicts"])

    def answers(self) -> dict[str, Any]:
        return self._as_list(self.cleaned_data)

    def draft(self) -> dict[str, Any]:
        return self._as_list(super().draft())

    def _as_list(self, data: dict[str, Any]) -> dict[str, Any]:
        made = [key for key in Application.Declaration.values if data.get(key) is True]
        return {"declarations": made, "conflicts": data.get("conflicts", "")}

"""Applying in a round, withdrawing, and changing a referee."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import (
    CheckboxesField,
    DateField,
    EmailField,
    ModelRadioField,
    PortalForm,
    RadioField,
    WordsField,
)
from designation.actions.references import IN_FORCE, is_own_address
from designation.forms.panel import PreviewedForm
from designation.models import Application, Reference, Round
from directory.calendar import add_working_days
from directory.models.people import clean_email

ANSWER_DAYS = 5  # working days an applicant has to answer, unless the manager says otherwise


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


class ApplyForm(PortalForm):
    """Which role one applies for; the only one of a round is chosen beforehand."""

    role_type = ModelRadioField(
        queryset=None,
        label=gettext_lazy("Which role do you apply for?"),
        error_messages={"required": gettext_lazy("Choose a role")},
    )
    copy_from = RadioField(
        label=gettext_lazy("How do you want to start?"),
        required=False,
        initial="",
        help_text=gettext_lazy(
            "What you take over can be changed; you look through each part once more. Declarations and references are "
            "not taken over."
        ),
    )

    def __init__(self, *args: Any, round_: Round, earlier: Sequence[Application] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = round_.role_types.all()
        self.fields["role_type"].initial = roles[0].pk if len(roles) == 1 else None
        self.fields["role_type"].queryset = roles  # type: ignore[attr-defined]
        self.fields["role_type"].widget.hints = {role.pk: role.text for role in roles}
        if not earlier:
            del self.fields["copy_from"]
            return
        self.earlier = {str(one.pk): one for one in earlier}
        begun = _("Start from your application of %(round)s: %(role)s")
        self.fields["copy_from"].choices = [  # type: ignore[attr-defined]
            ("", _("Start with an empty form")),
            *((key, begun % {"round": one.round, "role": one.role}) for key, one in self.earlier.items()),
        ]

    def clean_copy_from(self) -> Application | None:
        return self.earlier.get(self.cleaned_data["copy_from"])


class SendBackForm(PreviewedForm):
    """Which parts open again, what is asked, until when."""

    sections = CheckboxesField(
        label=gettext_lazy("Parts the applicant may change"),
        help_text=gettext_lazy("All other parts stay as they were sent in."),
        choices=[
            (one.value, one.label) for one in Application.Section if one != Application.Section.EQUALITY
        ],
        error_messages={"required": gettext_lazy("Choose at least one part")},
    )
    question = WordsField(
        label=gettext_lazy("What you ask"),
        words=200,
        rows=6,
        help_text=gettext_lazy("It stands in the letter, word for word."),
        error_messages={"required": gettext_lazy("Write what you ask of the applicant")},
    )
    answer_by = DateField(
        label=gettext_lazy("Answer by"),
        earliest=tomorrow,
        help_text=gettext_lazy("Five working days, unless you say otherwise."),
        error_messages={"required": gettext_lazy("Enter the day by which the applicant answers")},
    )

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_by"].initial = add_working_days(timezone.localdate(), ANSWER_DAYS)


class WithdrawForm(PortalForm):
    """A word on why, if the applicant likes."""

    reason = WordsField(
        label=gettext_lazy("Why you withdraw"),
        required=False,
        words=100,
        rows=3,
        help_text=gettext_lazy("The alliance’s managers and the panel can read it."),
    )


class CorrectReferenceForm(PortalForm):
    """The referee’s right address, or somebody else’s."""

    name = forms.CharField(
        label=gettext_lazy("Name of the referee"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of the referee")},
    )
    email = EmailField(
        label=gettext_lazy("E-mail address of the referee"), autocomplete="off", max_length=254
    )

    def __init__(self, *args: Any, case: Reference, **kwargs: Any) -> None:
        self.case = case
        kwargs["initial"] = {"name": case.name, "email": case.email}
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        email = clean_email(self.cleaned_data["email"])
        if is_own_address(self.case.application, email):
            raise ValidationError(
                _("This is your own address. Enter the address of the person who will give the reference")
            )
        others = self.case.application.references.exclude(pk=self.case.pk)
        if others.filter(email=email, state__in=IN_FORCE).exists():
            raise ValidationError(_("This person gives your other reference already. Name somebody else"))
        return email

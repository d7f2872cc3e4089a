"""Applying in a round, withdrawing, and changing a referee."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import EmailField, ModelRadioField, PortalForm, WordsField
from designation.actions.references import IN_FORCE, is_own_address
from designation.models import Reference, Round
from directory.models.people import clean_email


class ApplyForm(PortalForm):
    """Which role one applies for; the only one of a round is chosen beforehand."""

    role_type = ModelRadioField(
        queryset=None,
        label=gettext_lazy("Which role do you apply for?"),
        error_messages={"required": gettext_lazy("Choose a role")},
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = round_.role_types.all()
        self.fields["role_type"].initial = roles[0].pk if len(roles) == 1 else None
        self.fields["role_type"].queryset = roles  # type: ignore[attr-defined]
        self.fields["role_type"].widget.hints = {role.pk: role.text for role in roles}


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
        if is_own_address(self.case.application.applicant, email):
            raise ValidationError(
                _("This is your own address. Enter the address of the person who will give the reference")
            )
        others = self.case.application.references.exclude(pk=self.case.pk)
        if others.filter(email=email, state__in=IN_FORCE).exists():
            raise ValidationError(_("This person gives your other reference already. Name somebody else"))
        return email

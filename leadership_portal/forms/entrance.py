"""The forms by which people sign in and make themselves known, in the portal's own look."""

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, SignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.base import PortalFormMixin


class EntranceForm(PortalFormMixin):
    """One of allauth's entrance forms with our label, hint and error at its address field."""

    address = "email"
    hint: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.address]  # type: ignore[attr-defined]
        field.label, field.help_text = _("E-mail address"), self.hint
        field.error_messages |= {
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address in the right form, such as name@example.com"),
        }


class AskForCode(EntranceForm, RequestLoginCodeForm):
    """The address a sign-in code is sent to."""

    hint = _("The address your school or the alliance writes to you at.")
    submit_text = _("Send me a code")


class SignInByPassword(EntranceForm, LoginForm):
    """Address and password."""

    address = "login"
    submit_text = _("Sign in")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].error_messages["required"] = _("Enter your password")


class SignUp(EntranceForm, SignupForm):
    """Names and address of somebody new."""

    hint = _("Use your work address: we send a code to it to make sure it is yours.")
    submit_text = _("Continue")
    field_order = ["first_name", "last_name", "email"]

    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        error_messages={"required": _("Enter your first name")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        error_messages={"required": _("Enter your last name")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields[
            "password1"
        ]  # a code proves the address; whoever wants a password sets one in the account

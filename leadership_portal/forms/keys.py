"""What is asked about a passkey or security key: allauth leaves the name of a key without a label of its own."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddKey(AddWebAuthnForm):
    """A new key; without a name it gets one by its number."""

    name = forms.CharField(label=_("Name of the key"), required=False)


class EditKey(EditWebAuthnForm):
    """Another name for a key."""

    name = forms.CharField(label=_("Name of the key"))

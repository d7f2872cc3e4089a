"""What is asked of who writes to the others of a deployment, or shares a file with them."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import PortalForm, RadioField, UploadField, WordsField
from deployments.models import Audience, Deployment
from deployments.queries.audiences import audiences_of
from directory.models import Person

WHO = {
    Audience.ALL_PARTIES: _("The leader, the leader's school, the school supported and the alliance."),
    Audience.LEADER_AND_SCHOOL: _("Neither the leader's school nor the alliance reads it."),
    Audience.ALLIANCE: _("Its managers, and you: no school, and no leader who did not write it."),
}


class AudienceForm(PortalForm):
    """For whom it is; offered are the audiences this person may write to, none chosen beforehand."""

    audience = RadioField(
        label=_("Who is it for?"),
        choices=Audience.choices,
        hints=WHO,
        error_messages={"required": _("Choose who it is for")},
    )

    def __init__(self, *args: Any, case: Deployment, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["audience"]
        offered.choices = [(one.value, one.label) for one in audiences_of(person, case)]


class MessageForm(AudienceForm):
    """A message; it cannot be changed or taken back."""

    text = WordsField(
        label=_("Your message"),
        help_text=_("It cannot be changed or taken back once it is sent. Leave out pupils' names."),
        error_messages={"required": _("Write your message")},
    )
    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class FileForm(AudienceForm):
    """A file for an audience."""

    upload = UploadField()

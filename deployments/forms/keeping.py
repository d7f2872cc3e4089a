"""What is asked about who looks after a case, who speaks for the school, and why a case is watched."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import EmailField, PortalForm, RadioField, WordsField
from deployments.queries.succession import who_look_after_cases
from directory.models import Person
from directory.queries.posts import alliance_managers

NOBODY = "nobody"


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
    """From whom and to whom all open cases go."""

    of = RadioField(
        label=_("Whose cases are handed over?"),
        error_messages={"required": _("Choose whose cases are handed over")},
    )
    manager = RadioField(
        label=_("Who looks after them from now?"),
        error_messages={"required": _("Choose who looks after them from now")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keepers = {str(one.pk): one for one in who_look_after_cases()}
        self.people = {str(one.pk): one for one in alliance_managers(timezone.localdate())}
        for name, people in (("of", self.keepers), ("manager", self.people)):
            offered: Any = self.fields[name]
            offered.choices = [(pk, str(one)) for pk, one in people.items()]

    def clean_of(self) -> Person:
        return self.keepers[self.cleaned_data["of"]]

    def clean_manager(self) -> Person:
        return self.people[self.cleaned_data["manager"]]


class ReassignForm(PortalForm):
    """Who is the school's contact from now."""

    name = forms.CharField(label=_("Name of the contact"), max_length=200)
    email = EmailField(
        label=_("E-mail address of the contact"),
        help_text=_("They arrange the visits at the school, and see the request and the work it led to."),
    )


class WatchForm(PortalForm):
    """Why a case is watched."""

    note = WordsField(
        label=_("Why do you watch it?"),
        help_text=_("Only alliance managers read this."),
        words=100,
        rows=4,
        error_messages={"required": _("Say in a sentence why you watch it")},
    )

"""What a referee is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import (
    DID_THEY,
    DO_THEY_HAVE,
    WOULD_IT,
    HalfDaysField,
    PortalForm,
    RadioField,
    WordsField,
    YesNoField,
)
from designation.models import Application, Reference

SHARING = [
    ("shared", gettext_lazy("A manager may share it with the applicant if they ask")),
    ("confidential", gettext_lazy("It is confidential")),
]


class GiveReferenceForm(PortalForm):
    """The reference; a second referee is asked how they know the applicant, not about the post."""

    sharing = RadioField(
        label=gettext_lazy("Who may read what you write?"),
        choices=SHARING,
        help_text=gettext_lazy("The panel of the round and the alliance’s managers read it in any case."),
        error_messages={
            "required": gettext_lazy("Say whether the reference may be shared or is confidential")
        },
    )
    confirms_post = YesNoField(
        answers=DO_THEY_HAVE,
        label=gettext_lazy("Does the applicant hold a post of leadership at your school?"),
        error_messages={"required": gettext_lazy("Say whether the applicant holds a post of leadership")},
    )
    confirms_experience = YesNoField(
        answers=DID_THEY,
        label=gettext_lazy("Have they led for the time this role asks for?"),
        error_messages={"required": gettext_lazy("Say whether they have led for long enough")},
    )
    release_half_days = HalfDaysField(
        label=gettext_lazy("Days a term you would release them for"),
        help_text=gettext_lazy("0 if none. You may still refuse any single deployment."),
        least=0,
        most=120,
    )
    pays_training = YesNoField(
        answers=WOULD_IT,
        label=gettext_lazy("Would your school pay for the core training?"),
        error_messages={"required": gettext_lazy("Say whether your school would pay for the core training")},
    )
    own_post = forms.CharField(
        label=gettext_lazy("Your post"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the title of your post")},
    )
    own_school = forms.CharField(
        label=gettext_lazy("Your school or organisation"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of your school or organisation")},
    )
    known_for = forms.CharField(
        label=gettext_lazy("How long and how you have known the applicant"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say how long and how you have known the applicant")},
    )
    strength = RadioField(
        label=gettext_lazy("Do you support this application?"),
        choices=Reference.Strength.choices,
        error_messages={"required": gettext_lazy("Say how far you support this application")},
    )
    statement = WordsField(
        label=gettext_lazy("Your statement"),
        words=300,
        rows=12,
        help_text=gettext_lazy(
            "Their expertise, their effect on others, and how they would work with another school."
        ),
        error_messages={"required": gettext_lazy("Write your statement")},
    )
    signed_name = forms.CharField(
        label=gettext_lazy("Sign with your full name"),
        max_length=200,
        help_text=gettext_lazy(
            "Typing your name confirms that this is complete and true. Today’s date is added."
        ),
        error_messages={"required": gettext_lazy("Type your full name to sign")},
    )

    LINE_MANAGER = ("confirms_post", "confirms_experience", "release_half_days", "pays_training")
    SECOND = ("own_post", "own_school", "known_for")

    def __init__(self, *args: Any, case: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_second = case.kind == Reference.Kind.SECOND
        for name in self.LINE_MANAGER if is_second else self.SECOND:
            del self.fields[name]
        if is_second:
            self._ask_second(case.application)
        else:
            months = case.application.months_asked
            self.fields["confirms_experience"].label = _(
                "Have they been in leadership for at least %(months)d months?"
            ) % {"months": months}

    def _ask_second(self, application: Application) -> None:
        """Offer what the applicant said of the referee, and name the six things the statement speaks to."""
        self.fields["own_post"].initial = application.second_post
        self.fields["own_school"].initial = application.second_school
        self.fields["known_for"].initial = application.second_knows
        self.fields["statement"].help_text = _(
            "Say what you have seen yourself of six things: their knowledge as a leader in their field; how they have "
            "supported leaders of another school; their commitment to work beyond their own; whether they know what "
            "outstanding practice looks like; how they link their field to the improvement of the whole school; and "
            "how they find what is needed and set priorities."
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "sharing" in data:
            data["is_shareable"] = data.pop("sharing") == "shared"
        return data


class DeclineReferenceForm(PortalForm):
    """Why the referee cannot give one."""

    reason = WordsField(
        label=gettext_lazy("Why you cannot give it"),
        words=100,
        rows=4,
        help_text=gettext_lazy(
            "Only the alliance’s managers read this. Say here if somebody else should be asked."
        ),
        error_messages={"required": gettext_lazy("Say briefly why you cannot give the reference")},
    )

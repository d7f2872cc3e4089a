"""What is written in an appeal: the grounds, who hears it, and the reasons of those who did."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import ModelCheckboxesField, PortalForm, WordsField
from designation.forms.panel import PreviewedForm
from designation.models import Appeal, Application, Designation
from designation.queries.appeals import heads_among, usual_hearers
from directory.models import Person
from directory.models.people import clean_email

MOST_HEARERS = 5


class AppealForm(PortalForm):
    """Why the decision was wrong, from what was known when it was taken."""

    grounds = WordsField(
        label=gettext_lazy("Why you appeal"),
        words=300,
        rows=10,
        help_text=gettext_lazy(
            "Say what in the decision, or in how it was taken, you think was wrong. No new evidence can be looked at: "
            "those who hear the appeal read what the first decision was made on. You can appeal once."
        ),
        error_messages={"required": gettext_lazy("Write why you appeal")},
    )


class HearersField(ModelCheckboxesField):
    """Checkboxes of people; a head of an alliance school is marked as such under the name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Person.objects.none(), **kwargs)

    def offer(self, case: Application | Designation) -> None:
        """Offer whoever may hear the appeal about a case."""
        self.queryset = usual_hearers(case)
        heads = heads_among(self.queryset)
        self.widget.hints = {pk: _("Head of an alliance school") for pk in heads}


class AssignForm(PortalForm):
    """Who hears the appeal: from those who sit on panels, or others by their address."""

    hearers = HearersField(
        label=gettext_lazy("Who hears the appeal?"),
        required=False,
        help_text=gettext_lazy(
            "Three people are usual, one of them the head of an alliance school. Offered are panel members and "
            "managers who took no part in the decision, gave no reference and have no conflict of interest."
        ),
    )
    others = forms.CharField(
        label=gettext_lazy("E-mail addresses of others"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "none", "spellcheck": "false"}),
        help_text=gettext_lazy("One on each line. They must be known to the portal already."),
    )

    def __init__(self, *args: Any, case: Application | Designation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hearers"].offer(case)  # type: ignore[attr-defined]
        lodged = Appeal.objects.of(case).first()
        if lodged is not None:
            offered = self.fields["hearers"].queryset  # type: ignore[attr-defined]
            self.initial = dict(self.initial) | _chosen(lodged, offered)

    def clean_others(self) -> list[Person]:
        addresses = dict.fromkeys(map(clean_email, self.cleaned_data["others"].split()))
        return [_known(address) for address in addresses]

    def clean(self) -> dict[str, Any]:
        people = [*self.cleaned_data.get("hearers", []), *self.cleaned_data.get("others", [])]
        hearers = list(dict.fromkeys(people))
        if "others" in self.errors:
            return {}
        if not hearers:
            self.add_error("hearers", _("Choose at least one person"))
        if len(hearers) > MOST_HEARERS:
            self.add_error("hearers", _("Choose five people at most"))
        return {"hearers": hearers}


def _chosen(lodged: Appeal, offered) -> dict[str, Any]:
    """Return who was chosen before, as the form shows it."""
    chosen, shown = list(lodged.hearers.order_by("pk")), {one.pk for one in offered}
    others = [one.email for one in chosen if one.pk not in shown]
    return {"hearers": [one.pk for one in chosen if one.pk in shown], "others": "\n".join(others)}


def _known(address: str) -> Person:
    """Return whose address this is; nobody is invited to read an application by a slip of the pen."""
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(_("Enter addresses in the form name@school.example, one on each line"))
    person = Person.objects.filter(email=address).first()
    if person is None:
        raise ValidationError(
            _("The portal knows nobody with the address %(address)s") % {"address": address}
        )
    return person


class DecideAppealForm(PreviewedForm):
    """The reasons of those who heard the appeal: what the letter says."""

    reasons = WordsField(
        label=gettext_lazy("Reasons"),
        words=300,
        rows=8,
        help_text=gettext_lazy("Whoever appealed reads them in the letter. The decision is final."),
        error_messages={"required": gettext_lazy("Write the reasons; they become part of the letter")},
    )

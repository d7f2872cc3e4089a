"""What the line manager fills in to give the safeguarding assurance."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import ConfirmField, DateField, PortalForm, WordsField
from casework.templatetags.casework import day
from designation.terms import years_after

# A school sees the certificate anew at least this often: the alliance's own rule, as many schools have it.
YEARS = 3


class RetractForm(PortalForm):
    """Why the school takes its assurance back."""

    reason = WordsField(
        label=gettext_lazy("Why?"),
        words=150,
        rows=4,
        help_text=gettext_lazy(
            "Only the alliance’s managers read this, and it stands in no letter. Where a child may be in danger, "
            "follow your school’s safeguarding procedure first."
        ),
    )


class RetractForSchoolForm(RetractForm):
    """The same, recorded by a manager to whom the school said it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What the school said, and when")


class AssureForm(PortalForm):
    """The head's assurance: never the certificate itself."""

    seen = ConfirmField(
        label=gettext_lazy(
            "Our school has seen this person’s enhanced DBS certificate with the check of the barred list, holds no "
            "concern about their work with children, and will tell the alliance at once if that changes"
        )
    )
    checks_seen_on = DateField(
        label=gettext_lazy("When was the certificate seen?"),
        latest=timezone.localdate,
        help_text=gettext_lazy("The day somebody of your school last saw it, or checked it online."),
    )
    until = DateField(
        label=gettext_lazy("The assurance holds until"),
        earliest=timezone.localdate,
        required=False,
        help_text=gettext_lazy(
            "Leave it empty for three years from the day it was seen, which is the longest."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        data.pop("seen", None)
        if data.get("checks_seen_on") and "until" in data:
            data |= {"until": self._until(data)}
        return data

    def _until(self, data: dict[str, Any]) -> Any:
        """Return the last day of the assurance, at most three years from the day the certificate was seen."""
        longest, given = years_after(data["checks_seen_on"], YEARS), data["until"]
        if longest < timezone.localdate():
            old = _(
                "That is more than three years ago. Please look at the certificate again, then give the new day"
            )
            self.add_error("checks_seen_on", ValidationError(old))
        elif given and given > longest:
            late = _("Enter %(day)s or earlier: three years from the day the certificate was seen")
            self.add_error("until", ValidationError(late % {"day": day(longest)}))
        return given or longest

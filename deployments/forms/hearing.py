"""What a manager types after the telephone: who said yes or no, on which day, and why when it was no."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, RadioField, WordsField
from deployments.forms.answers import ConsentForm
from deployments.models import Consent
from deployments.models.consents import Answer
from deployments.rules.consents import answers_of_others
from directory.models import Person

Decision = Consent.Decision


class HearForm(ConsentForm):
    """One answer of another party; nothing is asked twice of who is on the line."""

    party = RadioField(label=_("Who said it?"), error_messages={"required": _("Choose who said it")})
    decision = RadioField(
        label=_("What did they say?"),
        choices=[(Decision.GIVEN, _("Yes, they agree")), (Decision.REFUSED, _("No, it cannot be"))],
        error_messages={"required": _("Choose whether they said yes or no")},
    )
    said_on = DateField(label=_("On which day?"), latest=timezone.localdate, initial=timezone.localdate)
    why = RadioField(
        label=_("What stands in the way?"),
        help_text=_("Only when they said no."),
        choices=Consent.Why.choices,
        required=False,
    )
    reason = WordsField(
        label=_("In their own words"),
        help_text=_("Only when they said no. Only alliance managers read this."),
        words=50,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, case: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        waiting = answers_of_others(person, case)
        if self.is_bound:  # who has answered meanwhile is told so by the case, not by the form
            named = self.data.get(self.add_prefix("party"))
            waiting += [one for one in case.consents.all() if one.party == named and one not in waiting]
        party: Any = self.fields["party"]
        party.choices = [(one.party, whose(one)) for one in waiting]
        if len(waiting) == 1:
            self.initial["party"] = waiting[0].party

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("decision") == Decision.REFUSED and not cleaned.get("reason"):
            self.add_error("reason", gettext("Say in a sentence why it cannot be"))
        return cleaned

    field_order: list[str] = ["party", "decision", "said_on", "why", "reason", "offered"]


def whose(consent: Answer) -> str:
    """Return who answers, and for which school."""
    return f"{consent.asked_of}, {consent.school}" if consent.school else str(consent.asked_of)

"""What is asked about a disputed visit: what the school says, what the leader says, how it was decided."""

from django.utils.translation import gettext_lazy as _

from casework.forms import PortalForm, WordsField
from deployments.forms.answers import ReasonForm

MOST = 300


class ContestForm(ReasonForm):
    """What the school says instead."""

    reason = WordsField(
        label=_("What happened instead?"),
        help_text=_("The leader, both schools and the alliance read this."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence what happened instead")},
    )

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"][:MOST]


class AccountForm(PortalForm):
    """What the leader says happened."""

    account = WordsField(
        label=_("What happened?"),
        help_text=_("Both schools and the alliance read this. Say when you were there and whom you met."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence what happened")},
    )

    def clean_account(self) -> str:
        return self.cleaned_data["account"][:MOST]


class SettleForm(ReasonForm):
    """Why it was decided so."""

    reason = WordsField(
        label=_("Why do you decide so?"),
        help_text=_("The leader and both schools read this."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence why you decide so")},
    )

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"][:MOST]

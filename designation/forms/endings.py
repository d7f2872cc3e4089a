"""What is asked when a designation is suspended, resumed, given up or withdrawn."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import PortalForm, RadioField, WordsField
from designation.forms.panel import PreviewedForm
from designation.models import Designation

PRIVATE = gettext_lazy("Only the alliance’s managers read it.")


def _coded(codes) -> list[tuple[str, Any]]:
    return [(code.value, code.label) for code in codes]


class SuspendForm(PreviewedForm):
    """Why, from the list; and a note."""

    suspended_for = RadioField(
        label=gettext_lazy("Why is it suspended?"),
        choices=Designation.SuspendedFor.choices,
        help_text=gettext_lazy(
            "The leader reads it. The school reads only that the designation is suspended."
        ),
        error_messages={"required": gettext_lazy("Choose why it is suspended")},
    )
    note = WordsField(label=gettext_lazy("Note"), words=200, rows=4, required=False, help_text=PRIVATE)


class ResumeForm(PortalForm):
    """A note on why the suspension ends."""

    note = WordsField(label=gettext_lazy("Note"), words=200, rows=4, required=False, help_text=PRIVATE)


class RelinquishForm(PortalForm):
    """Why the leader gives it up, from the list; and a word more if they like."""

    ended_for = RadioField(
        label=gettext_lazy("Why do you give it up?"),
        choices=_coded(Designation.OWN_REASONS),
        help_text=PRIVATE,
        error_messages={"required": gettext_lazy("Choose a reason")},
    )
    note = WordsField(
        label=gettext_lazy("What you would like the alliance to know"),
        words=200,
        rows=4,
        required=False,
        help_text=PRIVATE,
    )


class RelinquishForLeaderForm(RelinquishForm):
    """The same, recorded by a manager to whom the leader said it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_for"].label = _("Why does the leader give it up?")
        self.fields["note"].label = _("What the leader said, and when")


class WithdrawDesignationForm(PreviewedForm):
    """On which ground, in words to the leader, and a note."""

    ended_for = RadioField(
        label=gettext_lazy("On which ground is it withdrawn?"),
        choices=_coded(Designation.GROUNDS),
        help_text=gettext_lazy(
            "The leader reads it in the letter. The school reads only that it is withdrawn."
        ),
        error_messages={"required": gettext_lazy("Choose the ground")},
    )
    words = WordsField(
        label=gettext_lazy("What the leader is told"),
        words=300,
        rows=8,
        help_text=gettext_lazy("It becomes part of the letter, and of what an appeal would be about."),
        error_messages={"required": gettext_lazy("Write why; it becomes part of the letter")},
    )
    note = WordsField(label=gettext_lazy("Note"), words=200, rows=4, required=False, help_text=PRIVATE)

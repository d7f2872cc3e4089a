"""What is asked when what was agreed rests or ends early: why, until when, and what becomes of the request."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, PortalForm, RadioField, WordsField, YesNoField
from deployments.forms.answers import CaseForm
from deployments.models import Deployment
from directory.calendar import said

E = Deployment.EndedFor


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def _offered(*reasons: E) -> list[tuple[str, object]]:
    return [(one.value, one.label) for one in reasons]


class WithdrawFromForm(PortalForm):
    """Why what was agreed cannot be after all: one of a list, and in one's own words."""

    ended_for = RadioField(
        label=_("What stands in the way?"),
        choices=_offered(E.COVER, E.WORKLOAD, E.DATES, E.NEED, E.CONFLICT, E.OTHER),
        error_messages={"required": _("Choose what stands in the way")},
    )
    reason = WordsField(
        label=_("In your own words"),
        help_text=_("Only alliance managers read this."),
        error_messages={"required": _("Say in a sentence or two why it cannot be")},
    )


class PauseForm(CaseForm):
    """Until when the work rests, and why; not beyond the day on which it ends."""

    case: Deployment

    look_again_on = DateField(
        label=_("On which day shall it be looked at again?"),
        help_text=_("The alliance is reminded on that day. The work can be resumed before."),
        earliest=tomorrow,
    )
    reason = WordsField(
        label=_("Why?"),
        help_text=_("All parties read this. Leave out what is private, such as somebody's health."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence why the work is paused")},
    )

    def clean_look_again_on(self) -> date:
        day, last = self.cleaned_data["look_again_on"], max(self.case.ends_on, tomorrow())
        if day > last:
            sentence = gettext(
                "The work ends on %(last)s: choose a day no later than that, or change its dates first"
            )
            raise ValidationError(sentence % {"last": said(last)})
        return day


class CompleteForm(PortalForm):
    """What carries on when the leader has gone: the exit plan."""

    carries_on = WordsField(
        label=_("What carries on at the school?"),
        help_text=_("The headteacher of the school supported reads this plan on the page and in a letter."),
        words=100,
        rows=4,
        error_messages={"required": _("Say what carries on")},
    )
    who = forms.CharField(
        label=_("Who does it?"), max_length=200, error_messages={"required": _("Say who does it")}
    )
    kept_up = WordsField(
        label=_("How is it kept up?"),
        words=100,
        rows=4,
        error_messages={"required": _("Say how it is kept up")},
    )
    next_check_on = DateField(
        label=_("When does the school look at it next?"),
        earliest=tomorrow,
    )


class ForgoForm(PortalForm):
    """Why nobody waits for an evaluation any more."""

    reason = WordsField(
        label=_("Why is it closed without an evaluation?"),
        help_text=_("Only alliance managers read this."),
        words=100,
        rows=4,
        error_messages={"required": _("Say in a sentence why nobody waits for it any more")},
    )


class StopForm(PortalForm):
    """Why the work is stopped, and whether somebody else is to go on with it."""

    ended_for = RadioField(
        label=_("Why is it stopped?"),
        choices=_offered(E.LEFT, E.COVER, E.NEED, E.PROGRESS, E.CONCERN, E.OTHER),
        error_messages={"required": _("Choose why it is stopped")},
    )
    reason = WordsField(
        label=_("In your own words"),
        help_text=_("Only alliance managers read this."),
        error_messages={"required": _("Say in a sentence or two why it is stopped")},
    )
    look_for_another = YesNoField(
        label=_("What becomes of the request?"),
        answers=(_("Open it again for another leader"), _("Close it")),
        in_a_row=False,
        error_messages={"required": _("Choose what becomes of the request")},
    )

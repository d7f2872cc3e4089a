"""Why an interview stays as it is."""

from django.utils.translation import gettext as _

from casework.templatetags.casework import moment
from designation.actions.refusals.refusal import Refusal
from designation.models import Application, Interview


class UnfitTime(Refusal):
    """An interview cannot be at this time; the text says why and what would do."""


class UnfitPanel(Refusal):
    """These people cannot be the panel of an interview; the text says who or what is missing."""


class SlotTaken(Refusal):
    """Somebody else has this time, or it is over, or its panel has changed."""

    def __init__(self) -> None:
        super().__init__(_("This time is no longer free. Choose another one."))


class NoFreeTime(Refusal):
    """The applicant cannot choose a time because none is free whose panel may see them."""

    def __init__(self, application: Application) -> None:
        text = _("There is no free time for %(name)s. Add interview times first, or agree a time yourself.")
        super().__init__(text % {"name": application.applicant})


class TooLateToChange(Refusal):
    """The applicant can no longer move the interview alone."""

    def __init__(self, interview: Interview) -> None:
        text = _(
            "Your interview is on %(at)s, too soon to choose another time here. If you cannot come, write to us."
        )
        super().__init__(text % {"at": moment(interview.at)})


class NothingToMiss(Refusal):
    """Nobody can have stayed away from an interview that has not begun, or that was never agreed."""

    def __init__(self, interview: Interview | None) -> None:
        if interview is None:
            super().__init__(_("No time has been agreed yet, so nobody has missed the interview."))
        else:
            text = _("The interview begins on %(at)s. If it cannot be held then, change its time instead.")
            super().__init__(text % {"at": moment(interview.at)})


class NotHeld(Refusal):
    """No interview was held that could be recorded: none was agreed, or the one that stands has not begun."""

    def __init__(self, interview: Interview | None) -> None:
        if interview is None:
            text = _("No interview has been agreed, so none has been held. Set its time and panel first.")
            super().__init__(text)
        else:
            text = _("The interview begins on %(at)s. Record the interview once it has been held.")
            super().__init__(text % {"at": moment(interview.at)})


class NotMet(Refusal):
    """The panel scores an interview once it has begun."""

    def __init__(self) -> None:
        super().__init__(_("You can score this interview from the moment it begins."))

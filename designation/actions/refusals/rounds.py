"""Why a round, its panel's seats or its times stay as they are."""

from django.utils.translation import gettext as _

from casework.templatetags.casework import moment
from designation.actions.refusals.refusal import Refusal
from designation.models import Extension, PanelSeat, Round


class EarlierThanPromised(Refusal):
    """A round that has opened keeps the closing time it announced, or closes later."""

    def __init__(self, round_: Round) -> None:
        text = _("People rely on the time announced: this round may close on %(closes)s or later.")
        super().__init__(text % {"closes": moment(round_.closes_at)})


class TooShort(Refusal):
    """An extension that gives no more time."""

    def __init__(self, round_: Round) -> None:
        text = _("Choose a time that lies ahead and after the round closes for everybody, on %(closes)s.")
        super().__init__(text % {"closes": moment(round_.closes_at)})


class NotForYourself(Refusal):
    """Nobody grants more time to themselves."""

    def __init__(self) -> None:
        super().__init__(_("You cannot give yourself more time. Ask another manager."))


class EarlierThanGranted(Refusal):
    """Somebody was granted more time already, and nobody takes it back."""

    def __init__(self, extension: Extension) -> None:
        text = _("%(name)s was told that they have until %(until)s. Choose a later time.")
        super().__init__(text % {"name": extension.person, "until": moment(extension.until)})


class SeatInUse(Refusal):
    """Somebody who sent in scores stays on the panel."""

    def __init__(self, seat: PanelSeat) -> None:
        text = _("%(name)s has sent in scores for this round and stays on its panel.")
        super().__init__(text % {"name": seat.person})

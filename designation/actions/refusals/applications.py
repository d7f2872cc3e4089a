"""Why nothing came of an application or of a reference."""

from django.utils.translation import gettext as _

from casework.templatetags.casework import moment
from designation.actions.refusals.refusal import Refusal
from designation.models import Application, Reference, Round
from directory.models import Person


class ClosedRound(Refusal):
    """The round does not take applications at this moment."""

    def __init__(self, round_: Round, person) -> None:
        text = _(
            "The round takes applications from %(opens)s until %(closes)s. What you wrote is kept as a draft."
        )
        closes = round_.deadline_for(person)
        super().__init__(text % {"opens": moment(round_.opens_at), "closes": moment(closes)})


class Incomplete(Refusal):
    """Parts of the application are not completed."""

    def __init__(self, application: Application) -> None:
        super().__init__(_("Complete every part of the application before you submit it."))
        self.missing = [one.value for one in application.missing]


class AreaNotOffered(Refusal):
    """An area of expertise was chosen that is offered no longer."""

    section = Application.Section.AREAS.value

    def __init__(self, areas: list[str]) -> None:
        text = _(
            "No longer offered: %(areas)s. Choose your areas of expertise again, then submit the application."
        )
        super().__init__(text % {"areas": ", ".join(areas)})


class OwnAddress(Refusal):
    """The applicant named themselves as their referee."""

    def __init__(self) -> None:
        super().__init__(
            _("This is your own address. Enter the address of the person who will give the reference.")
        )


class SameReferee(Refusal):
    """The second referee is the first one again."""

    def __init__(self) -> None:
        super().__init__(_("This person gives your first reference already. Name somebody else."))


class KnownReferee(Refusal):
    """The applicant names somebody for a post whose holder the alliance knows."""

    def __init__(self, holder: Person, kind: str) -> None:
        if kind == Reference.Kind.CHAIR:
            text = _(
                "The alliance knows who chairs your school’s governors: %(name)s. Only a manager can ask somebody else."
            )
        else:
            text = _(
                "The alliance knows who heads your school: %(name)s. Only a manager can ask somebody else."
            )
        super().__init__(text % {"name": holder})


class TooManyChanges(Refusal):
    """The referees of an application were changed too often in a day."""

    def __init__(self, most: int) -> None:
        text = _("You can change your referees %(count)d times a day. Try again tomorrow, or write to us.")
        super().__init__(text % {"count": most})

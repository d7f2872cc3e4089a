"""Why something was not done, in a sentence for the person who wanted it; a page shows it beside the form."""

from django.utils.translation import gettext as _

from casework.templatetags.casework import moment
from designation.models import Application, Round


class Refusal(ValueError):
    """Something the rules of designation do not allow; its text is for people to read."""


class ClosedRound(Refusal):
    """The round does not take applications at this moment."""

    def __init__(self, round_: Round) -> None:
        text = _(
            "The round takes applications from %(opens)s until %(closes)s. What you wrote is kept as a draft."
        )
        super().__init__(text % {"opens": moment(round_.opens_at), "closes": moment(round_.closes_at)})


class Incomplete(Refusal):
    """Parts of the application are not completed."""

    def __init__(self, application: Application) -> None:
        super().__init__(_("Complete every part of the application before you submit it."))
        self.missing = [
            key
            for key in Application.Section.values
            if application.sections.get(key) != Application.COMPLETED
        ]


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


class AlreadyDesignated(Refusal):
    """The person holds a live designation to this role."""

    def __init__(self, application: Application) -> None:
        text = _("%(name)s is designated to this role already.")
        super().__init__(text % {"name": application.applicant})


class AlreadyScored(Refusal):
    """Scores that were sent in stay as they are."""

    def __init__(self) -> None:
        super().__init__(
            _("You have sent in your scores for this application; they can no longer be changed.")
        )

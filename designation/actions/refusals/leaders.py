"""Why a designation, its evidence or its renewal stays as it is."""

from django.utils.translation import gettext as _

from casework.templatetags.casework import day
from designation.actions.refusals.refusal import Refusal
from designation.models import Designation


class EvidenceKept(Refusal):
    """Evidence a renewal was submitted with, or a concluded review counted, stays as the managers read it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This is part of a renewal that was submitted, or of a review that was concluded, so it stays as it "
                "is. File what is new beside it."
            )
        )


class TooEarlyOrLate(Refusal):
    """The designation cannot be renewed at this moment."""

    def __init__(self) -> None:
        super().__init__(
            _("You can ask for another term from 12 months before the end until 3 months after it, once.")
        )


class Unwritten(Refusal):
    """Parts of the renewal are not written yet."""

    def __init__(self) -> None:
        super().__init__(
            _("Write your impact, your plans, your areas and your days a term before you submit the renewal.")
        )


class ReferenceMissing(Refusal):
    """The head has not given the reference for a renewal."""

    def __init__(self) -> None:
        super().__init__(
            _("The head’s reference has not arrived. Ask the head for it, then renew the designation.")
        )


class NotActive(Refusal):
    """A renewal whose designation is suspended or has ended early."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Only an active designation, or one that has come to its end, can be renewed. End a suspension first."
            )
        )


class ReleaseRefused(Refusal):
    """The line manager at the present school refused the release, so no further term can begin."""

    def __init__(self, designation: Designation) -> None:
        text = _(
            "The line manager of %(name)s refused the release. Have it confirmed before the designation ends, or do "
            "not renew."
        )
        super().__init__(text % {"name": designation.person})


class ReleaseOpen(Refusal):
    """The line manager at the present school has not said yet whether the school releases the leader."""

    def __init__(self, designation: Designation) -> None:
        text = _(
            "The line manager of %(name)s has not confirmed the release since the school or post changed. Wait for the "
            "answer, then renew."
        )
        super().__init__(text % {"name": designation.person})


class NobodyAnswers(Refusal):
    """Nobody holds the post that answers for a leader at the home school, so nobody can be asked."""

    def __init__(self, designation: Designation) -> None:
        text = _(
            "Nobody answers for %(name)s at %(school)s. Enter the school’s head or chair of governors first."
        )
        super().__init__(text % {"name": designation.person, "school": designation.home_school})


class LeaderMovedOn(Refusal):
    """A designation is not where it was when the page was read."""

    def __init__(self) -> None:
        super().__init__(_("This was done already, or is no longer open. Nothing was sent."))


class TermOver(Refusal):
    """The last day of a designation has passed before anybody activated it."""

    def __init__(self, designation: Designation) -> None:
        text = _(
            "This designation ended on %(day)s before it was activated. %(name)s can apply again in a coming round."
        )
        super().__init__(text % {"day": day(designation.ends_on), "name": designation.person})

"""Why an appeal is not lodged, given to somebody or upheld."""

from django.utils.translation import gettext as _

from casework.templatetags.casework import day
from designation.actions.refusals.refusal import Refusal
from designation.models import Application, Designation


class TooLateToAppeal(Refusal):
    """The window for an appeal is over; it ends at midnight in London."""

    def __init__(self, case: Application | Designation) -> None:
        text = _(
            "The time to appeal ended at midnight on %(day)s. Nothing was sent. If something kept you, write to us."
        )
        super().__init__(text % {"day": day(case.appeal_by)})


class MayNotHear(Refusal):
    """Somebody was chosen to hear an appeal who must not; the text says who and why."""

    def __init__(self, person, why: str) -> None:
        text = _("%(name)s cannot hear this appeal. %(why)s Choose somebody else.")
        super().__init__(text % {"name": person, "why": why})


class AnotherStands(Refusal):
    """A designation cannot stand again beside another one of the same person to the same role."""

    def __init__(self, designation: Designation) -> None:
        text = _(
            "%(name)s has been designated to this role again meanwhile, and nobody holds it twice. A manager must end "
            "that designation first."
        )
        super().__init__(text % {"name": designation.person})

"""What is still open about a designation, in words for everybody who sees it."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from designation.models import Designation
from designation.queries.assurance import FIRST_DAYS
from designation.queries.endings import never_began
from designation.queries.noticed import Notice, noticed
from designation.queries.renewals import goes_on
from directory.calendar import said

D = Designation.State


class Matter(NamedTuple):
    """One sentence, and the step that settles it."""

    text: str
    step: str


def open_matters(case: Designation, on: date) -> list[Matter]:
    """Return what stands before activation, before the next visit or the next proposal; nothing once it ended."""
    if case.state not in Designation.LIVE:
        return []
    found = [Matter(text, step) for step, text in (*_before_activation(case), *_assurance(case, on)) if text]
    return found + _release(case)


def ending_matters(case: Designation, on: date) -> list[Matter]:
    """Return that it ended before it began, or cannot be renewed yet; or should end, as the last review says.

    Three queries at most.
    """
    if never_began(case):
        return [Matter(_("It ended before it was activated."), "expire")]
    if case.state not in Designation.LIVE:
        return _before_renewal(case, on)
    if not Designation.objects.filter(noticed(Notice.ENDING, on), pk=case.pk).exists():
        return []
    text = _("The last annual review says that this designation should end.")
    return [Matter(text, "relinquish")]


def _before_renewal(case: Designation, on: date) -> list[Matter]:
    """Return what stands before another term once the last has ended: the release after a change of school."""
    if case.is_released or not goes_on(case, on):
        return []
    if case.release_refused_at is not None:
        text = _("The line manager does not release the leader for now: it cannot be renewed.")
    else:
        text = _("The line manager has not confirmed the release yet: it cannot be renewed before.")
    return [Matter(text, "release")]


def _before_activation(case: Designation) -> list[tuple[str, str]]:
    if case.state != D.DESIGNATED:
        return []
    unsigned, untrained = case.agreement_signed_on is None, case.induction_done_on is None
    return [
        ("sign", _("The leader has not signed the agreement yet.") if unsigned else ""),
        ("train", _("The induction and core training are not recorded yet.") if untrained else ""),
    ]


def _assurance(case: Designation, on: date) -> list[tuple[str, str]]:
    until = case.assurance_until
    if case.assurance_retracted_on is not None:
        text = _("The school has taken the safeguarding assurance back: no visits can be planned.")
    elif until is None:
        text = _("The school has not given the safeguarding assurance yet: no visits can be planned.")
    elif until < on:
        text = _("The safeguarding assurance has lapsed: no new visits can be planned.")
    elif until <= on + timedelta(days=FIRST_DAYS):
        text = _("The safeguarding assurance ends on %(day)s.") % {"day": said(until)}
    else:
        text = ""
    return [("assure", text)]


def _release(case: Designation) -> list[Matter]:
    if case.is_released:
        return []
    if case.release_refused_at is not None:
        text = _("The line manager does not release the leader for now: no new work can be proposed.")
    else:
        text = _("The line manager has not confirmed the release yet: no new work can be proposed.")
    return [Matter(text, "release")]

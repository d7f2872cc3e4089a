"""What somebody has under way: their applications that the alliance has, and how many references are missing."""

from typing import Any, NamedTuple

from designation.models import Application, RoleType, Round
from directory.models import Person

A = Application.State
# A draft waits for the applicant and stands among their tasks.
UNDER_WAY = (
    A.SUBMITTED,
    A.RETURNED,
    A.SHORTLISTED,
    A.INVITED,
    A.INTERVIEWED,
    A.RESERVE,
    A.APPEALED,
    A.UPHELD,
)
WAITED_IN = (A.SUBMITTED, A.RETURNED)  # once the panel goes on, no reference is waited for


class UnderWay(NamedTuple):
    """An application, with what a line about it needs, and the number of references that have not come."""

    application: Application
    missing: int


def under_way(rows: list[Any], person: Person) -> list[UnderWay]:
    """Return this person's own of the applications that `asking` found, by round."""
    mine = [row for row in rows if row.applicant_id == person.pk and row.state in UNDER_WAY]
    return [UnderWay(_bare(row), row.missing if row.state in WAITED_IN else 0) for row in mine]


def _bare(row: Any) -> Application:
    return Application(
        pk=row.pk,
        state=row.state,
        role_name=row.role_name,
        role_name_cy=row.role_name_cy,
        role_type=RoleType(name=row.role_type__name, name_cy=row.role_type__name_cy),
        round=Round(name=row.round__name, name_cy=row.round__name_cy),
    )

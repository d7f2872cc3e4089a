"""Which number stands for which criterion in the grid of a round: for each role, in the panel's order."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from designation.models import Criterion, RoleType
from designation.queries.grid import Row


class Dot(NamedTuple):
    """How one application stands on one criterion."""

    number: int
    criterion: Criterion
    warmth: str  # a colour, or "clash" where red stands against green


class Legend(NamedTuple):
    """The criteria of one role on which anybody in the grid was scored; the first is number 1."""

    role: RoleType
    criteria: list[Criterion]


def legend_of(rows: Iterable[Row]) -> list[Legend]:
    """Return the numbered criteria of a grid, by role; nothing of rows hidden from the reader (no query)."""
    found: dict[RoleType, dict[int, Criterion]] = {}
    for row in rows:
        if row.judged.criteria:
            found.setdefault(row.application.role_type, {}).update(row.judged.criteria)
    roles = sorted(found, key=lambda role: role.pk)
    return [
        Legend(role, sorted(found[role].values(), key=lambda one: (one.position, one.pk))) for role in roles
    ]


def number(rows: Iterable[Row], legend: Sequence[Legend]) -> None:
    """Give each row its dots, numbered as the legend says."""
    numbers = {one.pk: at for part in legend for at, one in enumerate(part.criteria, start=1)}
    for row in rows:
        row.dots = [
            Dot(numbers[key], row.judged.criteria[key], warmth)
            for key, warmth in zip(row.judged.scored, row.judged.heat, strict=True)
        ]

"""The grid of a round as rows for a spreadsheet, for managers alone."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from designation.queries.grid import Row
from designation.queries.legend import Legend, legend_of, number


def grid_rows(rows: Sequence[Row]) -> Iterator[list[object]]:
    """Yield the heading, then one row an application; decisions nobody was told are not among them.

    Points are empty where nobody has scored. Last comes a column for each criterion with the colour it stands at.
    """
    legend = legend_of(rows)
    number(rows, legend)
    criteria = [one.pk for part in legend for one in part.criteria]
    yield [
        _("Number"), _("Applicant"), _("School"), _("Role"), _("State"), _("References in"), _("Assessors"),
        _("Points"), _("Green"), _("Amber"), _("Red"), _("Red against green"), _("Essential criteria at red"),
        *titles(legend),
    ]  # fmt: skip
    for row in rows:
        one, found = row.application, row.judged
        colours = [colour for given in found.scored.values() for colour in given]
        yield [
            one.reference, one.applicant, one.school, one.role, one.get_state_display(), row.references_in,
            len(found.assessors), "" if row.points is None else row.points,
            *map(colours.count, ("green", "amber", "red")), len(found.clashes), len(found.red_essentials),
            *colours_of(row, criteria),
        ]  # fmt: skip


def titles(legend: Sequence[Legend]) -> list[str]:
    """Return the heading of each criterion's column; with its role where the grid has several."""
    several = len(legend) > 1
    return [f"{one} ({part.role})" if several else str(one) for part in legend for one in part.criteria]


def colours_of(row: Row, criteria: Iterable[int]) -> list[str]:
    """Return in words the colour at which an application stands on each of these criteria; empty where unscored."""
    words = {"green": _("Green"), "amber": _("Amber"), "red": _("Red"), "clash": _("Red against green")}
    stands = {dot.criterion.pk: words[dot.warmth] for dot in row.dots}
    return [stands.get(key, "") for key in criteria]

"""The pipeline and the managers' list of applications as rows for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from designation.models import Application
from designation.queries.pipeline import Line


def application_rows(applications: Iterable[Application]) -> Iterator[list[object]]:
    """Yield the heading, then one row an application; no answer, reference or score is among them."""
    yield [
        _("Number"), _("Last name"), _("First name"), _("E-mail address"), _("School"), _("Local authority"),
        _("Role"), _("Areas"), _("Round"), _("State"), _("Sent in"),
    ]  # fmt: skip
    for one in applications:
        who, sent_on = one.applicant, timezone.localdate(one.submitted_at) if one.submitted_at else None
        yield [
            one.reference, who.last_name, who.first_name, who.email, one.school,
            one.school.local_authority if one.school else "", one.role,
            "; ".join(str(area) for area in one.chosen_areas.all()), one.round, one.get_state_display(), sent_on,
        ]  # fmt: skip


def pipeline_rows(lines: Iterable[Line]) -> Iterator[list[object]]:
    """Yield the heading, then one row a round: its applications by state, then how far they came."""
    states = list(Application.State)
    yield [
        _("Round"), _("Opens"), _("Closes"), *(state.label for state in states), _("Were sent in"),
        _("Came on the shortlist"), _("Were interviewed"), _("Were designated"),
    ]  # fmt: skip
    for line in lines:
        opens, closes = (timezone.localtime(at) for at in (line.round.opens_at, line.round.closes_at))
        counts = [line.by_state[state] for state in states]
        yield [line.round, f"{opens:%Y-%m-%d %H:%M}", f"{closes:%Y-%m-%d %H:%M}", *counts, *line.reached]

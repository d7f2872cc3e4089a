"""What was changed in a fund or a rate, when and by whom, read from the history the database keeps."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from casework.templatetags.casework import hours, money
from deployments.models import Fund, Rate
from directory.calendar import said

MOST = 20  # lines of a history on a page


class Changed(NamedTuple):
    """One time somebody made, changed or removed something: when, who, and what it says since, field by field."""

    at: datetime
    by: str
    said: list[tuple[str, str, str]]  # the field, what it said before, what it says since
    row: Any  # of the history: what it was, and in `history_type` whether it was made, changed or removed


def changes_of(fund: Fund) -> list[Changed]:
    """Return what was changed in a fund, the newest first; the first is its making, with nothing before (1 query)."""
    return list(_changed(fund.history.all()))[:MOST]


def changes_of_rates() -> list[Changed]:
    """Return which rates were entered, changed and removed, the newest first (1 query)."""
    return list(_changed(Rate.history.all()))[:MOST]


def _changed(rows: Any) -> Iterator[Changed]:
    found = list(rows.select_related("history_user").order_by("-history_date", "-history_id"))
    before = dict(_with_before(reversed(found)))
    for row in found:
        yield Changed(row.history_date, str(row.history_user or ""), _difference(row, before[row.pk]), row)


def _with_before(rows: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Yield the key of each line of a history with the line before of the same thing; the oldest come first."""
    last: dict[int, Any] = {}
    for row in rows:
        yield row.pk, last.get(row.id)
        last[row.id] = row


def _difference(row: Any, old: Any) -> list[tuple[str, str, str]]:
    if old is None:
        return []
    fields = [field for field in type(row).tracked_fields if hasattr(row, field.attname)]
    return [
        (str(field.verbose_name), _in_words(old, field), _in_words(row, field))
        for field in fields
        if getattr(row, field.attname) != getattr(old, field.attname)
    ]


def _in_words(row: Any, field: Any) -> str:
    value = getattr(row, field.attname)
    if field.name in ("amount_pence", "brokerage_pence", "pence_a_day"):
        return money(value)
    if field.name == "minutes_a_day":
        return hours(value)
    if isinstance(value, date):
        return said(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.name == "brokerage_share":
        return f"{value / 100:g}%"
    return str(dict(field.flatchoices).get(value, value))

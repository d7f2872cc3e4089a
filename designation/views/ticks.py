"""What a manager ticked on the grid: it stays ticked, under the same filters, until it is decided."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from designation.forms.bulk import keys_of
from designation.models import Application
from designation.queries.grid import Row


def ticked(request: HttpRequest) -> set[int]:
    return set(keys_of(request.GET.getlist("chosen")))


def narrowing(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what the address of the grid says but for the ticks, for the form round the grid to send along."""
    lists = [(name, values) for name, values in request.GET.lists() if name not in ("chosen", "every")]
    return [(name, value) for name, values in lists for value in values]


def with_ticks(address: str, request: HttpRequest, keys: Iterable[int]) -> str:
    """Return an address with the stage, filters and page of the grid, and these applications ticked."""
    query = request.GET.copy()
    query.pop("every", None)
    query.setlist("chosen", [str(key) for key in keys])
    return f"{address}?{query.urlencode()}" if query else address


def found_in(rows: Iterable[Row], state: str) -> list[int]:
    """Return those of the grid that are in a state and can be decided now, but never the reader's own."""
    return [row.application.pk for row in rows if row.application.state == state and _is_offered(row)]


def states_found(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return in which states how many of the grid can be decided now, as the lifecycle orders them."""
    counts = Counter(row.application.state for row in rows if _is_offered(row))
    return [{"state": state, "count": counts[state]} for state in Application.State if counts[state]]


def _is_offered(row: Row) -> bool:
    return row.is_to_decide and row.conflict != "own"

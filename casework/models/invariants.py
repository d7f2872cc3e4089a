"""What must be true of everything that is kept: a rule in words, and the query of the rows that break it."""

from collections.abc import Callable
from typing import Any, NamedTuple, Self

from django.db.models import Model, QuerySet


class Invariant(NamedTuple):
    """One rule; `broken` asks the database for the rows that break it and changes nothing."""

    name: str
    words: str
    broken: Callable[[], QuerySet[Any]]

    @classmethod
    def of(cls, broken: Callable[[], QuerySet[Any]]) -> Self:
        """Return the rule a function stands for: its name, and its docstring in one line."""
        return cls(broken.__name__, " ".join((broken.__doc__ or "").split()), broken)


def named(row: Model) -> str:
    """Return a row as a report may name it: kind, key and reference, nobody's name."""
    reference = getattr(row, "reference", "")
    return f"{row._meta.label} {row.pk}" + (
        f" ({reference})" if isinstance(reference, str) and reference else ""
    )

"""Sums of rows that speak of an outer query."""

from typing import Any

from django.db.models import QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce


def sum_of(rows: QuerySet[Any], field: str, nothing: float = 0) -> Coalesce:
    """Return the sum of a field over rows that speak of an outer query; `nothing` of none, 0.0 for fractions."""
    together = rows.order_by().annotate(one=Value(1)).values("one")
    total = Subquery(together.annotate(total=Sum(field)).values("total"))
    return Coalesce(total, nothing)

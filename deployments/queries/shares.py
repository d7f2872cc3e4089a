"""In which terms the half days of a deployment count, and are used."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Aggregate, OuterRef, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Concat

from deployments.models import Deployment, TermShare, Visit


class Listed(Aggregate):
    """The texts of several rows as one, with a comma between two."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def with_shares(deployments: QuerySet[Deployment]) -> QuerySet[Any]:
    """Annotate `held_of_terms`: what each holds of which term as one text, without a query of its own."""
    texts = (Cast("term_starts_on", TextField()), Value(" "), Cast("half_days", TextField()))
    held = Concat(*texts, output_field=TextField())
    mine = TermShare.objects.filter(deployment=OuterRef("pk")).order_by().values("deployment")
    return deployments.annotate(held_of_terms=Subquery(mine.annotate(all=Listed(held)).values("all")))


def shares_read(text: str | None) -> dict[date, int]:
    """Return what `with_shares` annotated as half days by the day each term starts on."""
    parts = (one.split() for one in (text or "").split(",") if one)
    return {date.fromisoformat(term): int(half_days) for term, half_days in parts}


def half_days_by_term(
    deployment: Deployment, states: Collection[str], *, besides: Visit | None = None
) -> dict[date, int]:
    """Return the half days of a deployment's visits in these states, by the term they count in."""
    visits = Visit.objects.filter(deployment=deployment, state__in=states)
    if besides is not None and besides.pk:
        visits = visits.exclude(pk=besides.pk)
    found = visits.order_by().values("term_starts_on").annotate(used=Sum("half_days"))
    return dict(found.values_list("term_starts_on", "used"))

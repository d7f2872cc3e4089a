"""What a school gives in days a term: agreed with each leader, taken this term, and what it allows in all."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from designation.models import Designation, SchoolRelease
from directory.models import School
from directory.queries.terms import term_of


def release_of(school: School) -> dict[str, Any]:
    """Return a school's live leaders with their half days agreed and taken, the sums, and the limit (4 queries).

    What is taken is read from the budgets deployments keep of this term.
    """
    leaders: list[Any] = list(with_taken(Designation.objects.filter(home_school=school), school))
    known = SchoolRelease.objects.filter(school=school).first()
    return {
        "leaders": leaders,
        "agreed": sum(one.half_days_a_term for one in leaders),
        "taken": sum(one.taken for one in leaders),
        "limit": known.half_days_a_term if known else None,
    }


def with_taken(rows: QuerySet[Designation], school: School) -> QuerySet[Designation]:
    """Return live designations of a school, each with the half days `taken` of its budget this term."""
    term = term_of(school, timezone.localdate()).starts_on
    budgets: Any = Designation.term_budgets.rel.related_model._default_manager.filter(
        designation=OuterRef("pk"), term_starts_on=term
    )
    taken = Coalesce(Subquery(budgets.values("taken")[:1]), Value(0))
    return rows.filter(state__in=Designation.LIVE).select_related("person", "role_type").annotate(taken=taken)

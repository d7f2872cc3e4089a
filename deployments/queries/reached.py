"""Schools with what they asked for and what was given: for managers, and for officers those of their authority."""

from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from deployments.models import Deployment, SupportRequest, Visit
from deployments.queries.reports import with_reach
from directory.models import Person, Post, School
from directory.models.places import SchoolQuerySet
from directory.rules import is_manager

R, D = SupportRequest.State, Deployment.State
# Paused work is not over.
UNDERWAY = (D.AGREED, D.ACTIVE, D.PAUSED)


def schools_of(person: Person) -> SchoolQuerySet:
    """Return the open schools a person looks after: a manager all, an officer the authority's, anybody else none."""
    schools = School.objects.open().filter(local_authority__isnull=False)
    if is_manager(person):
        return schools
    return schools.filter(local_authority__in=person.authority.authority_ids(Post.Role.LA_OFFICER))


def with_support(schools: SchoolQuerySet) -> SchoolQuerySet:
    """Add what each school asked for and was given: numbers and days, never a word of what was said."""
    requests = SupportRequest.objects.filter(school=OuterRef("pk"))
    open_ones = requests.filter(state__in=[R.OPEN, R.PROPOSED])
    running = Deployment.objects.filter(state__in=UNDERWAY, school=OuterRef("pk"))
    held = Visit.objects.filter(deployment__school=OuterRef("pk"), state__in=Visit.HAPPENED)
    return with_reach(schools).annotate(
        open_requests=_count(open_ones),
        running=_count(running),
        last_asked=Subquery(requests.order_by().values("school").annotate(at=Max("created_at")).values("at")),
        half_days=Coalesce(
            Subquery(
                held.order_by().values("deployment__school").annotate(half=Sum("half_days")).values("half"),
                output_field=IntegerField(),
            ),
            0,
        ),
    )


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("school").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

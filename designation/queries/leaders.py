"""Leaders: for the public, and for the head who answers for them."""

from django.db.models import Q

from designation.models import Designation
from designation.models.leaders import LINE_MANAGERS, DesignationQuerySet
from directory.models import Person


def public_leaders() -> DesignationQuerySet:
    """Return active leaders who agreed to be listed, with what the public may see of them (2 queries)."""
    rows = Designation.objects.listed().select_related("person", "role_type", "home_school__local_authority")
    return rows.prefetch_related("areas")


def staff_of(person: Person) -> DesignationQuerySet:
    """Return the live designations of those this head or chair answers for at their schools (2 queries)."""
    schools = person.authority.school_ids(*LINE_MANAGERS)
    rows = Designation.objects.filter(home_school__in=schools, state__in=Designation.LIVE).exclude(
        person=person
    )
    return rows.select_related("person", "role_type", "home_school").prefetch_related("areas")


def with_everything(rows: DesignationQuerySet) -> DesignationQuerySet:
    """Return designations with what their pages and lists show."""
    return rows.select_related("person", "role_type", "home_school", "application__round").prefetch_related(
        "areas"
    )


def found_by(rows: DesignationQuerySet, words: str) -> DesignationQuerySet:
    """Return designations whose leader, school or number holds every word."""
    for word in words.split():
        rows = rows.filter(
            Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(home_school__name__icontains=word)
            | Q(reference__icontains=word)
        )
    return rows

"""What is found about applications: earlier ones to start from, areas that were left out, the managers' list."""

from django.db.models import Q
from django.utils import timezone

from designation.models import Application, Area, ChosenArea
from designation.models.applications import ApplicationQuerySet
from directory.models import Person

MOST = 10


def earlier_applications(person: Person) -> ApplicationQuerySet:
    """Return the applications a new one may be started from, the newest first (1 query); an empty draft is none."""
    mine = Application.objects.filter(applicant=person).exclude(sections={})
    return mine.select_related("round", "role_type").order_by("-created_at", "-pk")[:MOST]


def areas_left_out(application: Application) -> list[str]:
    """Return the areas that cannot be sent in: chosen here or in the one it was copied from, and not offered now."""
    cases = [one for one in (application.pk, application.copied_from_id) if one]
    rows = ChosenArea.objects.filter(application__in=cases).select_related("area")
    rows = rows.exclude(area__in=Area.objects.active(timezone.localdate()))
    rows = rows.exclude(application=application, name__gt="")
    return sorted({str(one.area) for one in rows})


def applications_listed(person: Person) -> ApplicationQuerySet:
    """Return what was sent in, over all rounds, with what the managers' list shows (3 queries with their areas)."""
    rows = Application.objects.visible_to(person).filter(submitted_at__isnull=False)
    known = rows.select_related("applicant", "school__local_authority", "role_type", "round")
    return known.prefetch_related("chosen_areas__area").order_by("-submitted_at", "-pk")


def applications_found_by(rows: ApplicationQuerySet, words: str) -> ApplicationQuerySet:
    """Return applications whose applicant, school or number holds every word."""
    for word in words.split():
        rows = rows.filter(
            Q(applicant__first_name__icontains=word)
            | Q(applicant__last_name__icontains=word)
            | Q(school__name__icontains=word)
            | Q(reference__icontains=word)
        )
    return rows

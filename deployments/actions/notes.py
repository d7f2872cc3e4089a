"""A school says what visitors need to know for the day."""

from django.db import transaction
from django.utils import timezone

from deployments.models import VisitNotes
from directory.models import Person, School


@transaction.atomic
def write_notes(school: School, *, by: Person, text: str) -> None:
    """Keep a school's words for its visitors, for every visit to come; without words there are none any more.

    Who may: who speaks for the school, or the contact of a request it is visited for. Nobody is told: they stand on
    the page of each visit and in the letter about it.
    """
    known = VisitNotes.objects.filter(school=school).first()
    if text:
        fields = {"text": text, "written_by": by, "written_at": timezone.now()}
        VisitNotes.objects.update_or_create(school=school, defaults=fields)
    elif known:
        known.delete()

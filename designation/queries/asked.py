"""What somebody was asked for again by hand: once a day is enough."""

from collections.abc import Iterable
from datetime import date

from django.contrib.contenttypes.models import ContentType

from casework.models import Case, Entry


def asked_on(cases: Iterable[Case], step: str, on: date) -> set[int]:
    """Return for which of these cases, all of one kind, somebody was asked again on a day, by key (1 query)."""
    found = list(cases)
    if not found:
        return set()
    kind = ContentType.objects.get_for_model(found[0])
    keys = [one.pk for one in found]
    asked = Entry.objects.filter(content_type=kind, object_id__in=keys, step=step, at__date=on)
    return set(asked.values_list("object_id", flat=True))

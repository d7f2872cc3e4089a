"""Drafts of requests that lie: whose writers are reminded, and which are forgotten."""

from datetime import date, timedelta

from django.utils import timezone

from deployments.models import RequestDraft
from directory.calendar import is_working_day

TO_REMINDER = timedelta(days=30)  # after the last change


def drafts_due(on: date) -> list[tuple[RequestDraft, date]]:
    """Return drafts nobody has changed for thirty days, with the day the reminder was due; none on a day off."""
    if not is_working_day(on):
        return []
    lying = RequestDraft.objects.unsent().filter(saved_at__date__lte=on - TO_REMINDER)
    kept = lying.filter(saved_at__date__gte=on - RequestDraft.KEPT).select_related("person")
    return [(draft, timezone.localdate(draft.saved_at) + TO_REMINDER) for draft in kept]


def lies(draft: RequestDraft, on: date) -> bool:
    """Say whether a draft is still not sent, and has not been changed for thirty days."""
    return draft.request_id is None and timezone.localdate(draft.saved_at) <= on - TO_REMINDER


def drafts_to_forget(on: date) -> list[RequestDraft]:
    """Return drafts whose last day is over: nobody has sent or changed them for ninety days."""
    return list(RequestDraft.objects.unsent().filter(saved_at__date__lt=on - RequestDraft.KEPT))

"""How the applicants of a round answered the equality questions, counted and never who."""

from datetime import datetime

from django.db.models import Max

from designation.models import EqualityCount, Round

# Ours, as official statistics do: a smaller number could lead to a person.
LEAST = 5


def counted_until(round_: Round) -> datetime:
    """Return until when an application may still be sent in: its close, or the last time granted to one (1 query).

    Before that the counts are shown to nobody: whoever reads them twice would see how one applicant answered.
    """
    last = round_.extensions.aggregate(last=Max("until"))["last"]
    return max(round_.closes_at, last or round_.closes_at)


def equality_counts(round_: Round) -> dict[tuple[str, str], int]:
    """Return the counts that may be shown, by question and answer: none under five, nor how far under (1 query)."""
    rows = EqualityCount.objects.filter(round=round_, count__gte=LEAST)
    return {(one.question, one.answer): one.count for one in rows}

"""Equality answers: counted for the round when an application is sent in, and then forgotten."""

from django.db.models import F

from designation.models import Application, EqualityCount


def count_equality(draft: Application) -> None:
    """Add the draft's equality answers to the counts of its round; nothing says whose they were.

    The caller empties `equality` of the application in the same transaction; a CHECK holds that.
    """
    for question, answer in draft.equality.items():
        if answer:
            row, _is_new = EqualityCount.objects.get_or_create(
                round_id=draft.round_id, question=question, answer=answer
            )
            EqualityCount.objects.filter(pk=row.pk).update(count=F("count") + 1)

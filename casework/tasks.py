"""What runs by itself for every case: letters leave, documents are made, the store of files is tidied."""

from collections.abc import Callable, Sequence
from typing import Any

import structlog
from celery import shared_task
from django.db import transaction

from casework import documents, files, letters
from casework.lifecycle import StepNotOpen

log = structlog.get_logger(__name__)


@shared_task
def deliver_letters() -> int:
    """Send the letters that are due."""
    return letters.deliver_due()


@shared_task
def make_documents() -> int:
    """Make the documents that are due."""
    return documents.make_due()


@shared_task
def tidy_files() -> int:
    """Delete what a crash left in the store of private files."""
    return files.tidy()


def each(*works: tuple[Any, ...]) -> int:
    """Do each work for each of what a sweep found: (action, found, *names); return how often something was done.

    What is found may stand in tuples; what follows the first goes to the action under the names, or in order without
    any. Each is done in a transaction of its own: one that fails keeps none of the others from being done. What moved
    on this very moment is passed over. Raises SweepFailed at the end if any failed, so that it is seen to.
    """
    outcomes = [_attempt(act, one, names) for act, found, *names in works for one in found]
    if failed := outcomes.count(None):
        raise SweepFailed(f"{failed} of {len(outcomes)} failed")
    return sum(bool(outcome) for outcome in outcomes)


class SweepFailed(Exception):
    """Some of what a sweep found could not be done; the others were."""


def _attempt(act: Callable[..., object], found: Any, names: Sequence[str]) -> bool | None:
    """Do one; say whether anything was done, and None where it failed. The log says which, by number only."""
    one, *rest = found if isinstance(found, tuple) else (found,)
    named = dict(zip(names, rest, strict=True)) if names else {}
    try:
        with transaction.atomic():
            return act(one, *([] if named else rest), **named) is not False
    except StepNotOpen:  # answered or changed this very moment
        return False
    except Exception:
        log.exception("sweep_failed_for_one", act=act.__name__, kind=type(one).__name__, number=one.pk)
        return None

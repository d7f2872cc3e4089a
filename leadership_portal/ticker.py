"""The night work without a worker: what is due, doing it, and a thread that does it beside the server."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

from leadership_portal.celery import DUE_WORK, Due

log = structlog.get_logger(__name__)


def is_due(due: Due, *, last: datetime | None, now: datetime) -> bool:
    """Tell whether the work is due at `now` when it was last done at `last` (None: not yet)."""
    if last is None:
        return True
    if isinstance(due.every, float):
        return now - last >= timedelta(seconds=due.every)
    return bool(due.every.is_due(last).is_due)


def is_due_today(due: Due, *, now: datetime) -> bool:
    """Tell whether the work's time of day (London) has come; work without one is always due.

    It needs no memory of when the work was last done: what was found and finished is not found again.
    """
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return is_due(due, last=midnight - timedelta(seconds=1), now=now)


def do(due: Due) -> Any:
    """Do the work here and now, without a broker, and return what its task returned; errors pass through."""
    close_old_connections()
    try:
        return import_string(due.task)()
    finally:
        close_old_connections()


class Ticker(threading.Thread):
    """Do each due work at its time until stopped; a failure is logged and tried again at its next time."""

    def __init__(self, work: Sequence[Due] = DUE_WORK, *, pause: float = 1.0) -> None:
        """Take the list of work and the pause between two looks at the clock, in seconds."""
        super().__init__(name="night work", daemon=True)
        self.work = work
        self.pause = pause
        self.last: dict[str, datetime] = {}
        self.stopping = threading.Event()

    def run(self) -> None:
        """Look at the clock until `stop()`."""
        while not self.stopping.wait(self.pause):
            self.tick()

    def stop(self) -> None:
        """Ask the thread to end after the work it is doing now."""
        self.stopping.set()

    def tick(self) -> None:
        """Do once what is due now."""
        for due in self.work:
            now = timezone.now()
            if is_due(due, last=self.last.get(due.name), now=now):
                self.last[due.name] = now
                self.attempt(due)

    def attempt(self, due: Due) -> None:
        """Do one work; whatever goes wrong is logged with its trace, and the thread lives on."""
        try:
            do(due)
        except Exception:
            log.exception("due_work_failed", work=due.name)

"""The Celery app and the one list of due work, which beat, `manage.py run_due` and the ticker all read."""

import os
from pathlib import Path
from typing import Any, NamedTuple

from celery import Celery, signals
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadership_portal.settings")


class Due(NamedTuple):
    """Work that runs by itself: its name, its task's dotted path, and every how many seconds or at what time."""

    name: str
    task: str
    every: float | crontab


# In the order it is done. Times are London time. Each task finds by query what is due, so running one twice,
# late or by two machines at once does nothing twice.
DUE_WORK = [
    Due("deliver letters", "casework.tasks.deliver_letters", 5.0),
    Due("make documents", "casework.tasks.make_documents", 5.0),
    Due("expire designations", "designation.tasks.expire_designations", crontab(hour=0, minute=10)),
    Due("expire references", "designation.tasks.expire_references", crontab(hour=0, minute=20)),
    Due("hand over references", "designation.tasks.hand_over_references", crontab(hour=7, minute=20)),
    Due("remind of references", "designation.tasks.remind_of_references", crontab(hour=8, minute=0)),
    Due("lapse proposals", "deployments.tasks.lapse_proposals", crontab(hour=0, minute=30)),
    Due("hand over consents", "deployments.tasks.hand_over_consents", crontab(hour=7, minute=30)),
    Due("remind of consents", "deployments.tasks.remind_parties", crontab(hour=8, minute=10)),
    Due("remind of evaluations", "evaluations.tasks.remind_of_evaluations", crontab(hour=8, minute=20)),
    Due("remind of visit records", "evaluations.tasks.remind_of_records", crontab(hour=18, minute=0)),
]


def beat_entry(due: Due) -> dict[str, Any]:
    """Return the line of Celery's schedule for this work.

    A sweep that waited longer than its own interval (in seconds) is dropped: the next one finds the same rows,
    so a worker that comes back after an hour does not first work through 720 empty rings of the bell.
    """
    options = {"expires": due.every} if isinstance(due.every, float) else {}
    return {"task": due.task, "schedule": due.every, "options": options}


app = Celery("leadership_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {due.name: beat_entry(due) for due in DUE_WORK}
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_logging(**_kwargs: Any) -> None:
    """Keep the logging of settings.py: Celery leaves it alone when somebody answers this signal."""


@signals.before_task_publish.connect
@signals.task_postrun.connect
def beat_the_heart(**_kwargs: Any) -> None:
    """Touch HEARTBEAT_FILE, so that a health check sees beat sending and the worker finishing work."""
    if path := os.environ.get("HEARTBEAT_FILE"):
        Path(path).touch()

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
    Due("tidy files", "casework.tasks.tidy_files", crontab(hour=3, minute=40)),
    Due("expire designations", "designation.tasks.expire_designations", crontab(hour=0, minute=10)),
    Due("follow schools", "designation.tasks.follow_schools", crontab(hour=0, minute=5)),
    Due("follow schools with support", "deployments.tasks.follow_schools", crontab(hour=0, minute=6)),
    Due("notice moves", "designation.tasks.notice_moves", crontab(hour=0, minute=15)),
    Due("open reviews", "designation.tasks.open_reviews", crontab(hour=0, minute=14)),
    Due("lapse renewals", "designation.tasks.lapse_renewals", crontab(hour=0, minute=16)),
    Due("warn of endings", "designation.tasks.warn_of_endings", crontab(hour=7, minute=40)),
    Due("remind of reviews", "designation.tasks.remind_of_reviews", crontab(hour=7, minute=44)),
    Due("remind of renewals", "designation.tasks.remind_of_renewals", crontab(hour=7, minute=46)),
    Due("expire references", "designation.tasks.expire_references", crontab(hour=0, minute=20)),
    Due("hand over references", "designation.tasks.hand_over_references", crontab(hour=7, minute=20)),
    Due("bounce references", "designation.tasks.bounce_references", 300.0),
    Due("remind of drafts", "designation.tasks.remind_of_drafts", crontab(hour=7, minute=45)),
    Due("remind of answers", "designation.tasks.remind_of_answers", crontab(hour=7, minute=50)),
    Due("remind of scores", "designation.tasks.remind_of_scores", crontab(hour=8, minute=4)),
    Due("remind of references", "designation.tasks.remind_of_references", crontab(hour=8, minute=0)),
    Due("remind of assurances", "designation.tasks.remind_of_assurances", crontab(hour=8, minute=2)),
    Due("remind of releases", "designation.tasks.remind_of_releases", crontab(hour=8, minute=4)),
    Due("remind of booking", "designation.tasks.remind_of_bookings", crontab(hour=8, minute=5)),
    Due("remind of interviews", "designation.tasks.remind_of_interviews", crontab(hour=7, minute=40)),
    Due("call off visits", "deployments.tasks.call_off_visits", 300.0),
    Due("drop proposals", "deployments.tasks.drop_proposals", 300.0),
    Due("remind of acknowledgements", "deployments.tasks.remind_schools", crontab(hour=8, minute=12)),
    Due("remind of disputes", "deployments.tasks.remind_of_disputes", crontab(hour=8, minute=13)),
    Due("presume visits", "deployments.tasks.presume_visits", crontab(hour=8, minute=14)),
    Due("remind of groups", "deployments.tasks.remind_of_facilitations", crontab(hour=8, minute=12)),
    Due("presume facilitation", "deployments.tasks.presume_facilitations", crontab(hour=8, minute=14)),
    Due("warn schools", "deployments.tasks.warn_schools", crontab(hour=7, minute=25)),
    Due("lapse proposals", "deployments.tasks.lapse_proposals", crontab(hour=0, minute=30)),
    Due("lapse changes", "deployments.tasks.lapse_variations", crontab(hour=0, minute=32)),
    Due("hand over consents", "deployments.tasks.hand_over_consents", crontab(hour=7, minute=30)),
    Due("remind of pauses", "deployments.tasks.remind_of_pauses", crontab(hour=7, minute=35)),
    Due("tell of leavers", "deployments.tasks.tell_of_leavers", crontab(hour=7, minute=27)),
    Due("ask for contacts", "deployments.tasks.ask_for_contacts", crontab(hour=7, minute=28)),
    Due("remind of drafts of requests", "deployments.tasks.remind_of_drafts", crontab(hour=7, minute=46)),
    Due("forget drafts of requests", "deployments.tasks.forget_drafts", crontab(hour=0, minute=34)),
    Due("remind of concerns", "deployments.tasks.remind_of_concerns", crontab(hour=8, minute=6)),
    Due("remind of mid-points", "deployments.tasks.remind_of_midpoints", crontab(hour=7, minute=36)),
    Due("remind of first visits", "deployments.tasks.remind_of_first_visits", crontab(hour=7, minute=37)),
    Due("remind of endings", "deployments.tasks.remind_of_endings", crontab(hour=7, minute=38)),
    Due("remind of claims", "deployments.tasks.remind_of_claims", crontab(hour=8, minute=16)),
    Due("remind of consents", "deployments.tasks.remind_parties", crontab(hour=8, minute=10)),
    Due("remind to confirm", "deployments.tasks.remind_to_confirm", crontab(hour=8, minute=12)),
    Due("remind of evaluations", "evaluations.tasks.remind_of_evaluations", crontab(hour=8, minute=20)),
    Due("remind of visit records", "evaluations.tasks.remind_of_records", crontab(hour=18, minute=0)),
    # Late in the day: where cron asks every minute for what is due until midnight, the widest queries run least.
    Due("check invariants", "leadership_portal.tasks.check_invariants", crontab(hour=23, minute=40)),
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

"""The one list of due work: beat, run_due and the ticker read it, at its times, and one failure stops nothing else."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from freezegun import freeze_time

from leadership_portal import celery_app, ticker
from leadership_portal.celery import DUE_WORK, Due
from leadership_portal.management.commands import run_due
from leadership_portal.ticker import Ticker, is_due, is_due_today

LONDON = ZoneInfo("Europe/London")
SWEEP = Due("sweep", "casework.tasks.deliver_letters", 5.0)
MORNING = Due("remind", "casework.tasks.deliver_letters", crontab(hour=7, minute=30))


@pytest.fixture
def done(monkeypatch):
    """The names of the work done, in order; the work named "broken" fails."""
    names: list[str] = []

    def do(due: Due) -> str:
        names.append(due.name)
        if due.name == "broken":
            raise ValueError("planted")
        return f"{len(names)} done"

    monkeypatch.setattr(ticker, "do", do)
    monkeypatch.setattr(run_due, "do", do)
    return names


def list_of(*names: str) -> list[Due]:
    """Return a list of sweeps."""
    return [Due(name, "nowhere", 5.0) for name in names]


def test_every_work_of_the_list_is_a_task_with_a_name_of_its_own():
    assert [import_string(due.task).name for due in DUE_WORK] == [due.task for due in DUE_WORK]
    assert len({due.name for due in DUE_WORK}) == len(DUE_WORK)


def test_beat_has_the_same_list():
    schedule = celery_app.conf.beat_schedule
    assert [(name, line["task"]) for name, line in schedule.items()] == [
        (due.name, due.task) for due in DUE_WORK
    ]


def test_a_ring_nobody_answered_in_time_is_dropped():
    lines = [celery_app.conf.beat_schedule[due.name] for due in DUE_WORK if isinstance(due.every, float)]
    assert [line["options"]["expires"] for line in lines] == [line["schedule"] for line in lines]


def test_times_are_those_of_london():
    assert celery_app.conf.timezone == "Europe/London"


@pytest.mark.parametrize(("seconds", "due"), [(0, False), (4, False), (5, True), (600, True)])
def test_a_sweep_is_due_after_its_seconds(seconds, due):
    now = timezone.now()
    assert is_due(SWEEP, last=now - timedelta(seconds=seconds), now=now) is due


@pytest.mark.parametrize("due", [SWEEP, MORNING])
def test_what_was_never_done_is_due(due):
    assert is_due(due, last=None, now=timezone.now()) is True


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 3, 20, 7, 29, 30, tzinfo=LONDON), False),
        (datetime(2026, 3, 20, 7, 30, 1, tzinfo=LONDON), True),
        (datetime(2026, 3, 20, 23, 59, tzinfo=LONDON), True),
        (datetime(2026, 7, 1, 7, 29, 30, tzinfo=LONDON), False),  # 06:29 UTC: London's summer time counts
        (datetime(2026, 7, 1, 7, 30, 1, tzinfo=LONDON), True),
        (datetime(2026, 3, 29, 7, 30, 1, tzinfo=LONDON), True),  # the night the clock went forward
    ],
)
def test_morning_work_waits_for_its_time_of_day_in_london(moment, due):
    with freeze_time(moment):
        assert is_due_today(MORNING, now=moment) is due
        assert is_due_today(SWEEP, now=moment) is True


def test_run_due_does_the_list_in_order_and_says_so(done, monkeypatch, capsys):
    monkeypatch.setattr(run_due, "DUE_WORK", list_of("first", "second"))
    call_command("run_due")
    assert done == ["first", "second"]
    assert capsys.readouterr().out == "first: 1 done\nsecond: 2 done\n"


def test_run_due_goes_on_after_a_failure_and_exits_with_1(done, monkeypatch, capsys):
    monkeypatch.setattr(run_due, "DUE_WORK", list_of("broken", "second"))
    with pytest.raises(CommandError, match=r"^Failed: broken\.$") as failure:
        call_command("run_due")
    assert (done, failure.value.returncode) == (["broken", "second"], 1)
    assert capsys.readouterr() == ("second: 2 done\n", "broken: failed (planted)\n")


@pytest.mark.parametrize(("arguments", "names"), [([], ["sweep"]), (["--all"], ["sweep", "remind"])])
def test_run_due_waits_for_the_time_of_day_unless_told_not_to(done, monkeypatch, arguments, names):
    monkeypatch.setattr(run_due, "DUE_WORK", [SWEEP, MORNING])
    with freeze_time(datetime(2026, 3, 20, 3, 0, tzinfo=LONDON)):
        call_command("run_due", *arguments)
    assert done == names


def test_the_ticker_does_each_work_at_its_time(done):
    clock = Ticker([SWEEP, MORNING])
    with freeze_time(datetime(2026, 3, 20, 7, 0, tzinfo=LONDON)) as frozen:
        clock.tick()
        clock.tick()
        assert done == ["sweep", "remind"]
        frozen.tick(timedelta(seconds=5))
        clock.tick()
        assert done == ["sweep", "remind", "sweep"]
        frozen.move_to(datetime(2026, 3, 20, 7, 30, 1, tzinfo=LONDON))
        clock.tick()
    assert done == ["sweep", "remind", "sweep", "sweep", "remind"]


def test_the_ticker_logs_a_failure_and_lives_on(done, caplog):
    caplog.set_level("ERROR", logger="leadership_portal.ticker")
    clock = Ticker(list_of("broken", "second"))
    with freeze_time(timezone.now()) as frozen:
        clock.tick()
        frozen.tick(timedelta(seconds=5))
        clock.tick()
    assert done == ["broken", "second", "broken", "second"]
    assert ["due_work_failed" in record.getMessage() for record in caplog.records] == [True, True]


def test_the_ticker_stops_when_told(done):
    clock = Ticker(list_of("only"), pause=0.01)
    clock.start()
    clock.stop()
    clock.join(timeout=5)
    assert clock not in threading.enumerate()

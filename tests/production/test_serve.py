"""The development server makes the data ready, serves, and does the night work beside it, in one process only."""

import os
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from django.contrib.staticfiles.management.commands.runserver import Command as RunServer

from leadership_portal.management.commands import serve
from tests.production.stack import free_port, wait_until
from tests.production.test_stack import STORE

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]


class FakeTicker:
    """Counts how often night work was started."""

    started = 0

    def start(self):
        FakeTicker.started += 1


@pytest.fixture
def command(monkeypatch):
    """The command with nothing behind it: what it would do is counted."""
    FakeTicker.started = 0
    made_ready = []
    monkeypatch.setattr(serve, "Ticker", FakeTicker)
    monkeypatch.setattr(RunServer, "inner_run", lambda self, *args, **options: None)
    command = serve.Command()
    command.make_data_ready = lambda: made_ready.append(True)
    command.made_ready = made_ready
    return command


def test_one_process_makes_ready_and_ticks(command, monkeypatch):
    monkeypatch.delenv("RUN_MAIN", raising=False)
    command.run(use_reloader=False)
    assert (len(command.made_ready), FakeTicker.started) == (1, 1)


def test_the_reloader_s_watching_process_makes_ready_and_does_not_tick(command, monkeypatch):
    monkeypatch.delenv("RUN_MAIN", raising=False)
    monkeypatch.setattr("django.utils.autoreload.run_with_reloader", lambda *args, **options: None)
    command.run(use_reloader=True)
    assert (len(command.made_ready), FakeTicker.started) == (1, 0)


def test_the_reloader_s_serving_process_ticks_and_does_not_make_ready(command, monkeypatch):
    monkeypatch.setenv("RUN_MAIN", "true")
    command.run(use_reloader=False)
    assert (len(command.made_ready), FakeTicker.started) == (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize("reload", [[], ["--noreload"]])
def test_a_stored_letter_leaves_by_itself_on_one_machine_without_services(tmp_path, mail_server, reload):
    port = str(free_port())
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    env = kept | {"DEBUG": "1", "PORT": port, "VAR_DIR": str(tmp_path)}
    env["EMAIL_URL"] = f"smtp://127.0.0.1:{mail_server.controller.port}"
    manage = [sys.executable, "manage.py"]
    message_id = f"<{tmp_path.name}@portal.example>"

    def is_up() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [*manage, "serve", *reload], cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_until(is_up, what="the server to answer")
        store = STORE.format(id=message_id)
        subprocess.run([*manage, "shell", "--no-imports", "--command", store], cwd=ROOT, env=env, check=True)
        wait_until(lambda: message_id in mail_server.ids(), what="the letter to arrive")
    finally:
        os.killpg(server.pid, 15)
        server.wait(timeout=20)
    assert mail_server.ids().count(message_id) == 1


def test_the_real_ticker_does_not_keep_a_process_alive():
    assert (serve.Ticker().daemon, threading.current_thread().daemon) == (True, False)

"""The portal as it runs for real, in miniature: gunicorn, a Celery worker and beat on PostgreSQL and Redis."""

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis
from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[2]
DATABASE_URL = os.environ.get("DATABASE_URL", "")
REDIS_URL = os.environ.get("REDIS_URL", "")
HAS_SERVICES = DATABASE_URL.startswith("postgres") and bool(REDIS_URL)
HOST = "portal.example"
COMMANDS = {
    "web": [
        "gunicorn",
        "--config",
        "leadership_portal/gunicorn.py",
        "--no-control-socket",
        "leadership_portal.wsgi",
    ],
    "worker": ["celery", "--app", "leadership_portal", "worker", "--concurrency", "2"],
    "beat": ["celery", "--app", "leadership_portal", "beat", "--pidfile", "", "--schedule", "{folder}/beat"],
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what needs services this run has none of."""
    for item in items:
        if item.get_closest_marker("services") and not HAS_SERVICES:
            item.add_marker(
                pytest.mark.skip(reason="needs DATABASE_URL (PostgreSQL) and REDIS_URL: see .ci/run")
            )


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(question: Callable[[], Any], *, what: str, seconds: float = 40) -> Any:
    """Ask again and again until the answer is true, and return it; fail with `what` after so many seconds."""
    end = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < end, f"After {seconds} seconds still waiting: {what}."
        time.sleep(0.1)
    return answer


def in_postgres(url: str, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one statement on its own connection and return its rows."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


class MailServer:
    """A mail server that keeps what it accepted, and may be told to keep the line open instead of accepting."""

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.on_the_line = 0
        self.holds = False
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Accept a message, after the hold; whoever hangs up before has sent nothing."""
        self.on_the_line += 1
        while self.holds:
            await asyncio.sleep(0.05)
        self.accepted.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 accepted"

    def ids(self) -> list[str]:
        """Return the Message-IDs of what was accepted."""
        return [str(message["Message-ID"]) for message in self.accepted]


class Stack:
    """The processes of one installation, with a database, a Redis number and a folder of its own."""

    def __init__(self, folder: Path, mail: MailServer) -> None:
        self.folder, self.mail, self.port = folder, mail, free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.database = f"portal_stack_{secrets.token_hex(4)}"
        self.url = urlsplit(DATABASE_URL)._replace(path=f"/{self.database}").geturl()
        number = 10 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 6
        self.redis_url = urlsplit(REDIS_URL)._replace(path=f"/{number}").geturl()
        self.env = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ} | {
            "SECRET_KEY": secrets.token_urlsafe(64),
            "SITE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "BEHIND_PROXY": "1",
            "DATABASE_URL": self.url,
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail.controller.port}",
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",
            "REMAP_SIGTERM": "SIGQUIT",
        }

    def set_up(self) -> None:
        """Make the database, the tables and the static files."""
        in_postgres(DATABASE_URL, f'CREATE DATABASE "{self.database}"')
        with redis.Redis.from_url(self.redis_url) as doorbell:
            doorbell.flushdb()
        self.manage("migrate", "--noinput")
        self.manage("collectstatic", "--noinput")

    def tear_down(self) -> None:
        """Stop everything and drop the database."""
        for name in list(self.processes):
            self.end(name, signal.SIGTERM)
        in_postgres(DATABASE_URL, f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def manage(self, *arguments: str, **more: str) -> str:
        """Run a management command in this installation and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.env | more, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name: str) -> None:
        """Start one process in a group of its own, so that a kill reaches its children too."""
        command = [part.format(folder=self.folder) for part in COMMANDS[name]]
        env = self.env | {"HEARTBEAT_FILE": str(self.folder / f"{name}.heartbeat")}
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def end(self, name: str, how: signal.Signals) -> None:
        """Send a signal to the process (SIGKILL: to its whole group) and wait for its end."""
        process = self.processes.pop(name)
        if how is signal.SIGKILL:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
        process.wait(timeout=40)

    def log(self, name: str) -> str:
        """Return what the process has logged."""
        return (self.folder / f"{name}.log").read_text()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement in this installation's database."""
        return in_postgres(self.url, sql, *values)

    def get(self, path: str) -> tuple[int, str]:
        """Ask the web as the proxy would, and return status and body."""
        headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - this machine
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()
        except OSError:
            return 0, ""


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    """A mail server on this machine."""
    server = MailServer()
    server.controller.start()
    yield server
    server.controller.stop()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, mail_server: MailServer) -> Iterator[Stack]:
    """A whole installation, running."""
    stack = Stack(tmp_path_factory.mktemp("stack"), mail_server)
    try:
        stack.set_up()
        for name in COMMANDS:
            stack.start(name)
        wait_until(lambda: stack.get("/health/ready")[0] == 200, what="the web to be ready")
        yield stack
    finally:
        stack.tear_down()

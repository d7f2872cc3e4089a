"""Which tests are asked once more on another database: those that, together, send it every kind of statement.

Most tests send the statements others send too, with other people in them. So the first run notes what each test asks
(`--note-asked=FILE`), and the run on PostgreSQL (`--ask-again=FILE`) takes only
- the tests marked `every_database`, those that need services, and those that commit: what two do at once, what is
  locked, sorted, searched for, summed up or kept in the cache is answered by each service in its own way;
- of the others the cheapest that send every kind of statement there is, locks and refusals of the database apart;
- and every test that was not noted, because it was skipped or did not pass.
A new test is thus asked again if it asks anything new, and nobody has to think of it. Left out whatever it asks is
only what is marked `one_database`.
"""

import hashlib
import heapq
import json
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler

COMMITTING = {"transactional_db", "live_server", "stack"}
IN_TURN = re.compile(r"SAVEPOINT|RELEASE|ROLLBACK|BEGIN|PRAGMA")
LISTED = re.compile(r"%s(?:, %s)+")
NUMBER = re.compile(r"\b\d+\b")
LEAST = 0.05  # seconds any test costs, its share of everything included


@cache
def kind(sql: str, how: str) -> str:
    """Return what a statement has in common with those that differ in numbers and in the length of a list only."""
    plain = NUMBER.sub("0", LISTED.sub("%s", sql))
    return hashlib.blake2b(f"{how} {plain}".encode(), digest_size=6).hexdigest()


class Notes:
    """What every test asks, by its name: the seconds it takes and the kinds of its statements."""

    def __init__(self, path: Path) -> None:
        self.path, self.asked, self.locks = path, set[str](), ""
        self.of: dict[str, tuple[float, list[str]]] = {}
        self.passed: set[str] = set()
        self.began = 0.0

    def listen(self) -> None:
        """Note every statement of this thread, and whether it locks rows: SQLite's do not say so."""
        execute = SQLCompiler.execute_sql

        def execute_sql(compiler: Any, *args: Any, **kwargs: Any) -> Any:
            query = compiler.query
            self.locks = f"lock {query.select_for_update_of}" if query.select_for_update else ""
            return execute(compiler, *args, **kwargs)

        SQLCompiler.execute_sql = execute_sql  # type: ignore[method-assign]

    def hear(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        how, self.locks = self.locks, ""
        if IN_TURN.match(sql):
            return execute(sql, params, many, context)
        self.asked.add(kind(sql, how))
        try:
            return execute(sql, params, many, context)
        except Exception:
            self.asked.add(kind(sql, "refused"))
            raise

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        self.asked.clear()
        self.began = time.process_time()
        if self.hear not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.hear)
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Iterator[None]:
        try:
            return (yield)
        finally:
            seconds = round(time.process_time() - self.began, 3)
            item.user_properties.append(("asked", [name_of(item), seconds, sorted(self.asked)]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Gather the notes where the reports of all workers come together; only what passed is noted."""
        if report.when == "call" and report.passed:
            self.passed.add(report.nodeid)
        for name, value in report.user_properties:
            if name == "asked" and report.when == "teardown" and report.nodeid in self.passed:
                test, seconds, kinds = value  # type: ignore[misc]
                self.of[test] = seconds, kinds

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not hasattr(session.config, "workerinput"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.of))


def name_of(item: pytest.Item) -> str:
    """Return a test's name without the group it is run with, which xdist puts at the end."""
    group = item.get_closest_marker("xdist_group")
    return item.nodeid.removesuffix(f"@{group.args[0]}") if group else item.nodeid


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--note-asked", type=Path, help="write down in this file what each test asks of the database"
    )
    parser.addoption(
        "--ask-again", type=Path, help="only the tests that ask another database all this file notes"
    )


def pytest_configure(config: pytest.Config) -> None:
    if path := config.getoption("--note-asked"):
        notes = Notes(config.rootpath / path)
        notes.listen()
        config.pluginmanager.register(notes, "notes of what is asked")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on request, what would be asked twice."""
    path = config.getoption("--ask-again")
    if not path:
        return
    try:
        notes = json.loads((config.rootpath / path).read_text())
    except OSError as fault:
        raise pytest.UsageError(f"--ask-again needs the notes of a run with --note-asked: {fault}")
    again = asked_again(items, notes)
    config.hook.pytest_deselected(items=[item for item in items if item not in again])
    items[:] = [item for item in items if item in again]


def asked_again(items: list[pytest.Item], notes: dict[str, tuple[float, list[str]]]) -> set[pytest.Item]:
    """Return the tests of a run on another database."""
    there = [item for item in items if not item.get_closest_marker("one_database")]
    always = {item for item in there if is_always_asked(item) or name_of(item) not in notes}
    noted = {name_of(item): item for item in there if name_of(item) in notes}
    heard = {one for name, item in noted.items() if item in always for one in notes[name][1]}
    rest = {name: notes[name] for name, item in noted.items() if item not in always}
    return always | {noted[name] for name in cheapest(rest, heard)}


def is_always_asked(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    commits = COMMITTING & set(item.fixturenames) or (marker and marker.kwargs.get("transaction"))  # type: ignore[attr-defined]
    return bool(commits or item.get_closest_marker("services") or item.get_closest_marker("every_database"))


def cheapest(tests: dict[str, tuple[float, list[str]]], heard: set[str]) -> Iterator[str]:
    """Yield tests that together ask everything not yet heard, each time the one that asks most of it a second."""

    def worth(name: str) -> float:
        seconds, kinds = tests[name]
        return len(set(kinds) - heard) / (seconds + LEAST)

    waiting = [(-worth(name), name) for name in sorted(tests)]
    heapq.heapify(waiting)
    while waiting:
        _then, name = heapq.heappop(waiting)
        now = worth(name)
        # What it was worth may have been heard from others meanwhile.
        if waiting and -now > waiting[0][0]:
            heapq.heappush(waiting, (-now, name))
        elif now:
            heard |= set(tests[name][1])
            yield name

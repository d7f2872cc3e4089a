"""Measure what we claim about speed, on a database of its own: `script/bench [FILE]`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.test import Client

from casework import documents
from casework.models import Certificate
from designation.models import Designation
from directory.models import Person, School

RUNS = 15


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median of so many runs, in seconds."""
    took = []
    for _ in range(runs):
        start = perf_counter()
        work()
        took.append(perf_counter() - start)
    return median(took)


class Command(BaseCommand):
    help = "Measure imports, certificates and pages on the database it is given (script/bench gives a fresh one)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("register", nargs="?", help="a school register (CSV) to import twice")

    def handle(self, *args, register: str | None = None, **options) -> None:
        call_command("demo", verbosity=0)
        if register:
            self._imports(Path(register))
        self._certificates()
        self._pages()

    def _imports(self, register: Path) -> None:
        for which in ("first", "second"):
            took = seconds(lambda: call_command("import_schools", str(register), verbosity=0), runs=1)
            self._say(f"{which} import of {register.name} ({School.objects.count():,} schools kept)", took)

    def _certificates(self) -> None:
        case = Designation.objects.filter(pk__in=Certificate.objects.values("object_id")).first()
        if case is None:
            return
        page = documents.html_of(case, "designation/certificate", "en")
        self._say("first certificate (loads what PDFs need)", seconds(lambda: documents.render(page), runs=1))
        self._say("a certificate once warm", seconds(lambda: documents.render(page)))

    def _pages(self) -> None:
        client = Client(SERVER_NAME="localhost")
        client.force_login(Person.objects.filter(posts__role="alliance_manager").earliest("pk"))
        empty = seconds(lambda: client.get("/help/"))
        self._say("an empty signed-in page", empty)
        for address in ("/", "/deployments/", "/deployments/requests/", "/designation/leaders/", "/schools/"):
            took = seconds(partial(client.get, address))
            self._say(f"{address} as the manager, {took / empty:.1f} times the empty page", took)

    def _say(self, what: str, took: float) -> None:
        self.stdout.write(f"{took * 1000:9.1f} ms  {what}")

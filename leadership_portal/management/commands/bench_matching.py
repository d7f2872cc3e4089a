"""Measure the shortlist of a large alliance against an empty page and the raw query: `script/bench matching`."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deployments.models import SupportRequest
from deployments.queries.candidates import WEIGHED, need_of, terms_of
from deployments.queries.narrowing import narrowed
from directory.models import Person
from leadership_portal.crowd import Crowd
from leadership_portal.memory import set_aside_what_is_loaded

SIZES = [
    {"schools": 2_200, "leaders": 1_000, "deployments": 10_000},
    {"schools": 22_000, "leaders": 10_000, "deployments": 100_000},
]
RUNS = 31
# What is promised: times the empty page, queries, times slower at ten times the data.
MOST_TIMES, MOST_QUERIES, MOST_SLOWER = 6, 12, 1.5


class Command(BaseCommand):
    help = (
        "Measure the shortlist of an alliance of 1,000 and of 10,000 leaders on a fresh PostgreSQL database. "
        "Exits with 1 where it is slower than promised."
    )

    def handle(self, *args, **options) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Matching is measured on PostgreSQL: script/bench matching makes a database.")
        call_command("demo", verbosity=0)
        manager = Person.objects.filter(posts__role="alliance_manager").earliest("pk")
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
        self.broken: list[str] = []
        crowd, request = Crowd(), None
        pages = []
        for size in SIZES:
            crowd.grow(**size)
            request = request or crowd.request(manager)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            set_aside_what_is_loaded()  # as the server does
            pages.append(self._measure(size, request))
        # Each in times of the empty page of its own moment: a machine changes its pace while the data are made.
        self._judge("times slower at ten times the data", pages[1] / pages[0], MOST_SLOWER)
        if self.broken:
            raise CommandError(f"Not kept: {', '.join(self.broken)}.")

    def _measure(self, size: dict[str, int], request: SupportRequest) -> float:
        """Print one size and return how many times the empty page it takes; the three are taken in turn, in one run."""
        self.stdout.write(", ".join(f"{count:,} {what}" for what, count in size.items()))
        address = request.page("propose")
        self.client.get("/help/")  # the first page of a session also keeps when its reader was seen
        with CaptureQueriesContext(connection) as asked:
            answer = self.client.get(address)
            queries = len(asked)  # of this page alone: the next request begins to count anew
        if answer.status_code != 200:
            raise CommandError(f"{address} answers {answer.status_code}")
        empty, page, query = in_turn(
            lambda: self.client.get("/help/"), lambda: self.client.get(address), lambda: raw(request)
        )
        for what, took in (
            ("an empty signed-in page", empty),
            ("the shortlist", page),
            ("the raw query", query),
        ):
            self.stdout.write(f"{took * 1000:9.1f} ms  {what}")
        self.stdout.write(f"{page / query:9.1f} times the raw query")
        self._judge("times the empty page", page / empty, MOST_TIMES)
        self._judge("queries", queries, MOST_QUERIES)
        return page / empty

    def _judge(self, what: str, figure: float, most: float) -> None:
        kept = "kept" if figure <= most else "BROKEN"
        if figure > most:
            self.broken.append(what)
        self.stdout.write(f"{figure:9.1f} {what} (at most {most}: {kept})")


def raw(request: SupportRequest) -> None:
    """Ask the database alone whom matching should look at."""
    need = need_of(request)
    narrowed(need, terms_of(need), most=WEIGHED, most_blocked=0)


def in_turn(*works: Callable[[], object]) -> list[float]:
    """Return the median seconds of each, taken in turn, so that a busy moment slows all of them alike."""
    for work in works:
        work()
    took: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, times in zip(works, took, strict=True):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
    return [median(times) for times in took]

"""Whether the portal lives and is ready, for whoever watches over it; no sign-in, and nothing about anybody."""

import dataclasses
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from health_check import HealthCheck
from health_check.base import HealthCheckResult
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView

from casework.letters import oldest_due


@login_not_required
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer: the process runs. It asks no other service, so a broken database does not restart the web."""
    return JsonResponse({"status": "up"})


@dataclasses.dataclass
class Migrations(HealthCheck):
    """Fail while the database lacks a migration this code needs."""

    async def run(self) -> None:
        """Raise ServiceUnavailable with the number of migrations to apply."""
        missing = await sync_to_async(unapplied)()
        if missing:
            raise ServiceUnavailable(f"{missing} to apply")


def unapplied() -> int:
    """Return how many migrations are still to be applied."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        raise ServiceUnavailable("the database does not answer") from error
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def age_of_oldest_letter() -> int | None:
    """Return for how many seconds the oldest due letter has waited: 0 when none does, None when nobody knows."""
    try:
        age = oldest_due(timezone.now())
    except DatabaseError:
        return None
    return int(age.total_seconds()) if age else 0


@method_decorator(login_not_required, name="dispatch")
class Ready(HealthCheckView):
    """Answer 200 when this process can serve, else 503, naming each part; a late letter is a figure, not a fault.

    (The web is ready though the worker is down: what people confirm is stored, and leaves when it is back.)
    """

    checks = ("health_check.Database", "health_check.Cache", Migrations)

    async def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Run the checks, one after the other where they share the connection, and answer as JSON."""
        with self.get_executor() as executor:
            results = [await check.get_result(executor) for check in self.get_checks()]
        is_up = not any(result.error for result in results)
        answer: dict[str, Any] = {"status": "up" if is_up else "down"}
        answer["parts"] = {type(result.check).__name__.lower(): self.word(result) for result in results}
        answer["oldest_due_letter_seconds"] = await sync_to_async(age_of_oldest_letter)()
        return JsonResponse(answer, status=200 if is_up else 503)

    @staticmethod
    def word(result: HealthCheckResult) -> str:
        """Return "up", or what is wrong in a few words."""
        return f"down: {result.error}" if result.error else "up"

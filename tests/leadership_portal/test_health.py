"""Whoever watches over the portal learns which part is down, without signing in."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from casework.models import Letter
from leadership_portal.views import health

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = {"database": "up", "cache": "up", "migrations": "up"}


def ready(client):
    """Ask whether the portal is ready, and return status and answer."""
    response = client.get(reverse("health-ready"))
    return response.status_code, response.json()


def test_a_living_process_says_so(client):
    response = client.get(reverse("health-live"))
    assert (response.status_code, response.json()) == (200, {"status": "up"})


def test_living_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("health-live"))


def test_ready_names_its_parts(client):
    assert ready(client) == (200, {"status": "up", "parts": PARTS, "oldest_due_letter_seconds": 0})


def test_no_answer_is_kept_by_a_cache(client):
    for name in ("health-live", "health-ready"):
        assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


def test_a_cache_that_is_down_is_named(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    status, answer = ready(client)
    assert (status, answer["status"]) == (503, "down")
    assert [part for part, word in answer["parts"].items() if word != "up"] == ["cache"]


def test_a_missing_migration_is_named(client, monkeypatch):
    monkeypatch.setattr(health, "unapplied", lambda: 2)
    status, answer = ready(client)
    assert (
        status,
        answer["parts"]["migrations"].startswith("down: "),
        "2 to apply" in answer["parts"]["migrations"],
    ) == (
        503,
        True,
        True,
    )


def test_a_database_that_is_down_is_named_and_breaks_nothing(client, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("planted")

    monkeypatch.setattr(type(connection._connections["default"]), "cursor", refuse)
    status, answer = ready(client)
    assert (status, answer["oldest_due_letter_seconds"]) == (503, None)
    assert [part for part, word in answer["parts"].items() if word == "up"] == ["cache"]


def test_the_age_of_the_oldest_due_letter_is_a_figure_and_no_fault(client):
    for number, minutes in enumerate([1, 10, -5]):
        Letter.objects.create(
            name="test", key=str(number), message_id=str(number), address="sam@oakfield.example", language="en",
            send_after=timezone.now() - timedelta(minutes=minutes),
        )  # fmt: skip
    status, answer = ready(client)
    assert (status, 600 <= answer["oldest_due_letter_seconds"] <= 605) == (200, True)

"""The browser tests' surroundings: Debian's Chromium, a server on the test database, a silent console, and axe."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

# Playwright runs an event loop in this thread; the database is still used by one thread at a time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a page as a browser test, and skip it, with the reason, where no browser is (never in CI)."""
    for item in items:
        if {"browser", "page", "new_context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if CHROMIUM is None and item.get_closest_marker("browser"):
            if os.environ.get("CI") == "true":
                raise pytest.UsageError("CI runs the browser tests, and no Chromium is to be had.")
            item.add_marker(pytest.mark.skip(reason="no Chromium here: apt-get install -y chromium"))
    # Last of all: from the first page on, an event loop runs in the thread, where async views cannot be called.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own Chromium, which asks nobody for updates."""
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any) -> dict[str, Any]:
    """Browse as somebody in England on a laptop, who does not like things to move; "/" is the test server's home."""
    return browser_context_args | {
        "base_url": live_server.url,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
    }


class Console:
    """What pages said to the console; whatever is not allowed by name fails the test."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        """Expect what matches `pattern` (a regular expression), such as a 404 the test asks for."""
        self.allowed.append(pattern)

    def listen(self, context: BrowserContext) -> None:
        """Listen to every page of this context, errors no script caught included."""
        context.on(
            "console",
            lambda message: self.said.append(f"{message.type}: {message.text} ({message.page.url})"),
        )
        context.on("weberror", lambda error: self.said.append(f"error: {error.error}"))

    @property
    def unexpected(self) -> list[str]:
        """Return what was said and not allowed."""
        return [line for line in self.said if not any(re.search(pattern, line) for pattern in self.allowed)]


@pytest.fixture
def console() -> Iterator[Console]:
    """The console of every page of this test, checked at its end."""
    console = Console()
    yield console
    assert console.unexpected == []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], console: Console
) -> Callable[..., BrowserContext]:
    """Open a browser for one more person: `new_context(java_script_enabled=False).new_page()`."""

    def open_one(**kwargs: Any) -> BrowserContext:
        context = new_context(**kwargs)
        context.set_default_timeout(10_000)
        console.listen(context)
        return context

    return open_one


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a check that fails with axe's own report when the page shuts somebody out (WCAG 2.0 A to 2.2 AA)."""

    def check(page: Page) -> None:
        results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check

"""The browser tests' surroundings: Debian's Chromium, a server on the test database, a silent console, and axe."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page

# Playwright runs an event loop in this thread; the database is still used by one thread at a time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
]  # fmt: skip
# Every window that stands open makes the next one dearer.
KEPT_OPEN = 2
LONGEST = "tests/test_every_page.py"
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
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """Say when a test's turn is: pages come last of all, and of these the longer first.

    From the first page on, an event loop runs in the thread, where async views cannot be called. And where the longest
    came last, one worker would wait for the other.
    """
    if not item.get_closest_marker("browser"):
        return 0
    return 1 if item.nodeid.startswith(LONGEST) else 2 if item.get_closest_marker("slow") else 3


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

    def listen(self, context: BrowserContext) -> Callable[[], None]:
        """Listen to every page of this context, errors no script caught included; return what ends the listening."""
        ears: dict[str, Callable[[Any], None]] = {
            "console": lambda message: self.said.append(
                f"{message.type}: {message.text} ({message.page.url})"
            ),
            "weberror": lambda error: self.said.append(f"error: {error.error}"),
        }
        for event, hear in ears.items():
            context.on(event, hear)  # type: ignore[call-overload]
        return lambda: [context.remove_listener(event, hear) for event, hear in ears.items()] and None

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


@pytest.fixture(scope="session")
def left_behind(browser: Browser, live_server: Any) -> Iterator[dict[str, list[BrowserContext]]]:
    """Browsers earlier tests have left as good as new: a new one costs three times what its pages cost."""
    left: dict[str, list[BrowserContext]] = {}
    yield left
    for context in [context for contexts in left.values() for context in contexts]:
        context.close()  # while the server still answers: no line to it stays open


@pytest.fixture
def new_context(
    browser: Browser,
    browser_context_args: dict[str, Any],
    console: Console,
    left_behind: dict[str, list[BrowserContext]],
) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser for one more person: `new_context(java_script_enabled=False).new_page()`."""
    opened: list[tuple[str, BrowserContext, Callable[[], None]]] = []

    def open_one(**kwargs: Any) -> BrowserContext:
        kind = repr(sorted(kwargs.items()))
        free = left_behind.setdefault(kind, [])
        context = free.pop() if free else browser.new_context(**browser_context_args | kwargs)
        if not context.pages:
            context.new_page()  # stays: a window's first page is the dear one
        # A busy machine may be slow to show a page, and a press waits for the page it leads to.
        context.set_default_timeout(30_000)
        opened.append((kind, context, console.listen(context)))
        return context

    yield open_one
    for kind, context, stop_listening in opened:
        stop_listening()
        if len(left_behind[kind]) < KEPT_OPEN and is_as_good_as_new(context):
            left_behind[kind].append(context)
        else:
            context.close()


def is_as_good_as_new(context: BrowserContext) -> bool:
    """Leave nothing of its last user in a browser; one that was closed or keeps more than cookies is done with."""
    try:
        for page in context.pages[1:]:
            page.close()
        context.unroute_all()
        context.clear_permissions()
        context.clear_cookies()
        return not context.storage_state()["origins"]
    except Error:
        return False


def widen(page: Page, width: int, height: int = 900) -> None:
    """Give a window this width and wait until its page has it: a busy browser passes it on a little later."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("(width) => innerWidth === width", arg=width)


# Tables wider than the place they stand in, so that they run under what stands beside them; one in a box of its own
# that scrolls does not.
RUNS_OVER = """() => [...document.querySelectorAll("main table")]
  .filter((table) => !table.closest(".scroll, dialog:not([open]), details:not([open])"))
  .map((table) => {
    const place = (table.closest(".main") ?? table.closest("main")).getBoundingClientRect();
    return [table, Math.round(table.getBoundingClientRect().right - place.right)];
  })
  .filter(([table, over]) => over > 1)
  .map(([table, over]) => `"${table.caption?.textContent.trim()}" runs ${over} px out of its place`)"""

# Everything axe's answer depends on, as text.
MAKE = Path(__file__).with_name("make_of_page.js").read_text()


@pytest.fixture(scope="session")
def found_well() -> set[str]:
    """The makes of page axe has found nothing against."""
    return set()


@pytest.fixture
def axe(found_well: set[str]) -> Callable[[Page], None]:
    """Return a check that fails with axe's own report when the page shuts somebody out (WCAG 2.0 A to 2.2 AA).

    A page of the same make as one found well, as a page in Welsh mostly is as the same one in English, is well.
    """

    def check(page: Page) -> None:
        make = hashlib.sha256(page.evaluate(MAKE).encode()).hexdigest()
        if make in found_well:
            return
        results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
        found_well.add(make)

    return check

"""Every kind of page as a browser has it: open to everybody, well formed, on any width, safe, and cheap to make.

The pages are the doors of the site, each as somebody who may see it, and beside them forms in error, links in every
state, the error pages and each role's home.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from casework import letters
from directory.models import Person
from tests import factories
from tests import world as worlds
from tests.browser import RUNS_OVER
from tests.deployments import stage as support
from tests.designation import stage as leading
from tests.journeys.steps import session_of
from tests.pages import IN_ERROR, PREVIEWED, WRONG, first_readers, linked, pages
from tests.test_every_door import NOBODY

LANGUAGES = ["en-gb", "cy"]
ENTRANCE = [
    "account_login", "account_signup", "account_request_login_code", "account_reset_password",
]  # fmt: skip
ACCOUNT = ["account_email", "account_logout", "account_set_password", "mfa_index", "usersessions_list"]
# Nothing typed, ticked or chosen; what the form itself carries along stays.
EMPTY = """(form) => {
  for (const one of form.elements) {
    if (one.matches("[type=checkbox], [type=radio]")) one.checked = false;
    else if (one.matches("select, textarea, input:not([type=hidden], [type=submit], [type=file])")) one.value = "";
  }
}"""
WHAT_IT_IS = """() => [document.title, document.querySelectorAll("h1").length, document.documentElement.lang,
  document.querySelectorAll("main table").length]"""
POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")


@dataclass
class Reader:
    """Somebody at a browser, and what they found wrong with the pages they opened."""

    page: Page
    axe: Callable[[Page], None]
    problems: list[str]
    language: str

    def __post_init__(self) -> None:
        self.line = self.page.context.new_cdp_session(self.page)

    def look(self, name: str, address: str, *, status: int = 200) -> None:
        """Open a page and hold everything a page must keep."""
        answer = self.page.goto(address)
        assert answer is not None
        if answer.status != status:
            self.problems.append(f"{name}: {answer.status}, not {status} ({address})")
            return
        policy = answer.headers.get("content-security-policy", "")
        if "unsafe" in policy or not all(part in policy for part in POLICY):
            self.problems.append(f"{name}: policy {policy!r}")
        self.judge(name, answer.text())

    def send_wrong(self, name: str, address: str) -> None:
        """Send the form of a page emptied, but for what is typed wrong, and judge the page that comes back in error."""
        self.page.goto(address)
        self.page.locator("#main-form").evaluate(EMPTY)
        for field, typed in WRONG.get(name, {}).items():
            box = self.page.locator(f"#main-form [name={field}]")
            box.set_input_files(typed) if isinstance(typed, dict) else box.fill(typed)
        # The page that was sent counts as loaded too: only what it leads to is the answer.
        with self.page.expect_navigation() as sent:
            self.page.locator("#main-form .buttons [type=submit], #main-form .buttons button").first.click()
        if self.page.locator("[data-problem]").count() != 1:
            self.problems.append(f"{name} in error: no summary of errors")
            return
        self.judge(f"{name} in error", sent.value.text())

    def read_the_letter_first(self, name: str, address: str, chosen: dict[str, str]) -> None:
        """Choose in the form of a page, ask for the letter, and judge the page that shows it."""
        self.page.goto(address)
        for field, value in chosen.items():
            self.page.locator(f"#main-form [name={field}][value={value}]").press("Space")
        with self.page.expect_navigation() as sent:
            self.page.locator("#main-form [name=preview]").click()
        if self.page.locator(".told").count() != 1:
            self.problems.append(f"{name} with its letter: no letter")
            return
        self.judge(f"{name} with its letter", sent.value.text())

    def judge(self, name: str, html: str) -> None:
        """Hold what a page is at one width, then whether it fits each: it is loaded once, and its window changes."""
        try:
            html5lib.HTMLParser(strict=True).parse(html)
        except html5lib.html5parser.ParseError as fault:
            self.problems.append(f"{name}: {fault!r}")
        self.wide_at(1280)
        title, headings, spoken, tables = self.page.evaluate(WHAT_IT_IS)
        if not title.partition(" - ")[0].strip() or headings != 1:
            self.problems.append(f"{name}: title {title!r}, {headings} main headings")
        if spoken != self.language:
            self.problems.append(f"{name}: speaks {spoken}, not {self.language}")
        try:
            self.axe(self.page)
        except AssertionError as shut_out:
            self.problems.append(f"{name}: {shut_out}")
        for width in (1280, 1024) if tables else ():  # nothing else is looked for there
            self.wide_at(width)
            self.problems += [f"{name}: {table} at {width}" for table in self.page.evaluate(RUNS_OVER)]
        for width in (768, 320):
            wide = self.wide_at(width)
            if wide > width:
                self.problems.append(f"{name}: {wide} px wide at {width}")
        self.widen(1280)  # the next page is loaded so

    def wide_at(self, width: int) -> int:
        """Give the window this width, and return how wide the page is then."""
        told = "(width) => innerWidth === width && document.documentElement.scrollWidth"
        self.widen(width)
        # Mostly it is so at once; to wait for it costs five times what asking does.
        return self.page.evaluate(told, width) or self.page.wait_for_function(told, arg=width).json_value()

    def widen(self, width: int) -> None:
        """Tell the page its window is this wide; a real window costs thrice as much."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.line.send("Emulation.setDeviceMetricsOverride", size)


@pytest.fixture
def readers(cast, live_server, new_context, axe, console) -> Callable[..., Reader]:
    """Seat people at browsers, one each; they share one list of problems."""
    console.allow("the server responded with a status of")  # error pages are asked for here
    problems: list[str] = []
    seated: dict[Any, Reader] = {}

    def seat(person: Person | None, language: str) -> Reader:
        if person not in seated:
            context: BrowserContext = new_context()
            if person is not None:
                cookie = {"name": "sessionid", "value": session_of(person), "url": live_server.url}
                context.add_cookies([cookie])  # type: ignore[list-item]
            seated[person] = Reader(context.new_page(), axe, problems, "")
        reader = seated[person]
        if reader.language != language:
            cookie = {"name": "django_language", "value": language, "url": live_server.url}
            reader.page.context.add_cookies([cookie])  # type: ignore[list-item]
            reader.language = language
        return reader

    return seat


@pytest.fixture
def world(cast) -> worlds.World:
    return worlds.build(cast)


def speak(cast: Any, language: str) -> None:
    Person.objects.update(language=language)
    for person in cast.people().values():
        person.language = language


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("half", [0, 1], ids=["one half", "the other"])
def test_every_page_is_for_everybody(half, cast, world, readers):
    wanted = list(pages(world))[half::2]
    found = first_readers(cast, wanted)
    assert len(found) > 35, sorted(found)
    chosen = [name for name, _address in wanted if " " in name]  # those a door alone does not show
    assert [name for name in chosen if name not in {opened for opened, _address in found}] == []
    for language in LANGUAGES:
        speak(cast, language)
        stranger = readers(None, language)
        for (name, address), who in found.items():
            readers(None if who == NOBODY else getattr(cast, who), language).look(name, address)
        for name in ENTRANCE[half::2]:
            stranger.look(name, reverse(name))
        for name in ACCOUNT[half::2]:
            readers(cast.sam, language).look(name, reverse(name))
    assert stranger.problems == [], "\n\n".join(stranger.problems)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_forms_in_error_are_for_everybody(cast, world, readers):
    there = dict(pages(world))
    assert sorted(IN_ERROR.keys() - there.keys()) == []
    for language in LANGUAGES:
        speak(cast, language)
        for name, who in IN_ERROR.items():
            reader = readers(getattr(cast, who), language)
            reader.send_wrong(name, there[name])
    assert reader.problems == [], "\n\n".join(reader.problems)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_homes_errors_letters_and_links_are_for_everybody(cast, world, readers):
    links_of_all, there = list(linked(world)), dict(pages(world))
    for language in LANGUAGES:
        speak(cast, language)
        stranger = readers(None, language)
        for who, person in cast.people().items():
            readers(person, language).look(f"home of {who}", "/")
        for name, (who, chosen) in PREVIEWED.items():
            readers(getattr(cast, who), language).read_the_letter_first(name, there[name], chosen)
        for number in (400, 403, 404, 410, 429, 500):
            stranger.look(f"error {number}", f"/kit/{number}/", status=number)
        stranger.look("not there", "/nowhere/", status=404)
        readers(cast.olga, language).look("not for you", "/letters/", status=403)
        for name, address, status in links_of_all:
            stranger.look(name, address, status=status)
    assert stranger.problems == [], "\n\n".join(stranger.problems)


# What a page costs.

MOST = 12
LISTS = {
    "mina": [
        "home", "deployments:requests", "deployments:deployments", "deployments:claims", "designation:leaders",
        "evaluations:evaluation-list", "directory:schools", "posts", "letters", "panel", "designation:rounds",
        "request-shortlist",
    ],
    "hannah": [
        "home", "designation:staff", "deployments:requests", "deployments:deployments", "deployments:claims",
    ],
    "rob": ["home", "deployments:requests", "deployments:deployments", "panel"],
    "sam": [
        "home", "designation:mine", "deployments:deployments", "evaluations:evaluations-received",
    ],
}  # fmt: skip


def grow(cast: Any, count: int) -> None:
    """Add so many of everything that stands in a list, with the cast as the parties."""
    maths = [factories.AreaFactory(name="Maths")]
    sams = support.sam_leads(cast, half_days_a_term=1000)
    for _one in range(count):
        person = factories.PersonFactory()
        school = factories.SchoolFactory()
        factories.PostFactory(person=person, school=cast.oakfield, role="deputy_head")
        factories.PostFactory(person=person, school=cast.brookside, role="deputy_head", confirmed_at=None)
        factories.DesignationFactory(person=person, home_school=cast.oakfield, areas=maths)
        applied = leading.fill(
            factories.ApplicationFactory(applicant=person, school=school, round=leading.round_())
        )
        factories.ReferenceFactory(application=applied, referee=cast.hannah)
        support.request(cast, "open").areas.set(maths)
        support.deployment(cast, "proposed", designation=sams)
        given = support.deployment(cast, "evaluated", designation=sams)
        factories.DeploymentEvaluationFactory(deployment=given, by=cast.rob)
        support.deployment(cast, "completed", designation=sams)
        letters.post("deployments/deployment_not_available", cast.sam, given)
        where = cast.oakfield if support.Claim.objects.count() == 0 else school
        support.claim(cast, with_line=False, school=where)
        support.Claim.objects.filter(school=where).update(
            state="submitted", submitted_by=cast.hannah, total_pence=1
        )


def addresses(cast: Any) -> dict[str, str]:
    request = support.SupportRequest.objects.filter(state="open").first()
    assert request is not None
    return {
        "panel": reverse("designation:round-panel", args=[leading.round_().pk]),
        "request-shortlist": request.page("propose"),
    }


@pytest.fixture
def costs(cast, client):
    """Return what each list costs each reader now, in queries."""

    def count() -> dict[str, int]:
        found, special = {}, addresses(cast)
        for who, names in LISTS.items():
            client.force_login(
                getattr(cast, who), backend="allauth.account.auth_backends.AuthenticationBackend"
            )
            client.get("/help/")
            for name in names:
                address = special.get(name) or reverse(name)
                with CaptureQueriesContext(connection) as asked:
                    assert client.get(address).status_code == 200, (who, name)
                found[f"{name} for {who}"] = len(asked)
        return found

    return count


def test_thirty_rows_cost_what_one_costs(cast, costs):
    leading.seat(cast.mina)
    leading.seat(cast.rob, is_alliance_head=True)
    grow(cast, 1)
    costs(), costs()  # everybody was here before, and what a process keeps in memory is there
    for_one = costs()
    grow(cast, 29)
    for_thirty = costs()
    assert for_thirty == for_one
    assert {name: count for name, count in for_thirty.items() if count > MOST} == {}

"""Every kind of page as a browser has it: open to everybody, well formed, on any width, safe, and cheap to make.

The pages are the doors of the site, each as somebody who may see it, and beside them forms in error, links in every
state, the error pages and each role's home.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from casework import letters, links
from casework.models import Link
from directory.models import Person
from tests import factories
from tests import world as worlds
from tests.deployments import stage as support
from tests.designation import stage as leading
from tests.journeys.steps import session_of
from tests.test_every_door import NOBODY, doors, values_for

LANGUAGES = ["en-gb", "cy"]
# Not pages of the portal: files, papers to print, a mail as mail programs show it, and what machines read.
NO_PAGES = {
    "designation:leaders-export", "directory:school-export", "deployments:visit-calendar", "document", "inbox-html",
    "theme", "health-live", "health-ready", "directory:school-find", "kit-find", "deployments:deployment-evaluate",
}  # fmt: skip
READERS = ("sam", "hannah", "rob", "mina", "fay")
# Doors whose form is sent in empty, to see the page in error.
IN_ERROR = {
    "deployments:request-new": "rob", "deployments:request-propose-leader": "mina",
    "deployments:deployment-refuse": "hannah", "deployments:deployment-plan": "sam",
    "deployments:deployment-cancel": "mina", "deployments:visit-miss": "sam", "deployments:claim-query": "fay",
    "deployments:claim-pay": "fay", "designation:application-role-add": "sam",
    "designation:application-score": "rob", "designation:application-sift_out": "mina",
    "designation:application-invite": "mina", "designation:reference-give": "hannah",
    "designation:reference-decline": "hannah", "designation:designation-sign": "sam",
    "designation:designation-train": "mina", "designation:designation-assure": "hannah",
    "evaluations:visit-write": "sam", "evaluations:deployment-evaluate": "rob",
    "evaluations:record-reply": "rob", "evaluations:evaluation-reply": "sam", "post-add": "mina",
    "post-correct": "mina", "post-end": "mina",
}  # fmt: skip
ENTRANCE = [
    "account_login", "account_signup", "account_request_login_code", "account_reset_password",
]  # fmt: skip
ACCOUNT = ["account_email", "account_logout", "account_set_password", "mfa_index", "usersessions_list"]
POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")


@dataclass
class Reader:
    """Somebody at a browser, and what they found wrong with the pages they opened."""

    page: Page
    axe: Callable[[Page], None]
    problems: list[str]
    language: str

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

    def send_empty(self, name: str, address: str) -> None:
        """Send the form of a page as it stands, and judge the page that comes back in error."""
        self.page.goto(address)
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            self.page.locator("#main-form .buttons [type=submit], #main-form .buttons button").first.click()
        self.page.wait_for_load_state("load")
        if self.page.locator("[data-problem]").count() != 1:
            self.problems.append(f"{name} in error: no summary of errors")
            return
        self.judge(f"{name} in error", sent.value.text())

    def judge(self, name: str, html: str) -> None:
        try:
            html5lib.HTMLParser(strict=True).parse(html)
        except html5lib.html5parser.ParseError as fault:
            self.problems.append(f"{name}: {fault!r}")
        title, headings = self.page.title(), self.page.locator("h1").count()
        if not title.partition(" - ")[0].strip() or headings != 1:
            self.problems.append(f"{name}: title {title!r}, {headings} main headings")
        spoken = self.page.locator("html").get_attribute("lang")
        if spoken != self.language:
            self.problems.append(f"{name}: speaks {spoken}, not {self.language}")
        try:
            self.axe(self.page)
        except AssertionError as shut_out:
            self.problems.append(f"{name}: {shut_out}")
        self.page.set_viewport_size({"width": 320, "height": 800})
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > 320:
            self.problems.append(f"{name}: {wide} px wide at 320")
        self.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def readers(cast, live_server, new_context, axe, console) -> Callable[..., Reader]:
    """Seat people at browsers, one each; they share one list of problems."""
    console.allow("the server responded with a status of")  # error pages are asked for here
    problems: list[str] = []
    seated: dict[Any, Reader] = {}

    def seat(person: Person | None, language: str) -> Reader:
        if person not in seated:
            context: BrowserContext = new_context()
            cookies = [{"name": "django_language", "value": language, "url": live_server.url}]
            if person is not None:
                cookies.append({"name": "sessionid", "value": session_of(person), "url": live_server.url})
            context.add_cookies(cookies)  # type: ignore[arg-type]
            seated[person] = Reader(context.new_page(), axe, problems, language)
        return seated[person]

    return seat


@pytest.fixture
def world(cast) -> worlds.World:
    return worlds.build(cast)


def speak(cast: Any, language: str) -> None:
    Person.objects.update(language=language)
    for person in cast.people().values():
        person.language = language


def pages(world: worlds.World) -> Iterator[tuple[str, str]]:
    """Yield the name and address of every door of ours that may be a page."""
    for door in doors():
        if not door.group and door.name not in NO_PAGES:
            yield door.name, reverse(door.name, kwargs=values_for(door, world))


def first_reader(client: Any, cast: Any, address: str) -> str | None:
    """Return who of the cast gets the page, whoever needs least for it."""
    for who in (NOBODY, *READERS):
        client.logout()
        if who != NOBODY:
            client.force_login(
                getattr(cast, who), backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        if client.get(address).status_code == 200:
            return who
    return None


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_for_everybody(language, cast, world, readers, client):
    speak(cast, language)
    stranger = readers(None, language)
    seen = set()
    for name, address in pages(world):
        who = first_reader(client, cast, address)
        if who is not None:
            readers(None if who == NOBODY else getattr(cast, who), language).look(name, address)
            seen.add(name)
    assert len(seen) > 75, sorted(seen)
    for name in ENTRANCE:
        stranger.look(name, reverse(name))
    for name in ACCOUNT:
        readers(cast.sam, language).look(name, reverse(name))
    assert stranger.problems == [], "\n\n".join(stranger.problems)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_homes_errors_and_links_are_for_everybody(language, cast, world, readers):
    speak(cast, language)
    stranger = readers(None, language)
    for who, person in cast.people().items():
        readers(person, language).look(f"home of {who}", "/")
    for name, address in pages(world):
        if name in IN_ERROR:
            readers(getattr(cast, IN_ERROR[name]), language).send_empty(name, address)
    for number in (400, 403, 404, 410, 429, 500):
        stranger.look(f"error {number}", f"/kit/{number}/", status=number)
    stranger.look("not there", "/nowhere/", status=404)
    readers(cast.olga, language).look("not for you", "/letters/", status=403)
    for name, address, status in linked(world):
        stranger.look(name, address, status=status)
    assert stranger.problems == [], "\n\n".join(stranger.problems)


def linked(world: worlds.World) -> Iterator[tuple[str, str, int]]:
    """Yield a link's page in every state: live, unknown, used, expired."""
    case, now = world.cases["deployment", "proposed"], timezone.now()
    yield "live link", f"/link/{world.token}/", 200
    yield "refusing by link", f"/link/{world.token}/deployment-refuse/", 200
    yield "unknown link", f"/link/{'0' * 64}/", 410
    for name, fields, status in [
        ("used link", {"used_at": now, "used_door": "deployments:deployment-consent"}, 200),
        ("expired link", {"expires_at": now - timedelta(days=1)}, 410),
        ("replaced link", {"closed_at": now}, 410),
    ]:
        link = links.issue(case, world.cast.rob, name, ["deployments:deployment-consent"])
        Link.objects.filter(pk=link.pk).update(**fields)
        yield name, f"/link/{links.token_of(link)}/", status


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

"""What people do at their own browser, as plain functions: open, follow, fill in, press, read a letter.

A page is asked for its buttons and links by the words its reader sees: `press(desk, "Submit application")` looks for
that sentence in the reader's language, so one story serves English and Welsh, translated or not yet.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import BrowserContext, Locator, Page

from casework import letters
from casework.lifecycle import Lifecycle
from casework.models import Case, Letter
from deployments.actions import load_standing_data as load_rates
from designation.actions.standing import load_standing_data as load_roles
from directory.models import Person
from evaluations.actions.standing import load_standing_data as load_questionnaires

WELSH = "cy"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Desk:
    """One person at their own browser; nobody sits there yet when `person` is None."""

    page: Page
    language: str
    person: Person | None = None


Sit = Callable[..., Desk]


def furnish() -> None:
    """Put back the roles, rates and questionnaires every installation starts with: a server's test wipes them."""
    load_roles()
    load_rates()
    load_questionnaires()


def desks(new_context: Callable[..., BrowserContext], origin: str, language: str, *, scripts: bool) -> Sit:
    """Return who seats people at the portal at `origin`: `sit()` a stranger, `sit(person)` somebody signed in."""

    def sit(person: Person | None = None) -> Desk:
        context = new_context(java_script_enabled=scripts)
        if person is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": origin}])
        return Desk(context.new_page(), language, person)

    return sit


def session_of(person: Person) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def said(desk: Desk, words: str, **values: object) -> str:
    """Return a sentence of the portal as this reader sees it."""
    with translation.override(desk.language):
        return gettext(words) % values if values else gettext(words)


# Going somewhere.


def visit(desk: Desk, where: str | Case) -> None:
    """Open a page by its address, or the page of a case."""
    path = where if isinstance(where, str) else where.get_absolute_url()
    answer = desk.page.goto(path)
    assert answer is not None
    assert answer.status == 200, (answer.status, path)


def choose_language(desk: Desk) -> None:
    """Press the language switch where the page does not speak this reader's language yet."""
    switch = desk.page.locator(f"header button[lang='{desk.language}']")
    if switch.count():
        switch.click()
        settle(desk)


def follow(desk: Desk, words: str, **values: object) -> None:
    """Follow the link that reads so (links of one wording lead to one place)."""
    link = desk.page.get_by_role("link", name=said(desk, words, **values), exact=True).first
    link.click()
    settle(desk)


def press(desk: Desk, words: str, **values: object) -> None:
    """Press the button that reads so, and see that no form came back with errors."""
    button(desk, words, **values).click()
    settle(desk)
    problems = desk.page.locator("[data-problem]")
    assert problems.count() == 0, (desk.page.url, problems.all_inner_texts())


def button(desk: Desk, words: str, **values: object) -> Locator:
    return desk.page.get_by_role("button", name=said(desk, words, **values), exact=True)


def settle(desk: Desk) -> None:
    """Wait until the page and its sheets have come, so that nobody reads a page on its way."""
    desk.page.wait_for_load_state("load")


def sees(desk: Desk, words: str) -> None:
    """Check that the words stand in the main part of the page."""
    text = " ".join(desk.page.locator("main").inner_text().split())
    assert words in text, f"{words!r} is not on {desk.page.url}:\n{text}"


def sees_not(desk: Desk, words: str) -> None:
    """Check that the words stand nowhere in what the server sent for this page, hidden or not."""
    assert words not in desk.page.content(), desk.page.url


def take_step(desk: Desk, case: Case, step: str, button: str, **answers: object) -> None:
    """Open a case, follow the button of one step to its page, fill it in and press."""
    visit(desk, case)
    follow(desk, label_of(case, step))
    fill(desk, **answers)
    press(desk, button)


def label_of(case: Case, step: str) -> str:
    """Return the English words on the button of a step."""
    with translation.override("en-gb"):
        return str(Lifecycle.of(case).steps[step].label)


# Filling in.


def fill(desk: Desk, **answers: object) -> None:
    """Answer questions by their names: words are typed, dates spread over their boxes, answers picked."""
    for name, answer in answers.items():
        _answer(desk.page, name, answer)


def _answer(page: Page, name: str, answer: object) -> None:
    if isinstance(answer, date):
        for part in ("day", "month", "year"):
            page.locator(f"[name={name}_{part}]").fill(str(getattr(answer, part)))
        return
    box = page.locator(f"[name='{name}']")
    tag, kind = box.first.evaluate("one => [one.tagName, one.type]")
    if isinstance(answer, list):
        for one in answer:
            _pick(page.locator(f"[name='{name}'][value='{one}']"))
    elif answer is True:
        _pick(box)
    elif kind == "radio":
        _pick(page.locator(f"[name='{name}'][value='{answer}']"))
    elif tag == "SELECT":
        box.select_option(str(answer))
    else:
        box.fill(str(answer))


def _pick(box: Locator) -> None:
    """Tick a radio or checkbox; its label lies over the box, and takes the press for it."""
    box.check(force=True)


def pick_everywhere(desk: Desk, prefix: str, answer: str) -> None:
    """Pick the same answer in every question whose name begins so."""
    for box in desk.page.locator(f"[name^='{prefix}'][value='{answer}']").all():
        _pick(box)


def type_everywhere(desk: Desk, prefix: str, words: str) -> None:
    """Type the same words into every text box whose name begins so."""
    for box in desk.page.locator(f"textarea[name^='{prefix}']").all():
        box.fill(words)


# What lies between two chapters, through the same doors and without a browser.


def pass_by(person: Person, case: Case, step: str, **answers: object) -> None:
    """Let somebody take a step where the story does not linger: the same answers, to the same door."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    answer = client.post(case.page(step), typed(answers))
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    case.refresh_from_db()


def typed(answers: dict[str, object]) -> dict[str, object]:
    """Return answers as a browser sends them: dates in three boxes, ticks as "on"."""
    sent: dict[str, object] = {}
    for name, answer in answers.items():
        if isinstance(answer, date):
            sent |= {f"{name}_{part}": getattr(answer, part) for part in ("day", "month", "year")}
        else:
            sent[name] = "on" if answer is True else answer
    return sent


# Letters.


def letter_to(person: Person, name: str) -> Letter:
    """Deliver what is due, and return the newest letter of a kind that has reached this person."""
    letters.deliver_due()
    letter = Letter.objects.filter(to=person, name=name).latest("pk")
    assert letter.status == Letter.Status.SENT
    assert person.language[:2] in ("", letter.language)
    return letter


def open_letter(desk: Desk, person: Person, name: str) -> None:
    """Press the signed link in a person's newest letter of a kind, at a browser nobody is signed in at."""
    text, _html = letters.texts_of(letter_to(person, name), reveal=True)
    found = re.search(r"https?://\S+/link/\S+", text)
    assert found is not None, text
    visit(desk, urlsplit(found[0]).path)


def code_for(person: Person) -> str:
    """Return the code in the newest sign-in letter; it is read before delivery, which wipes it."""
    letter = Letter.objects.filter(address=person.email, name="accounts/login_code").latest("pk")
    found = re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", letter.body)
    assert found is not None, letter.body
    return found[0]


def today() -> date:
    return timezone.localdate()

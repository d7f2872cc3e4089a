"""No page of the demonstration says in English what should be Welsh: every page is read in both, as everybody."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from casework import links
from casework.documents import case_of, html_of
from casework.models import Document, Link
from directory.models import Person
from leadership_portal.demonstration.people import CAST
from tests import told
from tests.answers import body_of
from tests.welsh import Page, left_english, typed_texts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STRANGERS = (
    "/",
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/password/reset/",
)
# Documents and letters are in the language they were written in; the kit is for those who build pages.
IN_THEIR_OWN_LANGUAGE = {"document", "inbox-html", "kit", "kit-page"}
# The same word in both languages.
ALIKE = {"Panel", "Person"}

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(scope="module")
def typed(django_db_setup, django_db_blocker):
    """The demonstration, rolled back in the end; and all that was typed into it."""
    with django_db_blocker.unblock(), transaction.atomic():
        told.tell()
        yield typed_texts()
        transaction.set_rollback(True)


class Reader:
    """Somebody who walks from page to page, reads each in both languages and sends its form in empty."""

    def __init__(
        self, person: Person | None, typed: list[str], seen: Counter[str] | None = None, most=1
    ) -> None:
        """`seen` may be shared by several readers: no more than `most` pages of a kind are read."""
        self.person, self.typed, self.most, self.client = person, typed, most, Client()
        self.seen: Counter[str] = Counter() if seen is None else seen
        self.english: dict[str, list[str]] = {}
        if person:
            self.client.force_login(person, backend=BACKEND)

    def walk(self, starts) -> None:
        """Follow every link from these pages, to a few pages of a kind."""
        waiting, known = list(starts), set()
        while waiting:
            address = waiting.pop(0).partition("#")[0]
            kind = kind_of(address)
            if address in known or not kind or self.seen[kind] >= self.most:
                continue
            known.add(address)
            self.seen[kind] += 1
            waiting += self.read(address, kind)

    def read(self, address: str, kind: str) -> list[str]:
        """Compare one page in both languages, as it opens and with its form sent in empty; return its links."""
        english, welsh = (self.get(address, language) for language in ("en-gb", "cy"))
        if english is None or welsh is None:
            return []
        self.note(kind, english, welsh)
        if english.forms:
            pair = [self.get(address, language, send=True) for language in ("en-gb", "cy")]
            if None not in pair:
                self.note(f"{kind}, sent in empty", *pair)
        return [address.partition("?")[0] + to if to.startswith("?") else to for to in english.links]

    def get(self, address: str, language: str, *, send: bool = False) -> Page | None:
        """Return the page in a language, or nothing where another page or a file answers; nothing is kept."""
        with transaction.atomic():
            if self.person:
                Person.objects.filter(pk=self.person.pk).update(language=language)
            self.client.cookies["django_language"] = language
            answer = self.client.post(address, {}) if send else self.client.get(address)
            transaction.set_rollback(True)
        assert answer.status_code in (200, 302, 409, 410) or send, f"{address} answers {answer.status_code}"
        if answer.status_code not in (200, 409, 410) or "html" not in answer.get("Content-Type", ""):
            body_of(answer)
            return None
        return Page(answer.content.decode())

    def note(self, kind: str, english: Page, welsh: Page) -> None:
        left = [text for text in left_english(english, welsh, self.typed) if text not in ALIKE]
        if left:
            self.english.setdefault(kind, []).extend(left)


def kind_of(address: str) -> str:
    """Return which kind of page an address is; nothing for other sites, files of the administration and the like."""
    try:
        name = resolve(address.partition("?")[0]).view_name if address.startswith("/") else ""
    except Resolver404:
        return ""
    return "" if name in IN_THEIR_OWN_LANGUAGE or name.startswith("admin:") else name


@pytest.mark.parametrize("key", [member.key for member in CAST])
def test_nothing_stays_english_for(key, typed):
    cache.clear()
    reader = Reader(Person.objects.get(email__startswith=f"{key}@"), typed, most=3 if key == "mina" else 1)
    reader.walk(["/", "/profile/", "/accounts/password/set/", "/accounts/2fa/"])
    assert len(reader.seen) > 8
    assert reader.english == {}


def test_nothing_stays_english_for_leaders_at_every_stage(typed):
    """Those who have signed nothing yet, and those whose term has ended, see pages the cast does not."""
    seen: Counter[str] = Counter()
    for person in Person.objects.filter(designations__isnull=False).distinct().order_by("-pk"):
        reader = Reader(person, typed, seen, most=5)
        reader.walk(["/"])
        assert reader.english == {}


def test_nothing_stays_english_for_strangers(typed):
    reader = Reader(None, typed)
    reader.walk(STRANGERS)
    assert reader.english == {}


def test_nothing_stays_english_behind_signed_links(typed):
    """One link of every purpose, live and dead."""
    kinds = {
        (link.purpose, link.closed_at is None, link.used_at is None): link for link in Link.objects.all()
    }
    for link in kinds.values():
        reader = Reader(None, typed)
        reader.walk([urlsplit(links.url_of(link)).path])
        assert reader.english == {}
    assert len(kinds) > 2


def test_no_document_stays_english(typed):
    """Agreement, statement, application and certificate are made in both languages, each wholly in its own."""
    made = {document.name: case_of(document) for document in Document.objects.all()}
    left = {}
    for name, case in made.items():
        english, welsh = (Page(html_of(case, name, language)) for language in ("en", "cy"))
        left[name] = left_english(english, welsh, typed)
    assert left == {
        "deployments/agreement": [],
        "deployments/statement": [],
        "designation/application": [],
        "designation/agreement": [],
        "designation/assurance": [],
        "designation/certificate": [],
        "designation/renewal": [],
    }

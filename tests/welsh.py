"""Reading pages as a Welsh speaker would: what is said on them, and what stayed English."""

import re
from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db import models

VOID = {
    "br",
    "img",
    "input",
    "meta",
    "link",
    "hr",
    "source",
    "wbr",
    "col",
    "path",
    "circle",
    "rect",
    "line",
    "use",
}
READ_ALOUD = ("aria-label", "title", "placeholder", "alt", "data-label")
FLOORS = ("directory", "casework", "designation", "deployments", "evaluations")
# What a page may show alike in both languages because it is no sentence: addresses, references, names of letter texts.
NO_WORDS = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+|\b[a-z]+/[a-z_]+\b|\b[A-Z]{2,5}-[\dA-Z-]+\b")
# What only the program reads: the name of a step, a purpose, an address.
KEY = re.compile(r"[a-z_/-]*|..?")


def in_portal_time(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(settings.TIME_ZONE))


class Page(HTMLParser):
    """What is said on a page, and where its links lead; what names its own language is left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.forms = 0
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag == "form" and (given.get("method") or "").lower() == "post" and not given.get("action"):
            self.forms += 1
        if not self._hidden and "lang" not in given:
            self.said += [" ".join((given[name] or "").split()) for name in READ_ALOUD if given.get(name)]
        if tag not in VOID and (
            self._hidden or tag in ("script", "style") or ("lang" in given and tag != "html")
        ):
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag not in VOID:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.said.append(" ".join(data.split()))


def typed_texts() -> list[str]:
    """Return what people typed into the database, longest first: names, titles, answers; no choices.

    What letters are called is theirs too, but not what they say. A field with a Welsh twin counts only where the
    twin is empty, for then English stands for both.
    """
    found = {settings.ALLIANCE_NAME}
    for model in (model for floor in FLOORS for model in apps.get_app_config(floor).get_models()):
        if not model.__name__.startswith("Historical"):
            found |= set(_texts_of(model))
    return sorted((text for text in found if not KEY.fullmatch(text)), key=len, reverse=True)


def _texts_of(model: type[models.Model]):
    names = {field.name for field in model._meta.fields}
    for field in model._meta.fields:
        if (
            isinstance(field, models.CharField | models.TextField)
            and not field.choices
            and field.name != "body"
        ):
            rows = model._default_manager.exclude(**{field.name: ""})
            if f"{field.name}_cy" in names:
                rows = rows.filter(**{f"{field.name}_cy": ""})
            for text in rows.values_list(field.name, flat=True):
                yield from (" ".join(line.split()) for line in (text or "").splitlines())


def left_english(english: Page, welsh: Page, typed: list[str]) -> list[str]:
    """Return what is said word for word alike in both languages though nobody typed it."""
    alike = sorted(set(welsh.said) & set(english.said))
    return [text for text in alike if _has_words(text, typed)]


def _has_words(text: str, typed: list[str]) -> bool:
    for known in typed:
        if known in text:
            text = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", text)
    return bool(re.search(r"[^\W\d_]{2,}", NO_WORDS.sub(" ", text)))

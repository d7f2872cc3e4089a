"""What a letter says: composed from its template in each language, read again as plain text and as HTML.

A letter is one text file per language, `templates/letters/<app>/<name>.<en|cy>.txt`: the first line is the
subject, the rest the body. A line `>> Label` becomes a button that leads to the case (or to the signed link).
"""

import functools
import re
import secrets

from django.conf import settings
from django.template import Context, Engine, Template
from django.template.loader import render_to_string
from django.utils import translation

from casework import links
from casework.models import Letter

LINK_MARK = "[[link]]"
BOTH = "both"
BETWEEN = "\n\n* * *\n\n"
WORD_JOINER = "\u2060"
# A button, a list's line or the foot, where a letter's template writes one: at the start of a line, tags aside.
OWN_LINE = re.compile(r"^((?:\{%.*?%\}|\{#.*?#\})*)(>> |- |--$)", re.MULTILINE)
_OWN = f"[own {secrets.token_hex(8)}]"  # nobody who types into a letter can know it


def language_of(person) -> str:
    """Return the person's language, or every language of the alliance while we do not know it."""
    if person.language:
        return person.language[:2]
    return BOTH if len(settings.LETTER_LANGUAGES) > 1 else settings.LETTER_LANGUAGES[0]


def compose(letter: Letter, context: dict) -> tuple[str, str]:
    """Return subject and body in the letter's language, or in every one of the alliance, one below the other."""
    languages = settings.LETTER_LANGUAGES if letter.language == BOTH else [letter.language]
    texts = [_render(letter.name, language, context) for language in languages]
    subject = " / ".join(subject for subject, _ in texts)
    return subject[:250], BETWEEN.join(body for _, body in texts)


@functools.cache
def _paper(name: str, language: str) -> Template:
    """Return a letter's template with its own buttons and lists marked, so that typed words cannot pass for them."""
    engine = Engine.get_default()
    source = engine.get_template(f"letters/{name}.{language}.txt").source
    return Template(OWN_LINE.sub(rf"\1{_OWN}\2", source), engine=engine)


def _render(name: str, language: str, context: dict) -> tuple[str, str]:
    """Return subject and body of one language; plain text, so nothing is escaped but what looks like ours."""
    shared = {"alliance": settings.ALLIANCE_NAME, "alliance_email": settings.ALLIANCE_EMAIL}
    words = Context(shared | context, autoescape=False)
    with translation.override(language):
        text, foot = (_paper(one, language).render(words) for one in (name, "_foot"))
    subject, _, body = text.strip().partition("\n")
    whole = f"{body.strip()}\n\n{foot.strip()}"
    return " ".join(subject.split()), "\n".join(_own_or_tame(line) for line in whole.splitlines())


def _own_or_tame(line: str) -> str:
    """Unmark a line that is the letter's own; put an invisible character before one that only looks like it."""
    if _OWN in line:
        return line.replace(_OWN, "")
    return f"{WORD_JOINER}{line}" if line.lstrip().startswith((">>", "- ", "--", "* * *")) else line


def texts_of(letter: Letter, *, reveal: bool) -> tuple[str, str]:
    """Return the letter as plain text and as HTML; `reveal` puts the signed link in its place."""
    url = links.url_of(letter.link) if reveal and letter.link else letter.url or settings.SITE_URL
    text = "\n".join(
        "{}:\n{}".format(*_target(line, url)) if line.startswith(">> ") else line
        for line in letter.body.splitlines()
    )
    languages = settings.LETTER_LANGUAGES if letter.language == BOTH else [letter.language]
    parts = [
        {
            "language": language,
            "blocks": [_block(block, url) for block in part.split("\n\n") if block.strip()],
        }
        for language, part in zip(languages, letter.body.split(BETWEEN), strict=False)
    ]
    paper = {"portal": settings.ALLIANCE_NAME, "accent": settings.ALLIANCE_ACCENT}
    return text, render_to_string("letters/letter.html", {"letter": letter, "parts": parts} | paper)


def _target(line: str, url: str) -> tuple[str, str]:
    """Return a button's words and where it leads: to the case, the signed link, or another page of ours."""
    label, _, address = line.removeprefix(">> ").partition(" | ")
    return label, address if address.startswith(f"{settings.SITE_URL}/") else url


def _block(block: str, url: str) -> dict:
    """Return one paragraph, list or button of the HTML letter."""
    if block.startswith(">> "):
        label, address = _target(block, url)
        return {"kind": "button", "label": label, "url": address}
    lines = block.splitlines()
    if lines[0] == "--":
        return {"kind": "foot", "lines": lines[1:]}
    if all(line.startswith("- ") for line in lines):
        return {"kind": "list", "lines": [line[2:] for line in lines]}
    return {"kind": "paragraph", "lines": lines}

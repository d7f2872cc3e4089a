"""What every page knows: whose portal it is, its languages and its main navigation; nothing here asks the database."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main navigation; `current` marks the part of the portal this page belongs to."""

    url: str
    text: str
    current: bool = False


@dataclass(frozen=True)
class Language:
    """A language the page can be read in, named in that language itself."""

    code: str
    name: str
    current: bool


def languages() -> list[Language]:
    """The languages of the portal, in the order of the settings ("en-gb" is called English, not British English)."""
    now = get_language()
    return [
        Language(code, str(get_language_info(code.split("-")[0])["name_local"]).capitalize(), code == now)
        for code, _name in settings.LANGUAGES
    ]


def navigation(request: HttpRequest) -> list[NavigationItem]:
    """The main navigation of this person, in reading order."""
    return []


def portal(request: HttpRequest) -> dict[str, object]:
    """The context processor behind `portal` and `navigation` in every template."""
    return {
        "portal": {
            "name": settings.ALLIANCE_NAME,
            "code": settings.ALLIANCE_CODE,
            "email": settings.ALLIANCE_EMAIL,
            "accent": settings.ALLIANCE_ACCENT.lstrip("#"),
            "languages": languages(),
            "demo": settings.DEMO,
            "kit": settings.DEBUG or settings.DEMO,
        },
        "navigation": navigation(request),
    }

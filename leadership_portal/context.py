"""What every page knows: whose portal it is, its languages and its navigation; it asks only for a person's posts."""

from dataclasses import dataclass

import rules
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from directory.models import Person, Post
from directory.rules import is_manager


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
    """The main navigation of this person, in reading order; it asks only what their posts let them do."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return []
    places = [(reverse(name), text) for name, text, is_theirs in _places_of(person) if is_theirs]
    # The longest address this page's begins with is where it belongs; home is nobody's parent.
    here = max((url for url, _text in places if request.path.startswith(url)), key=len, default="")
    here = "" if here == "/" != request.path else here
    return [NavigationItem(url, text, current=url == here) for url, text in places]


def _places_of(person: Person) -> list[tuple[str, str, bool]]:
    """Return the name and title of each page of the navigation, and whether this person's posts lead there."""
    posts, manages = person.authority, is_manager(person)
    asks = rules.has_perm("deployments.make_request", person)  # of the posts alone: no permission tables
    heads = posts.has(*Post.HEADS, Post.Role.CHAIR_OF_GOVERNORS)
    pays = manages or posts.has(Post.Role.FINANCE_OFFICER)
    claims = posts.has(*Post.HEADS, Post.Role.BUSINESS_MANAGER, Post.Role.FINANCE_OFFICER)
    school = posts.has(*Post.HEADS, Post.Role.BUSINESS_MANAGER)
    return [
        ("home", _("Home"), True),
        ("our-school", _("Our school"), school),
        ("designation:mine", _("My designation"), not manages),
        ("designation:rounds", _("Rounds"), True),
        ("designation:applications", _("Applications"), manages),
        ("designation:leaders", _("Leaders"), manages),
        ("designation:overview", _("Overview"), manages),
        ("designation:staff", _("Our leaders"), heads),
        ("deployments:requests", _("Requests"), manages or asks),
        ("deployments:deployments", _("Deployments"), manages or bool(posts.posts)),
        ("deployments:schools", _("Schools and support"), posts.has(Post.Role.LA_OFFICER)),
        ("evaluations:evaluation-list", _("Evaluations"), manages),
        ("deployments:claims", _("Claims"), manages or claims),
        ("owed", _("Answers owed"), manages),
        ("deployments:reports", _("Reports"), manages),
        ("deployments:funds", _("Funds"), pays),
        ("directory:schools", _("Schools"), True),
        ("posts", _("Posts"), manages),
        ("letters", _("Letters"), manages),
        ("admin:index", _("Administration"), person.is_staff),
    ]


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

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

# More entries than this do not fit in a row: then they stand in groups.
MOST_IN_A_ROW = 10


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main navigation; `current` marks the part of the portal this page belongs to."""

    url: str
    text: str
    current: bool = False
    items: tuple["NavigationItem", ...] = ()  # of a group: it has no address of its own


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
    places = [
        (reverse(name), text, group) for group, name, text, is_theirs in _places_of(person) if is_theirs
    ]
    # The longest address this page's begins with is where it belongs; home is nobody's parent.
    here = max((url for url, _text, _group in places if request.path.startswith(url)), key=len, default="")
    here = "" if here == "/" != request.path else here
    items = [(group, NavigationItem(url, text, current=url == here)) for url, text, group in places]
    return in_groups(items) if len(items) > MOST_IN_A_ROW else [item for _group, item in items]


def in_groups(items: list[tuple[str, NavigationItem]]) -> list[NavigationItem]:
    """Return the entries of each group under its name, where the group first comes; those of no group as they are."""
    groups: dict[str, list[NavigationItem]] = {}
    for group, item in items:
        groups.setdefault(group or item.url, []).append(item)
    return [
        found[0]
        if len(found) == 1
        else NavigationItem("", name, current=any(one.current for one in found), items=tuple(found))
        for name, found in groups.items()
    ]


def _places_of(person: Person) -> list[tuple[str, str, str, bool]]:
    """Return the group, name and title of each page of the navigation, and whether this person's posts lead there."""
    posts, manages = person.authority, is_manager(person)
    asks = rules.has_perm("deployments.make_request", person)  # of the posts alone: no permission tables
    heads = posts.has(*Post.HEADS, Post.Role.CHAIR_OF_GOVERNORS)
    pays = manages or posts.has(Post.Role.FINANCE_OFFICER)
    claims = posts.has(*Post.HEADS, Post.Role.BUSINESS_MANAGER, Post.Role.FINANCE_OFFICER)
    school = posts.has(*Post.HEADS, Post.Role.BUSINESS_MANAGER)
    # A finance officer has no part in the work itself.
    works = any(post.role != Post.Role.FINANCE_OFFICER for post in posts.posts)
    leaders, support, money, alliance = _("Leaders"), _("Support"), _("Money"), _("Alliance")
    return [
        ("", "home", _("Home"), True),
        ("", "our-school", _("Our school"), school),
        ("", "designation:mine", _("My designation"), not manages),
        (leaders, "designation:rounds", _("Rounds"), True),
        (leaders, "designation:applications", _("Applications"), manages),
        (leaders, "designation:leaders", _("Leaders"), manages),
        (leaders, "designation:overview", _("Overview"), manages),
        (leaders, "designation:staff", _("Our leaders"), heads),
        (support, "deployments:requests", _("Requests"), manages or asks),
        (support, "deployments:deployments", _("Deployments"), manages or works),
        (support, "deployments:calendar", _("Calendar"), manages or works),
        (support, "deployments:watched", _("Watch list"), manages),
        (support, "owed", _("Answers owed"), manages),
        (support, "evaluations:evaluation-list", _("Evaluations"), manages),
        (support, "deployments:informals", _("Informal support"), manages),
        (support, "deployments:groups", _("Groups"), manages),
        (support, "deployments:hand-over", _("Hand over cases"), manages),
        (
            support,
            "deployments:schools",
            _("Schools and support"),
            manages or posts.has(Post.Role.LA_OFFICER),
        ),
        (money, "deployments:claims", _("Claims"), manages or claims),
        (money, "deployments:claims-pay", _("Claims to pay"), pays),
        (money, "deployments:charges", _("Paid by schools"), pays),
        (money, "deployments:facilitations", _("Facilitation"), manages),
        (money, "deployments:funds", _("Funds"), pays),
        (money, "deployments:rates", _("Rates"), pays),
        (alliance, "directory:schools", _("Schools"), True),
        (alliance, "posts", _("Posts"), manages),
        (alliance, "letters", _("Letters"), manages),
        (alliance, "deployments:reports", _("Reports"), manages),
        (alliance, "admin:index", _("Administration"), person.is_staff),
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

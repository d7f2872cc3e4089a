"""One-click sign-in as one of the cast, on a demonstration only."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADDRESSES = {
    "sam": "sam@oakfield.example",
    "hannah": "hannah@oakfield.example",
    "rob": "rob@brookside.example",
    "mina": "mina@northdale-alliance.example",
    "olga": "olga@elsewhere.example",
}


class Role(NamedTuple):
    """Somebody of the cast and what they come for."""

    key: str
    name: str
    about: str


def cast() -> list[Role]:
    """Return those of the cast who are in the database, in the order of the story."""
    about = {
        "sam": _("Leads phonics at Oakfield and supports other schools as a system leader."),
        "hannah": _("Heads Oakfield: gives references and decides when her leaders may go."),
        "rob": _("Heads Brookside, which asked for support and receives it."),
        "mina": _("Manages the alliance: rounds, matching, quality, money."),
        "olga": _("A stranger to all of this, who sees only what strangers see."),
    }
    known = {person.email: person for person in Person.objects.filter(email__in=ADDRESSES.values())}
    return [
        Role(key, str(known[address]), about[key]) for key, address in ADDRESSES.items() if address in known
    ]


@login_not_required
@require_POST
def sign_in_as(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast; outside a demonstration there is nothing here."""
    person = (
        Person.objects.filter(email=ADDRESSES.get(key, ""), is_active=True).first() if settings.DEMO else None
    )
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect("home")

"""One-click sign-in as one of the cast, on a demonstration only."""

from functools import reduce
from operator import or_
from typing import NamedTuple

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from directory.models import Person
from leadership_portal.demonstration.people import CAST

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Role(NamedTuple):
    """Somebody of the cast and what they come for."""

    key: str
    name: str
    about: str


def person_of(key: str) -> Person | None:
    """Return the member of the cast with this key, if the demonstration has been made."""
    if key not in {member.key for member in CAST}:
        return None
    return Person.objects.filter(email__startswith=f"{key}@", is_active=True).order_by("pk").first()


def cast() -> list[Role]:
    """Return those of the cast who are in the database, in the order of the story; one query."""
    known = {person.email.partition("@")[0]: person for person in Person.objects.filter(_is_of_the_cast())}
    return [
        Role(member.key, str(known[member.key]), _(member.about)) for member in CAST if member.key in known
    ]


def _is_of_the_cast() -> Q:
    return reduce(or_, (Q(email__startswith=f"{member.key}@") for member in CAST))


@login_not_required
@require_POST
def sign_in_as(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast; outside a demonstration there is nothing here."""
    person = person_of(key) if settings.DEMO else None
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"primary": True, "verified": True}
    )
    UserSession.objects.create_from_request(request)
    return redirect("home")

"""Every door of the site tried by everybody: what each answers is held in matrix.txt, and looking changes nothing.

After a door was added or its answer changed on purpose, write the table anew and read the difference:

    WRITE_MATRIX=1 .venv/bin/python -m pytest tests/test_every_door.py

A door that leads to one object is tried on the one in `tests/world.py`; `values_for` says which.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone, translation

from designation.models import RoleHeld
from directory.models import Post
from tests import cast as stage
from tests import world as worlds
from tests.answers import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.every_database]
MATRIX = Path(__file__).with_name("matrix.txt")
NOBODY = "anonymous"
SIGN_IN = "/accounts/login/code/"
MOST_QUERIES = 12
# Written once in a while for the session alone, whatever the page.
KEEPS_SESSION = re.compile(r"SAVEPOINT|(INSERT INTO|UPDATE|DELETE FROM) .(django_session|usersessions_)")
GROUPS = {"admin:": "admin", "account_": "accounts", "mfa_": "accounts", "usersessions_": "accounts"}

OPEN_TO_ALL = {
    "accessibility", "calendar-feed", "certificate", "designation:directory", "designation:round-detail", "health-live",
    "health-ready", "help", "home", "inbox", "inbox-calendar", "inbox-html", "inbox-letter", "kit", "kit-find",
    "kit-page", "link", "link-door", "privacy", "theme", "about",
}  # fmt: skip
OPEN_TO_OLGA = OPEN_TO_ALL | {
    "calendar", "deployments:calendar",
    "deployments:claims", "deployments:deployments", "deployments:groups", "deployments:groups-export",
    "deployments:requests",
    "deployments:facilitations", "designation:interviews",
    "designation:mine", "designation:rounds",
    "designation:round-apply", "directory:school", "directory:school-find",
    "directory:schools", "evaluations:evaluations-received", "profile",
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """One address of the resolver; `names` are the values its address asks for."""

    name: str
    names: tuple[str, ...]

    @property
    def group(self) -> str:
        """Return the group of a door that is others' work and is listed with its like."""
        return next((group for start, group in GROUPS.items() if self.name.startswith(start)), "")


def doors(
    patterns: list[Any] | None = None, namespace: str = "", names: tuple[str, ...] = ()
) -> Iterator[Door]:
    """Walk the whole resolver, namespaces and all."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        nameless = one.pattern.regex.groups - len(one.pattern.regex.groupindex)
        mine = names + tuple(one.pattern.regex.groupindex) + ("nameless",) * nameless
        if isinstance(one, URLPattern):
            yield Door(f"{namespace}{one.name}", tuple(dict.fromkeys(mine)))
        else:
            inside = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from doors(one.url_patterns, inside, mine)


def values_for(door: Door, world: worlds.World) -> dict[str, Any]:
    """Return what stands in the address of a door, from the world; KeyError for a door nobody thought of."""
    simple: dict[str, Any] = {
        "number": world.cast.oakfield.number,
        "key": "olga",
        "page": "case",
        "code": world.certificate.code,
        "token": world.token,
        "section": "about",
        "part": "times",
        "designation": world.cases["designation", "active"].pk,
        "door": "deployment-consent",
    }
    values = {name: simple[name] for name in door.names if name in simple}
    if door.name == "calendar-feed":
        values["token"] = world.feed.token
    if "role" in door.names:
        values["role"] = RoleHeld.objects.get(application=world.of("application", "submit")).pk
    if "seat" in door.names:
        values["seat"] = object_of(door.name, world).seats.get().pk
    if "evidence" in door.names:
        values["evidence"] = world.evidence.pk
    if "pk" in door.names:
        values["pk"] = object_of(door.name, world).pk
    return values


def object_of(name: str, world: worlds.World) -> Any:
    """Return the object a door is about: a case by its noun and step, or one of the few others."""
    app, _colon, local = name.rpartition(":")
    plain = {
        "post-end": world.headship, "post-delegate": world.headship, "delegation-end": world.delegation,
        "document": world.document, "evaluations:visit-write": world.cases["visit", "planned"],
        "evaluations:visit-evaluation": world.cases["visit", "held"],
        "evaluations:visit-record": world.cases["visit", "held"],
        "evaluations:record-reply": world.cases["visit", "held"],
        "evaluations:evaluation-reply": world.cases["deployment", "evaluated"],
        "evaluations:deployment-evaluation": world.cases["deployment", "evaluated"],
        "designation:application-tasks": world.cases["application", "draft"],
        "designation:designation-begin_renewal": world.ending, "designation:designation-evidence": world.ending,
        "designation:designation-evidence-change": world.ending,
        "designation:designation-evidence-remove": world.ending,
        "designation:renewal-refer": world.cases["renewal", "open"],
        "designation:absence-remove": world.absence, "designation:school-release": world.cast.oakfield,
        "deployments:request-tasks": world.draft, "deployments:request-part": world.draft,
        "deployments:request-check": world.draft, "deployments:request-discard": world.draft,
        "deployments:fund": world.fund, "deployments:fund-amend": world.fund,
        "deployments:rate-drop": world.rate,
        "designation:slot-change": world.slot, "designation:slot-remove": world.slot,
    }  # fmt: skip
    if name in plain:
        return plain[name]
    noun, _dash, step = local.partition("-")
    if not app:
        papers = {"letter": world.letter, "inbox": world.letter, "attachment": world.attachment}
        return (papers | {"post": world.post})[noun]
    if noun == "round":
        return world.cases["application", "submitted"].round  # type: ignore[attr-defined]
    draft = {"section", "role", "ask"} & set(step.split("-"))
    return world.of(noun, "submit" if draft else step)


@dataclass
class Walk:
    """What was found: the answers by line of the matrix, and the doors that did not keep their word."""

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    without_object: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    changed_by_looking: list[str] = field(default_factory=list)
    changed_by_strangers: list[str] = field(default_factory=list)
    kept_after_the_post_ended: list[str] = field(default_factory=list)
    dear: list[str] = field(default_factory=list)

    def note(self, door: Door, who: str, answer: str) -> None:
        line = self.answers.setdefault(door.group or door.name, {})
        known = set(filter(None, line.get(who, "").split("/")))
        line[who] = "/".join(sorted(known | {answer}))


def said(response: Any) -> str:
    """Return an answer as it stands in the table: the status, or that one must sign in first."""
    url = response.headers.get("Location", "")
    to_sign_in = response.status_code == 302 and url.startswith(SIGN_IN)
    return "sign-in" if to_sign_in else str(response.status_code)


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker) -> Walk:
    """Walk through every door once, as everybody; the world is built once and left as it was."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en-gb"):
        found = walk_through()
        transaction.set_rollback(True)
    return found


def walk_through() -> Walk:
    found, cast = Walk(), stage.gather()
    world = worlds.build(cast)
    clients = {NOBODY: signed_in(None)}
    clients |= {name: signed_in(person) for name, person in cast.people().items()}
    every = list(reachable(world, found))
    look(every, clients, found)
    press(every, world, found)
    end_a_post(every, clients["mina"], world, found)
    return found


def signed_in(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def reachable(world: worlds.World, found: Walk) -> Iterator[tuple[Door, str]]:
    """Yield every door with its address; of the groups those that need no object."""
    for door in doors():
        if door.group and (door.names or door.name.endswith(":None")):
            continue
        try:
            yield door, reverse(door.name, kwargs=values_for(door, world))
        except KeyError:
            found.without_object.append(door.name)


def look(every: list[tuple[Door, str]], clients: dict[str, Client], found: Walk) -> None:
    for door, address in every:
        for who, client in clients.items():
            with worlds.watched() as written, worlds.listened() as asked:
                response = client.get(address)
                body_of(response)
            found.note(door, who, said(response))
            queries = [sql for sql in asked if not KEEPS_SESSION.search(sql)]
            if not door.group and response.status_code == 200 and len(queries) > MOST_QUERIES:
                found.dear.append(f"{door.name} as {who}: {len(queries)}")
            if response.status_code >= 500:
                found.broken.append(f"{door.name} as {who}")
            if written:
                found.changed_by_looking.append(f"{door.name} as {who}: {written}")


def press(every: list[tuple[Door, str]], world: worlds.World, found: Walk) -> None:
    """Send nothing at all to every door, as a stranger signed in and not; neither holds a link."""
    strangers = {NOBODY: signed_in(None), "olga": signed_in(world.cast.olga)}
    for door, address in every:
        if "token" in door.names:
            address = address.replace(world.token, "0" * len(world.token))
        if door.name == "demo-sign-in":
            continue  # on a demonstration alone, and there for strangers to press: tests/leadership_portal has its own
        for who, client in strangers.items():
            with worlds.watched() as written:
                response = client.post(address)
            if response.status_code >= 500:
                found.broken.append(f"{door.name} pressed by {who}")
            if written:
                found.changed_by_strangers.append(f"{door.name} as {who}: {written}")
        if "logout" in door.name:
            strangers = {NOBODY: signed_in(None), "olga": signed_in(world.cast.olga)}


def end_a_post(every: list[tuple[Door, str]], client: Client, world: worlds.World, found: Walk) -> None:
    """End the manager's post between two of her requests: from the next she is as any stranger."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(person=world.cast.mina).update(ends_on=yesterday)
    for door, address in every:
        if door.group:
            continue
        now, was = said(client.get(address)), found.answers[door.name]
        if now != was["olga"]:
            found.kept_after_the_post_ended.append(f"{door.name}: {now}, a stranger gets {was['olga']}")


def table(answers: dict[str, dict[str, str]]) -> str:
    """Return the matrix as text: one line a door, one column a person."""
    people = list(next(iter(answers.values())))
    rows = [["door", *people], *([name, *(answers[name][who] for who in people)] for name in sorted(answers))]
    wide = [max(map(len, column)) + 2 for column in zip(*rows, strict=True)]
    lines = ("".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def test_every_door_is_tried(walk):
    assert walk.without_object == [], (
        "These doors lead to an object the test does not know. Make one in tests/world.py (build) and, when its "
        "name does not begin with the noun of a case, name it in values_for or object_of above."
    )


def test_the_answers_are_those_of_the_matrix(walk):
    found = table(walk.answers)
    if os.environ.get("WRITE_MATRIX"):
        MATRIX.write_text(found)
    known, now = MATRIX.read_text().splitlines(), found.splitlines()
    new, gone = [line for line in now if line not in known], [line for line in known if line not in now]
    assert (new, gone) == ([], []), "Meant so? Then write the table anew with WRITE_MATRIX=1 and read it."


def test_no_door_breaks(walk):
    assert walk.broken == []


def test_looking_changes_nothing(walk):
    assert walk.changed_by_looking == []


def test_no_page_asks_more_than_twelve_things_of_the_database(walk):
    assert walk.dear == []


def test_a_stranger_who_presses_changes_nothing(walk):
    assert walk.changed_by_strangers == []


def test_a_stranger_signed_in_sees_these_pages_only(walk):
    seen = {name for name, line in walk.answers.items() if line["olga"] == "200"}
    assert seen == OPEN_TO_OLGA


def test_who_is_not_signed_in_sees_these_pages_only(walk):
    ours = {name: line[NOBODY] for name, line in walk.answers.items() if name not in GROUPS.values()}
    assert {name for name, answer in ours.items() if answer == "200"} == OPEN_TO_ALL
    # The icon's old address leads everybody to a picture.
    others = {name: answer for name, answer in ours.items() if name not in OPEN_TO_ALL | {"favicon"}}
    assert {name: answer for name, answer in others.items() if answer not in ("sign-in", "405")} == {}


def test_a_post_that_ended_opens_nothing_from_the_next_request(walk):
    assert walk.kept_after_the_post_ended == []

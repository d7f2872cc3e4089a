"""Words that are not for everybody, each planted once by the portal's own actions; and a walk that looks for them.

`plant(world)` plays the story and returns the cases it is about; `Search` then opens, and where there is a button
presses, every door of the site as every person, reads every letter as it is sent, and listens to the log. A new door
is walked by itself; a new secret is one line in `Mark`, one in the story and one in the table of the test.
"""

import io
import logging
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any
from unittest.mock import patch

from django.contrib import admin
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from casework import documents, letters, links
from casework.models import Case, Document, Letter, Link
from designation import actions
from designation.models import Application, Designation, Reference, RoleType, Round, Score
from directory.models import Person
from leadership_portal.celery import DUE_WORK
from tests import factories
from tests import test_every_door as every
from tests.answers import body_of
from tests.designation import stage
from tests.world import World

LATER = timedelta(days=29)  # when every reminder of this story has fallen due, and nothing has lapsed
# Makes files with programs of others, which takes seconds and tells nobody anything: documents are read as pages.
SILENT = ("make documents", "tidy files")

# Who opens what leads to no case of the story: whom it is about, and who is told most.
CONCERNED = ("sam", "mina")


class Mark(StrEnum):
    """What is planted: the words stand where somebody would have written a sentence."""

    REFERENCE = "MARK-statement-of-the-reference"
    KNOWN_FOR = "MARK-how-the-referee-knows-them"
    DECLINE = "MARK-why-the-second-referee-declined"
    ROBS_SCORE = "MARK-comment-of-rob"
    DAIS_SCORE = "MARK-comment-of-dai"
    MODERATION = "MARK-what-the-panel-said"
    PENDING = "MARK-feedback-nobody-was-told"
    CONFLICT = "MARK-why-pete-must-not-judge"
    ADJUSTMENTS = "MARK-a-room-without-stairs"
    EXTENSION = "MARK-why-there-is-more-time"
    HEARD_REFERENCE = "MARK-reference-of-the-one-who-appeals"
    HEARD_SCORE = "MARK-comment-on-the-one-who-appeals"
    GROUNDS = "MARK-grounds-of-the-appeal"
    DOUBT = "MARK-why-the-head-doubts"
    RELEASE = "MARK-why-there-is-no-release"
    RETRACTION = "MARK-why-the-assurance-is-taken-back"
    SUSPENSION = "MARK-what-is-being-looked-into"
    RENEWAL = "MARK-what-the-head-says-of-another-term"
    WITHDRAWAL = "MARK-note-on-the-withdrawal"
    WITHDRAWAL_WORDS = "MARK-what-the-leader-was-told"


@dataclass
class Planted:
    """The cases and rounds of the story by the noun in their addresses, and everybody who looks for the marks."""

    people: dict[str, Person]
    of: dict[str, list[Any]] = field(default_factory=dict)

    def members(self, round_: Round) -> list[str]:
        """Return who sits on the panel of a round."""
        seated = set(round_.seats.values_list("person_id", flat=True))
        return [name for name, person in self.people.items() if person.pk in seated]

    def add(self, noun: str, *objects: Any) -> None:
        self.of.setdefault(noun, []).extend(objects)


def plant(world: World) -> Planted:
    """Play the story: Sam applies twice and draws up a third, leads in three roles, and is judged all the while."""
    cast = world.cast
    planted = Planted(cast.people() | {"dele": world.delegation.delegate} | _others())
    people = planted.people
    planted.add("application", _judged(people), _appealed(people), _in_writing(people))
    planted.add("round", *(case.round for case in planted.of["application"]))
    planted.add("reference", *Reference.objects.filter(application__in=planted.of["application"]))
    busy, renewed = _doubted(people), _renewed(people)
    planted.add("designation", busy, renewed, _withdrawn(people))
    planted.add("review", busy.reviews.get())
    planted.add("renewal", renewed.renewals.get())
    for case in [one for noun in planted.of.values() for one in noun if isinstance(one, Case)]:
        world.add(case)
    return planted


def _others() -> dict[str, Person]:
    """Return who is not of the cast: Vera has not scored, Pete must not, Hazel hears the appeal, Nell was asked."""
    names = ("vera", "pete", "hazel", "nell")
    found = {name: factories.PersonFactory(first_name=name.title()) for name in names}
    return found | {"root": Person.objects.create_superuser("root@northdale.example", first_name="Root")}


def _round(name: str, people: dict[str, Person], *members: str) -> Round:
    round_ = factories.RoundFactory(name=name)
    for member in members:
        factories.PanelSeatFactory(round=round_, person=people[member], is_alliance_head=member == "rob")
    return round_


def _apply(people: dict[str, Person], round_: Round, state: str, **fields: Any) -> Application:
    own = {"applicant": people["sam"], "school": people["hannah"].posts.get().school}
    made = stage.fill(factories.ApplicationFactory(round=round_, state=state, **own, **fields))
    made.criteria.set(made.role_type.criteria.current())
    return made


def _refer(case: Application, people: dict[str, Person], statement: str, **answers: Any) -> None:
    reference = factories.ReferenceFactory(application=case, referee=people["hannah"])
    said = stage.answers() | {"statement": statement} | answers
    actions.give(reference, by=people["hannah"], **said)


def _score(case: Application, by: Person, rag: str, comment: str) -> None:
    scores = {one.pk: (rag, comment) for one in case.criteria.all()}
    actions.score(case, by=by, scores=scores, stage=Score.Stage.SHORTLIST, sent=True)


def _judged(people: dict[str, Person]) -> Application:
    """Return the application the panel talks about: red against green, agreed on, and decided without a word to Sam."""
    round_ = _round("Round of the marks", people, "rob", "dai", "vera", "pete")
    case = _apply(people, round_, "submitted", adjustments=Mark.ADJUSTMENTS)
    _refer(case, people, Mark.REFERENCE, known_for=Mark.KNOWN_FOR)
    second = factories.ReferenceFactory(application=case, kind="second", referee=people["nell"])
    actions.decline(second, by=people["nell"], reason=Mark.DECLINE)
    actions.declare(case, by=people["pete"], kind="family", note=Mark.CONFLICT)
    _score(case, people["rob"], "red", Mark.ROBS_SCORE)
    _score(case, people["dai"], "green", Mark.DAIS_SCORE)
    agreed = {one.pk: ("amber", str(Mark.MODERATION)) for one in case.criteria.all()}
    actions.moderate(case, by=people["mina"], agreed=agreed)
    against = {"decision": "sift_out", "reasons": list(case.criteria.all()[:1]), "feedback": Mark.PENDING}
    actions.prepare(case, by=people["mina"], **against)
    documents.order(case, "designation/application", "en")
    return case


def _appealed(people: dict[str, Person]) -> Application:
    """Return the application that was turned down, with an appeal Hazel hears."""
    case = _apply(people, _round("Round of the appeal", people, "rob"), "submitted")
    _refer(case, people, Mark.HEARD_REFERENCE)
    _score(case, people["rob"], "amber", Mark.HEARD_SCORE)
    against = {"reasons": list(case.criteria.all()[:1]), "feedback": "Show us figures."}
    actions.sift_out(case, by=people["mina"], **against)
    actions.appeal(case, by=people["sam"], grounds=Mark.GROUNDS)
    actions.assign(case, by=people["mina"], hearers=[people["hazel"]])
    return case


def _in_writing(people: dict[str, Person]) -> Application:
    """Return Sam's draft in a round in which Sam was given more time."""
    case = _apply(people, _round("Round of more time", people, "rob"), "draft", submitted_at=None)
    until = case.round.closes_at + timedelta(days=7)
    actions.extend(case.round, people["sam"], by=people["mina"], until=until, reason=Mark.EXTENSION)
    return case


def _leads(people: dict[str, Person], key: str, **fields: Any) -> Designation:
    role = RoleType.objects.create(key=key, name=f"Role {key}")
    school = people["hannah"].posts.get().school
    return factories.DesignationFactory(person=people["sam"], home_school=school, role_type=role, **fields)


def _doubted(people: dict[str, Person]) -> Designation:
    """Return the designation Hannah doubts, does not release Sam for and no longer assures, and Mina suspends."""
    held = _leads(people, "doubted", release_asked_at=timezone.now())
    due_on = stage.today() + timedelta(days=40)
    review = actions.open_review(held, starts_on=due_on - timedelta(days=364), due_on=due_on)
    actions.doubt(review, by=people["hannah"], note=Mark.DOUBT)
    actions.refuse_release(held, by=people["hannah"], reason=Mark.RELEASE)
    actions.retract(held, by=people["hannah"], reason=Mark.RETRACTION)
    actions.suspend(held, by=people["mina"], suspended_for="concern", note=Mark.SUSPENSION)
    return held


def _renewed(people: dict[str, Person]) -> Designation:
    """Return the designation whose renewal is submitted, with Hannah's reference."""
    last = stage.today() + timedelta(days=100)
    held = _leads(people, "renewed", starts_on=last - timedelta(days=1460), ends_on=last)
    renewal = actions.begin_renewal(held, by=people["sam"])
    said = {"head_strength": "strong", "head_half_days": 6, "head_signed_name": "Hannah Price"}
    actions.refer(renewal, by=people["hannah"], head_statement=Mark.RENEWAL, **said)
    written = {"impact": "Reading rose.", "plans": "Writing next.", "half_days_a_term": 6}
    actions.write_renewal(renewal, by=people["sam"], areas=[factories.AreaFactory()], **written)
    actions.submit_renewal(renewal, by=people["sam"], signed_name="Sam Okoro")
    return held


def _withdrawn(people: dict[str, Person]) -> Designation:
    held = _leads(people, "withdrawn")
    words = {"ended_for": "terms", "words": Mark.WITHDRAWAL_WORDS, "note": Mark.WITHDRAWAL}
    actions.withdraw_designation(held, by=people["mina"], **words)
    return held


Met = dict[str, set[str]]


class Search:
    """Opens and presses everything and notes who met which mark, and where.

    `on_pages` and `in_letters` hold by mark the names of those who met it; `logged` are the marks the log holds.
    """

    def __init__(self, world: World, planted: Planted) -> None:
        self.world, self.planted = world, planted
        self.on_pages: Met = {mark.name: set() for mark in Mark}
        self.in_letters: Met = {mark.name: set() for mark in Mark}
        self.where: dict[tuple[str, str], set[str]] = {}
        self.skipped: list[str] = []
        self.known: dict[Any, tuple[str, ...]] = {}
        self.clients = {name: every.signed_in(person) for name, person in planted.people.items()}

    def through_every_door(self) -> None:
        """Open every door: those of the story's cases as whoever finds the case, the others as those it is about."""
        for door in every.doors():
            noun, _dash, step = door.name.rpartition(":")[2].partition("-")
            told_of = self.planted.of.get(noun, []) if "pk" in door.names else []
            for one, address in self.addresses(door, told_of):
                names = CONCERNED if one is None else self.finders(one)
                self.open(address, names, press=one is not None and step != "detail")

    def finders(self, one: Any) -> tuple[str, ...]:
        """Return who finds a case, asked anew of every case once; Olga stands for all who do not."""
        if one not in self.known:
            page = one.get_absolute_url()
            found = [name for name, client in self.clients.items() if client.get(page).status_code != 404]
            shown = found if isinstance(one, Case) else [*CONCERNED, *self.planted.members(one)]
            self.known[one] = tuple(dict.fromkeys([*shown, "olga"]))
        return self.known[one]

    def addresses(self, door: every.Door, told_of: list[Any]) -> Iterator[tuple[Any, str]]:
        """Yield each case of the story a door can lead to with its address, else nothing and the one it has."""
        if door.group:
            return
        try:
            values = every.values_for(door, self.world)
        except KeyError:
            self.skipped.append(door.name)
            return
        for one in told_of or [None]:
            yield one, reverse(door.name, kwargs=values | ({"pk": one.pk} if one else {}))

    def through_papers(self) -> None:
        """Read the documents of the story's cases, and letters with a mark as the managers' log shows them."""
        for document in Document.objects.all():
            self.open(reverse("document", args=[document.pk]))
        for letter in Letter.objects.all():
            if marks_in(f"{letter.subject} {letter.body}"):
                for door in ("letter", "inbox-letter", "inbox-html"):
                    self.open(reverse(door, args=[letter.pk]))

    def through_links(self) -> None:
        """Follow every signed link there is, used and dead ones too, as whoever it was sent to."""
        names = {person.pk: name for name, person in self.planted.people.items()}
        for link in Link.objects.all():
            token = links.token_of(link)
            doors = [reverse("link-door", args=[token, name.split(":")[1]]) for name in link.doors]
            for address in (reverse("link", args=[token]), *doors):
                text = text_of(every.signed_in(None).get(address))
                self.note(text, names.get(link.person_id, link.address), address.replace(token, "..."))

    def through_the_administration(self) -> None:
        """Read every list of the administration, and every page and history of a row that holds a mark."""
        for model in admin.site._registry:
            door = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            self.open(reverse(f"{door}_changelist"), ("root", "mina"))
            for row in marked_rows(model):
                for page in ("change", "history"):
                    self.open(reverse(f"{door}_{page}", args=[row.pk]), ("root", "mina"))

    def open(self, address: str, names: tuple[str, ...] = (), *, press: bool = False) -> None:
        """Look at an address as these people, by default everybody; whoever may, presses its button as well."""
        for name in names or [one for one in self.clients if one != "root"]:
            response = self.clients[name].get(address)
            self.note(text_of(response), name, address)
            if press and response.status_code == 200:
                self.press(self.clients[name], name, address)

    def press(self, client: Client, name: str, address: str) -> None:
        """Send nothing to a door; what that did is taken back at once."""
        with transaction.atomic():
            self.note(text_of(client.post(address)), name, f"{address} (pressed)")
            transaction.set_rollback(True)

    def note(self, text: str, name: str, where: str) -> None:
        for mark in marks_in(text):
            self.on_pages[mark].add(name)
            self.where.setdefault((mark, name), set()).add(where)

    def told_where(self, expected: Met) -> str:
        """Say on which pages somebody met what is not in the table."""
        more = {mark: names - expected.get(mark, set()) for mark, names in self.on_pages.items()}
        lines = [
            (mark, name, sorted(self.where[mark, name])[:4]) for mark in more for name in sorted(more[mark])
        ]
        return "\n".join(f"{mark} met by {name} at {', '.join(pages)}" for mark, name, pages in lines)

    def read_letters(self) -> None:
        """Read every letter there is as it leaves: subject, text, HTML and calendar entry."""
        names = {person.email: name for name, person in self.planted.people.items()}
        for letter in Letter.objects.select_related("link", "to"):
            whole = "\n".join([letter.subject, *letters.texts_of(letter, reveal=True), letter.calendar])
            for mark in marks_in(whole):
                self.in_letters[mark].add(names.get(letter.address, letter.address))


def nights_later() -> None:
    """Do all the work that runs by itself, as of four weeks from now: whatever reminds of something does so."""
    now = timezone.now() + LATER
    with patch.object(timezone, "now", lambda: now):
        for due in DUE_WORK:
            if due.name not in SILENT:
                import_string(due.task)()


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """Collect what is logged meanwhile, as where the log level is INFO, and print none of it."""
    heard, root = io.StringIO(), logging.getLogger()
    before = root.handlers, root.level
    root.handlers = [logging.StreamHandler(heard)]
    root.setLevel(logging.INFO)
    try:
        yield heard
    finally:
        root.handlers, root.level = before


def marks_in(text: str) -> set[str]:
    return {mark.name for mark in Mark if mark in text}


def marked_rows(model: type[models.Model]) -> list[models.Model]:
    """Return the rows of a table that hold a mark in one of their texts."""
    texts = [
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField)
    ]
    found = models.Q(pk__in=[])
    for name in texts:
        found |= models.Q(**{f"{name}__contains": "MARK-"})
    return list(model._base_manager.filter(found)[:20])


def text_of(response: Any) -> str:
    """Return what an answer says, whatever it is: a page, a stream of lines, or a workbook."""
    body = body_of(response)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return body.decode(errors="replace")

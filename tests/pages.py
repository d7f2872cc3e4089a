"""Which pages there are, who opens each, and what is sent to put its form in error.

The pages are the doors of the site on `tests/world.py`, and beside them those that a door shows only for another
case, another part or a choice made before. Whoever adds a form adds a line to `IN_ERROR`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import links
from casework.models import Link
from designation.models import Application, Designation, RoleType
from tests import factories
from tests.designation import stage as leading
from tests.test_every_door import MATRIX, NOBODY, doors, values_for
from tests.world import World

# Not pages of the portal: files, papers to print, a mail as mail programs show it, and what machines read.
NO_PAGES = {
    "designation:reviews-export", "designation:renewals-export", "designation:leaders-export",
    "designation:leaders-export-xlsx", "designation:pipeline-export", "designation:pipeline-export-xlsx",
    "designation:applications-export", "designation:applications-export-xlsx",
    "designation:round-export", "designation:round-export-xlsx", "directory:school-export",
    "deployments:requests-export", "deployments:requests-export-xlsx",
    "deployments:reports-export", "deployments:informals-export", "deployments:groups-export",
    "owed-export", "deployments:claims-export", "deployments:charges-export",
    "deployments:export", "deployments:export-xlsx", "deployments:visits-export", "deployments:visits-export-xlsx",
    "calendar-feed", "deployments:visit-calendar", "document", "inbox-html",
    "inbox-calendar", "attachment", "theme", "health-live", "health-ready", "directory:school-find", "kit-find",
    "deployments:deployment-evaluate",
}  # fmt: skip
READERS = ("sam", "hannah", "rob", "mina", "fay", "dai")
# Pages whose form is emptied and sent, to see the page in error, and who sends it.
IN_ERROR = {
    "deployments:request-part": "rob", "deployments:request-triage": "mina", "deployments:request-correct": "rob",
    "deployments:request-propose-leader": "mina",
    "deployments:request-give_up": "mina", "deployments:arrangement-new": "mina",
    "deployments:deployment-refuse": "hannah", "deployments:deployment-plan": "sam",
    "deployments:visit-notes": "rob",
    "deployments:informal-new": "hannah", "deployments:informal-correct": "rob", "deployments:informal-object": "rob",
    "deployments:informal-withdraw": "hannah",
    "deployments:fund-new": "mina", "deployments:fund-amend": "mina",
    "deployments:rate-new": "mina",
    "deployments:group-new": "hannah", "deployments:group-meet": "rob", "deployments:group-welcome": "hannah",
    "deployments:group-end": "hannah", "deployments:group-change_meeting": "rob",
    "deployments:group-call_off_meeting": "rob",
    "deployments:deployment-withdraw": "hannah", "deployments:deployment-pause": "sam",
    "deployments:deployment-forgo": "mina", "deployments:deployment-stop": "mina", "deployments:deployment-vary": "rob",
    "deployments:deployment-change_terms": "mina", "deployments:deployment-set_objectives": "sam",
    "deployments:deployment-review": "sam", "deployments:deployment-complete": "sam",
    "deployments:variation-refuse": "sam", "deployments:deployment-hear": "mina", "deployments:variation-hear": "mina",
    "deployments:deployment-message": "sam", "deployments:deployment-attach": "sam",
    "deployments:deployment-concern": "sam", "deployments:deployment-watch": "mina",
    "deployments:request-watch": "mina", "deployments:request-reassign": "rob",
    "deployments:deployment-assign": "mina", "deployments:request-assign": "mina",
    "deployments:hand-over": "mina", "deployments:concern-escalate": "mina",
    "deployments:concern-resolve": "mina",
    "deployments:deployment-cancel": "mina", "deployments:visit-miss": "sam", "deployments:visit-contest": "rob",
    "deployments:visit-retract": "sam", "deployments:visit-move": "sam",
    "deployments:visit-answer": "sam", "deployments:visit-uphold": "mina", "deployments:visit-overturn": "mina",
    "deployments:visit-disallow": "mina",
    "deployments:claim-query": "fay",
    "deployments:claim-pay": "fay", "designation:application-role-add": "sam",
    "designation:round-new": "mina", "designation:round-change": "mina", "designation:round-extend": "mina",
    "designation:round-seat": "mina", "designation:round-apply": "sam", "designation:round-declare": "rob",
    "designation:round-prepare of those ticked": "mina", "designation:round-interviews-add": "mina",
    "designation:slot-change": "mina",
    "designation:application-section about": "sam", "designation:application-section areas": "sam",
    "designation:application-section role": "sam", "designation:application-section track_record": "sam",
    "designation:application-section capacity": "sam", "designation:application-section referees": "sam",
    "designation:application-section adjustments": "sam", "designation:application-section declarations": "sam",
    "designation:application-score": "rob", "designation:application-moderate": "mina",
    "designation:application-sift_out": "mina", "designation:application-shortlist": "mina",
    "designation:application-invite": "mina", "designation:application-reschedule": "mina",
    "designation:application-miss": "mina", "designation:application-interview": "mina",
    "designation:application-designate": "mina", "designation:application-reject": "mina",
    "designation:application-send_back": "mina",
    "designation:application-declare": "rob", "designation:application-prepare": "mina",
    "designation:application-appeal": "sam", "designation:application-assign": "mina",
    "designation:application-uphold": "rob", "designation:application-dismiss": "rob",
    "designation:reference-give": "hannah", "designation:reference-correct": "sam",
    "designation:reference-decline": "hannah", "designation:designation-sign": "sam",
    "designation:designation-offer": "sam", "designation:designation-excuse": "sam",
    "designation:designation-allow": "hannah", "designation:school-release": "hannah",
    "designation:designation-publish": "sam", "designation:designation-move": "sam",
    "designation:designation-release": "hannah", "designation:designation-refuse_release": "hannah",
    "designation:designation-train": "mina", "designation:designation-assure": "hannah",
    "designation:designation-retract": "hannah",
    "designation:designation-file": "sam", "designation:designation-evidence-change": "sam",
    "designation:designation-suspend": "mina", "designation:designation-relinquish": "sam",
    "designation:designation-withdraw of one at work": "mina", "designation:designation-assign": "mina",
    "designation:designation-appeal in time": "sam", "designation:designation-reinstate": "rob",
    "designation:designation-dismiss": "rob", "designation:review-reflect": "sam",
    "designation:review-doubt": "hannah", "designation:review-conclude": "mina",
    "designation:renewal-submit": "sam", "designation:renewal-refer": "hannah",
    "designation:renewal-send_back": "mina", "designation:renewal-renew": "mina",
    "designation:renewal-decline": "mina",
    "evaluations:visit-write": "sam", "evaluations:deployment-evaluate": "rob",
    "evaluations:record-reply": "rob", "evaluations:evaluation-reply": "sam", "post-add": "mina",
    "post-correct": "mina", "post-end": "mina", "post-delegate": "hannah", "profile": "sam",
}  # fmt: skip
# What is typed into the empty form where leaving it empty is no error, or not the one people make.
WRONG: dict[str, dict[str, Any]] = {
    "designation:application-section referees": {"second_name": "Ann", "second_email": "ann at oakfield"},
    "designation:application-section adjustments": {"adjustments": "step " * 201},
    "designation:school-release": {"half_days_a_term": "as many as are asked for"},
    "deployments:visit-notes": {"text": "word " * 101},
    # Empty they are right once the interview is over.
    "designation:application-miss": {"note": "word " * 301},
    "designation:application-interview": {"note": "word " * 301},
    "designation:designation-file": {
        "upload": {"name": "report.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    },
}

# Steps whose letter can be read before it is sent, what is chosen first, and who chooses.
PREVIEWED: dict[str, tuple[str, dict[str, str]]] = {
    "designation:designation-suspend": ("mina", {"suspended_for": "concern"}),
    "designation:application-reserve": ("mina", {}),
    "designation:review-conclude": ("mina", {"outcome": "continue"}),
    "designation:renewal-renew": ("mina", {}),
}


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Yield the name and address of every door of ours that may be a page, and of those one more choice shows."""
    for door in doors():
        if not door.group and door.name not in NO_PAGES:
            yield door.name, reverse(door.name, kwargs=values_for(door, world))
    yield from _of_an_application(world)
    yield from _of_designations(world)


def _of_an_application(world: World) -> Iterator[tuple[str, str]]:
    draft, submitted = world.of("application", "submit"), world.of("application", "shortlist")
    assert isinstance(submitted, Application)
    for section in Application.Section.values:
        name = "designation:application-section"
        yield f"{name} {section}", reverse(name, args=[draft.pk, section])
    many = reverse("designation:round-prepare", args=[submitted.round_id])
    yield "designation:round-prepare of those ticked", f"{many}?{urlencode({'chosen': submitted.pk})}"


def _of_designations(world: World) -> Iterator[tuple[str, str]]:
    """Yield the steps that the cases of the world do not show: the active, the ready, the one without assurance."""
    active = world.cases["designation", "active"]
    yield "designation:designation-withdraw of one at work", active.page("withdraw")
    ready = _another(world, "designated")
    yield "designation:designation-activate when ready", ready.page("activate")
    unassured = _another(world, "active", assurance_until=None, assurance_by=None)
    yield "designation:designation-ask_assurance of one without", unassured.page("ask_assurance")
    unreferred = world.cases["renewal", "open"]
    yield "designation:renewal-ask_reference of one without", unreferred.page("ask_reference")
    withdrawn = _another(world, "withdrawn", appeal_by=leading.today())
    yield "designation:designation-appeal in time", withdrawn.page("appeal")
    for step, one in (("activate", ready), ("ask_assurance", unassured), ("open_review", active)):
        chosen = urlencode({"step": step, "chosen": one.pk})
        yield f"designation:leaders-together {step}", f"{reverse('designation:leaders-together')}?{chosen}"


def _another(world: World, state: str, **fields: Any) -> Designation:
    """Return one more designation of Sam's, in a role of its own."""
    number = RoleType.objects.count()
    role = RoleType.objects.create(key=f"page{number}", name=f"Role of a page {number}")
    whose = {"person": world.cast.sam, "home_school": world.cast.oakfield, "role_type": role}
    return factories.DesignationFactory(state=state, **whose, **fields)


def first_readers(cast: Any, wanted: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return who of the cast gets each page, whoever needs least for it; pages nobody gets are left out.

    Of a door that stands in the matrix, it says who: `test_every_door` holds it. The others are tried.
    """
    known, clients = answers(), {who: Client() for who in (NOBODY, *READERS)}
    for who in READERS:
        clients[who].force_login(
            getattr(cast, who), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    found = {}
    for name, address in wanted:
        told = known.get(name)
        for who, client in clients.items():
            if told[who] == "200" if told else client.get(address).status_code == 200:
                found[name, address] = who
                break
    return found


def answers() -> dict[str, dict[str, str]]:
    """Return the matrix: what each door answers each person."""
    (_door, *people), *rows = (line.split() for line in MATRIX.read_text().splitlines())
    return {door: dict(zip(people, said, strict=True)) for door, *said in rows}


def linked(world: World) -> Iterator[tuple[str, str, int]]:
    """Yield a link's page in every state: live, unknown, used, expired."""
    case, now = world.cases["deployment", "proposed"], timezone.now()
    yield "live link", f"/link/{world.token}/", 200
    yield "refusing by link", f"/link/{world.token}/deployment-refuse/", 200
    doors = ["deployments:visit-acknowledge", "deployments:visit-contest"]
    held = links.issue(world.cases["visit", "held"], world.cast.rob, "acknowledge", doors)
    yield "link of a visit", f"/link/{links.token_of(held)}/", 200
    doors = ["deployments:facilitation-acknowledge", "deployments:facilitation-refuse"]
    worked = links.issue(world.cases["facilitation", "recorded"], world.cast.rob, "acknowledge", doors)
    yield "link of work with a group", f"/link/{links.token_of(worked)}/", 200
    yield "unknown link", f"/link/{'0' * 64}/", 410
    for name, fields, status in [
        ("used link", {"used_at": now, "used_door": "deployments:deployment-consent"}, 200),
        ("expired link", {"expires_at": now - timedelta(days=1)}, 410),
        ("replaced link", {"closed_at": now}, 410),
    ]:
        link = links.issue(case, world.cast.rob, name, ["deployments:deployment-consent"])
        Link.objects.filter(pk=link.pk).update(**fields)
        yield name, f"/link/{links.token_of(link)}/", status

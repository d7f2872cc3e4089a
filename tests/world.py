"""One object of every kind, with the cast as its parties: what every door and every page is tried on.

`build(cast)` makes it; `World.of(noun, step)` finds the case on which a step is open, so that each door is tried
where it leads somewhere. Whoever adds a kind of case adds one line to `build`.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from casework import documents, files, letters, links
from casework.lifecycle import Lifecycle
from casework.models import Attachment, Case, Certificate, Document, Letter
from deployments.actions import load_standing_data as load_rates
from deployments.actions import renew_feed
from deployments.letters import CONSENT, CONSENT_DOORS
from deployments.models import CalendarFeed, Fund, Rate, RequestDraft
from designation.actions import load_standing_data as load_roles
from designation.models import (
    Absence,
    Application,
    Designation,
    Evidence,
    PendingDecision,
    RoleType,
    Slot,
)
from directory.models import Delegation, Post
from evaluations.actions import load_standing_data as load_questionnaires
from tests import factories
from tests.cast import Cast
from tests.deployments import changes
from tests.deployments import stage as support
from tests.designation import stage as leading
from tests.designation import years

WRITING = re.compile(r'\s*(INSERT|UPDATE|DELETE|REPLACE)\b[^"]*"(\w+)"', re.IGNORECASE)
KEEPING = ("django_session", "usersessions_", "account_emailaddress")  # sessions, and allauth's own book
HERE = re.compile(
    r'UPDATE "directory_person" SET "(seen_at|last_login)" = \S+ WHERE'
)  # when somebody was here


@dataclass
class World:
    """Everything there is; `cases` by noun and state."""

    cast: Cast
    token: str = ""
    letter: Letter = None  # type: ignore[assignment]
    document: Document = None  # type: ignore[assignment]
    slot: Slot = None  # type: ignore[assignment]
    absence: Absence = None  # type: ignore[assignment]
    attachment: Attachment = None  # type: ignore[assignment]
    certificate: Certificate = None  # type: ignore[assignment]
    post: Post = None  # type: ignore[assignment]
    headship: Post = None  # type: ignore[assignment]
    delegation: Delegation = None  # type: ignore[assignment]
    ending: Designation = None  # type: ignore[assignment]
    evidence: Evidence = None  # type: ignore[assignment]
    feed: CalendarFeed = None  # type: ignore[assignment]
    fund: Fund = None  # type: ignore[assignment]
    rate: Rate = None  # type: ignore[assignment]
    draft: RequestDraft = None  # type: ignore[assignment]
    cases: dict[tuple[str, str], Case] = field(default_factory=dict)

    def add(self, *cases: Case) -> None:
        for case in cases:
            self.cases.setdefault((case.NOUN, case.state), case)

    def of(self, noun: str, step: str = "") -> Case:
        """Return the case of this noun on which the step is open, or the first there is; KeyError without any."""
        mine = [case for (known, _state), case in self.cases.items() if known == noun]
        if not mine:
            raise KeyError(noun)
        declared = Lifecycle.of(mine[0]).steps.get(step)
        fitting = [case for case in mine if declared and case.state in declared.sources]
        return (fitting or mine)[0]


def build(cast: Cast) -> World:
    """Make the world: the standing data, then a case of every kind in every state its steps begin from."""
    load_roles()
    load_rates()
    load_questionnaires()
    world = World(cast)
    _applications(world)
    _panel(world)
    _years(world)
    _support(world)
    _papers(world)
    return world


def _panel(world: World) -> None:
    """Let two members stand red against green, and a decision wait that nobody was told."""
    cast, submitted = world.cast, world.cases["application", Application.State.SUBMITTED]
    assert isinstance(submitted, Application)
    for person, rag in [(cast.dai, "red"), (cast.fay, "green")]:
        criterion = submitted.role_type.criteria.first()
        factories.ScoreFactory(application=submitted, assessor=person, criterion=criterion, rag=rag)
    PendingDecision.objects.create(application=submitted, step="shortlist", by=cast.mina)


def _applications(world: World) -> None:
    cast, states = world.cast, Application.State
    for state in (
        states.SUBMITTED,
        states.DRAFT,
        states.SHORTLISTED,
        states.INVITED,
        states.INTERVIEWED,
        states.RESERVE,
    ):
        round_ = factories.RoundFactory(name=f"Round for {state.value}")
        factories.PanelSeatFactory(round=round_, person=cast.rob, is_alliance_head=True)
        world.add(leading.application(cast, state, round=round_))
    leading.begun(world.cases["application", states.INVITED])  # type: ignore[arg-type]
    world.slot = leading.slot(cast, round=world.cases["application", states.SHORTLISTED].round)
    asked = {"answer_by": leading.today() - timedelta(days=1)}
    late = factories.RoundFactory(name="Round for returned")
    world.add(leading.application(cast, states.RETURNED, round=late, **asked))
    for state in (states.NOT_SHORTLISTED, states.APPEALED):
        world.add(
            leading.application(cast, state, round=factories.RoundFactory(name=f"Round for {state.value}"))
        )
    submitted, drafted = world.of("application"), world.of("application", "submit")
    world.add(
        leading.reference(cast, "requested", application=submitted),
        leading.reference(cast, "given", application=world.of("application", "invite")),
    )
    assert isinstance(drafted, Application)
    drafted.roles_held.first()
    # The new one is signed by nobody, and has changed school: the head is asked for the release.
    unsigned = {"agreement_signed_on": None, "induction_done_on": None, "release_asked_at": timezone.now()}
    for number, (state, fields) in enumerate(
        [("designated", unsigned), ("expired", {}), ("suspended", {}), ("active", {})]
    ):
        role = RoleType.objects.create(key=f"role{number}", name=f"Role {number}")
        world.add(
            factories.DesignationFactory(
                person=cast.sam,
                home_school=cast.oakfield,
                role_type=role,
                state=state,
                half_days_a_term=100,
                **fields,
            )
        )
    world.add(_withdrawn(cast))
    world.absence = factories.AbsenceFactory(designation=world.cases["designation", "active"])
    world.cases["designation", "designated"].induction.create(name="Core training", position=1)  # type: ignore[attr-defined]


def _withdrawn(cast: Cast) -> Designation:
    """Return a designation of Sam's that was withdrawn, with an appeal Rob hears."""
    role = RoleType.objects.create(key="role_withdrawn", name="Role withdrawn")
    fields = {"state": "withdrawn", "appeal_by": leading.today()}
    made = factories.DesignationFactory(person=cast.sam, home_school=cast.oakfield, role_type=role, **fields)
    leading.appeal(made, hearers=[cast.rob], against="withdrawn")
    return made


def _years(world: World) -> None:
    """Add Sam's file, an open review, a renewal to decide and one to write, and a designation that comes to its end."""
    cast = world.cast
    ends = {
        "starts_on": leading.today() - timedelta(days=1360),
        "ends_on": leading.today() + timedelta(days=100),
    }
    held = []
    for name in ("read", "written", "ending"):
        role = RoleType.objects.create(key=f"role_{name}", name=f"Role {name}")
        whose = {"person": cast.sam, "home_school": cast.oakfield, "role_type": role}
        held.append(factories.DesignationFactory(**whose, **ends))
    read, written, world.ending = held
    world.add(years.review(cast, designation=read), years.renewal(cast, "submitted", designation=read))
    world.add(years.renewal(cast, referred=False, designation=written))
    world.evidence = years.evidence(world.ending, "cpd", minutes=90, filed_by=cast.sam)


def _support(world: World) -> None:
    cast = world.cast
    sams = world.cases["designation", Designation.State.ACTIVE]
    world.add(*(support.request(cast, state) for state in ("open", "proposed", "matched")))
    for state in ("proposed", "agreed", "active", "paused", "completed", "evaluated", "refused"):
        world.add(support.deployment(cast, state, designation=sams))
    world.add(
        *(
            support.concern(cast, state, of=world.cases["deployment", "active"])
            for state in ("raised", "resolved")
        )
    )
    planned, active = world.cases["deployment", "agreed"], world.cases["deployment", "active"]
    # Days of their own, whatever day it is today: claims put their visits on the 25 days before.
    before, earlier = support.today() - timedelta(days=27), support.today() - timedelta(days=28)
    world.add(*(changes.variation(cast, state, of=active) for state in ("proposed", "agreed")))
    held = support.visit(cast, "held", of=active, on=earlier)
    disputed = support.visit(cast, "disputed", of=active, on=earlier - timedelta(days=1))
    world.add(support.visit(cast, "planned", of=planned, on=before), held, disputed)
    world.add(*(support.claim(cast, state) for state in ("collecting", "submitted", "approved")))
    claim = world.cases["claim", "collecting"]
    world.add(claim.lines.get().visit)  # type: ignore[attr-defined]
    world.add(*(support.informal(cast, state) for state in ("recorded", "objected")))
    world.add(support.group(cast))
    support.meeting(world.cases["group", "running"])
    world.add(support.claim(cast, "queried", with_line=False, total_pence=1), support.facilitation(cast))
    world.fund = support.fund()
    world.rate = support.rate()
    world.draft = support.draft(cast)
    factories.VisitRecordFactory(visit=held)
    factories.VisitEvaluationFactory(visit=held)
    factories.DeploymentEvaluationFactory(deployment=world.cases["deployment", "evaluated"], by=cast.rob)
    world.feed = renew_feed(cast.sam)


def _papers(world: World) -> None:
    cast = world.cast
    proposed = world.cases["deployment", "proposed"]
    begins = timezone.now() + timedelta(days=7)
    entry = documents.invitation(
        uid="visit",
        sequence=0,
        summary="Visit",
        start=begins,
        end=begins + timedelta(hours=1),
        attendee=cast.sam,
    )
    letters.post("deployments/deployment_not_available", cast.sam, proposed, calendar=entry)
    world.letter = Letter.objects.latest("pk")
    link = links.issue(proposed, cast.hannah, CONSENT, CONSENT_DOORS)
    world.token = links.token_of(link)
    plan = SimpleUploadedFile("plan.txt", b"One lesson structure")
    world.attachment = files.attach(
        world.cases["designation", "active"], plan, by=cast.sam, purpose="evidence"
    )
    world.document = documents.order(world.cases["deployment", "agreed"], "deployments/agreement", "en")
    terms = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate() + timedelta(days=1460)}
    active = world.cases["designation", Designation.State.ACTIVE]
    world.certificate = documents.certify(active, cast.sam, role="Leader", role_cy="Arweinydd", **terms)
    world.post = factories.PostFactory(school=cast.brookside, role="deputy_head", confirmed_at=None)
    world.headship = Post.objects.get(person=cast.hannah)
    world.delegation = factories.DelegationFactory(post=world.headship)


@contextmanager
def listened() -> Iterator[list[str]]:
    """Collect everything the database is asked; Django's own log of it ends after 9,000 for a whole test."""
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


@contextmanager
def watched() -> Iterator[list[str]]:
    """Collect every statement that writes to a table of the portal's own; keeping a session is no such writing."""
    written: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITING.match(sql)
        if found and not found[2].startswith(KEEPING) and not HERE.match(sql):
            written.append(f"{found[1]} {found[2]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written

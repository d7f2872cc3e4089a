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

from django.db import connection
from django.utils import timezone

from casework import documents, letters, links
from casework.lifecycle import Lifecycle
from casework.models import Case, Certificate, Document, Letter
from deployments.actions import load_standing_data as load_rates
from deployments.letters import CONSENT, CONSENT_DOORS
from designation.actions import load_standing_data as load_roles
from designation.models import Application, Designation, RoleType
from directory.models import Delegation, Post
from evaluations.actions import load_standing_data as load_questionnaires
from tests import factories
from tests.cast import Cast
from tests.deployments import stage as support
from tests.designation import stage as leading

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
    certificate: Certificate = None  # type: ignore[assignment]
    post: Post = None  # type: ignore[assignment]
    headship: Post = None  # type: ignore[assignment]
    delegation: Delegation = None  # type: ignore[assignment]
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
    _support(world)
    _papers(world)
    return world


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
    submitted, drafted = world.of("application"), world.of("application", "submit")
    world.add(
        leading.reference(cast, "requested", application=submitted),
        leading.reference(cast, "given", application=world.of("application", "invite")),
    )
    assert isinstance(drafted, Application)
    drafted.roles_held.first()
    unsigned = {"agreement_signed_on": None, "induction_done_on": None}
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


def _support(world: World) -> None:
    cast = world.cast
    sams = world.cases["designation", Designation.State.ACTIVE]
    world.add(*(support.request(cast, state) for state in ("open", "proposed", "matched")))
    for state in ("proposed", "agreed", "active", "completed", "evaluated", "refused"):
        world.add(support.deployment(cast, state, designation=sams))
    planned, active = world.cases["deployment", "agreed"], world.cases["deployment", "active"]
    # Days of their own, whatever day it is today: claims put their visits on the 25 days before.
    before, earlier = support.today() - timedelta(days=27), support.today() - timedelta(days=28)
    held = support.visit(cast, "held", of=active, on=earlier)
    world.add(support.visit(cast, "planned", of=planned, on=before), held)
    world.add(*(support.claim(cast, state) for state in ("collecting", "submitted", "approved")))
    factories.VisitRecordFactory(visit=held)
    factories.VisitEvaluationFactory(visit=held)
    factories.DeploymentEvaluationFactory(deployment=world.cases["deployment", "evaluated"], by=cast.rob)


def _papers(world: World) -> None:
    cast = world.cast
    proposed = world.cases["deployment", "proposed"]
    letters.post("deployments/deployment_not_available", cast.sam, proposed)
    world.letter = Letter.objects.latest("pk")
    link = links.issue(proposed, cast.hannah, CONSENT, CONSENT_DOORS)
    world.token = links.token_of(link)
    world.document = documents.order(world.cases["deployment", "agreed"], "deployments/agreement", "en")
    terms = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate() + timedelta(days=1460)}
    active = world.cases["designation", Designation.State.ACTIVE]
    world.certificate = documents.certify(active, cast.sam, role="Leader", role_cy="Arweinydd", **terms)
    world.post = factories.PostFactory(school=cast.brookside, role="deputy_head", confirmed_at=None)
    world.headship = Post.objects.get(person=cast.hannah)
    world.delegation = factories.DelegationFactory(post=world.headship)


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

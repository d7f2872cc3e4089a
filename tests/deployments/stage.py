"""Sets the stage for the stories of support: Sam leads phonics from Oakfield, Brookside asks for it."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from deployments import tasks
from deployments.models import (
    Claim,
    ClaimLine,
    Concern,
    Consent,
    Deployment,
    Facilitation,
    Fund,
    GroupMeeting,
    GroupMember,
    InformalSupport,
    Objective,
    Rate,
    RequestDraft,
    SchoolGroup,
    SupportRequest,
    TermBudget,
    TermShare,
    Visit,
)
from designation.models import Area, AreaGroup, Designation, RoleType
from directory.calendar import is_working_day
from directory.queries.terms import term_of
from tests import factories

numbers = count(1)
# What carries on after the work: told on completing it.
EXIT: dict[str, Any] = {
    "carries_on": "One lesson structure in every class.",
    "who": "Ann Reed",
    "kept_up": "The team looks at it every fortnight.",
    "next_check_on": timezone.localdate() + timedelta(days=60),
}


def today() -> date:
    return timezone.localdate()


def school_day(after: int = 0) -> date:
    """Return the first working day at least `after` days from today (before today when negative)."""
    step = timedelta(days=-1 if after < 0 else 1)
    day = today() + timedelta(days=after)
    while not is_working_day(day):
        day += step
    return day


def phonics() -> Area:
    group, _ = AreaGroup.objects.get_or_create(name="Teaching", defaults={"position": 1})
    return Area.objects.get_or_create(name="Phonics for the test", defaults={"group": group})[0]


def leader(person, school, *, area: Area | None = None, **fields) -> Designation:
    """Return an active designation with thirty days a term."""
    role = RoleType.objects.get_or_create(key="test_leader", defaults={"name": "Specialist leader"})[0]
    start = today() - timedelta(days=200)
    values = {
        "state": Designation.State.ACTIVE,
        "role_type": role,
        "starts_on": start,
        "ends_on": start + timedelta(days=1460),
        "phases": ["primary"],
        "languages": ["en"],
        "half_days_a_term": 60,
        "travel_miles": 30,
        "agreement_signed_on": start,
        "induction_done_on": start,
        "assurance_until": today() + timedelta(days=400),
        "assurance_by": person,
    } | fields
    designation = Designation.objects.create(person=person, home_school=school, **values)
    designation.areas.add(area or phonics())
    return designation


def sam_leads(cast, **fields) -> Designation:
    """Return Sam's designation, made once."""
    known = Designation.objects.filter(person=cast.sam).first()
    return known or leader(cast.sam, cast.oakfield, **fields)


def request(cast, state: str = "open", **fields) -> SupportRequest:
    """Return a request of Brookside, made by Rob."""
    values = {
        "school": cast.brookside,
        "made_by": cast.rob,
        "contact": cast.rob,
        "contact_named": fields.get("contact", cast.rob) != cast.rob,
        "state": state,
        "phase": "primary",
        "kind": "coaching",
        "need": "Phonics results fell.",
        "outcomes": "One lesson structure in every class.",
        "supported_name": "Ann Reed",
        "supported_agreed": True,
        "half_days": 4,
        "starts_on": today(),
        "ends_on": today() + timedelta(days=60),
        "unmet_why": "expertise" if state == "unmet" else "",
    } | fields
    made = SupportRequest.objects.create(**values)
    made.areas.add(phonics())
    return made


def draft(cast) -> RequestDraft:
    """Return what Rob has typed of a request: every part complete, and nothing sent."""
    first, last = today() + timedelta(days=1), today() + timedelta(days=60)
    answers = {
        "source": "school", "areas": str(phonics().pk), "phase": "primary", "kind": "coaching", "may_share": "yes",
        "need": "Reading fell.", "outcomes": "All read daily.", "supported_name": "Ann Reed", "supported_agreed": "yes",
        "urgency": "planned", "half_days": "2", "delivery": "on_site", "language": "english", "funding": "school",
        "approval": "head", "avoided_note": "Not Mr Grey",
    }  # fmt: skip
    for name, on in (("starts_on", first), ("ends_on", last)):
        answers |= {f"{name}_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}
    parts = dict.fromkeys(RequestDraft.Part.values, RequestDraft.COMPLETED)
    typed = {name: [value] for name, value in answers.items()}
    return RequestDraft.objects.create(person=cast.rob, answers=typed, parts=parts)


REQUEST_OF = {
    "proposed": "proposed",
    "agreed": "matched",
    "active": "matched",
    "paused": "matched",
    "completed": "matched",
    "evaluated": "matched",
    "closed": "closed",
}


def deployment(cast, state: str = "proposed", *, answered: tuple[str, ...] = (), **fields) -> Deployment:
    """Return Sam's deployment to Brookside in a state, with what that state requires.

    `answered` names parties that have agreed already; from agreed on all have.
    """
    designation = fields.pop("designation", None) or sam_leads(cast)
    term_starts_on = term_of(designation.home_school, today()).starts_on
    came_about = state in (*Deployment.CAME_ABOUT, "withdrawn", "stopped")
    values = {
        "designation": designation,
        "request": request(cast, REQUEST_OF.get(state, "open")),
        "home_school": designation.home_school,
        "school": cast.brookside,
        "half_days": 4,
        "starts_on": today() - timedelta(days=30),
        "ends_on": today() + timedelta(days=60),
        "proposed_by": cast.mina,
        "rate_pence": 300_00,
        "state": state,
    }
    of_school = fields.pop("school_budget", None)
    if came_about:
        values |= {"agreed_at": timezone.now(), "overall_rating": 4}
    if state == "paused":
        values["look_again_on"] = school_day(10)
    if state in ("withdrawn", "stopped"):
        values["ended_for"] = "other"
    made = Deployment.objects.create(**values | fields)
    budget, _ = TermBudget.objects.get_or_create(
        designation=designation,
        term_starts_on=term_starts_on,
        defaults={"half_days": designation.half_days_a_term},
    )
    if state in Deployment.LIVE:
        TermBudget.objects.filter(pk=budget.pk).update(taken=budget.taken + made.half_days)
        share = {"term_starts_on": term_starts_on, "half_days": made.half_days}
        TermShare.objects.create(deployment=made, school_budget=of_school, **share)
    Objective.objects.create(
        deployment=made, position=1, text="One lesson structure", success_criterion="Seen in every class"
    )
    _consents(cast, made, came_about, answered)
    return made


def term_of_work(of: Deployment) -> date:
    """Return the term the half days of a deployment laid out here count in."""
    return of.shares.get().term_starts_on


def taken(**whose) -> int:
    """Return the half days taken of budgets in all terms together; of the leaders' where nothing else is said."""
    found = TermBudget.objects.filter(**whose or {"school": None})
    return found.aggregate(taken=Sum("taken", default=0))["taken"]


def school_budget(cast, **fields) -> TermBudget:
    """Return what Oakfield gives this term, four of twenty half days taken."""
    term_starts_on = term_of(cast.oakfield, today()).starts_on
    values = {"school": cast.oakfield, "term_starts_on": term_starts_on, "half_days": 20, "taken": 4}
    return TermBudget.objects.create(**values | fields)


def _consents(cast, made: Deployment, came_about: bool, answered: tuple[str, ...]) -> None:
    for position, (party, person, asked_as) in enumerate(
        [
            ("leader", made.leader, "leader"),
            ("line_manager", cast.hannah, "head"),
            ("receiving_head", cast.rob, "head"),
            ("alliance", cast.mina, "manager"),
        ],
        start=1,
    ):
        consent = Consent(deployment=made, party=party, position=position, asked_of=person, asked_as=asked_as)
        consent.asked_at, consent.due_on = timezone.now(), today() + timedelta(days=7)
        consent.rate_pence, consent.school_pays = made.rate_pence, made.school_pays
        if came_about or party == "alliance" or party in answered:
            consent.decision, consent.by, consent.at = "given", person, timezone.now()
            consent.channel = "portal"
        consent.save()


def visit(cast, state: str = "planned", *, on: date | None = None, **fields) -> Visit:
    """Return a visit of Sam to Brookside in a state."""
    of = fields.pop("of", None) or deployment(cast, "agreed" if state == "planned" else "active")
    values = {
        "deployment": of,
        "leader": of.leader,
        "on": on or school_day(-1),
        "term_starts_on": term_of(of.home_school, today()).starts_on,
        "morning": True,
        "afternoon": False,
        "half_days": 1,
        "planned_by": of.leader,
        "state": state,
    }
    if state == "acknowledged":
        values["acknowledged_by"] = cast.rob
    if state == "disputed":
        values |= {"disputed_by": cast.rob, "disputed_because": "Sam did not come."}
    if state == "not_held":
        values["missed_because"] = "Snow"
    return Visit.objects.create(**values | fields)


def a_morning(of: Deployment, on: date) -> Visit:
    """Return the morning of a day as a visit nobody has planned yet."""
    return Visit(deployment=of, leader=of.leader, on=on, morning=True, afternoon=False, half_days=1)


def business_manager(cast):
    """Return Oakfield's business manager."""
    person = factories.PersonFactory(email=f"bea{next(numbers)}@oakfield.example", first_name="Bea")
    factories.PostFactory(person=person, school=cast.oakfield, role="business_manager")
    return person


def claim(cast, state: str = "collecting", *, with_line: bool = True, **fields) -> Claim:
    """Return Oakfield's claim for this term, with one acknowledged half day on it."""
    term_starts_on = term_of(cast.oakfield, today()).starts_on
    values = {"school": cast.oakfield, "term_starts_on": term_starts_on, "state": state}
    if with_line:
        values["total_pence"] = 150_00
    if state != "collecting":
        values["submitted_by"] = cast.hannah
    if state in ("approved", "paid"):
        values["approved_by"] = cast.fay
    if state in ("paid", "repaid"):
        values["paid_on"] = today()
    if state == "repaid":
        values["total_pence"] = -60_00
    made = Claim.objects.create(**values | fields)
    if with_line:
        # Each on a day of its own: a leader has one visit a morning.
        on = today() - timedelta(days=100 + next(numbers))
        held = visit(cast, "acknowledged", on=on)
        line(made, held)
    return made


def line(claim: Claim, held: Visit, **fields) -> ClaimLine:
    """Return a line for a half day at £300 a day."""
    values = {"half_days": 1, "rate_pence": 300_00, "amount_pence": 150_00, "fund": held.deployment.fund}
    about = {"visit": held, "deployment": held.deployment, "on": held.on}
    return ClaimLine.objects.create(claim=claim, **about | values | fields)


def facilitation(cast, state: str = "recorded", **fields) -> Facilitation:
    """Return two and a half hours of Sam's with a group Brookside leads, each on a day of its own."""
    values = {
        "designation": sam_leads(cast),
        "home_school": cast.oakfield,
        "school": cast.brookside,
        "group": "Valley writing group",
        "on": today() - timedelta(days=1 + Facilitation.objects.count()),
        "minutes": 150,
        "rate_pence": 300_00,
        "amount_pence": 150_00,
        "made_by": cast.sam,
        "state": state,
        "acknowledged_by": cast.rob if state == "acknowledged" else None,
    }
    return Facilitation.objects.create(**values | fields)


def fund(**fields) -> Fund:
    """Return a fund of £3,000 for work that begins this year."""
    values = {
        "name": f"Fund {next(numbers)}",
        "payer": "Northdale Council",
        "starts_on": today() - timedelta(days=180),
        "ends_on": today() + timedelta(days=180),
        "amount_pence": 3_000_00,
    }
    return Fund.objects.create(**values | fields)


def rate(after: int = 30, **fields) -> Rate:
    """Return what a leader's day is paid from so many days after today: £320."""
    values = {"key": "leader", "from_on": today() + timedelta(days=after), "pence_a_day": 320_00}
    return Rate.objects.create(**values | {"source": "The executive"} | fields)


def concern(cast, state: str = "raised", **fields) -> Concern:
    """Return a concern of Rob's about Sam's work in a state, with what that state requires."""
    of = fields.pop("of", None) or deployment(cast, "active")
    values = {"deployment": of, "raised_by": cast.rob, "text": "Two visits began late.", "state": state}
    if state == "escalated":
        values |= {"escalated_to": cast.dai, "escalated_for": "Please ask.", "answer_by": school_day(5)}
    if state == "resolved":
        values |= {"outcome": "We talked.", "resolved_by": cast.mina}
    return Concern.objects.create(**values | fields)


def informal(cast, state: str = "recorded", **fields) -> InformalSupport:
    """Return what Hannah recorded: Oakfield helped Brookside."""
    values = {
        "home_school": cast.oakfield,
        "school": cast.brookside,
        "who": "Sam Okoro",
        "focus": "How to lead a phonics meeting",
        "half_days": 2,
        "starts_on": today() - timedelta(days=20),
        "ends_on": today() - timedelta(days=10),
        "recorded_by": cast.hannah,
        "state": state,
    }
    return InformalSupport.objects.create(**values | fields)


def group(cast, state: str = "running", **fields) -> SchoolGroup:
    """Return a group Hannah made: Oakfield leads it, Brookside is in it."""
    values = {
        "name": "Phonics leads",
        "focus": "Reading in year 1",
        "lead_school": cast.oakfield,
        "made_by": cast.hannah,
        "came_of": "One shared plan" if state == "ended" else "",
        "state": state,
    }
    made = SchoolGroup.objects.create(**values | fields)
    GroupMember.objects.create(group=made, school=cast.brookside, joined_on=today())
    return made


def meeting(of: SchoolGroup, after: int = 10, **fields) -> GroupMeeting:
    """Return a meeting of a group so many days from today."""
    values = {"on": today() + timedelta(days=after), "place": "Oakfield", "about": "Joint lessons"}
    return GroupMeeting.objects.create(group=of, **values | fields)


def leaves(state: str, *, days_ago: int = 0) -> None:
    """Let every designation have ended so many days ago, given up or withdrawn (in days to come when negative)."""
    on, at = today() - timedelta(days=days_ago), timezone.now() - timedelta(days=max(days_ago, 0))
    Designation.objects.update(state=state, state_at=at, ended_for="terms", ended_on=on)


def sweep() -> list[int]:
    """Do what runs by itself when a leader has left; return how many visits and deployments it called off."""
    return [tasks.call_off_visits(), tasks.drop_proposals()]


def fresh(case):
    """Return the case as it stands in the database."""
    return type(case).objects.get(pk=case.pk)

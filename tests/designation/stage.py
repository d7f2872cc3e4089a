"""Sets the stage for the stories of designation: Sam applies from Oakfield, Rob and Mina sit on the panel."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from designation.lifecycle import APPLICATION, DESIGNATION, REFERENCE
from designation.models import (
    Appeal,
    Application,
    ChosenArea,
    Designation,
    Extension,
    Interview,
    PanelSeat,
    Reference,
    Round,
    Slot,
    Statement,
)
from directory.models import Person
from tests import factories

WORDS = "We met every week and looked at the children’s work together."
SECRET = "SECRET-WORDS-OF-THE-REFERENCE"
GROUNDS = "Nobody looked at the figures for 2025."
A, R, D = Application.State, Reference.State, Designation.State
TURNED_DOWN = (A.NOT_SHORTLISTED, A.UNSUCCESSFUL)
APPEALED = (A.APPEALED, A.UPHELD, A.DISMISSED)


def today() -> date:
    return timezone.localdate()


def round_(**fields) -> Round:
    """Return the open round of these stories."""
    found = Round.objects.filter(name="Spring round").first()
    return found or factories.RoundFactory(
        interviews_from=today() + timedelta(days=30), interviews_to=today() + timedelta(days=35), **fields
    )


def seat(person, *, is_alliance_head: bool = False, **fields) -> PanelSeat:
    """Return a seat on the panel whose holder has declared their conflicts, also for what comes in today."""
    fields = {"declared_at": timezone.now() + timedelta(days=1)} | fields
    return PanelSeat.objects.get_or_create(
        round=round_(), person=person, defaults={"is_alliance_head": is_alliance_head} | fields
    )[0]


def panel(cast) -> list[Person]:
    """Return who interviews Sam: Rob, who heads an alliance school, and Dai; both sit on the round's panel."""
    seat(cast.rob, is_alliance_head=True)
    seat(cast.dai)
    return [cast.rob, cast.dai]


def at(clock: str = "14:30", days: int = 31) -> datetime:
    """Return a time by London's clocks on a day of the round's interviews."""
    day = today() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def slot(cast, clock: str = "14:30", days: int = 31, **fields) -> Slot:
    """Return an interview time with Rob and Dai that nobody has taken."""
    members = fields.pop("panel", None) or panel(cast)
    fields = {"round": round_(), "place": "Oakfield, the library", "minutes": 45} | fields
    made = Slot.objects.create(at=at(clock, days), **fields)
    made.panel.set(members)
    return made


def interview(case: Application, taken: Slot) -> Interview:
    """Return the interview of an invited application at this slot, instead of the one it had."""
    Interview.objects.filter(application=case).delete()
    Slot.objects.filter(pk=taken.pk).update(taken_by=case)
    fields = {"minutes": taken.minutes, "place": taken.place, "online_link": taken.online_link}
    made = Interview.objects.create(application=case, at=taken.at, **fields)
    made.panel.set(taken.panel.all())
    return Interview.objects.get(pk=made.pk)


def begun(case: Application, ago: timedelta = timedelta(hours=1)) -> Application:
    """Let the interview of an application have begun so long ago."""
    Interview.objects.filter(application=case).update(at=timezone.now() - ago)
    return case


def invited(cast, **fields) -> Application:
    """Return Sam's application, invited to choose a time, none chosen yet."""
    case = application(cast, A.INVITED, **fields)
    Interview.objects.filter(application=case).delete()
    return Application.objects.get(pk=case.pk)


def fill(application: Application) -> Application:
    """Add the rows a complete application has: a role since 2020, maths and science, five statements."""
    factories.RoleHeldFactory(application=application)
    for name, is_main in [("Maths", True), ("Science", False)]:
        ChosenArea.objects.create(
            application=application, area=factories.AreaFactory(name=name), is_main=is_main
        )
    for question in Statement.QUESTIONS:
        Statement.objects.create(application=application, question=question, text=f"{question}: {WORDS}")
    return application


def draft(cast, **fields) -> Application:
    """Return Sam's complete draft, ready to be sent in."""
    return application(cast, "draft", **fields)


def application(cast, state: str | None = None, **fields) -> Application:
    """Return Sam's application in a state, with what that state asks for."""
    state = state or A.SUBMITTED
    fields = {"applicant": cast.sam, "school": cast.oakfield, "round": round_()} | fields
    fields |= {"submitted_at": None} if state == A.DRAFT else {}
    if state in (*TURNED_DOWN, *APPEALED):
        fields = {"feedback": "Tell us more.", "decided_by": cast.mina, "appeal_by": today()} | fields
    existing = Application.objects.filter(applicant=fields["applicant"], round=fields["round"])
    existing.exclude(state=A.WITHDRAWN).delete()
    made = fill(factories.ApplicationFactory(state=state, **fields))
    APPLICATION.begin(made, by=made.applicant)
    if state in (A.INVITED, A.INTERVIEWED):
        factories.InterviewFactory(application=made)
    if state in APPEALED:
        appeal(made, hearers=[cast.rob], is_upheld={A.UPHELD: True, A.DISMISSED: False}.get(state))
    return made


def appeal(case, *, hearers=(), is_upheld: bool | None = None, against: str = "", **fields) -> Appeal:
    """Return the appeal about an application or a designation, heard by these people."""
    fields = {"grounds": GROUNDS, "against": against or A.NOT_SHORTLISTED} | fields
    if is_upheld is not None:
        fields |= {"is_upheld": is_upheld, "reasons": "We read it again.", "decided_by": hearers[0]}
        fields |= {"decided_at": timezone.now()}
    made = Appeal.objects.create(**{case.NOUN: case}, **fields)
    made.hearers.set(hearers)
    return made


def withdrawn(cast, *, hearers=(), **fields) -> Designation:
    """Return Sam's designation that Mina withdrew, with an appeal where somebody hears it."""
    fields = {"appeal_by": today(), "ended_words": "You told nobody for a term."} | fields
    made = designation(cast, "active", **fields)
    ended = {"ended_for": "commitment", "ended_on": today()}
    DESIGNATION.advance(made, "withdraw", by=cast.mina, **ended)
    if hearers:
        appeal(made, hearers=hearers, against=D.WITHDRAWN)
    return Designation.objects.get(pk=made.pk)


def reference(cast, state: str | None = None, **fields) -> Reference:
    """Return the reference Hannah is asked for, in a state, with what that state asks for."""
    state = state or R.REQUESTED
    case = fields.pop("application", None) or Application.objects.filter(applicant=cast.sam).first()
    case = case or application(cast)
    Reference.objects.filter(application=case, kind=fields.get("kind", "headteacher")).delete()
    if state == R.GIVEN:
        fields = answers() | {"signed_on": today()} | fields
    made = factories.ReferenceFactory(
        **{"application": case, "referee": cast.hannah, "state": state} | fields
    )
    REFERENCE.begin(made, by=cast.sam)
    return made


def about(school, role: str = "middle_leader") -> dict:
    """Return what Sam types into the first part of an application."""
    return {
        "first_name": "Samuel",
        "last_name": "Okoro",
        "phone": "01632 960001",
        "language": "en-gb",
        "school": school.pk,
        "post_role": role,
        "post_title": "Head of maths",
        "appointed_on_day": "1",
        "appointed_on_month": "9",
        "appointed_on_year": "2020",
        "fte_percent": "100",
    }


def extend(person, *, days: float = 7, **fields) -> Extension:
    """Give somebody so many days more than everybody in the round of these stories."""
    until = round_().closes_at + timedelta(days=days)
    return Extension.objects.create(
        round=round_(), person=person, until=until, reason="Illness", granted_by=person, **fields
    )


def answers() -> dict:
    """Return what a head answers, as stored."""
    return {
        "is_shareable": False,
        "confirms_post": True,
        "confirms_experience": True,
        "release_half_days": 8,
        "pays_training": True,
        "strength": "strong",
        "statement": f"{SECRET}. Sam leads with tact.",
        "signed_name": "Hannah Price",
    }


def typed() -> dict:
    """Return what a head types into the form."""
    return {
        "sharing": "confidential",
        "confirms_post": "yes",
        "confirms_experience": "yes",
        "release_half_days": "4",
        "pays_training": "yes",
        "strength": "strong",
        "statement": f"{SECRET}. Sam leads with tact.",
        "signed_name": "Hannah Price",
    }


def designation(cast, state: str | None = None, **fields) -> Designation:
    """Return Sam's designation in a state, with what that state asks for."""
    state = state or D.DESIGNATED
    Designation.objects.filter(person=cast.sam).delete()
    if state == D.DESIGNATED:
        fields = {
            "agreement_signed_on": None,
            "induction_done_on": None,
            "assurance_until": None,
            "assurance_by": None,
        } | fields
    made = factories.DesignationFactory(person=cast.sam, home_school=cast.oakfield, state=state, **fields)
    DESIGNATION.begin(made, by=cast.mina)
    return made

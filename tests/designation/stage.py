"""Sets the stage for the stories of designation: Sam applies from Oakfield, Rob and Mina sit on the panel."""

from datetime import date, timedelta

from django.utils import timezone

from designation.lifecycle import APPLICATION, DESIGNATION, REFERENCE
from designation.models import Application, ChosenArea, Designation, PanelSeat, Reference, Round, Statement
from tests import factories

WORDS = "We met every week and looked at the children’s work together."
SECRET = "SECRET-WORDS-OF-THE-REFERENCE"
A, R, D = Application.State, Reference.State, Designation.State


def today() -> date:
    return timezone.localdate()


def round_(**fields) -> Round:
    """Return the open round of these stories."""
    found = Round.objects.filter(name="Spring round").first()
    return found or factories.RoundFactory(
        interviews_from=today() + timedelta(days=30), interviews_to=today() + timedelta(days=35), **fields
    )


def seat(person, *, is_alliance_head: bool = False) -> PanelSeat:
    return PanelSeat.objects.get_or_create(
        round=round_(), person=person, defaults={"is_alliance_head": is_alliance_head}
    )[0]


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
    fields |= {"feedback": "Tell us more."} if state in (A.NOT_SHORTLISTED, A.UNSUCCESSFUL) else {}
    existing = Application.objects.filter(applicant=fields["applicant"], round=fields["round"])
    existing.exclude(state=A.WITHDRAWN).delete()
    made = fill(factories.ApplicationFactory(state=state, **fields))
    APPLICATION.begin(made, by=made.applicant)
    if state in (A.INVITED, A.INTERVIEWED):
        factories.InterviewFactory(application=made)
    return made


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

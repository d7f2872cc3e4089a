"""A deployment of Sam's at Rob's school in any state, its visits, and what people type about them."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from deployments.lifecycle import DEPLOYMENT, VISIT
from deployments.models import Consent, Deployment, Objective, SupportRequest, Visit
from designation.models import Designation, RoleType
from directory.calendar import LONDON, add_working_days
from directory.models import Person
from evaluations.models import Question, Questionnaire
from tests import factories
from tests.cast import Cast

# Sentences that must not be found where they do not belong.
OPEN_MARK = "OPEN-MARK: we planned the phonics lessons together"
SECRET_MARK = "SECRET-MARK: the head is hard to reach"
D, V = Deployment.State, Visit.State


def working_day(back: int) -> date:
    """Return the working day that many working days ago."""
    return add_working_days(timezone.localdate(), -back) if back else timezone.localdate()


def contact_of(cast: Cast) -> Person:
    """Return Carys, who is the school's contact and holds no post."""
    return Person.objects.filter(email="carys@brookside.example").first() or factories.PersonFactory(
        email="carys@brookside.example", first_name="Carys", last_name="Hughes"
    )


def deployment(cast: Cast, state: str = D.AGREED, *, done: datetime | None = None) -> Deployment:
    """Return a deployment of Sam's at Brookside with two objectives, in this state since `done`."""
    today = timezone.localdate()
    role, _made = RoleType.objects.get_or_create(key="stage", defaults={"name": "System leader"})
    designation = Designation.objects.filter(person=cast.sam).first() or Designation.objects.create(
        person=cast.sam,
        role_type=role,
        home_school=cast.oakfield,
        state="active",
        starts_on=today - timedelta(days=300),
        ends_on=today + timedelta(days=900),
        agreement_signed_on=today,
        induction_done_on=today,
        half_days_a_term=20,
    )
    request = SupportRequest.objects.create(
        state="matched",
        school=cast.brookside,
        made_by=cast.rob,
        contact=contact_of(cast),
        contact_named=True,
        phase="primary",
        kind="coaching",
        need="Phonics",
        outcomes="Better phonics",
        supported_name="Bethan Lloyd",
        supported_agreed=True,
        half_days=6,
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=60),
    )
    came_about = {"agreed_at": timezone.now()}
    ended_early = came_about | {"ended_for": "other"}
    made = Deployment.objects.create(
        state=state,
        state_at=done or timezone.now(),
        designation=designation,
        request=request,
        home_school=cast.oakfield,
        school=cast.brookside,
        half_days=6,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
        proposed_by=cast.mina,
        rate_pence=300_00,
        overall_rating=3 if state in (D.EVALUATED, D.CLOSED) else None,
        look_again_on=today + timedelta(days=14) if state == D.PAUSED else None,
        **(came_about if state in Deployment.CAME_ABOUT else {}),
        **(ended_early if state in (D.WITHDRAWN, D.STOPPED) else {}),
    )
    for position, text in enumerate(["Phonics is taught daily", "Leaders check progress"], start=1):
        Objective.objects.create(
            deployment=made, position=position, text=text, success_criterion=f"We see it ({position})"
        )
    consents = [
        ("leader", cast.sam, "leader"),
        ("line_manager", cast.hannah, "head"),
        ("receiving_head", cast.rob, "head"),
        ("alliance", cast.mina, "manager"),
    ]
    for position, (party, person, asked_as) in enumerate(consents, start=1):
        now = timezone.now()
        Consent.objects.create(
            deployment=made,
            party=party,
            position=position,
            asked_of=person,
            asked_as=asked_as,
            asked_at=now,
            due_on=today,
            rate_pence=made.rate_pence,
            school_pays=made.school_pays,
            decision="given",
            by=person,
            at=now,
        )
    DEPLOYMENT.begin(made, by=cast.mina)
    return made


def visit(cast: Cast, state: str = V.PLANNED, *, of: Deployment | None = None, back: int = 2) -> Visit:
    """Return a morning's visit of Sam's to Brookside that many working days ago."""
    work = of or deployment(cast, D.AGREED if state == V.PLANNED else D.ACTIVE)
    made = Visit.objects.create(
        deployment=work,
        leader=cast.sam,
        on=working_day(back),
        term_starts_on=working_day(back),
        morning=True,
        afternoon=False,
        half_days=1,
        planned_by=cast.sam,
        state=state,
        acknowledged_by=cast.rob if state == V.ACKNOWLEDGED else None,
        missed_because="Snow" if state == V.NOT_HELD else "",
        disputed_by=cast.rob if state == V.DISPUTED else None,
        disputed_because="Sam did not come." if state == V.DISPUTED else "",
    )
    VISIT.begin(made, by=cast.sam)
    return made


def typed_visit(case: Visit, **changes: str | list[str]) -> dict[str, str | list[str]]:
    """Return what Sam types about a visit; `changes` replaces answers."""
    aims = list(case.deployment.objectives.all())
    typed: dict[str, str | list[str]] = {
        "focus": [str(aims[0].pk)],
        "activities": ["coaching", "planning"],
        "people_met": "The phonics lead",
        "discussed": OPEN_MARK,
        "strengths": "A keen team",
        "action_1_text": "Share the lesson plan",
        "action_1_who": "The phonics lead",
        "concern": "no",
        "rating": "2",
        "engagement": SECRET_MARK,
        "progress": "Slow so far",
        "change": "no",
        f"objective_{aims[0].pk}": "amber",
        f"note_{aims[0].pk}": "Three classes of six",
        f"objective_{aims[1].pk}": "none",
    }
    return typed | changes


def typed_evaluation(case: Deployment, **changes: str) -> dict[str, str]:
    """Return what Rob types at the end; `changes` replaces answers."""
    typed = {"q_overall": "3", "q_would_use_again": "yes", "q_may_quote": "anonymous"}
    typed |= {"q_sustainability": "We keep the weekly meeting", "q_testimonial": "It changed how we teach"}
    for objective in case.objectives.all():
        typed |= {f"outcome_{objective.pk}": "partly", f"evidence_{objective.pk}": "Results went up"}
    for question in Question.objects.filter(questionnaire=current(), kind="scale5"):
        typed[f"q_{question.key}"] = "4"
    return typed | changes


def current() -> Questionnaire:
    """Return the questionnaire that is asked at the end of a deployment."""
    found = Questionnaire.objects.current("deployment")
    assert found is not None
    return found


def london(day: date, hour: int = 12) -> datetime:
    """Return an hour of a day in London."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)

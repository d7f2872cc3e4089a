"""The chapters the stories share: each is what one person does at their browser, and what they then see."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from deployments.models import Claim, Deployment, SupportRequest, Visit
from designation.models import Application, Area, Designation, Interview, Round, Statement
from directory.models import Person
from evaluations.models import Question
from tests.journeys.steps import (
    Desk,
    choose_language,
    code_for,
    fill,
    follow,
    label_of,
    open_letter,
    pick_everywhere,
    press,
    sees,
    settle,
    take_step,
    today,
    type_everywhere,
    visit,
)

WORDS = "We met every week, looked at the children’s work together, and results rose."


def sign_in_by_code(desk: Desk, person: Person) -> None:
    """Give the address, read the code in the letter, type it."""
    fill(desk, email=person.email)
    press(desk, "Send me a code")
    fill(desk, code=code_for(person))
    press(desk, "Continue")


# Becoming a leader.


def apply(desk: Desk, round_: Round, person: Person) -> Application:
    """From the round's public page through every part of the application to its reference number."""
    visit(desk, round_.get_absolute_url())
    choose_language(desk)
    follow(desk, "Apply")
    sign_in_by_code(desk, person)
    role = round_.role_types.get()
    fill(desk, role_type=str(role.pk))
    press(desk, "Continue")
    case = Application.objects.get(applicant=person)
    for section in Application.Section.values:
        fill_in_part(desk, case, section)
    visit(desk, case.page("tasks"))
    follow(desk, "Check your answers and submit")
    sees(desk, WORDS)
    press(desk, label_of(case, "submit"))
    case.refresh_from_db()
    assert case.state == Application.State.SUBMITTED
    sees(desk, case.reference)
    return case


def fill_in_part(desk: Desk, case: Application, section: str) -> None:
    """Open one part from the task list, answer it and go on."""
    visit(desk, case.page("tasks"))
    follow(desk, f"{Application.Section(section).label}")
    if section == Application.Section.ROLES:
        follow(desk, "Add a role")
        fill(desk, title="Head of mathematics", school_name="Oakfield", starts_on=today() - timedelta(1500))
        press(desk, "Add this role")
    fill(desk, **answers_of(section, desk.language))
    press(desk, "Save and continue")
    case.refresh_from_db()
    assert case.sections[section] == Application.COMPLETED, section


def answers_of(section: str, language: str) -> dict[str, Any]:
    """Return what Sam answers in one part of the application."""
    if section in Statement.QUESTIONS:
        return {"text": WORDS}
    maths = str(Area.objects.get(name="Maths").pk)
    answers: dict[str, dict[str, Any]] = {
        "about": {
            "phone": "01632 960001",
            "school_words": "Oakfield Primary School",
            "language": language,
            "post_role": "middle_leader",
            "post_title": "Head of mathematics",
            "appointed_on": today() - timedelta(1500),
            "fte_percent": "100",
        },
        "areas": {"areas": [maths], "main": maths, "phases": ["primary"]},
        "capacity": {
            "half_days_a_term": "5",
            "days_of_week": ["0", "1", "2", "3", "4"],
            "travel_miles": "25",
            "online_ok": "yes",
            "languages": ["en"],
        },
        "declarations": dict.fromkeys(Application.Declaration.values, True),
    }
    return answers.get(section, {})


def give_reference(desk: Desk, head: Person) -> None:
    """The head presses the link in the letter, answers and signs; no account is needed."""
    open_letter(desk, head, "designation/reference_requested")
    follow(desk, "Give a reference")
    fill(
        desk,
        sharing="confidential",
        confirms_post="yes",
        confirms_experience="yes",
        release_half_days="4",
        pays_training="yes",
        strength="strong",
        statement="Sam leads with tact and knows mathematics teaching inside out.",
        signed_name=str(head),
    )
    press(desk, "Sign and send the reference")


def score(desk: Desk, case: Application) -> None:
    """A panel member finds the application on the panel's page and scores it green throughout."""
    visit(desk, f"/designation/rounds/{case.round_id}/panel/")
    desk.page.locator(f"a[href$='{case.page('score')}']").click()
    settle(desk)
    pick_everywhere(desk, "rag_", "green")
    press(desk, "Send in my scores")


def decide(desk: Desk, case: Application, panel: list[Person]) -> Designation:
    """The manager shortlists, invites, records the interview and designates."""
    take_step(desk, case, "shortlist", "Shortlist")
    at = today() + timedelta(days=7)
    invitation = {
        "how": "own",
        "on": at,
        "time": "2pm",
        "place": "Oakfield",
        "panel": [str(one.pk) for one in panel],
    }
    take_step(desk, case, "invite", "Invite to interview", **invitation)
    hold_interview(case)
    take_step(desk, case, "interview", "Record the interview", note="A clear and modest account.")
    take_step(desk, case, "designate", "Designate")
    case.refresh_from_db()
    assert case.state == Application.State.SUCCESSFUL
    return Designation.objects.get(application=case)


def hold_interview(case: Application) -> None:
    """Let the day of the interview come: what was agreed for later began an hour ago."""
    Interview.objects.filter(application=case).update(at=timezone.now() - timedelta(hours=1))


# Being asked for.


def ask_for_support(desk: Desk) -> SupportRequest:
    """A head asks for two days of maths for their school."""
    visit(desk, "/deployments/requests/")
    follow(desk, "Ask for support")
    topics: list[dict[str, Any]] = [
        {"source": "school"},
        {
            "areas": [str(Area.objects.get(name="Maths").pk)],
            "phase": "primary",
            "kind": "coaching",
            "need": "Results in mathematics fell in two year groups.",
            "outcomes": "One lesson structure in every class by the end of term.",
            "may_share": "yes",
        },
        {},
        {"supported_name": "Ann Reed", "supported_agreed": "yes"},
        {
            "half_days": "2",
            "starts_on": today(),
            "ends_on": today() + timedelta(days=30),
            "delivery": "on_site",
            "language": "english",
        },
        {"funding": "school", "approval": "head"},
        {},
    ]
    for answers in topics:
        fill(desk, **answers)
        press(desk, "Save and continue")
    press(desk, "Send this request")
    return SupportRequest.objects.get()


def propose(desk: Desk, request: SupportRequest, leader: Person) -> Deployment:
    """The manager opens the explained shortlist and proposes one of those on it."""
    visit(desk, request)
    follow(desk, label_of(request, "propose"))
    sees(desk, str(leader))
    follow(desk, "Propose %(name)s", name=leader)
    fill(desk, text_1="One lesson structure in mathematics", success_criterion_1="Seen in every class")
    press(desk, "Propose")
    made = Deployment.objects.get(request=request, designation__person=leader)
    assert made.state == Deployment.State.PROPOSED
    return made


def consent_by_link(desk: Desk, person: Person) -> None:
    """A party presses the link in the letter, sees the case, agrees on the next page."""
    open_letter(desk, person, "deployments/consent_requested")
    follow(desk, "Agree")
    press(desk, "Agree")


def hold_visit_today(desk: Desk, deployment: Deployment) -> Visit:
    """The leader plans this morning's visit, and writes it up afterwards."""
    answers = {"on": today(), "part": "morning", "starts_at": "9:15", "where": "school", "anyway": True}
    take_step(desk, deployment, "plan", "Plan this visit", **answers)
    planned = Visit.objects.get(deployment=deployment)
    write_up(desk, planned)
    return planned


def write_up(desk: Desk, planned: Visit) -> None:
    """The leader files the record and the evaluation of a visit held today."""
    visit(desk, f"/evaluations/visits/{planned.pk}/write/")
    fill(
        desk,
        activities=["coaching"],
        discussed="We planned a sequence of lessons on fractions.",
        action_1_text="Try the sequence in both classes",
        action_1_who="Ann Reed",
        concern="no",
        rating="3",
        engagement="Open and prompt.",
        progress="As planned.",
        change="no",
    )
    pick_everywhere(desk, "objective_", "amber")
    press(desk, "File the record and the evaluation")
    planned.refresh_from_db()
    assert planned.state == Visit.State.HELD


def acknowledge_by_link(desk: Desk, person: Person) -> None:
    """The school's head presses the link that came with the record of the visit."""
    open_letter(desk, person, "evaluations/visit_recorded")
    press(desk, "Acknowledge this visit")


def evaluate_by_link(desk: Desk, person: Person) -> None:
    """The school's head says at the end what the work was worth."""
    open_letter(desk, person, "deployments/deployment_completed")
    pick_everywhere(desk, "outcome_", "achieved")
    type_everywhere(desk, "evidence_", "Every class teaches by the same structure.")
    for question in Question.objects.filter(questionnaire__key="deployment", is_optional=False):
        name = f"q_{question.key}"
        if question.kind == Question.Kind.TEXT:
            fill(desk, **{name: "We keep the weekly meeting."})
        else:
            pick(desk, name, question)
    press(desk, "Send the evaluation")


def pick(desk: Desk, name: str, question: Question) -> None:
    """Pick the last answer of a question, which is the best of a scale."""
    value, _words = list(question.answers)[-1]
    fill(desk, **{name: str(value)})


def claim(head: Desk, finance: Desk) -> Claim:
    """The leader's school submits its claim, the finance officer approves it and records the payment."""
    made = Claim.objects.get()
    take_step(head, made, "submit", "Submit this claim", invoice_number="OAK-17")
    take_step(finance, made, "approve", "Approve")
    take_step(finance, made, "pay", "Record as paid", paid_on=today())
    made.refresh_from_db()
    assert made.state == Claim.State.PAID
    return made

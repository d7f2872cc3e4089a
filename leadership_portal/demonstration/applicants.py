"""The round that is open now: who is on the way, and what they and the alliance wait for."""

from datetime import timedelta

from django.utils import timezone

from designation import actions as designation
from designation.models import (
    Application,
    Criterion,
    PanelSeat,
    Reference,
    RoleType,
    Round,
    Score,
)
from directory.models import Person, School
from leadership_portal.demonstration.days import moment, on, weekday
from leadership_portal.demonstration.leaders import (
    Leader,
    S,
    begin,
    fill,
    meeting_of,
    open_round,
    refer,
    send_in,
)
from leadership_portal.demonstration.people import meet


def bring_on_the_way(schools: dict[str, School], people: dict[str, Person]) -> None:
    """Bring ten applications of the open round to every stage there is."""
    role, mina = RoleType.objects.get(key="system_leader"), people["mina"]
    round_ = open_round("Autumn round", "Rownd yr hydref", role, 40, -24, people)
    with on(39, 12):
        designation.seat(round_, people["dai"], by=mina, is_alliance_head=False)
    found: dict[str, Application] = {}
    aled = Leader("Aled", "Rhys", "Oakfield", ("Maths",), title="Maths lead")
    with on(6, 20):
        found["Aled"] = begin(aled, people["aled"], round_, schools)
        for section in (S.ABOUT, S.ROLES, S.AREAS, S.ROLE):
            fill(found["Aled"], aled, section, schools)
        fill(found["Aled"], aled, S.TRACK_RECORD, schools, completed=False)
        designation.ask_referee(found["Aled"], by=people["aled"])
    others = [
        Leader("Nora", "Finch", "Rowan Lane", ("Phonics",), second=_as_referee(people["olga"])),
        Leader("Idris", "Pugh", "Bont", ("English",), languages=("cy", "en")),
        Leader("Theo", "Grant", "Fernbank", ("Science",)),
        Leader("Ruby", "Shaw", "Hillcrest", ("History",)),
        Leader("Mohsin", "Dar", "Gritstone", ("Special educational needs",), ("special",)),
        Leader("Clara", "Voss", "Beckstone", ("Music",)),
        Leader("Hugh", "Penrose", "Upper Garth", ("Geography",)),
        Leader("Tess", "Amory", "Harbour View", ("Attendance",), ("secondary",)),
        Leader("Jack", "Dunne", "Heatherfield", ("Physical education",)),
    ]
    for number, leader in enumerate(others):
        person = meet(leader.first, leader.last, schools[leader.school], leader.role)
        found[leader.first] = send_in(leader, person, round_, schools, 30 - number)
        if leader.first not in ("Nora", "Theo"):
            with on(18, 12):
                refer(found[leader.first], leader)
    with on(12, 18):
        reference = found["Theo"].references.get()
        designation.decline(reference, by=reference.referee, reason="I took up this post three weeks ago.")
    reasons = list(Criterion.objects.filter(role_type=round_.role_types.get())[2:4])
    feedback = (
        "Strong practice of your own; we would like to see a year of work with leaders in another school."
    )
    with on(9, 10):
        for name in ("Idris", "Ruby"):
            _score(found[name], people["pia"], Score.Stage.SHORTLIST)
        designation.sift_out(found["Clara"], by=mina, reasons=reasons, feedback=feedback)
        for name in ("Hugh", "Tess", "Jack", "Mohsin"):
            designation.shortlist(found[name], by=mina)
    with on(7, 11):
        for name in ("Tess", "Jack", "Mohsin"):
            meeting = meeting_of(found[name], -4 if name == "Tess" else 2)
            designation.invite(
                found[name], by=mina, online_link="https://meet.northdale.example/panel", **meeting
            )
        _offer_times(round_, people)
    with on(1, 16):
        for name in ("Jack", "Mohsin"):
            designation.interview(found[name], by=mina)
        designation.reserve(
            found["Jack"], by=mina, feedback="A good interview; two others lead the same subject here."
        )
        designation.withdraw(
            found["Ruby"], by=found["Ruby"].applicant, reason="I am moving to another school."
        )
    _wait_for_answers(found, round_, people)


def _as_referee(person: Person) -> dict[str, str]:
    """Return how an applicant names somebody as second referee."""
    knows = "We wrote the phonics plan of three schools together, and met every fortnight for a year."
    where = {"second_post": "Adviser for early reading", "second_school": "Northdale learning trust"}
    return {"second_name": str(person), "second_email": person.email, "second_knows": knows} | where


def _wait_for_answers(found: dict[str, Application], round_: Round, people: dict[str, Person]) -> None:
    """Nora is asked for more and for a head's address that works; Aled has a week more than everybody."""
    mina, nora = people["mina"], found["Nora"]
    with on(6, 9, 40):
        question = "Which results rose, from what to what? Your fifth statement names no figures."
        until = weekday(-6)
        designation.send_back(nora, by=mina, sections=[S.IMPACT], question=question, answer_by=until)
    with on(5, 10):
        asked = nora.references.exclude(kind=Reference.Kind.SECOND).get(state=Reference.State.REQUESTED)
        designation.bounce(asked, by=None)
    with on(4, 15):
        until = round_.closes_at + timedelta(days=7)
        reason = "Jury service in the fortnight before the round closes."
        designation.extend(round_, people["aled"], by=mina, until=until, reason=reason)


def _score(application: Application, assessor: Person, stage: str) -> None:
    criteria = Criterion.objects.filter(role_type=application.role_type)
    colours = ("green", "green", "amber")
    scores = {
        criterion.pk: (colours[number % 3], "Clear evidence in the second statement.")
        for number, criterion in enumerate(criteria)
    }
    seat = PanelSeat.objects.get(round=application.round, person=assessor)
    designation.go_through(seat, by=assessor, found={}, seen_at=timezone.now())
    designation.score(application, by=assessor, scores=scores, stage=stage, sent=True)


def _offer_times(round_: Round, people) -> None:
    """Offer a morning of interview times, from which the shortlisted may choose once they are invited."""
    day = weekday(-40)
    times = [moment(day, hour) for hour in (9, 10, 11)]
    panel, place = [people["Staynes"], people["Northdale"]], "Castle Fell School"
    designation.add_slots(round_, by=people["mina"], times=times, minutes=45, panel=panel, place=place)

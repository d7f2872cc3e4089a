"""The round that has closed: what its panel saw differently, the interviews, what was told together, and an appeal."""

from typing import Any

from designation import actions as designation
from designation.models import Application, Criterion, RoleType, Round, Score, Slot
from designation.queries.grid import judgement_of
from directory.models import Person, School
from leadership_portal.demonstration.days import moment, on, weekday
from leadership_portal.demonstration.leaders import (
    Leader,
    S,
    areas_of,
    begin,
    fill,
    open_round,
    refer,
    send_in,
)
from leadership_portal.demonstration.people import meet

OPENED, CLOSED = 95, 62
LEADERS = [
    Leader("Bethan", "Rowe", "Harbour View", ("Geography",), ("secondary",), ("en", "cy")),
    Leader("Callum", "Reid", "Hillcrest", ("Maths",)),
    Leader("Ivy", "Marlow", "Mosswood", ("Phonics",), ("primary",), half_days=8),
    Leader("Noor", "Sadiq", "Gritstone", ("Special educational needs",), ("special",)),
    Leader("Rhian", "Cole", "Bont", ("English",), languages=("cy", "en")),
    Leader("Vic", "Dunmore", "Larkrise", ("Early years",)),
]
DRAFT = Leader("Lena", "Frost", "Upper Garth", ("Science",))
FEEDBACK = "Your own results are clear. Tell us next time what changed for the leaders you work with."
SCORED = "The figures before and after are there; what other leaders took over is not."
AGREED = "We read the fourth statement together: the work at the neighbouring school counts, its results are not in."
GROUNDS = (
    "The letter says that I did not show work with leaders elsewhere. My third statement is about nothing else: "
    "two years at a neighbouring school, with the review the authority wrote about it."
)


class ClosedRound:
    """Plays a round from its first applicant to the decisions, and leaves open what the cast may try."""

    def __init__(self, schools: dict[str, School], people: dict[str, Person]) -> None:
        self.schools, self.people, self.mina = schools, people, people["mina"]
        role = RoleType.objects.get(key="system_leader")
        self.round: Round = open_round("Summer round", "Rownd yr haf", role, OPENED, CLOSED, people)
        self.sent: dict[str, Application] = {}

    def play(self) -> None:
        with on(CLOSED + 12):
            self.round.scores_by = weekday(CLOSED - 15)
            self.round.interviews_from, self.round.interviews_to = weekday(26), weekday(-21)
            self.round.save()
            for key in ("nia", "St Aidan's"):  # who took part in nothing may hear an appeal
                designation.seat(self.round, self.people[key], by=self.mina, is_alliance_head=True)
        self._apply()
        self._judge()
        self._tell_together()
        self._interview()
        self._appeal()

    def _apply(self) -> None:
        """Six send theirs in, one never gets beyond the first parts and is reminded of it."""
        for number, leader in enumerate(LEADERS):
            person = meet(leader.first, leader.last, self.schools[leader.school], leader.role)
            self.sent[leader.first] = send_in(leader, person, self.round, self.schools, CLOSED + 9 - number)
            with on(CLOSED + 1, 12 + number % 4):
                refer(self.sent[leader.first], leader)
        unfinished = meet(DRAFT.first, DRAFT.last, self.schools[DRAFT.school], DRAFT.role)
        with on(CLOSED + 20, 20):
            draft = begin(DRAFT, unfinished, self.round, self.schools)
            fill(draft, DRAFT, S.ABOUT, self.schools)
        with on(CLOSED + 10, 7, 45) as day:
            designation.remind_draft(draft, due_on=day)

    def _judge(self) -> None:
        """Two members score; one must not score somebody; where they stand red against green the panel talks."""
        with on(CLOSED - 4, 14):
            found = {self.sent["Callum"]: ("work", "We ran a project together for two years.")}
            self._score(self.people["Staynes"], found, red="Noor")
        with on(CLOSED - 6, 16):
            self._score(self.people["pia"], {})
            seat = self.round.seats.get(person=self.people["Northdale"])
            designation.go_through(seat, by=seat.person, found={}, seen_at=moment(weekday(CLOSED - 6), 16))
        with on(CLOSED - 9, 17):
            self._moderate(self.sent["Noor"])

    def _score(self, member: Person, found: dict[Application, tuple[str, str]], *, red: str = "") -> None:
        """Declare and score; the one named `red` gets a red where the others see green."""
        seat = self.round.seats.get(person=member)
        designation.go_through(seat, by=member, found=found, seen_at=moment(weekday(CLOSED - 4), 14))
        for first, application in self.sent.items():
            if application in found:
                continue
            criteria = list(application.criteria.order_by("position"))
            colours = ["green"] * len(criteria)
            colours[-1] = "red" if first == red else "amber" if first in ("Vic", "Ivy") else "green"
            scores = {one.pk: (colour, SCORED) for one, colour in zip(criteria, colours, strict=True)}
            designation.score(application, by=member, scores=scores, stage=Score.Stage.SHORTLIST, sent=True)

    def _moderate(self, application: Application) -> None:
        clashes = judgement_of(application).clashes
        designation.moderate(application, by=self.mina, agreed=dict.fromkeys(clashes, ("amber", AGREED)))

    def _tell_together(self) -> None:
        """Decisions are prepared one by one, read through, and told at one stroke."""
        with on(CLOSED - 11, 11):
            shortlisted = ("Bethan", "Callum", "Noor", "Rhian", "Vic")
            prepared = [self._prepare(first, "shortlist") for first in shortlisted]
            prepared.append(self._prepare("Ivy", "sift_out", reasons=self._reasons(), feedback=FEEDBACK))
        with on(CLOSED - 12, 15):
            designation.tell([(one.pk, one.at) for one in prepared], by=self.mina)

    def _prepare(self, first: str, decision: str, **words: Any):
        return designation.prepare(self.sent[first], by=self.mina, decision=decision, **words)

    def _reasons(self) -> list[Criterion]:
        return list(self.sent["Vic"].criteria.order_by("position")[2:4])

    def _interview(self) -> None:
        """Everybody chooses a time: three were seen and one of them designated, one comes on a day ahead."""
        panel = [self.people["Northdale"], self.people["Staynes"]]
        place: dict[str, Any] = {"place": "Northdale High School, room 4", "minutes": 45, "panel": panel}
        past = [moment(weekday(25), hour) for hour in (9, 10, 11)]
        ahead = [moment(weekday(-8), hour) for hour in (13, 14, 15)]
        with on(38, 9):
            designation.add_slots(self.round, by=self.mina, times=past + ahead, **place)
            ruth_and_nia = {"panel": [self.people["St Aidan's"], self.people["nia"]]}
            later = [moment(weekday(-10), hour) for hour in (10, 11)]
            designation.add_slots(self.round, by=self.mina, times=later, **place | ruth_and_nia)
        with on(36, 10):
            for first in ("Bethan", "Noor", "Rhian", "Vic"):
                designation.invite(self.sent[first], by=self.mina)
        for first, time in (("Vic", past[0]), ("Noor", past[1]), ("Rhian", past[2]), ("Bethan", ahead[1])):
            with on(34, 19):
                slot = Slot.objects.get(round=self.round, at=time)
                designation.book(self.sent[first], by=self.sent[first].applicant, slot=slot)
        with on(25, 16):
            for first in ("Noor", "Rhian", "Vic"):
                designation.interview(self.sent[first], by=self.mina)
        with on(22, 10) as day:
            rhian = self.sent["Rhian"]
            areas = areas_of(*LEADERS[4].areas)
            designation.designate(rhian, by=self.mina, areas=areas, starts_on=day, with_support=True)
        with on(10, 10):  # who has not chosen a time yet
            designation.invite(self.sent["Callum"], by=self.mina)
        with on(21, 9):
            feedback = (
                "A warm and clear interview; two others lead the same area nearer to the schools that ask."
            )
            designation.prepare(self.sent["Noor"], by=self.mina, decision="reserve", feedback=feedback)

    def _appeal(self) -> None:
        """Vic is turned down and appeals in time, and nobody has been chosen to hear it: that waits for Mina."""
        with on(9, 14):
            vic = self.sent["Vic"]
            designation.reject(vic, by=self.mina, reasons=self._reasons(), feedback=FEEDBACK)
        with on(2, 20):
            designation.appeal(vic, by=vic.applicant, grounds=GROUNDS)

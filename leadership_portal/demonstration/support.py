"""Requests, deployments, visits and claims in every state, so that each of the cast finds something to do."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from deployments import actions as deployments
from deployments.models import Claim, Deployment, SupportRequest, Visit
from designation.models import Area, Designation
from directory.models import Person, School
from evaluations import actions as evaluations
from evaluations.models import Questionnaire, VisitRecord
from leadership_portal.demonstration import money, words
from leadership_portal.demonstration.days import on, weekday

NEED = (
    "Results in {area} fell for two years and three of four colleagues are new to how we teach it. Our lead is keen "
    "and took up the post in September."
)
OUTCOMES = "One shared structure for lessons in every class by the end of next term, seen in joint visits to lessons."


def aims(first: date) -> list[deployments.Aim]:
    """Return two objectives of work that begins on a day: the first is due two months on, the other at the end."""
    structure = (
        "All classes follow one agreed structure",
        "Seen in every class",
        "1 of 4 classes",
        "Joint visits",
    )
    training = (
        "Our lead runs the next training herself",
        "She has led it once",
        "Not yet",
        "Her plan and notes",
    )
    due_on = first + timedelta(days=60)
    return [
        deployments.Aim(*structure, "Notes of joint visits, kept by the subject lead", due_on),
        deployments.Aim(*training, "What colleagues say after it"),
    ]


def exit_plan() -> dict[str, Any]:
    """Return what carries on, to be looked at again in sixty days."""
    return {
        "carries_on": "The shared structure of lessons, and a joint visit to lessons every half term.",
        "who": "Our subject lead, with a colleague of the other key stage",
        "kept_up": "The team talks of it each fortnight; new colleagues are shown it in their first week.",
        "next_check_on": weekday(-60),
    }


class Story:
    """Plays support from the first request to the payment, with the people and schools of the demonstration."""

    def __init__(self, schools: dict[str, School], people: dict[str, Person]) -> None:
        self.schools, self.people, self.mina = schools, people, people["mina"]

    def play(self) -> None:
        self.fund = money.give_fund()
        self._long_done()
        self._under_way()
        self._waiting_for_an_answer()
        self._came_to_nothing()
        self._still_open()
        self._wanted_in_three_places()
        self._between_heads()
        sam = Designation.objects.active().get(person=self.people["sam"])
        money.facilitate(sam, self.schools["Brookside"], self.fund, by=self.mina)
        money.adjust(self.people["fay"])

    # The scenes.

    def _long_done(self) -> None:
        """Three deployments of last summer, evaluated; their claims are paid, approved and queried."""
        for leader, school, area, state in (
            ("Emrys", "Bont", "Maths", "pay"),
            ("Lomax", "Fernbank", "Maths", "approve"),
            ("Aziz", "Staynes", "Attendance", "query"),
        ):
            deployment = self.agree(leader, school, area, 170, half_days=4)
            for days_ago in (150, 130):
                self.write_up(self.visit(deployment, days_ago), days_ago - 1)
            self.finish(deployment, 115)
            self.settle(deployment.home_school, 105, state)

    def _under_way(self) -> None:
        """Sam at Rowan Lane: a visit acknowledged, one to acknowledge, one to write up, one planned; and others."""
        sam = self.agree("Okoro", "Rowan Lane", "Phonics", 45, half_days=6)
        self.write_up(self.visit(sam, 32), 31)
        self.write_up(self.visit(sam, 17), 16, acknowledged=False)
        self.review(sam, 14)
        self.visit(sam, 3)
        self.visit(sam, -9)
        words.exchange(sam, leader=sam.leader, head=self.head_of(sam.school), manager=self.mina)
        self.settle(self.schools["Oakfield"], 2, "")
        brookside = self.agree("Wŷn", "Brookside", "Early years", 80, half_days=2)
        self.write_up(self.visit(brookside, 60), 59)
        with on(12, 15):
            deployments.complete(brookside, by=brookside.designation.person, **exit_plan())
        other = self.agree("Farrow", "Brookside", "English", 40, half_days=4)
        self.write_up(self.visit(other, 20), 19)
        self.write_up(self.visit(other, 4), 3, acknowledged=False)
        self.ask_for_more(other, 2)
        words.worry(other, head=self.head_of(other.school), manager=self.mina)
        head = self.agree("Marsh", "Heatherfield", "Leadership of curriculum", 60, half_days=4)
        self.write_up(self.visit(head, 35), 34)
        self.settle(self.schools["Curlew"], 6, "submit")
        self.agree("Hale", "Gritstone", "Special educational needs", 15, half_days=4)

    def _waiting_for_an_answer(self) -> None:
        """Sam to Brookside waits for Hannah; Gwenllian to Tŷ Gwyn waits for everybody."""
        brookside = self.propose("Okoro", "Brookside", "Phonics", 4, half_days=4)
        with on(3, 12):
            deployments.consent(brookside, by=self.people["sam"])
        with on(2, 8, 5):
            deployments.consent(brookside, by=self.people["rob"])
        self.propose("Emrys", "Tŷ Gwyn", "Maths", 1, half_days=2, language="welsh")

    def _came_to_nothing(self) -> None:
        """One refused and waiting for somebody else, one lapsed in silence, one taken back, one request withdrawn."""
        refused = self.propose("Tan", "Saltmarsh", "Phonics", 9, half_days=4)
        with on(7, 16, 30):
            why = "Two colleagues are on leave until January."
            deployments.refuse(refused, by=self.people["hannah"], reason=why, why="cover")
        silent = self.propose("Quist", "Larkrise", "Early years", 25, half_days=2)
        # A half term or holidays between are not counted.
        any(self._lapses(silent, ago) for ago in range(15, 0, -1))
        taken_back = self.propose("Osei", "Harbour View", "Science", 12, half_days=4)
        with on(11, 9):
            deployments.cancel(taken_back, by=self.mina, reason="The school asked for another half term.")
        with on(10, 9):
            request = self.ask("Mosswood", "Geography", 20, 10)
            deployments.withdraw_request(
                request, by=self.people["Mosswood"], reason="We found help in our cluster."
            )

    def _lapses(self, silent: Deployment, ago: int) -> bool:
        with on(ago, 7):
            return deployments.lapse(silent)

    def _still_open(self) -> None:
        with on(5, 13):
            asked = self.ask("Upper Garth", "Maths", 6, 30)
        words.watch_request(asked, manager=self.mina)
        with on(1, 10):
            self.ask("St Aidan's", "Behaviour and discipline", 8, 20, by="dai", source="authority")

    def _wanted_in_three_places(self) -> None:
        """Three schools ask for maths while few lead in it: who best goes where is worked out for all at once."""
        for number, (school, half_days) in enumerate((("Gritstone", 8), ("Peatgate", 6), ("Bont", 6))):
            with on(4 - number, 14):
                self.ask(school, "Maths", half_days, 40)

    def _between_heads(self) -> None:
        """Help Hannah and others agreed informally, one record objected to, and a group of schools of its own."""
        rob, hannah, wick = self.people["rob"], self.people["hannah"], self.schools
        for home, school, ago, about in (
            ("Oakfield", "Brookside", 30, "How to run a phonics meeting with parents"),
            ("Curlew", "Oakfield", 22, "A second pair of eyes on the budget"),
        ):
            with on(ago - 2, 16):
                support = deployments.record_informal(
                    by=self.head_of(wick[home]),
                    home_school=wick[home],
                    school=wick[school],
                    who="The deputy",
                    focus=about,
                    half_days=2,
                    starts_on=weekday(ago),
                    ends_on=weekday(ago - 1),
                )
        with on(18, 8):
            deployments.object_to_informal(support, by=hannah, reason="It was one morning, in October.")
        with on(28, 15):
            group = deployments.make_group(
                by=hannah,
                name="Small schools reading group",
                focus="One text a term, read and taught together",
                lead_school=wick["Oakfield"],
                schools=[wick["Brookside"], wick["Rowan Lane"], wick["Heatherfield"]],
            )
        with on(20, 17):
            deployments.meet(
                group, by=rob, on=weekday(14), place="Brookside", about="Which text, and who begins"
            )

    # What the scenes are made of.

    def ask(
        self, school: str, area: str, half_days: int, ahead: int, *, by: str = "", **fields
    ) -> SupportRequest:
        head, day = self.people[school], timezone.localdate()
        return deployments.make_request(
            by=self.people[by] if by else head,
            school=self.schools[school],
            contact=head,
            areas=[Area.objects.get(name=area)],
            phase=self.schools[school].phase,
            kind="coaching",
            need=NEED.format(area=area),
            outcomes=OUTCOMES,
            supported_name="Ellen Byrne" if school == "Brookside" else "Our subject lead",
            supported_post=f"Lead of {area}",
            supported_agreed=True,
            half_days=half_days,
            starts_on=day + timedelta(days=1),
            ends_on=day + timedelta(days=ahead + 60),
            **fields,
        )

    def propose(
        self, leader: str, school: str, area: str, ago: int, *, half_days: int, **fields
    ) -> Deployment:
        """Ask for support some days earlier, longer ago for little than for much, and propose this leader then."""
        with on(ago + (2 if half_days >= 4 else 4), 11):
            request = self.ask(school, area, half_days, 60, **fields)
        with on(ago, 10, 20) as day:
            return deployments.propose(
                request,
                by=self.mina,
                designation=Designation.objects.active().get(person__last_name=leader),
                half_days=half_days,
                starts_on=day,
                ends_on=day + timedelta(days=90),
                objectives=aims(day),
                fund=self.fund if half_days >= 4 else None,
            )

    def agree(self, leader: str, school: str, area: str, ago: int, *, half_days: int) -> Deployment:
        """Propose, and let everybody agree within two days."""
        deployment = self.propose(leader, school, area, ago, half_days=half_days)
        for number, consent in enumerate(deployment.consents.filter(decision="asked").order_by("position")):
            with on(ago - 1 if number else ago, 14 + number):
                deployments.consent(deployment, by=consent.asked_of, channel="link" if number else "portal")
        deployment.refresh_from_db()
        return deployment

    def visit(self, deployment: Deployment, ago: int) -> Visit:
        """Plan a morning's visit a week before its day."""
        planned = min(ago + 7, 44) if ago < 40 else ago + 5
        with on(max(planned, 0), 16):
            return deployments.plan(
                deployment,
                by=deployment.designation.person,
                on=weekday(ago),
                morning=True,
                afternoon=False,
                place=str(deployment.school),
                anyway=True,
            )

    def write_up(self, visit: Visit, ago: int, *, acknowledged: bool = True) -> None:
        """File both halves of a visit, and let the school acknowledge it the next day."""
        deployment = visit.deployment
        aim = deployment.objectives.get(position=1)
        with on(ago, 18, 10):
            evaluations.file_visit(
                visit,
                by=deployment.designation.person,
                record={
                    "focus": [aim],
                    "activities": [VisitRecord.Activity.OBSERVATION, VisitRecord.Activity.COACHING],
                    "people_met": "The subject lead and two class teachers",
                    "discussed": "We saw three lessons together and agreed what a good start looks like.",
                    "strengths": "Warm classrooms, clear routines, colleagues who ask for more.",
                    "concern": False,
                },
                evaluation={
                    "rating": 4,
                    "engagement": "Open and prompt; the head joined us for the last half hour.",
                    "progress": "Ahead of the plan in two classes, behind in one.",
                    "change_needed": False,
                },
                agreed=[
                    evaluations.Agreed("Try the new start of the lesson in years 1 and 2", "The subject lead")
                ],
                stands=[evaluations.Stand(aim, "amber", "Two of four classes")],
            )
        if acknowledged:
            with on(max(ago - 1, 0), 9, 30):
                visit.refresh_from_db()
                deployments.acknowledge_visit(visit, by=self.head_of(deployment.school))

    def review(self, deployment: Deployment, ago: int) -> None:
        """Let the head write down at the mid-point how each objective stands."""
        said = {1: ("green", "Seen in all four classes."), 2: ("amber", "She leads a part of the next one.")}
        with on(ago, 16) as day:
            marks = [
                deployments.Mark(one, *said[one.position], one.text, one.success_criterion, one.due_on)
                for one in deployment.objectives.all()
            ]
            head = self.head_of(deployment.school)
            deployments.review(deployment, by=head, kind="midpoint", on=day, marks=marks)

    def ask_for_more(self, deployment: Deployment, ago: int) -> None:
        """Let the school ask for another day and a month more; nobody has answered yet."""
        with on(ago, 14):
            deployment.refresh_from_db()
            deployments.vary(
                deployment,
                by=self.head_of(deployment.school),
                half_days=deployment.half_days + 2,
                starts_on=deployment.starts_on,
                ends_on=deployment.ends_on + timedelta(days=30),
                reason="A second class wants to join in the new year.",
            )

    def finish(self, deployment: Deployment, ago: int) -> None:
        """Complete a deployment, let the school evaluate it four days later, and close it."""
        with on(ago, 15):
            deployments.complete(deployment, by=deployment.designation.person, **exit_plan())
        paper = Questionnaire.objects.filter(key="deployment").latest("version")
        asked = [question for question in paper.questions.all() if question.kind == "scale5"]
        with on(ago - 4, 12):
            evaluations.evaluate_deployment(
                deployment,
                by=self.head_of(deployment.school),
                questionnaire=paper,
                fixed={
                    "overall": 4,
                    "would_use_again": True,
                    "sustainability": "Our lead meets the team every fortnight and keeps the plan.",
                    "may_quote": "anonymous",
                    "testimonial": "Honest, kind and practical. We would ask again tomorrow.",
                },
                answers={question: str(4 + number % 2) for number, question in enumerate(asked)},
            )
        with on(ago - 6, 10):
            deployments.close(deployment, by=self.mina)

    def settle(self, school: School, ago: int, step: str) -> None:
        """Bring the school's oldest claim to this step: submit, query, approve or pay; nothing leaves it collecting."""
        claim = (
            Claim.objects.filter(school=school, state=Claim.State.COLLECTING)
            .order_by("term_starts_on")
            .first()
        )
        if not step or claim is None:
            return
        fay = self.people["fay"]
        with on(ago, 9):
            deployments.submit_claim(
                claim,
                by=self.head_of(school),
                invoice_number=f"INV-{claim.pk:04d}",
                orders={self.fund: f"NC-{claim.pk:04d}"},
            )
        with on(max(ago - 3, 0), 14):
            if step == "query":
                deployments.query_claim(claim, by=fay, reason="Which of the two days was the training day?")
            if step in ("approve", "pay"):
                deployments.approve_claim(claim, by=fay)
        if step == "pay":
            with on(ago - 10, 14) as day:
                deployments.pay_claim(claim, by=fay, paid_on=day)

    def head_of(self, school: School) -> Person:
        return next(self.people[word] for word, one in self.schools.items() if one == school)


def tell(schools: dict[str, School], people: dict[str, Person]) -> date:
    """Play the whole story; return the day it ends on."""
    Story(schools, people).play()
    return weekday(0)

"""What the years bring to those who lead: reviews and evidence, renewals, moves, suspensions and ends."""

from datetime import timedelta
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from designation import actions as designation
from designation.models import Designation, Evidence, Renewal, Review, RoleType, Round
from designation.queries.reviews import reviews_to_open
from directory.models import Person, School
from directory.queries.posts import line_manager_of
from leadership_portal.demonstration.days import on, weekday
from leadership_portal.demonstration.leaders import EARLY, Leader, R, become, open_round

FIRST_ROUND = Leader("Beth", "Arnall", "Fernbank", ("English", "Assessment"), half_days=8)
NEAR_THE_END = Leader("Huw", "Garnon", "Oakfield", ("Early years",), EARLY, ("en", "cy"), 10, 35)
SINCE = 1310  # days ago: a term of four years that ends in five months
STILL_OPEN = ("Okoro", "Tan", "Emrys", "Lomax")
LEARNT = """Coaching leaders, two days at Northdale

- three conversations filmed, watched together and talked about
- one plan a participant, tried out at school and brought back
- next: the second conversation with Rowan Lane by these questions
"""


class Years:
    """Plays what happens between a designation and its end."""

    def __init__(self, schools: dict[str, School], people: dict[str, Person]) -> None:
        self.schools, self.people, self.mina = schools, people, people["mina"]

    def play(self) -> None:
        self._renew()
        self._ask_for_another_term()
        self._look_back()
        self._begin()
        self._run_out()
        self._move()
        self._end_early()

    def leads(self, last_name: str) -> Designation:
        return Designation.objects.select_related("person").get(
            person__last_name=last_name, state__in=Designation.LIVE
        )

    def head_of(self, held: Designation) -> Person:
        """Return who answers for a leader; every school of the story has somebody."""
        return cast("Person", line_manager_of(held.person, held.home_school, timezone.localdate()))

    def _renew(self) -> None:
        """Beth was among the first, and is in her second term."""
        first = Round.objects.order_by("opens_at")[0]
        held = become(FIRST_ROUND, first, self.schools, self.people, since=1468)
        self._assure_anew(held, 300, 500)
        renewal = self._write(held, 130)
        with on(110, 12):
            designation.renew(
                renewal, by=self.mina, half_days_a_term=10, feedback="Four years other schools speak well of."
            )

    def _ask_for_another_term(self) -> None:
        """Huw's term ends in five months; he has sent in his renewal with the reference, and Mina decides."""
        role = RoleType.objects.get(key="system_leader")
        second = open_round(
            "Round of the second year", "Rownd yr ail flwyddyn", role, 1345, 1320, self.people
        )
        held = become(NEAR_THE_END, second, self.schools, self.people, since=SINCE)
        self._assure_anew(held, 250, 400)
        self._write(held, 24)

    def _assure_anew(self, held: Designation, ago: int, days: int) -> None:
        with on(ago, 9) as day:
            head, until = self.head_of(held), day + timedelta(days=days + ago)
            designation.assure(held, by=head, checks_seen_on=day, until=until)

    def _write(self, held: Designation, ago: int) -> Renewal:
        """Begin a renewal so many days ago; the head refers four days later, the leader sends it in after ten."""
        with on(ago, 19):
            renewal = designation.begin_renewal(held, by=held.person)
        with on(ago - 4, 8, 30):
            designation.refer(
                renewal,
                by=self.head_of(held),
                head_strength="strong",
                head_statement="Two of our own middle leaders were coached on the way. I release the days gladly.",
                head_half_days=held.half_days_a_term,
                head_signed_name=str(self.head_of(held)),
            )
        with on(ago - 10, 20):
            areas = list(held.areas.all())
            designation.write_renewal(
                renewal,
                by=held.person,
                areas=areas,
                half_days_a_term=held.half_days_a_term,
                impact="Nine schools, five of them twice. Six leads now run the meetings I used to run with them.",
                plans="Two schools a year for longer, and a group of the leads I have worked with.",
            )
            designation.submit_renewal(renewal, by=held.person, signed_name=str(held.person))
        return renewal

    def _look_back(self) -> None:
        """A year is over for those of last year: four reviews are open, the others concluded."""
        with on(20, 0, 14):
            for held, first, last in list(reviews_to_open(timezone.localdate())):
                designation.open_review(held, starts_on=first, due_on=last)
        self._file()
        said = "I learnt to say less in the first conversation. The plan of the second school is theirs, not mine."
        for last_name in ("Tan", "Emrys"):
            with on(12, 18, 20):
                review = self.review_of(last_name)
                designation.reflect(review, by=review.designation.person, reflection=said)
        with on(10, 8):
            review = self.review_of("Emrys")
            designation.support(review, by=self.head_of(review.designation))
        with on(9, 8):
            review = self.review_of("Lomax")
            why = (
                "From January we have nobody to take her classes; let us talk before anything new is planned."
            )
            designation.doubt(review, by=self.head_of(review.designation), note=why)
        with on(7, 15):
            for review in self._others():
                designation.support(review, by=self.head_of(review.designation))
                designation.conclude(review, by=self.mina, outcome=Review.Outcome.CONTINUE)

    def _others(self) -> list[Review]:
        still = Review.objects.filter(state=Review.State.OPEN).select_related("designation__person")
        return list(still.exclude(designation__person__last_name__in=STILL_OPEN))

    def review_of(self, last_name: str) -> Review:
        return Review.objects.select_related("designation__person").get(
            designation=self.leads(last_name), state=Review.State.OPEN
        )

    def _file(self) -> None:
        """Sam files what was learned, with notes, and what the authority wrote; Mei a meeting of her group."""
        sam, mei = self.leads("Okoro"), self.leads("Tan")
        with on(70, 17) as day:
            notes = SimpleUploadedFile("coaching-leaders.txt", LEARNT.encode())
            learned: dict[str, Any] = {
                "kind": Evidence.Kind.CPD,
                "on": day,
                "minutes": 600,
                "title": "Coaching leaders, two days",
            }
            designation.file(sam, by=sam.person, key="coaching", upload=notes, **learned)
        with on(45, 17) as day:
            title = "Review of early reading by the local authority"
            detail = "Names the meetings with Rowan Lane as the reason why the new lead was ready by autumn."
            fields: dict[str, Any] = {
                "kind": Evidence.Kind.AUTHORITY,
                "on": day,
                "title": title,
                "detail": detail,
            }
            designation.file(sam, by=sam.person, key="review", **fields)
        with on(30, 17) as day:
            met: dict[str, Any] = {
                "kind": Evidence.Kind.GROUP,
                "on": day,
                "title": "Development group, autumn meeting",
            }
            designation.file(mei, by=mei.person, key="group", **met)

    def _begin(self) -> None:
        """Rhian has signed and done half of the induction."""
        held = self.leads("Cole")
        with on(19, 18):
            designation.sign(held, by=held.person, signed_name=str(held.person))
        with on(11, 15) as day:
            items = list(held.induction.all())
            half = items[: max(len(items) // 2, 1)]
            designation.train(held, by=self.mina, done_on=day, items=half, note="First day, Northdale")

    def _run_out(self) -> None:
        """Dylan's safeguarding assurance holds for another 28 days: Nia is asked for the next."""
        held = self.leads("Emrys")
        with on(300, 9) as day:
            until = weekday(0) + timedelta(days=28)
            designation.assure(held, by=self.head_of(held), checks_seen_on=day, until=until)
        with on(0, 8, 2):
            designation.remind_of_assurance(held, due_on=until - timedelta(days=30))

    def _move(self) -> None:
        """Samuel has changed school, and Pia is asked whether Castle Fell releases him."""
        held = self.leads("Osei")
        with on(4, 20) as day:
            post: dict[str, Any] = {
                "school": self.schools["Castle Fell"],
                "role": R.MIDDLE_LEADER,
                "title": "Head of science",
            }
            designation.move(held, by=held.person, starts_on=day, **post)

    def _end_early(self) -> None:
        """Liesl has asked for a pause, and Ada has given it up."""
        with on(13, 11):
            note = "Rang on Monday: a parent is ill. We talk again after half term."
            designation.suspend(self.leads("Braun"), by=self.mina, suspended_for="own_wish", note=note)
        with on(3, 17):
            held = self.leads("Quist")
            designation.relinquish(held, by=held.person, ended_for="new_post")


def pass_by(schools: dict[str, School], people: dict[str, Person]) -> None:
    """Play what the years bring."""
    Years(schools, people).play()

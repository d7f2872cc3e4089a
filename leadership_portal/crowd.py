"""An alliance as large as a country, made in bulk: for measuring only."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.utils import timezone

from deployments.models import Deployment, SupportRequest, TermBudget
from designation.models import Area, Designation, RoleType
from directory.models import LocalAuthority, Person, School
from directory.queries.terms import counted_in

AT_ONCE = 2_000
AREAS_A_LEADER = 3
EAST, NORTH = (100_000, 650_000), (50_000, 650_000)  # metres of the national grid that hold England and Wales
# What became of past deployments, as often as it stands here.
ENDS = ["closed", "closed", "closed", "closed", "closed", "refused", "lapsed", "cancelled"]


class Crowd:
    """Grows an alliance to so many schools, leaders and past deployments; the same seed gives the same one."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = Random(seed)  # noqa: S311 - an invented crowd, no secret
        self.areas = list(Area.objects.values_list("pk", flat=True))
        self.authorities = list(LocalAuthority.objects.values_list("pk", flat=True))
        self.role = RoleType.objects.earliest("pk")
        self.made = {"school": 0, "leader": 0, "deployment": 0}

    def grow(self, *, schools: int, leaders: int, deployments: int) -> None:
        """Add what is missing to these numbers."""
        self._schools(self._numbers("school", schools))
        self._leaders(self._numbers("leader", leaders))
        self._deployments(self._numbers("deployment", deployments))

    def _numbers(self, kind: str, count: int) -> range:
        numbers = range(self.made[kind], count)
        self.made[kind] = count
        return numbers

    def _schools(self, numbers: range) -> None:
        chance, phases = self.chance, ["primary", "primary", "primary", "secondary", "special"]
        School.objects.bulk_create(
            (
                School(
                    number=f"C{number:06d}",
                    name=f"Crowd School {number}",
                    local_authority_id=chance.choice(self.authorities),
                    phase=chance.choice(phases),
                    easting=chance.randrange(*EAST),
                    northing=chance.randrange(*NORTH),
                )
                for number in numbers
            ),
            batch_size=AT_ONCE,
        )

    def _leaders(self, numbers: range) -> None:
        schools = list(School.objects.filter(number__startswith="C").values_list("pk", "phase"))
        people = Person.objects.bulk_create((self._person(number) for number in numbers), batch_size=AT_ONCE)
        made = Designation.objects.bulk_create(
            (
                self._designation(person, number, schools)
                for number, person in zip(numbers, people, strict=True)
            ),
            batch_size=AT_ONCE,
        )
        through = Designation.areas.through
        through.objects.bulk_create(
            (
                through(designation_id=one.pk, area_id=area)
                for one in made
                for area in self.chance.sample(self.areas, AREAS_A_LEADER)
            ),
            batch_size=AT_ONCE,
        )
        self._budgets(made)

    def _person(self, number: int) -> Person:
        return Person(email=f"crowd{number}@crowd.example", first_name="Crowd", last_name=f"Leader {number}")

    def _designation(self, person: Person, number: int, schools: list[tuple[int, str]]) -> Designation:
        chance, today = self.chance, timezone.localdate()
        school, phase = chance.choice(schools)
        starts_on = today - timedelta(days=chance.randrange(30, 1000))
        return Designation(
            reference=f"{settings.ALLIANCE_CODE}-DES-CROWD-{number:06d}",
            person=person,
            role_type=self.role,
            home_school_id=school,
            state=Designation.State.ACTIVE,
            phases=[phase],
            languages=["en"] if chance.random() < 0.9 else ["en", "cy"],
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=1460),
            half_days_a_term=chance.choice([10, 20, 30]),
            travel_miles=chance.choice([None, 15, 30, 60]),
            agreement_signed_on=starts_on,
            induction_done_on=starts_on,
            assurance_until=today + timedelta(days=chance.choice([-5, 90, 300, 600])),
            assurance_by=person,
        )

    def _budgets(self, made: list[Designation]) -> None:
        term = counted_in(timezone.localdate(), []).starts_on
        TermBudget.objects.bulk_create(
            (
                TermBudget(
                    designation=one,
                    term_starts_on=term,
                    half_days=one.half_days_a_term,
                    taken=self.chance.randrange(one.half_days_a_term),
                )
                for one in made
                if self.chance.random() < 0.5
            ),
            batch_size=AT_ONCE,
        )

    def _deployments(self, numbers: range) -> None:
        of_leaders = Designation.objects.filter(reference__contains="-CROWD-")
        leaders = list(of_leaders.values_list("pk", "home_school_id", "person_id"))
        schools = list(School.objects.filter(number__startswith="C").values_list("pk", flat=True))
        Deployment.objects.bulk_create(
            (self._deployment(number, leaders, schools) for number in numbers), batch_size=AT_ONCE
        )

    def _deployment(self, number: int, leaders: list[tuple[int, int, int]], schools: list[int]) -> Deployment:
        chance = self.chance
        leader, home, person = chance.choice(leaders)
        school = chance.choice(schools)
        state, on = chance.choice(ENDS), timezone.localdate() - timedelta(days=chance.randrange(40, 1400))
        came_about = state == Deployment.State.CLOSED
        return Deployment(
            reference=f"{settings.ALLIANCE_CODE}-DEP-CROWD-{number:07d}",
            designation_id=leader,
            home_school_id=home,
            school_id=school if school != home else next(one for one in schools if one != home),
            state=state,
            half_days=chance.randrange(2, 12),
            starts_on=on,
            ends_on=on + timedelta(days=60),
            rate_pence=30_000,
            agreed_at=_moment(on) if came_about else None,
            created_at=_moment(on),
            state_at=_moment(on),
            overall_rating=chance.choice([2, 3, 3, 4, 4]) if came_about else None,
            proposed_by_id=person,
        )

    def request(self, by: Person) -> SupportRequest:
        """Return a request of one school in the middle of the country for one area."""
        today = timezone.localdate()
        school = School.objects.filter(number__startswith="C", phase="primary").earliest("pk")
        School.objects.filter(pk=school.pk).update(easting=430_000, northing=300_000)
        made = SupportRequest.objects.create(
            school=school,
            made_by=by,
            contact=by,
            phase="primary",
            kind="coaching",
            need="Reading.",
            outcomes="One plan.",
            supported_name="Ann Reed",
            supported_agreed=True,
            half_days=4,
            starts_on=today,
            ends_on=today + timedelta(days=60),
        )
        made.areas.set(self.areas[:1])
        return made


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(12)))

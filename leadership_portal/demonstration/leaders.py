"""Two rounds, one long ago and one last year: who became a leader, and how an application is played."""

from datetime import timedelta
from typing import Any, NamedTuple

from designation import actions as designation
from designation.models import (
    Application,
    Area,
    Designation,
    RoleType,
    Round,
    SchoolRelease,
    Slot,
)
from designation.queries.panel import free_panel
from directory.models import Person, School
from leadership_portal.demonstration.days import moment, on, weekday
from leadership_portal.demonstration.people import R, meet

S = Application.Section


class Leader(NamedTuple):
    """One leader: where from, what for, what they offer a term (half days), and how far they go (miles)."""

    first: str
    last: str
    school: str
    areas: tuple[str, ...]
    phases: tuple[str, ...] = ("primary",)
    languages: tuple[str, ...] = ("en",)
    half_days: int = 12
    miles: int = 25
    role: str = R.MIDDLE_LEADER
    title: str = ""
    second: dict[str, str] = {}  # a second referee, as typed


EARLY = ("nursery", "primary")
LEADERS_LAST_YEAR = [
    Leader("Mei", "Tan", "Oakfield", ("Phonics", "English"), EARLY, title="English lead", half_days=10),
    Leader("Dylan", "Emrys", "Glan", ("Maths", "Assessment"), ("primary", "secondary"), ("cy", "en"), 14, 60),
    Leader("Kate", "Lomax", "Hillcrest", ("Maths",), half_days=8),
    Leader("Samuel", "Osei", "Northdale", ("Science",), ("secondary",), half_days=12, miles=30),
    Leader(
        "Farah", "Aziz", "Castle Fell", ("Behaviour and discipline", "Attendance"), ("secondary",), miles=40
    ),
    Leader("Gwenllian", "Wŷn", "Saltmarsh", ("Early years",), EARLY, ("cy", "en"), 10, 45),
    Leader("Martin", "Hale", "Willows", ("Special educational needs",), ("special", "primary"), miles=50),
    Leader("Ada", "Quist", "Curlew", ("Phonics", "Early years"), EARLY, half_days=6, miles=15),
    Leader("Ben", "Farrow", "Staynes", ("English", "Modern foreign languages"), ("secondary",)),
    Leader("Liesl", "Braun", "Heatherfield", ("Assessment", "Leadership of curriculum"), half_days=2),
]
HEAD = Leader("Helen", "Marsh", "Curlew", ("Leadership of curriculum",), role=R.HEADTEACHER, miles=40)
LONG_AGO = Leader("Owen", "Tate", "Mosswood", ("History", "Geography"))

WORDS: dict[str, str] = {
    S.ROLE: "I lead {area} across the school: planning, the budget, the training of colleagues and the results. I "
    "teach four days a week and coach two newly appointed leaders on the fifth.",
    S.TRACK_RECORD: "When I took over {area}, outcomes had fallen for two years. We agreed one way of teaching, met "
    "every fortnight over pupils' work, and in three years moved from well below to above the national figure.",
    S.COACHING: "I have coached six colleagues with a simple cycle: see, talk, try, see again. Four now lead a subject "
    "themselves, and the cycle is still used in the two teams I have left.",
    S.SUPPORTING: "For two terms I worked one afternoon a week with the new lead of {area} at a neighbouring school. "
    "We wrote the plan together; she presented it to her governors herself.",
    S.IMPACT: "Before: 61 per cent at the expected standard; after: 84 per cent, held for two years. The local "
    "authority's review named the work as a strength, and colleagues say they would choose it again.",
}
REFERENCE: dict[str, Any] = {
    "is_shareable": False,
    "confirms_post": True,
    "confirms_experience": True,
    "pays_training": True,
    "strength": "strong",
    "known_for": "Line manager for four years",
    "statement": "A leader others follow because the work gets better and people feel better doing it. I would miss "
    "the days, and would release them gladly.",
}


def hold_rounds(schools: dict[str, School], people: dict[str, Person]) -> None:
    """Play the round of long ago and that of last year."""
    role = RoleType.objects.get(key="system_leader")
    _agree_release(schools)
    long_ago = open_round("Round of the first year", "Rownd y flwyddyn gyntaf", role, 1500, 1470, people)
    become(LONG_AGO, long_ago, schools, people, since=1468)
    with on(5, 6):
        designation.expire(Designation.objects.get(person__last_name="Tate"))
    last_year = open_round("Autumn round, last year", "Rownd yr hydref, y llynedd", role, 420, 390, people)
    for leader in LEADERS_LAST_YEAR:
        become(leader, last_year, schools, people, since=380)
    become(HEAD, last_year, schools, people, since=380)
    sam = Leader("Sam", "Okoro", "Oakfield", ("Phonics", "Early years"), EARLY, half_days=12, miles=30)
    become(sam, last_year, schools, people, since=380, person=people["sam"])
    Designation.objects.filter(person__last_name__in=["Okoro", "Tan", "Aziz", "Emrys"]).update(listed=True)


def _agree_release(schools: dict[str, School]) -> None:
    """Schools with several leaders agree how many half days a term they give in all."""
    for word, half_days in (("Oakfield", 20), ("Castle Fell", 14), ("Curlew", 10)):
        SchoolRelease.objects.create(school=schools[word], half_days_a_term=half_days)


def open_round(name: str, name_cy: str, role: RoleType, opened: int, closed: int, people) -> Round:
    """Open a round so many days ago until so many days ago (negative: ahead), with Pia and two heads on the panel."""
    closes = weekday(closed)
    held = Round.objects.create(
        name=f"{name} ({closes.year})",
        name_cy=f"{name_cy} ({closes.year})",
        opens_at=moment(weekday(opened), 9),
        closes_at=moment(closes, 16),
        interviews_from=weekday(closed - 14),
        interviews_to=weekday(closed - 18),
        public_text="We look for middle and senior leaders of any phase who make other leaders better.",
        public_text_cy="Rydym yn chwilio am arweinwyr canol ac uwch o unrhyw gyfnod sy'n gwneud eraill yn well.",
    )
    held.role_types.set([role])
    held.areas_wanted.set(areas_of("Phonics", "Maths", "Special educational needs", "Attendance"))
    for key in ("pia", "Staynes", "Northdale"):
        held.seats.create(person=people[key], is_alliance_head=True)
    return held


def areas_of(*names: str) -> list[Area]:
    found = {area.name: area for area in Area.objects.filter(name__in=names)}
    return [found[name] for name in names]


def become(
    leader: Leader, round_: Round, schools, people, *, since: int, person: Person | None = None
) -> Designation:
    """Play a whole application of somebody who became a leader so many days ago."""
    school, mina = schools[leader.school], people["mina"]
    if leader.role == R.HEADTEACHER:
        person = people[leader.school]
        if not school.posts.filter(role=R.CHAIR_OF_GOVERNORS).exists():
            meet("Rita", "Sowerby", school, R.CHAIR_OF_GOVERNORS)
    person = person or meet(leader.first, leader.last, school, leader.role, leader.title)
    application = send_in(leader, person, round_, schools, since + 15)
    with on(since + 12, 17):
        refer(application, leader)
    with on(since + 7, 11):
        designation.shortlist(application, by=mina)
        designation.invite(
            application, by=mina, place="Castle Fell School", **meeting_of(application, since + 3)
        )
    # In the evening: over a weekend all of these fall on one Friday.
    with on(since + 2, 17):
        designation.interview(application, by=mina)
    with on(since, 18) as day:
        designated = designation.designate(application, by=mina, areas=areas_of(*leader.areas), starts_on=day)
    with on(since - 6, 8):
        designation.sign(designated, by=person, signed_name=str(person))
    with on(since - 20, 13) as day:
        items = list(designated.induction.filter(is_required=True))
        designation.train(designated, by=mina, done_on=day, items=items, note="Core training, Northdale")
        until = day.replace(year=day.year + 3, day=1)
        designation.assure(designated, by=_referee(application), checks_seen_on=day, until=until)
        designation.activate(designated, by=mina)
    return designated


def meeting_of(application: Application, days_ago: int) -> dict[str, Any]:
    """Return when and with whom somebody is interviewed that day: one after the other, by two whom nothing bars."""
    day = weekday(days_ago)
    before = Slot.objects.filter(at__date=day).count()
    at = moment(day, 8) + timedelta(minutes=45) * before
    return {"at": at, "minutes": 40, "panel": list(free_panel(application).order_by("pk")[:2])}


def _referee(application: Application) -> Person:
    return application.references.get().referee


def refer(application: Application, leader: Leader) -> None:
    reference = application.references.get()
    name = str(reference.referee)
    designation.give(
        reference, by=reference.referee, signed_name=name, release_half_days=leader.half_days, **REFERENCE
    )


def send_in(leader: Leader, person: Person, round_: Round, schools, days_ago: int) -> Application:
    """Fill in and submit a whole application on one evening."""
    with on(days_ago, 19, 20):
        application = begin(leader, person, round_, schools)
        for section in S.values:
            fill(application, leader, section, schools)
        designation.submit(application, by=person)
    return application


def begin(leader: Leader, person: Person, round_: Round, schools) -> Application:
    application = designation.apply(round_, round_.role_types.get(), by=person)
    day = weekday(0)
    role = {"title": leader.title or f"Lead of {leader.areas[0]}", "school_name": schools[leader.school].name}
    designation.add_role(application, by=person, **role, starts_on=day.replace(year=day.year - 9, day=1))
    return application


def fill(application: Application, leader: Leader, section: str, schools, *, completed: bool = True) -> None:
    """Fill in one section as this leader would."""
    areas = areas_of(*leader.areas)
    answers = {
        S.ABOUT: {
            "school": schools[leader.school],
            "post_role": leader.role,
            "post_title": leader.title,
            "appointed_on": weekday(0).replace(year=weekday(0).year - 4, day=1),
            "fte_percent": 100,
            "trn": "0712345",
        },
        S.AREAS: {"areas": areas, "main": areas[0], "phases": list(leader.phases)},
        S.CAPACITY: {
            "half_days_a_term": leader.half_days,
            "days_of_week": [1, 2, 3],
            "travel_miles": leader.miles,
            "online_ok": True,
            "languages": list(leader.languages),
        },
        S.REFEREES: leader.second,
        S.DECLARATIONS: {"declarations": list(Application.Declaration.values)},
    }
    words = {"text": WORDS[section].format(area=leader.areas[0].lower())} if section in WORDS else {}
    typed = answers.get(S(section), {}) | words
    designation.save_section(application, section, typed, by=application.applicant, completed=completed)

"""The panel's view of a round: conflicts, own sheets, and the ranked grid of the manager."""

from dataclasses import dataclass, field

from django.utils import timezone

from designation.models import Application, Criterion, Reference, Round, Score
from directory.models import Person, Post

POINTS = {Score.Rag.GREEN: 2, Score.Rag.AMBER: 1, Score.Rag.RED: 0}


def conflicts_of(person: Person, applications: list[Application]) -> dict[int, str]:
    """Return, by application, which conflict keeps this panel member out: own, school or trust (1 query)."""
    posts = Post.objects.on(timezone.localdate()).filter(person=person, school__isnull=False)
    places = list(posts.values_list("school_id", "school__trust_id"))
    schools, trusts = {school for school, _ in places}, {trust for _, trust in places if trust}
    found = {}
    for application in applications:
        school = application.school
        if application.applicant_id == person.pk:
            found[application.pk] = "own"
        elif application.school_id in schools:
            found[application.pk] = "school"
        elif school and school.trust_id in trusts:
            found[application.pk] = "trust"
    return found


def stage_of(application: Application) -> str | None:
    """Return what the panel may score now: the written application, the interview, or nothing."""
    if application.state == Application.State.SUBMITTED:
        return Score.Stage.SHORTLIST
    if application.state in (Application.State.INVITED, Application.State.INTERVIEWED):
        return Score.Stage.INTERVIEW
    return None


def sheet_of(application: Application, assessor: Person, stage: str) -> dict[int, Score]:
    """Return an assessor's own scores of one application by criterion."""
    scores = Score.objects.filter(application=application, assessor=assessor, stage=stage)
    return {score.criterion_id: score for score in scores}


def others_scores(application: Application, person: Person, stage: str) -> list[Score]:
    """Return the scores sent in by others: nothing before one's own are in."""
    sent = Score.objects.filter(application=application, stage=stage, submitted_at__isnull=False)
    rows = list(sent.select_related("assessor", "criterion").order_by("criterion__position", "assessor_id"))
    if not any(score.assessor_id == person.pk for score in rows):
        return []
    return [score for score in rows if score.assessor_id != person.pk]


@dataclass
class Row:
    """One application in the grid of a round."""

    application: Application
    conflict: str = ""
    is_mine_in: bool = False
    is_open: bool = False  # whether the panel may score at this stage
    assessors: set[int] = field(default_factory=set)
    colours: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Score.Rag.values, 0))
    by_criterion: dict[int, set[str]] = field(default_factory=dict)
    red_essentials: set[int] = field(default_factory=set)
    references_in: int = 0
    points: float = 0.0

    @property
    def may_score(self) -> bool:
        """Whether this panel member still has a sheet to send in."""
        return self.is_open and not self.conflict and not self.is_mine_in

    @property
    def needs_moderation(self) -> bool:
        """Red against green on one criterion: the panel must talk."""
        return any({Score.Rag.RED, Score.Rag.GREEN} <= colours for colours in self.by_criterion.values())

    def add(self, assessor: int, criterion: int, rag: str, is_essential: bool) -> None:
        self.assessors.add(assessor)
        self.colours[rag] += 1
        self.by_criterion.setdefault(criterion, set()).add(rag)
        if rag == Score.Rag.RED and is_essential:
            self.red_essentials.add(criterion)


def grid(round_: Round, person: Person, *, stage: str = Score.Stage.SHORTLIST) -> list[Row]:
    """Return the round's applications, best first: by mean points a score (green 2, amber 1, red 0).

    Four queries whatever the number of applications.
    """
    applications = list(
        Application.objects.filter(round=round_)
        .exclude(state__in=[Application.State.DRAFT, Application.State.WITHDRAWN])
        .select_related("applicant", "school", "role_type")
    )
    conflicts = conflicts_of(person, applications)
    rows = {
        one.pk: Row(one, conflict=conflicts.get(one.pk, ""), is_open=stage_of(one) == stage)
        for one in applications
    }
    sent = Score.objects.filter(application__in=rows, stage=stage, submitted_at__isnull=False)
    for application, assessor, criterion, rag, is_essential in sent.values_list(
        "application_id", "assessor_id", "criterion_id", "rag", "criterion__is_essential"
    ):
        rows[application].add(assessor, criterion, rag, is_essential)
        rows[application].is_mine_in |= assessor == person.pk
    given = Reference.objects.counting().filter(application__in=rows, state=Reference.State.GIVEN)
    for application in given.values_list("application_id", flat=True):
        rows[application].references_in += 1
    return sorted(map(_with_points, rows.values()), key=lambda row: (-row.points, row.application.pk))


def _with_points(row: Row) -> Row:
    count = sum(row.colours.values())
    total = sum(POINTS[Score.Rag(rag)] * number for rag, number in row.colours.items())
    row.points = round(total / count, 2) if count else 0.0
    return row


def criteria_of(application: Application) -> list[Criterion]:
    """Return what the panel scores, in its order."""
    return list(Criterion.objects.filter(role_type=application.role_type_id))


def free_panel(application: Application):
    """Return the members of the round's panel whom no conflict of interest keeps from this applicant."""
    school = application.school
    today = Post.objects.on(timezone.localdate()).filter(school__isnull=False)
    near = today.filter(school=school)
    if school and school.trust_id:
        near = today.filter(school__trust=school.trust_id)
    members = Person.objects.filter(panel_seats__round=application.round_id).exclude(
        pk=application.applicant_id
    )
    return members.exclude(pk__in=near.values("person")).exclude(
        pk__in=today.filter(school=school).values("person")
    )

"""The ranked grid of a round: how the panel judged each application, and what still stands before a decision."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from designation.models import Application, Criterion, Moderation, PendingDecision, Reference, Round, Score
from designation.models.panel import outdated
from designation.queries.members import is_left_by
from designation.queries.panel import is_to_decide, met, resubmitted, stage_of
from directory.models import Person

# Our proposal: the handbook keeps colours and names no points.
POINTS = {Score.Rag.GREEN: 2, Score.Rag.AMBER: 1, Score.Rag.RED: 0}
RED, GREEN = Score.Rag.RED, Score.Rag.GREEN


@dataclass
class Judged:
    """One application as the panel scored it at one stage: colours by criterion, and those agreed when it talked."""

    scored: dict[int, list[str]] = field(default_factory=dict)
    agreed: dict[int, str] = field(default_factory=dict)
    essential: set[int] = field(default_factory=set)
    assessors: dict[int, datetime | None] = field(default_factory=dict)  # when each sent in their sheet
    outdated: dict[int, datetime | None] = field(default_factory=dict)  # sheets from before the answers
    criteria: dict[int, Criterion] = field(default_factory=dict)  # those scored, by key

    def add(self, score: Any) -> None:
        """Count a score that was read `marked`; of one from before the answers only that there is one."""
        if score.is_outdated:
            self.outdated[score.assessor_id] = score.submitted_at
            return
        self.scored.setdefault(score.criterion_id, []).append(score.rag)
        self.criteria[score.criterion_id] = score.criterion
        self.assessors[score.assessor_id] = score.submitted_at
        if score.criterion.is_essential:
            self.essential.add(score.criterion_id)

    def sheet_of(self, assessor: int) -> datetime | None:
        """Return when a member sent in their sheet, counting or not."""
        return self.assessors.get(assessor) or self.outdated.get(assessor)

    @property
    def clashes(self) -> set[int]:
        """Criteria on which members stand red against green and no colour is agreed yet: the panel must talk."""
        return self.disputed - self.agreed.keys()

    @property
    def disputed(self) -> set[int]:
        return {one for one, colours in self.scored.items() if {RED, GREEN} <= set(colours)}

    @property
    def red_essentials(self) -> set[int]:
        """Essential criteria that stand at red: agreed so, or red by any member and nothing else agreed."""
        return {one for one in self.essential if self._stands_at_red(one)}

    def _stands_at_red(self, criterion: int) -> bool:
        if criterion in self.agreed:
            return self.agreed[criterion] == RED
        return RED in self.scored.get(criterion, ())

    @property
    def points(self) -> float | None:
        """Return the mean over the criteria: the agreed colour's points, or the mean of its scores; None unscored."""
        means = [
            POINTS[Score.Rag(self.agreed[one])]
            if one in self.agreed
            else sum(POINTS[Score.Rag(colour)] for colour in colours) / len(colours)
            for one, colours in self.scored.items()
        ]
        return round(sum(means) / len(means), 2) if means else None

    @property
    def heat(self) -> list[str]:
        """Return a colour a criterion in the panel's order; "clash" where red stands against green, else the lower."""
        return [self._warmth(one, colours) for one, colours in self.scored.items()]

    def _warmth(self, criterion: int, colours: list[str]) -> str:
        if criterion in self.clashes:
            return "clash"
        return self.agreed.get(criterion) or min(colours, key=lambda colour: POINTS[Score.Rag(colour)])


def judged(applications: Iterable[int], stage: str) -> dict[int, Judged]:
    """Return how the panel judged these applications at a stage, by key (2 queries however many)."""
    return judged_at(dict.fromkeys(applications, stage))


def judged_at(stages: Mapping[int, str]) -> dict[int, Judged]:
    """Return how the panel judged applications, each at a stage of its own, by key (2 queries however many)."""
    found = {key: Judged() for key in stages}
    wanted = Q(pk__in=[])
    for stage in sorted(set(stages.values())):
        wanted |= Q(stage=stage, application__in=[key for key in stages if stages[key] == stage])
    rows = Score.objects.marked().filter(wanted).select_related("criterion")
    for score in rows.order_by("criterion__position", "criterion_id", "assessor_id"):
        found[score.application_id].add(score)
    talked = Moderation.objects.filter(~outdated("at"), wanted).order_by()
    for application, criterion, rag in talked.values_list("application_id", "criterion_id", "rag"):
        found[application].agreed[criterion] = rag
    return found


def read_panel(application: Application) -> None:
    """Read with the application the scores sent in, what was agreed and what decided against it (2 queries).

    Of both stages; each score and colour says whether it `is_outdated`: from before the answers, counting no more.
    """
    sent = Score.objects.marked().filter(application=application).select_related("assessor", "criterion")
    scores = list(sent.order_by("stage", "criterion__position", "assessor_id"))
    weighed = list(_weighed(application))
    agreed = [one for stage in sorted(Score.Stage) for one in _agreed_at(stage, weighed)]
    reasons = [one for one in weighed if one.is_reason]
    application.__dict__ |= {"panel_scores": scores, "panel_agreed": agreed, "reasons_read": reasons}


def _weighed(application: Application) -> QuerySet[Any]:
    """Return the criteria that decided against an application or that the panel talked about, with what it agreed."""
    decided = Application.reasons.through.objects.filter(application=application)
    talked = Moderation.objects.filter(application=application)
    said: dict[str, Any] = {"is_reason": Exists(decided.filter(criterion=OuterRef("pk")))}
    for stage in Score.Stage:
        here = talked.filter(stage=stage, criterion=OuterRef("pk")).annotate(is_outdated=outdated("at"))
        said |= {f"{stage}_{name}": Subquery(here.values(name)) for name in ("rag", "note", "is_outdated")}
    named = Q(pk__in=decided.values("criterion")) | Q(pk__in=talked.values("criterion"))
    return Criterion.objects.filter(named).annotate(**said)


def _agreed_at(stage: Score.Stage, weighed: Iterable[Any]) -> Iterator[Any]:
    for one in weighed:
        rag, note, is_outdated = (getattr(one, f"{stage}_{name}") for name in ("rag", "note", "is_outdated"))
        if rag:
            agreed: Any = Moderation(criterion=one, stage=stage, rag=rag, note=note)
            agreed.is_outdated = is_outdated
            yield agreed


def agreed_on(application: Application) -> QuerySet[Any]:
    """Return what the panel agreed on, each with `is_outdated`: from before the answers (1 query)."""
    return application.moderations.annotate(is_outdated=outdated("at")).select_related("criterion")


def _as_read(application: Application, stage: str) -> Judged:
    """Return how the panel judged an application whose scores were read with it."""
    found = Judged()
    for one in application.__dict__["panel_scores"]:
        if one.stage == stage:
            found.add(one)
    talked = [one for one in application.__dict__["panel_agreed"] if one.stage == stage]
    found.agreed = {one.criterion_id: one.rag for one in talked if not one.is_outdated}
    return found


def judgement_of(application: Application) -> Judged:
    """Return how the panel judged an application at the stage that is open now; nothing at any other time."""
    stage = stage_of(application)
    if stage is None:
        return Judged()
    if "panel_scores" in application.__dict__:
        return _as_read(application, stage)
    return judged([application.pk], stage)[application.pk]


@dataclass
class Row:
    """One application in the grid of a round, for one reader."""

    application: Any  # with what `grid` reads beside it
    judged: Judged
    conflict: str = ""
    is_mine_in: bool = False
    is_open: bool = False  # whether the panel may score at this stage
    references_in: int = 0
    back_at: datetime | None = None  # when it came back after more was asked for
    pending: PendingDecision | None = None
    sheet_at: datetime | None = None  # when the reader's own sheet was sent in
    is_hidden: bool = False  # the reader's own application, one left to other managers, or still to be scored
    is_left: bool = False  # the reader's own application, or one they leave to other managers
    dots: list[Any] = field(default_factory=list)  # its criteria, numbered; see `legend`

    @property
    def may_score(self) -> bool:
        """Whether this panel member still has a sheet to send in."""
        return self.is_open and not self.conflict and not self.is_mine_in

    @property
    def may_revise(self) -> bool:
        """Whether this panel member may write their sheet anew."""
        return self.is_open and not self.conflict and self.has_changed

    @property
    def has_changed(self) -> bool:
        """Whether it came back after the reader had scored it."""
        at = self.sheet_at
        return self.is_mine_in and self.back_at is not None and at is not None and at < self.back_at

    @property
    def has_changed_for_some(self) -> bool:
        """Whether it came back after any member had scored it."""
        return bool(self.judged.outdated)

    @property
    def points(self) -> float | None:
        return self.judged.points

    @property
    def rank(self) -> tuple[bool, float, int]:
        """Return the place in the grid: the best first, whoever is not scored last."""
        return self.points is None, -(self.points or 0), self.application.pk

    @property
    def warmth(self) -> dict[str, int]:
        """Return how many criteria are of each colour of the heat row."""
        return {colour: self.judged.heat.count(colour) for colour in (*Score.Rag.values, "clash")}

    @property
    def is_to_decide(self) -> bool:
        """Whether the reader, who manages, can prepare a decision about it now."""
        return self.application.is_to_decide and not self.is_left

    @property
    def needs_moderation(self) -> bool:
        return bool(self.judged.clashes)


def grid(round_: Round, person: Person, *, stage: str = Score.Stage.SHORTLIST, chosen=None) -> list[Row]:
    """Return the round's applications, best first: by the mean points of their criteria (green 2, amber 1, red 0).

    Those nobody has scored stand last.
    `chosen` narrows the applications. Five queries whatever their number.
    """
    hidden = [Application.State.DRAFT, Application.State.WITHDRAWN]
    every = Application.objects.filter(round=round_) if chosen is None else chosen.filter(round=round_)
    shown = every.exclude(state__in=hidden).order_by()
    applications = list(
        shown.annotate(
            is_met=met(timezone.now()),
            is_to_decide=is_to_decide(),
            is_left=is_left_by(person),
            sits=Exists(round_.seats.filter(person=person)),
        )
        .with_conflict(person)
        .select_related("applicant", "school", "role_type", "pending")
    )
    found = judged([one.pk for one in applications], stage)
    back, given = resubmitted(shown), _references_in(shown)
    rows = [
        Row(
            one,
            found[one.pk],
            conflict=one.conflict,
            is_mine_in=found[one.pk].sheet_of(person.pk) is not None,
            is_open=stage_of(one) == stage and one.is_met,
            references_in=given[one.pk],
            back_at=back.get(one.pk),
            pending=getattr(one, "pending", None),
            sheet_at=found[one.pk].sheet_of(person.pk),
            is_left=one.is_left or one.conflict == "own",
        )
        for one in applications
    ]
    for row in rows:
        _hide(row)
    return sorted(rows, key=lambda row: row.rank)


def _hide(row: Any) -> None:
    """Take from a row what its reader must not know: of what they leave to others, and before their sheet is in."""
    row.is_hidden = row.is_left or (row.application.sits and row.may_score)
    if row.is_hidden:
        row.judged = Judged()
    if row.is_left:
        row.pending = None


def _references_in(applications) -> Counter[int]:
    given = Reference.objects.counting().filter(state=Reference.State.GIVEN)
    found = given.filter(application__in=applications.values("pk"))
    return Counter(found.values_list("application_id", flat=True))

"""What a manager decides by: which decisions are open, what stands against each, and what the letter says of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from designation.lifecycle import APPLICATION
from designation.models import (
    Application,
    Criterion,
    Designation,
    PendingDecision,
    Reference,
    Round,
    Score,
)
from designation.models.conflicts import Member, any_conflict
from designation.queries.grid import GREEN, Judged, judged_at
from designation.queries.members import decided_by, remember_standing, with_standing
from designation.queries.panel import stage_of
from designation.queries.warnings import Grounds, referred, warnings_of
from directory.calendar import add_working_days
from directory.models import Person
from directory.queries.posts import read_line_managers

Step = PendingDecision.Step
AGAINST = (Step.SIFT_OUT, Step.REJECT)
# Working days after the letter in which the applicant may appeal (handbook 1.9 proposes 10).
APPEAL_DAYS = 10


def last_day_to_appeal(on: date) -> date:
    """Return the last day to appeal against a decision told on a day; raises BeyondCalendar far in the future."""
    return add_working_days(on, APPEAL_DAYS)


def decisions_for(applications: Iterable[Application]) -> list[PendingDecision.Step]:
    """Return the decisions that are open for every one of these applications, in the order of the list."""
    states = {application.state for application in applications}
    prepares = bool(states) and states <= set(APPLICATION.steps["prepare"].sources)
    return [step for step in Step if prepares and states <= set(APPLICATION.steps[step].sources)]


def held_live(applications: Iterable[Application]) -> set[tuple[int, int]]:
    """Return who of these applicants holds a live designation to which role, as pairs of keys (1 query)."""
    people = [one.applicant_id for one in applications]
    held = Designation.objects.filter(person__in=people, state__in=Designation.LIVE)
    return set(held.values_list("person_id", "role_type_id"))


def weakest(criteria: Sequence[Criterion], found: Judged) -> list[Criterion]:
    """Return the criteria on which an application stands lowest: those at red, else those at amber."""
    warmth = dict(zip(found.scored, found.heat, strict=True))
    red = [one for one in criteria if warmth.get(one.pk) == Score.Rag.RED]
    return red or [one for one in criteria if warmth.get(one.pk) == Score.Rag.AMBER]


def suggested_feedback(
    applicant: Person, criteria: Sequence[Criterion], found: Judged, reasons: Sequence[Criterion]
) -> str:
    """Return words to begin the feedback with, in the applicant's language: what convinced, and what did not.

    The letter gives each reason with its advice by itself, so they are not said twice.
    """
    given = {key: set(colours) for key, colours in found.scored.items()}
    strong = [one for one in criteria if given.get(one.pk) == {GREEN}]
    with translation.override(applicant.language or settings.LETTER_LANGUAGES[0]):
        said = []
        if strong:
            said = [_("What convinced the panel:"), *(str(one) for one in strong), ""]
        if reasons:
            said.append(
                _("For the criteria named above the panel needs more evidence: who gained, and by how much.")
            )
        return "\n".join(said).strip()


@dataclass
class Prepared:
    """A decision nobody has been told, with what must be mended first and what should be known."""

    decision: PendingDecision
    blocks: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    appeal_by: date | None = (
        None  # told today, the last day to appeal against it; None where one was heard before
    )

    @property
    def application(self) -> Application:
        return self.decision.application

    @property
    def key(self) -> str:
        """Return the decision as it was read: changed since, it is another."""
        return f"{self.decision.pk}:{self.decision.at.isoformat()}"


def prepared(waiting: Iterable[Any]) -> list[Prepared]:
    """Return decisions that are `waiting` with their warnings, in their order (9 queries however many).

    Read with each are the references still asked for and who answers for the applicant: letters go to them.
    """
    found = list(waiting)
    asked = Reference.objects.filter(state=Reference.State.REQUESTED).select_related("referee")
    prefetch_related_objects(found, "reasons", "areas", Prefetch("application__references", asked))
    applications = [one.application for one in found]
    today = timezone.localdate()
    _read_line_managers(applications, today)
    stages = {one.pk: stage for one in applications if (stage := stage_of(one))}
    verdicts, given, until = judged_at(stages), referred(applications), last_day_to_appeal(today)
    return [
        _prepared(one, verdicts.get(one.application_id) or Judged(), given.get(one.application_id, []), until)
        for one in found
    ]


def _read_line_managers(applications: Iterable[Application], on: date) -> None:
    read_line_managers([(one.applicant, one.school) for one in applications if one.school], on)


def read_to_tell(keys: Iterable[int], person: Person) -> dict[int, PendingDecision]:
    """Return decisions by key with all that telling them asks of each, read once for all of them (6 queries).

    The application, who answers for the applicant, and how the person who tells stands to it.
    """
    with_each = (f"application__{name}" for name in ("applicant", "round", "role_type", "school", "appeal"))
    rows = PendingDecision.objects.select_related(*with_each).prefetch_related("reasons", "areas")
    found = rows.in_bulk(list(keys))
    applications = [one.application for one in found.values()]
    _read_line_managers(applications, timezone.localdate())
    named = Application.objects.filter(pk__in=[one.pk for one in applications])
    for row in with_standing(named.order_by(), person):
        remember_standing(person, row)
    return found


def waiting(round_: Round, person: Person) -> QuerySet[Any]:
    """Return the decisions of a round not told yet about which the person decides too, by name.

    `is_held`: designated to the role already; `is_conflicted`: the person would leave it to others, were any free.
    """
    held = Designation.objects.filter(
        person=OuterRef("application__applicant"),
        role_type=OuterRef("application__role_type"),
        state__in=Designation.LIVE,
    )
    every = Application.objects.order_by()
    near = every.filter(any_conflict(every, Member(person)), pk=OuterRef("application"))
    theirs = decided_by(Application.objects.filter(round=round_).order_by(), person)
    rows = PendingDecision.objects.filter(application__in=theirs.values("pk"))
    with_each = ("applicant", "round", "role_type", "school", "appeal")
    rows = rows.select_related("by", *(f"application__{name}" for name in with_each))
    noted = rows.annotate(is_held=Exists(held), is_conflicted=Exists(near))
    return noted.order_by("application__applicant__last_name", "application__applicant__first_name", "pk")


def _prepared(one: Any, found: Judged, given: list[Reference], until: date) -> Prepared:
    grounds = Grounds(given, found, one.is_conflicted, one.areas.all())
    is_heard = getattr(one.application, "appeal", None) is not None
    appeal_by = until if one.step in AGAINST and not is_heard else None
    return Prepared(one, list(_blocks(one, found)), list(warnings_of(one.application, grounds)), appeal_by)


def _blocks(one: Any, found: Judged):
    """Yield in sentences why it cannot be told as things stand."""
    application = one.application
    if application.state not in APPLICATION.steps[one.step].sources:
        yield _("The application has moved on. Drop this decision.")
        return
    if found.clashes:
        yield _("Red against green is not talked about yet. Record what the panel agreed.")
    if one.step == Step.SHORTLIST and found.red_essentials:
        yield _(
            "An essential criterion stands at red. Record that the panel agreed otherwise, or change the decision."
        )
    if one.step == Step.DESIGNATE and not one.areas.all():
        yield _("Choose at least one area")
    if one.step == Step.DESIGNATE and one.is_held:
        yield _("The applicant is designated to this role already. Change or drop this decision.")

"""Where the applications of each round stand, how far they came, and how long they wait for whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casework.models import Entry
from designation.models import Application, Round
from designation.models.applications import ApplicationQuerySet

A = Application.State

# Who must act, in each state in which an application waits.
WAITS_FOR = {
    A.SUBMITTED: _("The panel scores, then a manager decides"),
    A.RETURNED: _("The applicant answers what was asked"),
    A.SHORTLISTED: _("A manager invites to interview"),
    A.INVITED: _("The applicant chooses a time, then the panel interviews"),
    A.INTERVIEWED: _("The panel scores, then a manager decides"),
    A.RESERVE: _("A manager decides when a place is free"),
    A.APPEALED: _("Those who hear the appeal decide"),
    A.UPHELD: _("A manager invites to interview or designates"),
}
# States that an application reaches by way of a stage, whatever its history says.
PAST_SHORTLIST = (A.SHORTLISTED, A.INVITED, A.INTERVIEWED, A.RESERVE, A.SUCCESSFUL, A.UNSUCCESSFUL)
PAST_INTERVIEW = (A.INTERVIEWED, A.RESERVE, A.SUCCESSFUL)


class Reached(NamedTuple):
    """How many applications of a round were sent in, and how many of them came how far."""

    sent: int = 0
    shortlisted: int = 0
    interviewed: int = 0
    designated: int = 0


class Line(NamedTuple):
    """A round with its applications by state, and how far they came."""

    round: Round
    by_state: Counter[str]
    reached: Reached


class Wait(NamedTuple):
    """The applications that wait in a state: how many days half of them have waited, and the one that waits longest."""

    state: A
    waits_for: Any
    number: int
    median_days: float
    longest: int
    oldest: int


def pipeline(rounds: Sequence[Round], applications: ApplicationQuerySet) -> list[Line]:
    """Return rounds with their applications by state and by how far they came (2 queries however many rounds)."""
    mine = applications.filter(round__in=rounds).order_by()
    counts: dict[int, Counter[str]] = {}
    for key, state, number in mine.values_list("round_id", "state").annotate(number=Count("pk")):
        counts.setdefault(key, Counter())[state] = number
    reached = _reached(mine)
    return [Line(one, counts.get(one.pk, Counter()), reached.get(one.pk, Reached())) for one in rounds]


def _reached(applications: ApplicationQuerySet) -> dict[int, Reached]:
    """Return how far they came, by round: what was withdrawn or turned down counts as far as its history goes."""
    sent = applications.filter(submitted_at__isnull=False)
    stages = {
        "sent": Q(),
        "shortlisted": Q(state__in=PAST_SHORTLIST) | _was(A.SHORTLISTED),
        "interviewed": Q(state__in=PAST_INTERVIEW) | _was(A.INTERVIEWED),
        "designated": Q(state=A.SUCCESSFUL),
    }
    counted = {name: Count("pk", filter=condition) for name, condition in stages.items()}
    rows = sent.values("round_id").annotate(**counted)
    return {row["round_id"]: Reached(*(row[name] for name in stages)) for row in rows}


def _was(state: A) -> Q:
    return Q(Exists(_history().filter(to_state=state)))


def _history() -> Any:
    kind = ContentType.objects.get_for_model(Application)
    return Entry.objects.filter(content_type=kind, object_id=OuterRef("pk"))


def waits(applications: ApplicationQuerySet, at: datetime) -> list[Wait]:
    """Return the states in which applications wait, in their order, with days waited in whole days (1 query).

    It counts from the moment an application came into its state; scoring or preparing does not begin it anew.
    """
    came = _history().filter(to_state=OuterRef("state")).exclude(from_state=F("to_state"))
    since = Coalesce(
        Subquery(came.values("object_id").annotate(last=Max("at")).values("last")), F("state_at")
    )
    rows = applications.filter(state__in=WAITS_FOR).order_by().annotate(since=since)
    days: dict[str, list[tuple[int, int]]] = {}
    for key, state, moment in rows.values_list("pk", "state", "since"):
        days.setdefault(state, []).append((max((at - moment).days, 0), key))
    return [_wait(state, days[state]) for state in WAITS_FOR if state in days]


def _wait(state: A, waited: list[tuple[int, int]]) -> Wait:
    longest, oldest = max(waited)
    middle = median(days for days, _key in waited)
    return Wait(state, WAITS_FOR[state], len(waited), middle, longest, oldest)

"""Take half days from the budgets of terms, and give them back; the last one is won by one alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from deployments.actions.obstacles import Obstacle, VeiledObstacle
from deployments.matching import Room, share_out, spent, spent_words
from deployments.models import Deployment, TermBudget, TermShare, Variation, Visit
from deployments.queries.shares import half_days_by_term
from deployments.queries.terms import Dates
from designation.models import SchoolRelease
from directory.calendar import term_named
from directory.models import Person
from directory.queries.terms import OpenDays, open_days_at

Shares = Mapping[date, int]  # half days by the day the term starts on
NOTHING: Shares = {}


def take_half_days(deployment: Deployment) -> None:
    """Take the half days of a proposal from the budgets of leader and school: of each term of the work its share.

    A school that agreed no release budget sets no limit of its own: the leader's stands alone. Raises Obstacle where
    the terms together have too few; the caller's transaction undoes what was taken when it fails later.
    """
    open_days = open_days_at(deployment.home_school, *Dates.of(deployment))
    drawn = Drawn(deployment, open_days)
    drawn.hold(drawn.shared(deployment.half_days, open_days))


def take_more(variation: Variation) -> None:
    """Hold what a change would add, in the terms of the new dates; raise Obstacle where they have too little room.

    What is held already stays where it is until the change is agreed, but it must find room in the new dates too.
    """
    if not (variation.half_days_added or variation.moves_dates):
        return
    deployment = variation.deployment
    open_days = days_ahead(deployment, Dates.of(variation))
    drawn = Drawn(deployment, open_days)
    if variation.moves_dates:
        drawn.shared(variation.half_days, open_days, least=half_days_by_term(deployment, Visit.COUNTED))
    if variation.half_days_added:
        held = sum(drawn.held.values()) + variation.half_days_added
        drawn.hold(drawn.shared(held, open_days, least=drawn.held))


def adopt_half_days(variation: Variation) -> None:
    """Let the half days count as a change that holds now says: in the terms of its dates, and no more than it says."""
    deployment = variation.deployment
    if not variation.moves_dates:
        give_back(deployment, variation.half_days_taken_away)
        return
    open_days = days_ahead(deployment, Dates.of(variation))
    drawn, least = Drawn(deployment, open_days), half_days_by_term(deployment, Visit.COUNTED)
    drawn.hold(drawn.shared(variation.half_days, open_days, least=least))


def days_ahead(deployment: Deployment, dates: Dates) -> OpenDays:
    """Return the open school days, by term, that are still to come between two dates, or the last where none are."""
    first = max(dates.starts_on, min(timezone.localdate(), dates.ends_on))
    return open_days_at(deployment.home_school, first, dates.ends_on)


def give_back(deployment: Deployment, half_days: int) -> None:
    """Give some of a live deployment's half days back, in proportion, but never those of visits planned or held."""
    if not half_days:
        return
    drawn, least = Drawn(deployment), half_days_by_term(deployment, Visit.COUNTED)
    ahead = days_ahead(deployment, Dates.of(deployment))
    open_days = {term: ahead.get(term, 0) for term in drawn.held}  # terms that are over give theirs first
    drawn.hold(share_out(sum(drawn.held.values()) - half_days, open_days, drawn.held, least))


def give_half_days_back(deployment: Deployment) -> None:
    """Give a deployment's half days back to the budgets they were taken from, but for those of visits held.

    The caller holds the deployment's row. Done again when a visit of work that is over was not held after all.
    """
    Drawn(deployment).hold(half_days_by_term(deployment, Visit.KEPT))


def make_room(visit: Visit) -> None:
    """Let the deployment hold enough of the term a visit counts in: what it lacks moves there from its other terms.

    From the earliest first, and only what no other visit needs. Raises Obstacle where leader or school have too few
    days left in that term. The caller holds the deployment's row, and has seen that enough is agreed in all.
    """
    deployment, term = visit.deployment, visit.term_starts_on
    used = half_days_by_term(deployment, Visit.COUNTED, besides=visit)
    drawn = Drawn(deployment, [term])
    lacks = used.get(term, 0) + visit.half_days - drawn.held.get(term, 0)
    if lacks <= 0:
        return
    room = drawn.room(term, 0)
    if key := spent(lacks, [room]):
        raise too_few(deployment, key, lacks, [room])
    wanted = dict(drawn.held)
    wanted[term] = wanted.get(term, 0) + lacks
    for other in sorted(drawn.held):
        moved = 0 if other == term else min(lacks, drawn.held[other] - used.get(other, 0))
        wanted[other] -= moved
        lacks -= moved
    drawn.hold(wanted)


def too_few(deployment: Deployment, key: str, half_days: int, rooms: Sequence[Room]) -> Obstacle:
    """Say whose days are too few, and how many are left: to who gives them, is the leader, or manages the alliance."""
    return VeiledObstacle(
        spent_words(key, half_days, rooms),
        less=_("Not enough days are left in these terms. Nothing was changed."),
        permission="deployments.read_days_left",
        on=deployment,
    )


class Drawn:
    """The budgets a deployment draws on, of the terms it holds half days of and of others; their rows are held.

    The leader's rows are taken first, then the school's, each by term, whoever draws on them: nobody waits for one who
    waits for them.
    """

    def __init__(self, deployment: Deployment, terms: Collection[date] = ()) -> None:
        shares = deployment.shares.select_related("school_budget")
        self.deployment = deployment
        self.held = {share.term_starts_on: share.half_days for share in shares}
        leader = deployment.designation
        self.leader = {
            term: _held_row(term, leader.half_days_a_term, designation=leader)
            for term in sorted({*self.held, *terms})
        }
        drawn = {one.term_starts_on: one.school_budget.school_id or 0 for one in shares if one.school_budget}
        schools = {deployment.home_school_id, *drawn.values()}
        releases = SchoolRelease.objects.filter(school__in=schools)
        self.releases = dict(releases.values_list("school", "half_days_a_term"))
        if drawn if self.held else self.releases:
            drawn |= {term: deployment.home_school_id for term in self.leader if term not in self.held}
        self.school = {
            term: _held_row(term, self.releases.get(drawn[term]), school_id=drawn[term])
            for term in sorted(drawn, key=lambda term: (drawn[term], term))
        }

    def _grows(self, budget: TermBudget) -> bool:
        """Say whether a school sets no limit any more: what its leaders take is counted all the same.

        Of a school that has become another one since, what it agreed then still holds.
        """
        home = self.deployment.home_school_id
        return budget.school_id == home and home not in self.releases

    def room(self, term: date, open_days: int) -> Room:
        """Return what is left of a term, besides what is held."""
        leader, school = self.leader[term], self.school.get(term)
        of_school = None if school is None or self._grows(school) else school.half_days - school.taken
        return Room(term, open_days, leader.half_days - leader.taken, of_school, term_named(term))

    def shared(self, half_days: int, open_days: OpenDays, least: Shares = NOTHING) -> dict[date, int]:
        """Return how so many half days would be shared out; raise Obstacle where the terms have too little room."""
        rooms = [self._with_what_is_held(self.room(term, count)) for term, count in sorted(open_days.items())]
        found = share_out(half_days, open_days, {room.starts_on: room.left for room in rooms}, least)
        if sum(found.values()) < half_days:
            needed = half_days - sum(count for term, count in least.items() if term not in open_days)
            raise too_few(self.deployment, spent(needed, rooms), needed, rooms)
        return found

    def _with_what_is_held(self, room: Room) -> Room:
        held = self.held.get(room.starts_on, 0)
        school_left = None if room.school_left is None else room.school_left + held
        return room._replace(leader_left=room.leader_left + held, school_left=school_left)

    def hold(self, wanted: Shares) -> None:
        """Hold so many half days of each term from now: the difference is taken or given back."""
        terms = {*self.held, *wanted}
        changes = {term: wanted.get(term, 0) - self.held.get(term, 0) for term in terms}
        for budgets in (self.leader, self.school):
            for term, budget in budgets.items():
                _change(budget, changes.get(term, 0), grows=self._grows(budget))
        for term, change in changes.items():
            if change:
                self._write(term, wanted.get(term, 0))

    def _write(self, term: date, half_days: int) -> None:
        share = {"deployment": self.deployment, "term_starts_on": term}
        if half_days:
            written = {"half_days": half_days}
            made = written | {"school_budget": self.school.get(term)}
            TermShare.objects.update_or_create(**share, defaults=written, create_defaults=made)
        else:
            TermShare.objects.filter(**share).delete()


def _held_row(term: date, agreed: int | None, **whose: Any) -> TermBudget:
    """Return the budget of a term as it stays until this is done; agreed anew since, but never below what is taken."""
    rows = TermBudget.objects.select_for_update(no_key=True)
    budget, _made = rows.get_or_create(**whose, term_starts_on=term, defaults={"half_days": agreed or 0})
    if agreed is not None and budget.half_days != max(agreed, budget.taken):
        budget.half_days = max(agreed, budget.taken)
        TermBudget.objects.filter(pk=budget.pk).update(half_days=Greatest(Value(agreed), F("taken")))
    return budget


def _change(budget: TermBudget, by: int, *, grows: bool) -> None:
    """Take so many half days more from a budget, or give some back where fewer; raise Obstacle where it has too few."""
    if not by:
        return
    row, taken = TermBudget.objects.filter(pk=budget.pk), F("taken") + by
    if by < 0:
        row.filter(taken__gte=-by).update(taken=taken)
    elif grows:
        row.update(half_days=Greatest(F("half_days"), taken), taken=taken)
    elif not row.filter(taken__lte=F("half_days") - by).update(taken=taken):
        raise Obstacle(_("Somebody else was quicker: too few days are left. Nothing was changed."))


def hold_days_of(person_id: int) -> None:
    """Hold a leader's row until this is done, so that of two who fill a day at once the second sees the first."""
    Person.objects.select_for_update(no_key=True).get(pk=person_id)

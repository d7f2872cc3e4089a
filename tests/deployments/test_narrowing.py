"""What the database says of a match is what matching says: nobody who could do it is lost on the way."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from deployments.matching import WEIGHTS, blocks
from deployments.matching.scores import SCORERS
from deployments.models import Deployment, TermBudget
from deployments.queries.candidates import need_of, shortlist, terms_of
from deployments.queries.leaders import Leaders
from deployments.queries.narrowing import Shape, narrowed
from designation.models import Absence, Designation, SchoolRelease
from directory.queries.terms import counted_in
from tests import factories
from tests.deployments import stage

pytestmark = pytest.mark.every_database

# The parts the database can tell; days left but for those a school keeps back.
TOLD = ("area", "phase", "distance", "language", "days_left", "known_here")


def leaders(cast, chance: Random, count: int) -> None:
    """Designate so many leaders who differ in everything that matters."""
    areas = [stage.phonics(), factories.AreaFactory()]
    trusts = [None, factories.TrustFactory(), cast.brookside.trust]
    for _one in range(count):
        school = factories.SchoolFactory(
            easting=chance.choice([None, 410_000 + chance.randrange(90_000)]), trust=chance.choice(trusts)
        )
        case = stage.leader(
            factories.PersonFactory(is_active=chance.random() < 0.9),
            chance.choice([school, school, school, cast.brookside]),
            area=chance.choice(areas),
            phases=chance.choice([[], ["primary"], ["secondary"], ["all_through"], ["primary", "secondary"]]),
            languages=chance.choice([["en"], ["cy"], ["en", "cy"]]),
            half_days_a_term=chance.choice([2, 10, 20]),
            travel_miles=chance.choice([None, 5, 40]),
            online_ok=chance.choice([True, False]),
            assurance_until=chance.choice([None, stage.today() + timedelta(days=chance.choice([10, 400]))]),
            state=chance.choice(["active", "active", "active", "suspended"]),
            suspended_for="concern",
            release_asked_at=chance.choice([None, None, None, timezone.now()]),
            starts_on=stage.today() + timedelta(days=chance.choice([-400, -400, 0, 40])),
            ends_on=stage.today() + timedelta(days=1000),
        )
        if chance.random() < 0.3:
            case.areas.add(areas[1])
        spend(case, chance)
        if case.home_school == school and chance.random() < 0.4:
            rating = chance.choice([2, 4])
            stage.deployment(cast, "evaluated", designation=case, overall_rating=rating, half_days=1)


def spend(case: Designation, chance: Random) -> None:
    """Draw on the leader's budget and the school's, or send the leader away, by chance."""
    term = counted_in(stage.today(), []).starts_on
    if chance.random() < 0.3:
        TermBudget.objects.create(
            designation=case,
            term_starts_on=term,
            half_days=case.half_days_a_term,
            taken=case.half_days_a_term - 1,
        )
    if chance.random() < 0.3 and not SchoolRelease.objects.filter(school=case.home_school).exists():
        SchoolRelease.objects.create(school=case.home_school, half_days_a_term=chance.choice([2, 8]))
        TermBudget.objects.create(
            school=case.home_school, term_starts_on=term, half_days=8, taken=chance.choice([0, 6])
        )
    if chance.random() < 0.2:
        away = stage.today() + timedelta(days=chance.choice([-1, 5]))
        Absence.objects.create(designation=case, starts_on=away, ends_on=stage.today() + timedelta(days=99))


NEEDS = [
    {},
    {"language": "welsh", "delivery": "either"},
    {"phase": "all_through", "language": "either", "delivery": "online"},
    {"school__easting": None, "school__northing": None},
]


@pytest.mark.parametrize("fields", NEEDS, ids=["plain", "Welsh", "online", "nowhere"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_database_and_matching_say_the_same(cast, seed, fields):
    cast.brookside.trust = factories.TrustFactory()
    cast.brookside.save()
    leaders(cast, Random(seed), 25)
    place = {name: fields[name] for name in fields if name.startswith("school__")}
    request = stage.request(cast, **{name: fields[name] for name in fields.keys() - place})
    for name, value in place.items():
        setattr(request.school, name.removeprefix("school__"), value)
    if seed == 2:
        request.areas.add(factories.AreaFactory())
        request.avoided.add(Designation.objects.first())
    need = need_of(request)
    terms = terms_of(need)
    found = narrowed(need, terms, most=99, most_blocked=99)
    in_question = Designation.objects.filter(areas__in=need.areas, state__in=Designation.LIVE)
    known = Leaders({one.pk for one in in_question}, [(request, need, terms)])
    weighed = [known.candidate(pk, request, terms) for pk in known.rows]
    assert len(weighed) > 10
    free = {one.pk for one in weighed if not blocks(need, one)}
    assert (set(found.possible), set(found.blocked)) == (free, {one.pk for one in weighed} - free)

    def earned(one) -> float:
        own = replace(one, rooms=tuple(room._replace(school_left=None) for room in one.rooms))
        return sum(SCORERS[part](need, own)[0] * WEIGHTS[part] for part in TOLD)

    by_pk = {one.pk: one for one in weighed}
    for keys in (found.possible, found.blocked):
        told = [round(earned(by_pk[pk]), 6) for pk in keys]
        assert told == sorted(told, reverse=True)


def test_who_was_asked_three_times_this_month_is_left_in_peace(cast):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    for state in ("refused", "lapsed"):
        stage.deployment(cast, state, designation=sam)
    assert [one.candidate.pk for one in shortlist(request).possible] == [sam.pk]
    stage.deployment(cast, "cancelled", designation=sam)
    found = shortlist(request)
    assert (found.possible, [one.blocks for one in found.blocked]) == ([], [("asked_lately",)])
    Deployment.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert [one.candidate.pk for one in shortlist(request).possible] == [sam.pk]


def test_nobody_is_offered_before_the_first_day_of_their_designation(cast):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    found = []
    for days in (0, 1):
        Designation.objects.update(starts_on=request.starts_on + timedelta(days=days))
        listed = shortlist(request)
        found.append([(one.candidate.pk, one.blocks) for one in (*listed.possible, *listed.blocked)])
    assert found == [[(sam.pk, ())], [(sam.pk, ("not_begun",))]]


def test_what_became_of_earlier_work_counts(cast):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    for rating in (4, 3, 2):
        stage.deployment(cast, "evaluated", designation=sam, overall_rating=rating, half_days=3)
    Deployment.objects.update(created_at=timezone.now() - timedelta(days=90))
    [found] = shortlist(request).possible
    one = found.candidate
    assert (one.results, one.results_total, one.here, one.worst_here, one.given) == (3, 9, 3, 2, 9)


def test_anybody_is_answered_for_by_name_or_school(cast):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    gone = factories.DesignationFactory(
        person=factories.PersonFactory(first_name="Ida", last_name="Fry"), state="expired", areas=[]
    )
    assert [one.candidate.pk for one in shortlist(request, "ida fry").called] == [gone.pk]
    assert [one.candidate.pk for one in shortlist(request, "oakfield").called] == [sam.pk]
    found = shortlist(request, "ida")
    assert ("not_active" in found.called[0].blocks, [one.candidate.pk for one in found.possible]) == (
        True,
        [sam.pk],
    )


def test_an_alliance_of_any_size_is_weighed_to_the_same_depth(cast, monkeypatch):
    monkeypatch.setattr("deployments.queries.candidates.WEIGHED", 3)
    for miles in range(5):
        school = factories.SchoolFactory(
            easting=cast.brookside.easting + 1_609 * miles, northing=cast.brookside.northing
        )
        stage.leader(factories.PersonFactory(), school)
    found = shortlist(stage.request(cast))
    assert ([round(one.miles) for one in found.possible], found.count) == ([0, 1, 2], 5)


def test_who_has_more_days_left_comes_before_one_who_promises_the_same(cast, monkeypatch):
    monkeypatch.setattr("deployments.queries.candidates.WEIGHED", 1)
    school = factories.SchoolFactory()
    busy, free = (stage.leader(factories.PersonFactory(), school, half_days_a_term=6) for _one in range(2))
    term = counted_in(stage.today(), []).starts_on
    TermBudget.objects.create(designation=busy, term_starts_on=term, half_days=6, taken=5)
    assert [one.candidate.pk for one in shortlist(stage.request(cast)).possible] == [free.pk]


def test_needs_of_one_shape_are_asked_by_one_query_with_their_own_values(cast):
    near = stage.sam_leads(cast)
    away = stage.leader(
        factories.PersonFactory(), factories.SchoolFactory(easting=None), area=factories.AreaFactory()
    )
    first, second = stage.request(cast), stage.request(cast, starts_on=stage.today() + timedelta(days=7))
    second.areas.set(away.areas.all())
    needs = [need_of(request) for request in (first, second)]
    shapes = {Shape.of(need, terms_of(need)) for need in needs}
    found = [narrowed(need, terms_of(need), most=9, most_blocked=9).possible for need in needs]
    assert (len(shapes), found) == (1, [[near.pk], [away.pk]])

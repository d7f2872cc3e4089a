"""In which terms the half days of work count: in proportion to the school days, but wherever there is room."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployments.matching import Room, share_out, shares_of, spent, spent_words

AUTUMN, SPRING, SUMMER = date(2026, 9, 1), date(2027, 1, 4), date(2027, 4, 12)
TERMS = [AUTUMN, SPRING, SUMMER]
DAYS = {SPRING: 55, SUMMER: 65}
MUCH = dict.fromkeys(TERMS, 100)


def room(term: date, leader: int, school: int | None = None, open_days: int = 60) -> Room:
    names = {AUTUMN: "autumn term 2026", SPRING: "spring term 2027", SUMMER: "summer term 2027"}
    return Room(term, open_days, leader, school, names[term])


@pytest.mark.parametrize(
    ("half_days", "open_days", "most", "least", "shares"),
    [
        (4, {SPRING: 20}, MUCH, {}, {SPRING: 4}),
        (40, DAYS, MUCH, {}, {SPRING: 18, SUMMER: 22}),
        (5, {SPRING: 10, SUMMER: 10}, MUCH, {}, {SPRING: 3, SUMMER: 2}),
        (1, {SPRING: 5, SUMMER: 60}, MUCH, {}, {SUMMER: 1}),
        (10, {SPRING: 10, SUMMER: 10}, {SPRING: 2, SUMMER: 60}, {}, {SPRING: 2, SUMMER: 8}),
        (10, {SPRING: 10, SUMMER: 10}, {SPRING: 2, SUMMER: 3}, {}, {SPRING: 2, SUMMER: 3}),
        (6, {SPRING: 10, SUMMER: 10}, MUCH, {AUTUMN: 2, SUMMER: 4}, {AUTUMN: 2, SUMMER: 4}),
        (3, {SPRING: 0, SUMMER: 0}, {SPRING: 2, SUMMER: 9}, {}, {SPRING: 2, SUMMER: 1}),
    ],
    ids=["one term", "weeks", "half", "few days", "no room", "none", "used", "holidays"],
)
def test_half_days_are_shared_out(half_days, open_days, most, least, shares):
    assert share_out(half_days, open_days, most, least) == shares


some = st.dictionaries(st.sampled_from(TERMS), st.integers(1, 70), min_size=1)


@given(st.integers(1, 40), some, st.dictionaries(st.sampled_from(TERMS), st.integers(0, 20)))
def test_all_is_shared_out_where_there_is_room_and_no_term_gets_more_than_it_has(half_days, open_days, most):
    shares = share_out(half_days, open_days, most)
    room_in_all = sum(most.get(term, 0) for term in open_days)
    assert sum(shares.values()) == min(half_days, room_in_all)
    assert all(0 < held <= most[term] for term, held in shares.items())


@given(st.integers(1, 40), some)
def test_with_room_everywhere_no_term_is_a_whole_half_day_off_its_fair_share(half_days, open_days):
    shares, whole = share_out(half_days, open_days, MUCH), sum(open_days.values())
    assert all(abs(shares.get(term, 0) - half_days * count / whole) < 1 for term, count in open_days.items())


def test_the_school_and_the_leader_must_both_have_room_in_the_same_term():
    crossed = [room(SPRING, 4, 0), room(SUMMER, 0, 4)]
    assert (spent(1, crossed), shares_of(1, crossed)) == ("school_spent", {})
    assert spent(4, [room(SPRING, 2, 9), room(SUMMER, 2)]) == ""


@pytest.mark.parametrize(
    ("rooms", "words"),
    [
        ([room(SPRING, 3)], "Not enough days: 1½ left in the spring term 2027, 2 needed"),
        (
            [room(AUTUMN, 1), room(SPRING, 2)],
            "Not enough days: 1½ left from the autumn term 2026 to the spring term 2027, 2 needed",
        ),
        (
            [room(SPRING, 9, 3)],
            "The leader's school has not enough days: 1½ left in the spring term 2027, 2 needed",
        ),
    ],
    ids=["one term", "two terms", "the school"],
)
def test_the_terms_that_are_short_are_named(rooms, words):
    assert spent_words(spent(4, rooms), 4, rooms) == words

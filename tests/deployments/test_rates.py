"""Amounts are whole pence, proportional to half days, and add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployments.rates import amount_pence, half_up, minutes_pence, most_pence, share_pence, total_pence

half_days = st.integers(0, 400)
rates = st.integers(0, 1_000_00)
shares = st.integers(0, 100_00)


@pytest.mark.parametrize(
    ("half", "rate", "pence"),
    [
        (1, 300_00, 150_00),
        (2, 300_00, 300_00),
        (3, 400_00, 600_00),
        (4, 300_00, 600_00),
        (1, 297_51, 148_76),
        (0, 300_00, 0),
    ],
)
def test_amount(half, rate, pence):
    assert amount_pence(half, rate) == pence


@given(half_days, half_days, rates)
def test_more_time_is_never_paid_less(one, other, rate):
    assert (amount_pence(one, rate) <= amount_pence(other, rate)) or one > other


@given(half_days, rates)
def test_two_half_days_make_a_day_to_the_penny(days, rate):
    assert amount_pence(2 * days, rate) == days * rate


@given(half_days, rates)
def test_rounding_never_costs_the_school_and_never_more_than_a_half_penny(half, rate):
    assert 0 <= 2 * amount_pence(half, rate) - half * rate <= 1


@pytest.mark.parametrize(("half", "rate"), [(-1, 300_00), (1, -1)])
def test_nothing_is_below_nothing(half, rate):
    with pytest.raises(ValueError, match="below nothing"):
        amount_pence(half, rate)


def test_a_statement_is_the_sum_of_its_lines():
    assert total_pence([150_00, 300_00]) == 450_00


@pytest.mark.parametrize(
    ("numerator", "denominator", "pence"),
    [(1, 2, 1), (-1, 2, -1), (1, 3, 0), (2, 3, 1), (0, 7, 0), (149, 100, 1)],
)
def test_half_a_penny_goes_up(numerator, denominator, pence):
    assert half_up(numerator, denominator) == pence


@given(st.integers(-(10**6), 10**6), st.integers(1, 400))
def test_a_thing_and_its_undoing_are_equal_and_no_rounding_is_over_half_a_penny(numerator, denominator):
    assert half_up(-numerator, denominator) == -half_up(numerator, denominator)
    assert 2 * abs(half_up(numerator, denominator) * denominator - numerator) <= denominator


@pytest.mark.parametrize(
    ("minutes", "rate", "a_day", "pence"),
    [(300, 300_00, 300, 300_00), (150, 300_01, 300, 150_01), (100, 100, 300, 33)],
)
def test_minutes_are_paid_pro_rata(minutes, rate, a_day, pence):
    assert minutes_pence(minutes, rate, a_day) == pence


@given(half_days, rates)
def test_minutes_of_whole_half_days_are_paid_as_these(half, rate):
    assert minutes_pence(half * 150, rate, 300) == amount_pence(half, rate)


@pytest.mark.parametrize(("minutes", "rate", "a_day"), [(-1, 1, 300), (1, -1, 300), (1, 1, 0)])
def test_no_minutes_and_no_day_are_below_nothing(minutes, rate, a_day):
    with pytest.raises(ValueError, match="below nothing"):
        minutes_pence(minutes, rate, a_day)


def test_a_share_is_in_hundredths_of_a_percent():
    assert (share_pence(350_00, 15_00), share_pence(1, 50_00), share_pence(100, 100_00)) == (52_50, 1, 100)


@given(st.lists(st.integers(1, 2), max_size=12), rates, shares, rates)
def test_what_is_kept_is_enough_however_the_half_days_are_spread(visits, rate, share, fixed):
    spent = 0
    for half in visits:
        amount = amount_pence(half, rate)
        spent += amount + share_pence(amount, share) + amount_pence(half, fixed)
    most = most_pence(sum(visits), rate, share, fixed)
    assert spent <= most <= spent + 3 * sum(visits)

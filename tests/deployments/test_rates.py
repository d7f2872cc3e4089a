"""Amounts are whole pence, proportional to half days, and add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployments.rates import amount_pence, total_pence

half_days = st.integers(0, 400)
rates = st.integers(0, 1_000_00)


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

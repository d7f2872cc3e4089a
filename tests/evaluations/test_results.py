"""Counts, shares and means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.questions import AGREEMENT, OVERALL
from evaluations.results import mean, percent_of, shares


def test_shares_follow_the_scale():
    assert shares([4, 4, 3, 1], list(OVERALL)) == [(4, 2, 50), (3, 1, 25), (2, 0, 0), (1, 1, 25)]


def test_nobody_answered():
    assert [share.percent for share in shares([], list(OVERALL))] == [0, 0, 0, 0]
    assert (mean([]), percent_of(None, 5)) == (None, 0)


@pytest.mark.parametrize(("numbers", "said"), [([5], 5.0), ([1, 2], 1.5), ([4, 4, 5], 4.3)])
def test_the_mean_is_said_to_one_place(numbers, said):
    assert mean(numbers) == said


def test_a_mean_is_a_bar_of_its_part_of_the_scale():
    assert [percent_of(value, 5) for value in (1, 2.5, 4.3, 5)] == [20, 50, 86, 100]


@given(st.lists(st.sampled_from(list(AGREEMENT))))
def test_every_answer_is_counted_once(answers):
    found = shares(answers, list(AGREEMENT))
    assert sum(share.number for share in found) == len(answers)
    assert all(0 <= share.percent <= 100 for share in found)

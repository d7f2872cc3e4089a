"""What a pile of answers says: counts, shares and means; numbers in, numbers out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Share(NamedTuple):
    """How many gave one answer: `percent` is of all given, 0 to 100, rounded so that the picture is honest."""

    value: int
    number: int
    percent: int


def shares(given: Iterable[int], scale: Sequence[int]) -> list[Share]:
    """Return one share for each value of the scale, in the scale's own order; nobody answered gives zeros."""
    counts = Counter(given)
    total = sum(counts[value] for value in scale)
    return [
        Share(value, counts[value], round(100 * counts[value] / total) if total else 0) for value in scale
    ]


def mean(given: Iterable[int]) -> float | None:
    """Return the mean to one decimal place, or None where nobody answered."""
    numbers = list(given)
    return round(sum(numbers) / len(numbers), 1) if numbers else None


def percent_of(value: float | None, most: int) -> int:
    """Return where a value of a scale from 1 to `most` stands, as the length of its bar from 0 to 100."""
    return round(100 * value / most) if value else 0

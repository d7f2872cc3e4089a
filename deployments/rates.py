"""What a piece of work is worth: half days or minutes at a day rate, and the brokerage on top, in whole pence.

One rounding rule for all of it: to the nearest penny, half a penny up (of what is taken back: half a penny down, so
that it undoes to the penny what was paid).
"""

HALF_DAYS_A_DAY = 2
WHOLE = 100_00  # a share of one, in hundredths of a percent


def half_up(numerator: int, denominator: int) -> int:
    """Return a fraction as whole pence: half a penny away from nothing, so that a thing and its undoing are equal."""
    pence = (2 * abs(numerator) + denominator) // (2 * denominator)
    return pence if numerator >= 0 else -pence


def amount_pence(half_days: int, pence_a_day: int) -> int:
    """Return what half days cost at a rate a day, in pence; half a penny is rounded up, in the school's favour."""
    if half_days < 0 or pence_a_day < 0:
        raise ValueError("Neither half days nor a rate can be below nothing")
    return half_up(half_days * pence_a_day, HALF_DAYS_A_DAY)


def minutes_pence(minutes: int, pence_a_day: int, minutes_a_day: int) -> int:
    """Return what minutes cost where so many make a day that is paid so many pence."""
    if minutes < 0 or pence_a_day < 0 or minutes_a_day <= 0:
        raise ValueError("Neither minutes nor a rate can be below nothing, and a day has some minutes")
    return half_up(minutes * pence_a_day, minutes_a_day)


def most_minutes(half_days: int, minutes_a_day: int) -> int:
    """Return how many minutes half days hold."""
    return half_days * minutes_a_day // HALF_DAYS_A_DAY


def share_pence(pence: int, share: int) -> int:
    """Return a share of an amount, the share in hundredths of a percent: 15 per cent is 1500."""
    return half_up(pence * share, WHOLE)


def most_pence(half_days: int, pence_a_day: int, share: int = 0, brokerage_a_day: int = 0) -> int:
    """Return what half days may cost at most with brokerage, however they are spread over visits.

    Each half day is rounded up by itself: so many visits of one half day cost no more.
    """
    half = -(-pence_a_day // HALF_DAYS_A_DAY)
    return half_days * (half - (-half * share // WHOLE) - (-brokerage_a_day // HALF_DAYS_A_DAY))


def total_pence(amounts: list[int]) -> int:
    """Return the sum of a statement's lines in pence; a statement is the sum of what it shows."""
    return sum(amounts)

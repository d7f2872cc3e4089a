"""What a piece of work is worth: half days at a day rate, in whole pence."""

HALF_DAYS_A_DAY = 2


def amount_pence(half_days: int, pence_a_day: int) -> int:
    """Return what half days cost at a rate a day, in pence; half a penny is rounded up, in the school's favour."""
    if half_days < 0 or pence_a_day < 0:
        raise ValueError("Neither half days nor a rate can be below nothing")
    return -(-half_days * pence_a_day // HALF_DAYS_A_DAY)


def total_pence(amounts: list[int]) -> int:
    """Return the sum of a statement's lines in pence; a statement is the sum of what it shows."""
    return sum(amounts)

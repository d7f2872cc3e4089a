"""The clock of a designation, as plain dates: four years less a day."""

from calendar import isleap
from datetime import date, timedelta


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March where there is none."""
    if (day.month, day.day) == (2, 29) and not isleap(day.year + years):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


def ends_on(starts_on: date, years: int) -> date:
    """Return the last day of a term: `years` years less a day (1 September 2026, 4 -> 31 August 2030)."""
    return years_after(starts_on, years) - timedelta(days=1)

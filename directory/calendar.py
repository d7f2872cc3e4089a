"""Working days, deadlines and school days: dates in, dates out, no clock and no database."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import zip_longest
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
SATURDAY = 5


class BeyondCalendar(LookupError):
    """The bank holidays of this day are not published, so nobody can say whether it is a working day."""


@dataclass(frozen=True)
class BankHoliday:
    """A bank holiday of England and Wales with its names."""

    on: date
    title: str
    title_cy: str


@cache
def bank_holidays() -> dict[date, BankHoliday]:
    """Return the known bank holidays of England and Wales by day, from the list the library ships (no network)."""
    division = BankHolidays.ENGLAND_AND_WALES
    english = BankHolidays(use_cached_holidays=True).get_holidays(division)
    welsh = BankHolidays(locale="cy", use_cached_holidays=True).get_holidays(division)
    return {
        day["date"]: BankHoliday(day["date"], day["title"], ours["title"])
        for day, ours in zip(english, welsh, strict=True)
    }


@cache
def _weekdays_closed() -> list[date]:
    return sorted(day for day in bank_holidays() if day.weekday() < SATURDAY)


@cache
def known_days() -> tuple[date, date]:
    """Return the first and last day we can judge: lists are published by whole years, ending at Christmas."""
    first, last = min(bank_holidays()), max(bank_holidays())
    return date(first.year, 1, 1), date(last.year, 12, 31) if last.month == 12 else last


def said(day: date) -> str:
    """Write a day with its weekday, always worked out from the date: Friday 20 March 2026."""
    return date_format(day, "l j F Y")


def is_working_day(day: date) -> bool:
    """Say whether a day is Monday to Friday and no bank holiday; raise BeyondCalendar where that is not known."""
    first, last = known_days()
    if not first <= day <= last:
        problem = _("Bank holidays are known from %(first)s to %(last)s only, not for %(day)s.")
        raise BeyondCalendar(problem % {"first": first, "last": last, "day": day})
    return day.weekday() < SATURDAY and day not in bank_holidays()


def add_working_days(day: date, count: int) -> date:
    """Return the `count`-th working day after a day, before it when negative; 0 gives the day itself or the next."""
    if count == 0:
        return day if is_working_day(day) else add_working_days(day, 1)
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def add_open_days(day: date, count: int, shut: Collection[tuple[date, date]]) -> date:
    """Return the `count`-th working day after a day that lies in none of the spans in which a school is shut."""
    left = count
    while left:
        day = add_working_days(day, 1)
        left -= not any(first <= day <= last for first, last in shut)
    return day


def working_days_between(start: date, end: date) -> int:
    """Count working days after the earlier day up to and including the later; negative when `end` is the earlier."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + DAY * after) for after in range(1, (end - start).days + 1))


def _midnight_after(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + DAY, time(), LONDON)


def add_working_hours(moment: datetime, hours: int) -> datetime:
    """Return the moment in London so many working hours later: the clock stands still outside working days.

    A working day has 24 such hours, so that 48 of them are two working days, as people count them. Clocks change on
    Sundays, so that each has 24 indeed.
    """
    at, left = moment.astimezone(LONDON), timedelta(hours=hours)
    while True:
        end = _midnight_after(at)
        if is_working_day(at.date()):
            if left <= end - at:
                return at + left
            left -= end - at
        at = end


def working_time_between(start: datetime, end: datetime) -> timedelta:
    """Return how much of the time from one moment to a later one lies on working days; nothing when it is earlier."""
    at, end = start.astimezone(LONDON), end.astimezone(LONDON)
    passed = timedelta()
    while at < end:
        until = min(_midnight_after(at), end)
        if is_working_day(at.date()):
            passed += until - at
        at = until
    return passed


def deadline(day: date) -> datetime:
    """Return the last second of a day in London, whatever the clocks do that night."""
    return datetime.combine(day, time(23, 59, 59), LONDON)


@dataclass(frozen=True)
class SchoolTerm:
    """A term as plain values, its days inclusive; `season` is autumn, spring or summer."""

    season: str
    starts_on: date
    ends_on: date
    half_term_starts_on: date | None = None
    half_term_ends_on: date | None = None


def term_on(day: date, terms: Iterable[SchoolTerm]) -> SchoolTerm | None:
    """Return the term a day lies in (half-term included); of two that overlap the one that began first."""
    held = [term for term in terms if term.starts_on <= day <= term.ends_on]
    return min(held, key=lambda term: term.starts_on, default=None)


def next_term(day: date, terms: Iterable[SchoolTerm]) -> SchoolTerm | None:
    """Return the first term that begins after a day."""
    return min(
        (term for term in terms if term.starts_on > day), key=lambda term: term.starts_on, default=None
    )


def is_half_term(day: date, term: SchoolTerm) -> bool:
    starts_on, ends_on = term.half_term_starts_on, term.half_term_ends_on
    return starts_on is not None and ends_on is not None and starts_on <= day <= ends_on


def _weekdays(first: date, last: date) -> int:
    """Count the days from Monday to Friday of a span, both ends included."""
    weeks, rest = divmod(max(0, (last - first).days + 1), 7)
    return weeks * SATURDAY + sum((first.weekday() + after) % 7 < SATURDAY for after in range(rest))


def open_days(first: date, last: date, term: SchoolTerm) -> int:
    """Count the days of a span on which schools are open in a term: no weekend, bank holiday or half-term.

    Bank holidays nobody has published yet count as open: what is planned so far ahead is an estimate anyway.
    """
    first, last = max(first, term.starts_on), min(last, term.ends_on)
    count = _weekdays(first, last) - _closed(first, last)
    if term.half_term_starts_on and term.half_term_ends_on:
        begin, end = max(first, term.half_term_starts_on), min(last, term.half_term_ends_on)
        count -= _weekdays(begin, end) - _closed(begin, end)
    return max(0, count)


def _closed(first: date, last: date) -> int:
    """Count the bank holidays of a span that fall on a weekday."""
    days = _weekdays_closed()
    return max(0, bisect_right(days, last) - bisect_left(days, first))


def _term_named(starts_on: date) -> str:
    return _term_in(starts_on, get_language())


@cache
def _term_in(starts_on: date, language: str | None) -> str:
    """Return a term in words of the active language; a page that weighs sixty leaders says it two hundred times."""
    names = (_("spring term %(year)s"), _("summer term %(year)s"), _("autumn term %(year)s"))
    return names[(starts_on.month > 2) + (starts_on.month > 7)] % {"year": starts_on.year}


# A term by the day it starts on, in words, in the reader's language: spring term 2027. Terms that start in January or
# February are spring terms, from August on autumn terms.
term_named = lazy(_term_named, str)


def holidays(terms: list[SchoolTerm]) -> Iterator[tuple[date, date]]:
    """Yield the half-terms and what lies between one term and the next, as first and last day."""
    for term, following in zip_longest(terms, terms[1:]):
        if term.half_term_starts_on and term.half_term_ends_on:
            yield term.half_term_starts_on, term.half_term_ends_on
        if following and term.ends_on + DAY < following.starts_on:
            yield term.ends_on + DAY, following.starts_on - DAY


def is_school_day(day: date, terms: Iterable[SchoolTerm], inset: Collection[date] = ()) -> bool:
    """Say whether pupils are at school: a working day in a term, outside half-term and training days."""
    if day in inset or not is_working_day(day):
        return False
    term = term_on(day, list(terms))
    return term is not None and not is_half_term(day, term)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the ecclesiastical full moon, by Gauss's congruences)."""
    century, cycle = divmod(year, 100)[0], year % 19
    shift = (century - century // 4 - (8 * century + 13) // 25 + 19 * cycle + 15) % 30
    moon = shift - (shift // 28) * (1 - (29 // (shift + 1)) * ((21 - cycle) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    days = moon - weekday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4))


def national_terms(day: date) -> Sequence[SchoolTerm]:
    """Return three terms that share out the school year (1 September to 31 August) a day lies in.

    They stand in where nobody has entered an authority's own: autumn to 31 December, spring to the day
    before Easter Sunday, summer to 31 August. They know no holidays: every day counts in exactly one term.
    """
    autumn = day.year if day.month >= 9 else day.year - 1
    spring = autumn + 1
    return (
        SchoolTerm("autumn", date(autumn, 9, 1), date(autumn, 12, 31)),
        SchoolTerm("spring", date(spring, 1, 1), easter(spring) - DAY),
        SchoolTerm("summer", easter(spring), date(spring, 8, 31)),
    )

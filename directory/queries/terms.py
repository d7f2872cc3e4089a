"""Which term a day counts in for a school, and whether pupils are there."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from directory.calendar import (
    DAY,
    SchoolTerm,
    add_open_days,
    holidays,
    is_school_day,
    national_terms,
    next_term,
    open_days,
    term_on,
)
from directory.models import InsetDay, LocalAuthority, School, Term

# The summer holidays are the longest; a gap beyond them is a year nobody has entered.
LONGEST_HOLIDAY = timedelta(days=60)
SCHOOL_YEAR = timedelta(days=366)  # terms further away than this decide nothing


def terms_of(school: School) -> list[SchoolTerm]:
    """Return the terms entered for the school's authority, earliest first."""
    entered = Term.objects.filter(local_authority=school.local_authority_id).order_by("starts_on")
    return [_as_value(term) for term in entered]


def _as_value(term: Term) -> SchoolTerm:
    return SchoolTerm(
        term.season, term.starts_on, term.ends_on, term.half_term_starts_on, term.half_term_ends_on
    )


OpenDays = dict[
    date, int
]  # how many open school days of some work lie in each term, by the day the term starts on
OpenDaysBy = dict[int | None, OpenDays]  # the same by authority; None stands for all others


def open_days_of(spans: Collection[tuple[date, date]]) -> dict[tuple[date, date], OpenDaysBy]:
    """Return in which terms the days from a first to a last one count, of each of several spans, all in 1 query."""
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    near = Term.objects.filter(starts_on__lte=last + SCHOOL_YEAR, ends_on__gte=first - SCHOOL_YEAR)
    entered: dict[int | None, list[SchoolTerm]] = {None: []}
    for term in near.order_by("starts_on"):
        entered.setdefault(term.local_authority_id, []).append(_as_value(term))
    return {
        span: {authority: open_days_within(*span, terms) for authority, terms in entered.items()}
        for span in spans
    }


def open_days_at(school: School, first: date, last: date) -> OpenDays:
    """Return how many open school days of a span lie in each term of a school's authority (1 query)."""
    return open_days_within(first, last, terms_of(school))


def open_days_within(first: date, last: date, terms: list[SchoolTerm]) -> OpenDays:
    """Return how many open school days of a span lie in each term, by the day the term starts on.

    Terms without any are left out; of a span wholly in the holidays it is the term its first day counts in.
    """
    found: OpenDays = {}
    day = first
    while day <= last:
        term = counted_in(day, terms)
        if count := open_days(day, last, term):
            found[term.starts_on] = found.get(term.starts_on, 0) + count
        day = term.ends_on + DAY
    return found or {counted_in(first, terms).starts_on: 1}


def terms_by_authority(authorities: Collection[LocalAuthority]) -> dict[int, list[SchoolTerm]]:
    """Return the terms entered for these authorities, earliest first, by authority (1 query)."""
    found: dict[int, list[SchoolTerm]] = {}
    for term in Term.objects.filter(local_authority__in=authorities).order_by("starts_on"):
        found.setdefault(term.local_authority_id, []).append(_as_value(term))
    return found


def term_of(school: School, on: date) -> SchoolTerm:
    """Return the term a day counts in: the one it lies in, in the holidays the one that follows.

    Where the authority has entered none, the national shares of the school year stand in (calendar.national_terms).
    """
    return counted_in(on, terms_of(school))


def next_term_of(school: School, on: date) -> SchoolTerm:
    """Return the term after the one a day counts in."""
    terms = terms_of(school)
    return counted_in(counted_in(on, terms).ends_on + DAY, terms)


def counted_in(on: date, terms: list[SchoolTerm]) -> SchoolTerm:
    coming = next_term(on, terms)
    if coming is not None and coming.starts_on - on > LONGEST_HOLIDAY:
        coming = None
    return term_on(on, terms) or coming or national_term(on, terms)


def national_term(on: date, terms: list[SchoolTerm]) -> SchoolTerm:
    """Return the national share a day lies in; the rest of one whose own term is over counts in the share after it."""
    share = next(share for share in national_terms(on) if share.starts_on <= on <= share.ends_on)
    is_over = any(term.season == share.season and share.starts_on <= term.ends_on < on for term in terms)
    return national_term(share.ends_on + DAY, terms) if is_over else share


def inset_days_of(school: School) -> set[date]:
    """Return the training days of the school and of its authority."""
    ours = Q(school=school) | Q(local_authority=school.local_authority_id)
    return set(InsetDay.objects.filter(ours).values_list("on", flat=True))


def open_days_after(school: School, on: date, count: int) -> date:
    """Return the `count`-th working day after a day on which the school is not shut, as far as its terms are entered.

    Half-terms and the holidays between two entered terms do not count; where the terms are unknown every working day
    does. A gap longer than any holidays is a year nobody has entered.
    """
    shut = [span for span in holidays(terms_of(school)) if span[1] - span[0] <= LONGEST_HOLIDAY]
    return add_open_days(on, count, shut)


def is_school_day_at(school: School, on: date) -> bool:
    """Say whether pupils are at this school on a day; raise BeyondCalendar where bank holidays are not known."""
    return is_school_day(on, terms_of(school) or national_terms(on), inset_days_of(school))

"""Which term a day counts in for a school, and whether pupils are there."""

from datetime import date, timedelta

from directory.calendar import SchoolTerm, is_school_day, national_terms, next_term, term_on
from directory.models import InsetDay, School, Term

# The summer holidays are the longest; a gap beyond them is a year nobody has entered.
LONGEST_HOLIDAY = timedelta(days=60)


def terms_of(school: School) -> list[SchoolTerm]:
    """Return the terms entered for the school's authority, earliest first."""
    return [
        SchoolTerm(
            term.season, term.starts_on, term.ends_on, term.half_term_starts_on, term.half_term_ends_on
        )
        for term in Term.objects.filter(local_authority=school.local_authority_id).order_by("starts_on")
    ]


def term_among(terms: list[SchoolTerm], on: date) -> SchoolTerm:
    """Return the term a day counts in: the one it lies in, in the holidays the one that follows.

    Where the authority has entered none, the national shares of the school year stand in (calendar.national_terms).
    """
    coming = next_term(on, terms)
    if coming is not None and coming.starts_on - on > LONGEST_HOLIDAY:
        coming = None
    national = term_on(on, national_terms(on))
    found = term_on(on, terms) or coming or national
    if found is None:
        raise LookupError(f"no term for {on}")
    return found


def term_of(school: School, on: date) -> SchoolTerm:
    """Return the term a day counts in for a school (see term_among)."""
    return term_among(terms_of(school), on)


def next_term_of(school: School, on: date) -> SchoolTerm:
    """Return the term after the one a day counts in."""
    return term_of(school, term_of(school, on).ends_on + timedelta(days=1))


def inset_days_of(school: School) -> set[date]:
    """Return the training days of the school and of its authority."""
    own = InsetDay.objects.filter(school=school).values_list("on", flat=True)
    shared = InsetDay.objects.filter(local_authority=school.local_authority_id).values_list("on", flat=True)
    return set(own.union(shared))


def is_school_day_at(school: School, on: date) -> bool:
    """Say whether pupils are at this school on a day; raise BeyondCalendar where bank holidays are not known."""
    return is_school_day(on, terms_of(school) or national_terms(on), inset_days_of(school))

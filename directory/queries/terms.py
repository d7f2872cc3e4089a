"""Which term a day counts in for a school, and whether pupils are there."""

from datetime import date, timedelta

from django.db.models import Q

from directory.calendar import DAY, SchoolTerm, is_school_day, national_terms, next_term, term_on
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


def is_school_day_at(school: School, on: date) -> bool:
    """Say whether pupils are at this school on a day; raise BeyondCalendar where bank holidays are not known."""
    return is_school_day(on, terms_of(school) or national_terms(on), inset_days_of(school))

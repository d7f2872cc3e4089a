"""Which term a day counts in for a school, and whether pupils are there."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from directory.calendar import DAY, SchoolTerm, is_school_day, national_terms, next_term, term_on
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


def term_starts(on: date) -> dict[int | None, date]:
    """Return on which day the term begins in which a day counts, by authority (1 query); None stands for all others."""
    return term_starts_of([on])[on]


def term_starts_of(days: Collection[date]) -> dict[date, dict[int | None, date]]:
    """Return `term_starts` of each of several days, all in 1 query."""
    near = Term.objects.filter(starts_on__lte=max(days) + SCHOOL_YEAR, ends_on__gte=min(days) - SCHOOL_YEAR)
    entered: dict[int | None, list[SchoolTerm]] = {None: []}
    for term in near.order_by("starts_on"):
        entered.setdefault(term.local_authority_id, []).append(_as_value(term))
    return {
        on: {authority: counted_in(on, terms).starts_on for authority, terms in entered.items()}
        for on in days
    }


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


def is_school_day_at(school: School, on: date) -> bool:
    """Say whether pupils are at this school on a day; raise BeyondCalendar where bank holidays are not known."""
    return is_school_day(on, terms_of(school) or national_terms(on), inset_days_of(school))

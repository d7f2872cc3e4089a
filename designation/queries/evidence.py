"""What a leader's file holds over some days: by kind, and in figures."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from designation.models import Designation, DesignationTerm, Evidence, Renewal, Review
from designation.terms import DAY, years_of

K, N = Evidence.Kind, Renewal.State
READ = (N.SUBMITTED, N.RENEWED, N.DECLINED)  # renewals managers decide on, or have decided
FEWEST = 3  # results below this many have no average: it would speak of single schools


class Figures(NamedTuple):
    """What a file comes to: half days of support, minutes of learning, meetings of groups, results from 1 to 4."""

    half_days: int
    minutes: int
    meetings: int
    results: tuple[int, ...]

    @property
    def mean(self) -> float | None:
        """Return the mean result to one decimal place, None for fewer than three."""
        return round(sum(self.results) / len(self.results), 1) if len(self.results) >= FEWEST else None


def evidence_of(designation: Designation, first: date, last: date) -> list[Evidence]:
    """Return what was filed for the days from first to last, the newest first (1 query)."""
    rows = Evidence.objects.filter(designation=designation).between(first, last)
    return list(rows.select_related("attachment", "filed_by"))


def figures_of(rows: Iterable[Evidence]) -> Figures:
    """Return what rows of evidence come to."""
    rows = list(rows)
    return Figures(
        half_days=sum(row.half_days or 0 for row in rows if row.kind == K.VISIT),
        minutes=sum(row.minutes or 0 for row in rows if row.kind in (K.CPD, K.GROUP)),
        meetings=sum(row.kind == K.GROUP for row in rows),
        results=tuple(row.result for row in rows if row.kind == K.EVALUATION and row.result),
    )


class Kept(NamedTuple):
    """What of a file stays as the managers read it: all filed by a moment, and what concluded reviews counted.

    `years` are first and last day of the years looked back on, and when that was concluded.
    """

    until: datetime | None
    years: tuple[tuple[date, date, datetime], ...]

    def holds(self, row: Evidence) -> bool:
        if self.until is not None and row.filed_at <= self.until:
            return True
        return any(first <= row.on <= last and row.filed_at <= at for first, last, at in self.years)


def kept_by(renewals: Iterable[Renewal], reviews: Iterable[Review]) -> Kept:
    """Return what of a file stays: by renewals submitted and not sent back, and by reviews concluded."""
    read = [one.submitted_at for one in renewals if one.state in READ and one.submitted_at]
    concluded = [one for one in reviews if one.state == Review.State.CONCLUDED]
    years = [(one.starts_on, one.due_on, one.state_at) for one in concluded]
    return Kept(max(read, default=None), tuple(sorted(years)))


def is_kept(evidence: Evidence) -> bool:
    """Say whether a renewal or a review counted it: then it stays as the managers read it (2 queries)."""
    held = evidence.designation
    return kept_by(held.renewals.all(), held.reviews.all()).holds(evidence)


def term_on(designation: Designation, on: date) -> DesignationTerm | None:
    """Return the term a day lies in; between two terms, before the first or after the last the nearest that began."""
    terms = list(designation.terms.all())
    begun = [term for term in terms if term.starts_on <= on]
    return begun[-1] if begun else next(iter(terms), None)


def days_of_term(designation: Designation, term: DesignationTerm) -> tuple[date, date]:
    """Return first and last day of what the file of a term shows: all that came before the next term began.

    Work agreed in a term may be finished after its end, so the file of the last one has no end.
    """
    later = [one.starts_on for one in designation.terms.all() if one.starts_on > term.starts_on]
    return term.starts_on, min(later) - DAY if later else date.max


def years_of_term(term: DesignationTerm) -> list[tuple[date, date]]:
    """Return the years of a term that are looked back on; the last is not: its renewal looks back on the whole."""
    return list(years_of(term.starts_on, term.ends_on))[:-1]

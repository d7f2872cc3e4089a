"""What is due about claims: schools that have money to claim, and questions about a claim nobody has answered."""

from datetime import date, timedelta

from django.utils import timezone

from deployments.models import Claim
from directory.calendar import add_working_days, is_working_day
from directory.models import LocalAuthority
from directory.queries.terms import counted_in, terms_by_authority

# Working days after a term is over at which a school is told what it has to claim, and asked again.
DAYS_TO_CLAIM = (1, 15)
# Working days after a question at which the school is reminded; on the last it must have answered.
DAYS_TO_ANSWER = (5, 10)
# The client pays in 28 days (handbook part 2.5).
DAYS_TO_CHECK, DAYS_TO_PAY = 5, timedelta(days=28)
SHORTEST_TERM = timedelta(days=28)


def claims_to_submit(on: date) -> list[tuple[Claim, date]]:
    """Return claims of terms that are over, with the day of the reminder that is due; none on a day off.

    Work acknowledged after the end of the term begins a claim of its own, and its days run from then.
    """
    if not is_working_day(on):
        return []
    begun = Claim.objects.filter(
        state=Claim.State.COLLECTING, total_pence__gt=0, term_starts_on__lt=on - SHORTEST_TERM
    )
    claims = list(begun.select_related("school").order_by("pk"))
    terms = terms_by_authority(LocalAuthority.objects.filter(schools__claims__in=claims))
    found = []
    for claim in claims:
        term = counted_in(claim.term_starts_on, terms.get(claim.school.local_authority_id or 0, []))
        since = max(term.ends_on, timezone.localdate(claim.created_at))
        found.append((claim, _reached(since, on, DAYS_TO_CLAIM)))
    return [(claim, day) for claim, day in found if day]


def questions_due(on: date) -> list[tuple[Claim, date]]:
    """Return claims with an unanswered question, with the day of the reminder that is due; none on a day off."""
    if not is_working_day(on):
        return []
    asked = Claim.objects.filter(state=Claim.State.QUERIED).select_related("school", "submitted_by")
    found = [
        (claim, _reached(timezone.localdate(claim.state_at), on, DAYS_TO_ANSWER))
        for claim in asked.order_by("pk")
    ]
    return [(claim, day) for claim, day in found if day]


def _reached(since: date, on: date, counts: tuple[int, ...]) -> date | None:
    """Return the last of the days so many working days after another that has come; None while there was none."""
    days = [add_working_days(since, count) for count in counts]
    return max((day for day in days if day <= on), default=None)


def answer_due_on(claim: Claim) -> date:
    """Return until when a school is to answer a question about its claim."""
    return add_working_days(timezone.localdate(claim.state_at), DAYS_TO_ANSWER[-1])


def settled_by(claim: Claim) -> date:
    """Return until when a submitted claim is to be checked, and an approved one to be paid."""
    since = timezone.localdate(claim.state_at)
    if claim.state == Claim.State.APPROVED:
        return (claim.approved_on or since) + DAYS_TO_PAY
    return add_working_days(since, DAYS_TO_CHECK)

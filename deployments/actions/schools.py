"""Open work follows a school that became another one, such as an academy."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from deployments.models import Claim, Deployment, SupportRequest, TermBudget
from deployments.queries.schools import OPEN_CLAIMS, OPEN_DEPLOYMENTS, OPEN_REQUESTS
from directory.actions.posts import carry_over
from directory.models import Post, School


@transaction.atomic
def follow(school: School, successor: School) -> None:
    """Carry open requests, deployments, claims and budgets of a school over to its successor, with its posts.

    It is the same work under another number: nobody is asked again, and what is over stays where it was. A claim
    or a budget the successor has of its own for a term keeps the old one where it is. Runs by itself.
    """
    for post in Post.objects.filter(school=school).on(timezone.localdate()):
        carry_over(post, successor, on=timezone.localdate())
    _carry(SupportRequest.objects.filter(school=school, state__in=OPEN_REQUESTS), "school", successor)
    live = Deployment.objects.filter(state__in=OPEN_DEPLOYMENTS)
    _carry(live.filter(school=school).exclude(home_school=successor), "school", successor)
    _carry(live.filter(home_school=school).exclude(school=successor), "home_school", successor)
    kept = Claim.objects.filter(school=successor, state=Claim.State.COLLECTING).values("term_starts_on")
    _carry(
        Claim.objects.filter(school=school, state__in=OPEN_CLAIMS).exclude(term_starts_on__in=kept),
        "school",
        successor,
    )
    terms = TermBudget.objects.filter(school=successor).values("term_starts_on")
    _carry(TermBudget.objects.filter(school=school).exclude(term_starts_on__in=terms), "school", successor)


def _carry(rows: Any, field: str, successor: School) -> None:
    """Write the successor into each row, one by one, so that those with a history have it there."""
    for row in rows:
        setattr(row, field, successor)
        row.save(update_fields=[field])

"""Claims to submit, to check and to pay."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from deployments.models import Claim
from deployments.models.claims import CLAIMANTS
from deployments.queries.home.most import MOST
from deployments.queries.settling import answer_due_on, settled_by


def claims_to_settle(person) -> Iterator[Task]:
    waiting = Claim.objects.filter(state__in=[Claim.State.SUBMITTED, Claim.State.APPROVED])
    waiting = waiting.exclude(school__in=person.authority.school_ids(*CLAIMANTS))
    for claim in waiting.select_related("school").order_by("state_at")[:MOST]:
        if claim.state == Claim.State.APPROVED:
            title = _("Pay the claim of %(school)s") % {"school": claim.school}
            yield Task(title, claim.page("pay"), settled_by(claim))
        elif claim.submitted_by_id != person.pk:
            title = _("Check the claim of %(school)s") % {"school": claim.school}
            yield Task(title, claim.page("detail"), settled_by(claim))


def claims_to_submit(person, on: date) -> Iterator[Task]:
    """Queried claims, and claims whose term began so long ago that nothing more will come (four months)."""
    ripe = Q(state=Claim.State.COLLECTING, total_pence__gt=0, term_starts_on__lt=on - timedelta(days=122))
    found = Claim.objects.filter(
        Q(state=Claim.State.QUERIED) | ripe, school__in=person.authority.school_ids(*CLAIMANTS)
    )
    for claim in found.select_related("school").order_by("term_starts_on", "pk")[:MOST]:
        url = reverse("deployments:claim-detail", args=[claim.pk])
        if claim.state == Claim.State.QUERIED:
            title = _("Answer the query about the claim of %(school)s") % {"school": claim.school}
            yield Task(title, url, answer_due_on(claim))
        else:
            yield Task(_("Submit the claim of %(school)s") % {"school": claim.school}, url)

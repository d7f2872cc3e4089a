"""A visit that counts was not held after all: a manager says so, and what was claimed for it is taken back."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from casework.models import Channel
from casework.templatetags.casework import money
from deployments import letters
from deployments.actions.adjustments import correct_line
from deployments.actions.obstacles import Obstacle
from deployments.actions.visits import end_visit, locked
from deployments.lifecycle import CLAIM, VISIT
from deployments.models import Claim, ClaimLine, Visit
from directory.models import Person

C = Claim.State


@transaction.atomic
def disallow_visit(visit: Visit, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Say of a visit that was acknowledged, or counted by itself, that it was not held, and why.

    Who may: a manager who neither went nor was visited; both sides are told. While the claim is collected its line is
    struck out; after that an adjustment on the next one takes everything back. Raises StepNotOpen, and Obstacle where
    an earlier adjustment of it waits on a claim that is not approved.
    """
    deployment = locked(visit)
    VISIT.advance(visit, "disallow", by=by, channel=channel, note=reason, missed_because=reason)
    line = _line_of(visit)
    if line is not None and line.claim.state == C.COLLECTING:
        _strike(line, by)
    elif line is not None:
        _take_back(line, by, reason)
    end_visit(visit, deployment)
    letters.visit_disallowed(visit, by=by, reason=reason)


def _line_of(visit: Visit) -> ClaimLine | None:
    """Return the line of a visit, its claim locked: whoever moves or approves lines holds the claim's row as well."""
    line = ClaimLine.objects.filter(visit=visit).first()
    if line is None:
        return None
    Claim.objects.select_for_update().get(pk=line.claim_id)
    found = ClaimLine.objects.select_related("claim__school", "visit", "fund").get(pk=line.pk)
    return found if found.claim_id == line.claim_id else _line_of(visit)


def _strike(line: ClaimLine, by: Person) -> None:
    """Take a line off the claim that is collected; the caller holds its row."""
    claim, pence = line.claim, line.amount_pence
    before = claim.total_pence
    note = f"{_visit_of(line)} {money(pence)}: {money(before)} → {money(before - pence)}"
    CLAIM.advance(claim, "strike", by=by, note=note, total_pence=F("total_pence") - pence)
    line.delete()


def _take_back(line: ClaimLine, by: Person, reason: str) -> None:
    """Take back, on the claim the school collects, all that was claimed for a visit with what corrected it before."""
    last, worth = line, line.amount_pence
    while following := ClaimLine.objects.filter(corrects=last).select_related("claim").first():
        last, worth = following, worth + following.amount_pence
    if not worth:
        return  # all of it was taken back before
    if last != line and last.claim.state not in Claim.FINAL:
        raise Obstacle(
            _(
                "An adjustment of this visit stands on %(claim)s, which is not approved yet. Approve that first."
            )
            % {"claim": last.claim.reference}
        )
    note = f"{_visit_of(line)} {money(-worth)}: {reason}"
    CLAIM.advance(line.claim, "strike", by=by, note=note)
    correct_line(line.claim, last, -worth, reason)
    letters.claim_adjusted(line.claim, pence=-worth, reason=reason)


def _visit_of(line: ClaimLine) -> str:
    """Return the reference of the visit a line pays."""
    return line.visit.reference if line.visit else ""

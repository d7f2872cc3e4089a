"""What was wrong on an approved claim is put right on a later one; the approved claim stays as it was."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Channel
from casework.templatetags.casework import money
from deployments import letters
from deployments.actions.collecting import collecting
from deployments.actions.funds import take_money
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import CLAIM
from deployments.models import Claim, ClaimLine
from deployments.rates import half_up
from directory.models import Person
from directory.queries.terms import term_of


@transaction.atomic
def adjust_claim(
    claim: Claim, *, by: Person, line: ClaimLine, pence: int, reason: str, channel: str = Channel.PORTAL
) -> ClaimLine:
    """Pay more (pence above nothing) or take back (below) for a line of an approved claim, with the reason.

    The adjustment is a line of the claim the school is collecting. Who may: finance officer, manager. A line is
    corrected once; what was wrong with that is a correction of the correction. Raises StepNotOpen, and Obstacle where
    the line was corrected already, where more would be taken back than it was paid, or where its fund has too little.
    """
    CLAIM.advance(claim, "adjust", by=by, channel=channel, note=f"{money(pence)}: {reason}")
    if line.claim_id != claim.pk or ClaimLine.objects.filter(corrects=line).exists():
        raise Obstacle(
            _("This line was adjusted already. Adjust the adjustment, once its claim is approved.")
        )
    made = correct_line(claim, line, pence, reason)
    if line.fund is not None:
        row = type(line.source).objects.filter(pk=line.source.pk)
        row.update(held_pence=F("held_pence") + pence + made.brokerage_pence)
        take_money(line.fund, pence + made.brokerage_pence)
    letters.claim_adjusted(claim, pence=pence, reason=reason)
    return made


def correct_line(claim: Claim, line: ClaimLine, pence: int, reason: str) -> ClaimLine:
    """Write the correction of a line, in pence, on the claim the school collects; the caller settles with the fund.

    Raises Obstacle where more would be taken back than the work was paid.
    """
    brokerage = _brokerage(line, pence)
    return ClaimLine.objects.create(
        claim=collecting(claim.school_id, _term_of(claim), pence),
        corrects=line,
        reason=reason,
        deployment_id=line.deployment_id,
        on=line.on,
        half_days=0,
        rate_pence=line.rate_pence,
        amount_pence=pence,
        brokerage_pence=brokerage,
        fund_id=line.fund_id,
    )


def _term_of(claim: Claim) -> date:
    """Return the term of the claim the school is collecting now, the newest; this term's where it collects none."""
    mine = Claim.objects.filter(school_id=claim.school_id, state=Claim.State.COLLECTING)
    newest = mine.order_by("-term_starts_on").values_list("term_starts_on", flat=True).first()
    return newest or term_of(claim.school, timezone.localdate()).starts_on


def _brokerage(line: ClaimLine, pence: int) -> int:
    """Return the brokerage of an adjustment, in proportion to the work, so that nothing is left of what is undone.

    Raises Obstacle where more would be taken back than the work was paid, with all that corrected it before.
    """
    chain = [line]
    while chain[-1].corrects is not None:
        chain.append(chain[-1].corrects)
    work = chain[-1]
    worth = sum(one.amount_pence for one in chain) + pence
    if worth < 0:
        raise Obstacle(
            _("Only %(paid)s was paid for this. Take back no more.") % {"paid": money(worth - pence)}
        )
    if not work.amount_pence:
        return 0
    owed = half_up(work.brokerage_pence * worth, work.amount_pence)
    return owed - sum(one.brokerage_pence for one in chain)

"""Facilitation of a group is recorded by its leader, acknowledged by the group's lead school, and claimed."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casework.models import Channel
from deployments import letters
from deployments.actions.collecting import collecting
from deployments.actions.funds import check_fund, take_money
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import FACILITATION
from deployments.models import ClaimLine, Facilitation, Fund, Rate, SupportRequest
from deployments.rates import minutes_pence, share_pence
from designation.models import Designation
from directory.models import Person, School
from directory.queries.terms import term_of


@transaction.atomic
def record_facilitation(
    *,
    by: Person,
    designation: Designation,
    school: School,
    group: str,
    on: date,
    minutes: int,
    fund: Fund | None = None,
    channel: str = Channel.PORTAL,
) -> Facilitation:
    """Record some minutes with a group on a day; its lead school is asked to acknowledge them.

    Who may: an active leader for themself, a manager for any (the form offers no other). What it is paid is frozen at
    the rate of the day, and a fund that pays keeps it. Raises Obstacle without a rate, for a second record of the
    day, and where the fund has too little left.
    """
    rate = Rate.objects.on(Rate.Key.FACILITATION, on).first()
    if rate is None:
        raise Obstacle(_("No day rate is in force: enter one in the administration first."))
    check_fund(fund, SupportRequest.Funding.SCHOOL, on)
    amount = minutes_pence(minutes, rate.pence_a_day, rate.minutes_a_day)
    brokerage = 0
    if fund is not None:
        fixed = minutes_pence(minutes, fund.brokerage_pence, rate.minutes_a_day)
        brokerage = share_pence(amount, fund.brokerage_share) + fixed
    made = Facilitation(
        designation=designation,
        home_school=designation.home_school,
        school=school,
        group=group,
        on=on,
        minutes=minutes,
        rate_pence=rate.pence_a_day,
        amount_pence=amount,
        brokerage_pence=brokerage,
        fund=fund,
        held_pence=amount + brokerage if fund else 0,
        made_by=by,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twice:
        raise Obstacle(_("The work with this group on this day is recorded already.")) from twice
    if fund is not None:
        take_money(fund, made.held_pence)
    FACILITATION.begin(made, by=by, channel=channel)
    letters.facilitation_recorded(made)
    return made


@transaction.atomic
def acknowledge_facilitation(
    facilitation: Facilitation, *, by: Person, channel: str = Channel.PORTAL
) -> None:
    """Acknowledge it for the lead school: from now the leader's school may claim it, once. Raises StepNotOpen.

    Who may: who speaks for the lead school; never the leader.
    """
    FACILITATION.advance(facilitation, "acknowledge", by=by, channel=channel, acknowledged_by=by)
    term_starts_on = term_of(facilitation.home_school, facilitation.on).starts_on
    ClaimLine.objects.create(
        claim=collecting(facilitation.home_school_id, term_starts_on, facilitation.amount_pence),
        facilitation=facilitation,
        on=facilitation.on,
        half_days=0,
        minutes=facilitation.minutes,
        rate_pence=facilitation.rate_pence,
        amount_pence=facilitation.amount_pence,
        brokerage_pence=facilitation.brokerage_pence,
        fund_id=facilitation.fund_id,
    )


@transaction.atomic
def refuse_facilitation(
    facilitation: Facilitation, *, by: Person, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Say for the lead school, or the alliance, that it was not so, and why: nothing is paid. Raises StepNotOpen.

    The fund gets back what it kept, and the leader may record it anew.
    """
    held = Facilitation.objects.values_list("held_pence", flat=True).get(pk=facilitation.pk)
    FACILITATION.advance(facilitation, "refuse", by=by, channel=channel, note=reason, held_pence=0)
    if facilitation.fund is not None:
        take_money(facilitation.fund, -held)
    letters.facilitation_refused(facilitation, by=by, reason=reason)

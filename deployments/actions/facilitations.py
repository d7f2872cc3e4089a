"""Facilitation of a group is recorded by its leader, acknowledged by the group's lead school, and claimed."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.budgets import hold_days_of
from deployments.actions.collecting import collecting
from deployments.actions.funds import check_fund, lock_funds, take_money
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import FACILITATION
from deployments.models import Claim, ClaimLine, Facilitation, Fund, Rate, SupportRequest
from deployments.queries.due import DAYS_TO_ACKNOWLEDGE
from deployments.queries.facilitations import obstacles_to_facilitation
from deployments.queries.funds import day_of, on_top
from deployments.queries.money import no_rate
from deployments.queries.parties import group_speaker
from deployments.rates import minutes_pence, share_pence
from designation.models import Designation
from directory.models import Person, School
from directory.queries.terms import open_days_after, term_of


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
    purchase_order: str = "",
    channel: str = Channel.PORTAL,
) -> Facilitation:
    """Record some minutes with a group on a day; its lead school is asked to acknowledge them.

    Who may: an active leader for themself, a manager for any (the form offers no other). What it is paid is frozen at
    the rate of the day, and a fund that pays keeps it. The managers read what others recorded before it is owed.
    Raises Obstacle without a rate, for the leader's own school, for a day the leader did not lead, was away or has
    filled already, for a second record of the day, and where the fund has too little left. Where nobody at the lead
    school can be asked the managers are told instead.
    """
    rate = Rate.objects.on(Rate.Key.FACILITATION, on).first()
    if rate is None:
        raise Obstacle(no_rate())
    _hold_day(designation, school, on, minutes, rate.minutes_a_day)
    check_fund(fund, SupportRequest.Funding.SCHOOL, on)
    a_day = day_of(rate.pence_a_day, fund)
    made = Facilitation(
        designation=designation,
        home_school=designation.home_school,
        school=school,
        group=group,
        on=on,
        minutes=minutes,
        rate_pence=a_day["rate_pence"],
        minutes_a_day=rate.minutes_a_day,
        amount_pence=minutes_pence(minutes, a_day["rate_pence"], rate.minutes_a_day),
        made_by=by,
        purchase_order=purchase_order,
        answer_due_on=open_days_after(school, timezone.localdate(), DAYS_TO_ACKNOWLEDGE),
    )
    for name, value in _paid_from(made, fund, a_day).items():
        setattr(made, name, value)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twice:
        raise Obstacle(_("The work with this group on this day is recorded already.")) from twice
    if fund is not None:
        take_money(fund, made.held_pence)
    FACILITATION.begin(made, by=by, channel=channel)
    _ask(made)
    return made


def _ask(facilitation: Facilitation) -> None:
    """Ask the lead school, and tell the managers what others recorded; or tell them that there is nobody to ask."""
    if group_speaker(facilitation, timezone.localdate()) is None:
        letters.facilitation_unasked(facilitation)
        return
    letters.facilitation_recorded(facilitation)
    letters.facilitation_noted(facilitation)


def _hold_day(designation: Designation, school: School, on: date, minutes: int, minutes_a_day: int) -> None:
    """Raise Obstacle where the day cannot be paid; holds the leader's row, so that two records fill no day twice."""
    hold_days_of(designation.person_id)
    if sentences := obstacles_to_facilitation(designation, school, on, minutes, minutes_a_day):
        raise Obstacle(*sentences)


def _paid_from(facilitation: Facilitation, fund: Fund | None, a_day: dict[str, int]) -> dict[str, Any]:
    """Return which fund pays, its brokerage by what it gets a day, and what it keeps; nothing where none pays."""
    if fund is None:
        return {"fund": None, "brokerage_pence": 0, "held_pence": 0}
    amount = facilitation.amount_pence
    fixed = minutes_pence(facilitation.minutes, a_day["brokerage_pence"], facilitation.minutes_a_day)
    brokerage = share_pence(amount, a_day["brokerage_share"]) + fixed
    return {"fund": fund, "brokerage_pence": brokerage, "held_pence": amount + brokerage}


@transaction.atomic
def acknowledge_facilitation(
    facilitation: Facilitation, *, by: Person, channel: str = Channel.PORTAL
) -> None:
    """Acknowledge it for the lead school: from now the leader's school may claim it, once. Raises StepNotOpen.

    Who may: who speaks for the lead school, a manager where nobody there can be asked; never the leader or who claims
    for the leader's school.
    """
    FACILITATION.advance(facilitation, "acknowledge", by=by, channel=channel, acknowledged_by=by)
    links.close(facilitation, letters.ACKNOWLEDGE)
    _collect(facilitation)
    letters.facilitation_acknowledged(facilitation, by=by)


@transaction.atomic
def presume_facilitation(facilitation: Facilitation) -> bool:
    """Count the work as acknowledged, because the lead school said nothing in time; say whether it was so.

    Runs by itself. From now the leader's school may claim it, marked as acknowledged by itself, and the lead school is
    told. Somebody may have answered meanwhile: then nothing happens.
    """
    try:
        FACILITATION.advance(facilitation, "presume", by=None, acknowledged_by_itself=True)
    except StepNotOpen:
        return False
    links.close(facilitation, letters.ACKNOWLEDGE)
    _collect(facilitation)
    letters.facilitation_presumed(facilitation)
    letters.facilitation_acknowledged(facilitation)
    return True


@transaction.atomic
def tell_of_unasked_facilitation(facilitation: Facilitation, day: date) -> None:
    """Tell the managers, once for this day, that nobody can be asked about the work: silence does not count.

    The ten days begin anew, as of visits.
    """
    due_on = open_days_after(facilitation.school, timezone.localdate(), DAYS_TO_ACKNOWLEDGE)
    recorded = Facilitation.objects.filter(pk=facilitation.pk, state=Facilitation.State.RECORDED)
    recorded.update(answer_due_on=due_on)
    letters.facilitation_unasked(facilitation, on=day)


def remind_of_facilitation(facilitation: Facilitation, day: date) -> None:
    """Remind the lead school, once for this day, to say whether the work was as recorded."""
    letters.facilitation_due(facilitation, on=day)


def _collect(facilitation: Facilitation) -> None:
    """Put acknowledged work on the claim of the leader's school for its term, at what was frozen.

    The step before it holds the row: a manager may have moved it to another fund since it was read.
    """
    facilitation.refresh_from_db(fields=["fund", "brokerage_pence"])
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
def fund_facilitation(
    facilitation: Facilitation,
    *,
    by: Person,
    fund: Fund | None,
    purchase_order: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Say which fund pays, and under which order, until the claim is submitted; the fund before gets its money back.

    Who may: managers. Raises StepNotOpen, and Obstacle when it is claimed already, the fund does not pay for work of
    that day or has too little left.
    """
    check_fund(fund, SupportRequest.Funding.SCHOOL, facilitation.on)
    note = " · ".join(filter(None, [str(fund or ""), purchase_order]))
    FACILITATION.advance(facilitation, "fund", by=by, channel=channel, note=note, private=True)
    facilitation.refresh_from_db(fields=["fund", "held_pence"])
    _hold_claim(facilitation, 0)
    lock_funds(facilitation.fund, fund)
    if facilitation.fund is not None:
        take_money(facilitation.fund, -facilitation.held_pence)
    paid = _paid_from(facilitation, fund, on_top(fund))
    Facilitation.objects.filter(pk=facilitation.pk).update(purchase_order=purchase_order, **paid)
    lines = ClaimLine.objects.filter(facilitation=facilitation)
    lines.update(fund=fund, brokerage_pence=paid["brokerage_pence"])
    if fund is not None:
        take_money(fund, paid["held_pence"])


@transaction.atomic
def disallow_facilitation(
    facilitation: Facilitation, *, by: Person, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Strike out what the lead school acknowledged, and why: it leaves the claim, and the fund gets its money back.

    Who may: managers. Raises StepNotOpen, and Obstacle once its claim was submitted: then the claim is queried, or
    adjusted after it was approved.
    """
    held = _hold_row(facilitation)
    FACILITATION.advance(facilitation, "disallow", by=by, channel=channel, note=reason, held_pence=0)
    _hold_claim(facilitation, -facilitation.amount_pence)
    ClaimLine.objects.filter(facilitation=facilitation).delete()
    if facilitation.fund is not None:
        take_money(facilitation.fund, -held)
    letters.facilitation_disallowed(facilitation, by=by, reason=reason)


def _hold_row(facilitation: Facilitation) -> int:
    """Read which fund pays, as it stays until this is done, and return what it keeps in pence.

    Whoever moves it to another fund meanwhile waits, and a step that comes first is seen.
    """
    rows = Facilitation.objects.select_for_update()
    facilitation.refresh_from_db(fields=["fund", "held_pence"], from_queryset=rows)
    return facilitation.held_pence


def _hold_claim(facilitation: Facilitation, pence: int) -> None:
    """Change the total of the claim it stands on, if any, and hold its row; raise Obstacle once it was submitted."""
    line = ClaimLine.objects.filter(facilitation=facilitation).first()
    if line is None:
        return
    row = Claim.objects.filter(pk=line.claim_id, state=Claim.State.COLLECTING)
    if not row.update(total_pence=F("total_pence") + pence):
        raise Obstacle(_("It is on a claim that was submitted. Query that claim, or adjust it."))


@transaction.atomic
def refuse_facilitation(
    facilitation: Facilitation, *, by: Person, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Say for the lead school, or the alliance, that it was not so, and why: nothing is paid. Raises StepNotOpen.

    The fund gets back what it kept, and the leader may record it anew.
    """
    held = _hold_row(facilitation)
    FACILITATION.advance(facilitation, "refuse", by=by, channel=channel, note=reason, held_pence=0)
    links.close(facilitation, letters.ACKNOWLEDGE)
    if facilitation.fund is not None:
        take_money(facilitation.fund, -held)
    letters.facilitation_refused(facilitation, by=by, reason=reason)

"""Money of a fund is kept for work before anybody agrees to it, and let go again; the last pound is won once."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from casework.models import Channel
from casework.templatetags.casework import money
from deployments import letters
from deployments.actions.agreements import order_agreement
from deployments.actions.obstacles import Obstacle, VeiledObstacle
from deployments.lifecycle import DEPLOYMENT
from deployments.models import Claim, ClaimLine, Deployment, Fund, SupportRequest
from deployments.queries.funds import cost_of, on_top, pay_of
from directory.calendar import said
from directory.models import Person

# What is paid a day, and what the alliance keeps of it.
PAY = ("rate_pence", "brokerage_share", "brokerage_pence")
# Who may see the funds; everybody else reads no fund's name, dates or money.
KNOWS_FUNDS = "deployments.read_funds"


def check_fund(fund: Fund | None, funding: str, starts_on: date) -> None:
    """Raise Obstacle where the fund does not pay for work of that day, or where one must be chosen and is not."""
    if fund is None:
        if funding not in SupportRequest.OWN_MONEY and Fund.objects.open_on(starts_on).exists():
            raise Obstacle(_("The school does not pay for this itself. Choose the fund it is paid from."))
        return
    if not fund.starts_on <= starts_on <= fund.ends_on:
        raise VeiledObstacle(
            _("%(fund)s pays for work that begins from %(first)s to %(last)s only.")
            % {"fund": fund, "first": said(fund.starts_on), "last": said(fund.ends_on)},
            less=_("What pays for this does not pay for work that begins on that day. Talk to the alliance."),
            permission=KNOWS_FUNDS,
        )


def hold_money(deployment: Deployment) -> None:
    """Let the fund of a deployment keep what it may cost now, or what it did cost once it is over.

    The caller has taken a step on the deployment, which locks its row. Raises Obstacle where the fund has too little
    left; the caller's transaction then undoes the step.
    """
    deployment.refresh_from_db(fields=["fund", "held_pence", *PAY])
    needed = cost_of(deployment)
    if deployment.fund is None or needed == deployment.held_pence:
        return
    Deployment.objects.filter(pk=deployment.pk).update(held_pence=needed)
    take_money(deployment.fund, needed - deployment.held_pence)
    deployment.held_pence = needed


def take_money(fund: Fund, pence: int) -> None:
    """Take pence from a fund (give them back when negative); raise Obstacle when it has not so much left."""
    row = Fund.objects.filter(pk=fund.pk)
    if row.filter(taken_pence__lte=F("amount_pence") - pence).update(taken_pence=F("taken_pence") + pence):
        return
    fund.refresh_from_db(fields=["amount_pence", "taken_pence"])
    raise too_little(fund, pence)


def too_little(fund: Fund, pence: int) -> Obstacle:
    """Say that a fund has not so many pence left; its name and what it has are for who may see the funds."""
    words = {"fund": fund, "left": money(fund.remaining_pence), "needed": money(pence)}
    return VeiledObstacle(
        _("%(fund)s has %(left)s left, and this needs %(needed)s. Nothing was changed.") % words,
        less=_(
            "There is not enough money for this in what pays for it. Talk to the alliance. Nothing was changed."
        ),
        permission=KNOWS_FUNDS,
    )


def lock_funds(*funds: Fund | None) -> None:
    """Lock funds in one order for everybody: two pieces of work that change places do not wait for each other."""
    known = {one.pk for one in funds if one is not None}
    list(Fund.objects.select_for_update().filter(pk__in=known).order_by("pk"))


def move_to(fund: Fund | None, deployment: Deployment, **fields: Any) -> None:
    """Let a fund pay for a deployment, or none, and write the `fields` with it; the one before gets its money back.

    The caller holds the deployment's row, and lets the new fund keep what the work costs.
    """
    lock_funds(deployment.fund, fund)
    if deployment.fund is not None:
        take_money(deployment.fund, -deployment.held_pence)
    chosen = {"fund": fund, "held_pence": 0} | fields
    Deployment.objects.filter(pk=deployment.pk).update(**chosen)
    deployment.refresh_from_db(fields=list(chosen))


def check_agreed(fund: Fund | None, deployment: Deployment) -> None:
    """Raise Obstacle where to be paid from another fund is not what the parties have agreed to, or are asked about.

    While they are asked: who pays, and what the leader's school is paid. From the agreement on the school supported
    pays no more than it agreed to.
    """
    before = deployment.fund
    if fund == before:
        return
    if deployment.agreed_at is None and not _pays_the_same(fund, before):
        raise Obstacle(
            _(
                "Who pays is one of the terms everybody is asked to agree to. Change the terms, and all are asked "
                "anew."
            )
        )
    if deployment.agreed_at is not None and fund is None and deployment.funding in SupportRequest.OWN_MONEY:
        raise Obstacle(
            _(
                "The school has not agreed to pay for this itself. Propose a change of what was agreed, and all are "
                "asked."
            )
        )


def _pays_the_same(fund: Fund | None, before: Fund | None) -> bool:
    """Say whether money of the same payer goes to the leader's school undiminished, from the one as from the other."""
    if fund is None or before is None:
        return False
    return fund.payer == before.payer and Fund.Brokerage.INSIDE not in (fund.brokerage, before.brokerage)


@transaction.atomic
def fund(
    deployment: Deployment,
    *,
    by: Person,
    fund: Fund | None,
    purchase_order: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Say from which fund work is paid, and under which order; the fund before gets its money back.

    Who may: managers, within what everybody agreed to: another payer is one of the terms while they are asked, and
    from the agreement on the school supported is told, and pays no more by it. What is claimed and not approved moves
    along, at the new fund's brokerage, and the agreement is made anew. Raises StepNotOpen, and Obstacle when the fund
    does not pay for work of that day, has too little left, or must be chosen and is not, when it is not what was
    agreed to, and when a claim for the work is approved or paid.
    """
    check_fund(fund, deployment.funding, deployment.starts_on)
    note = " · ".join(filter(None, [str(fund or _("The school's own budget")), purchase_order]))
    DEPLOYMENT.advance(deployment, "fund", by=by, channel=channel, note=note, private=True)
    lines = _lines_to_move(deployment)
    deployment.refresh_from_db(fields=["fund", "held_pence", "purchase_order", "agreed_at"])
    before = deployment.fund, deployment.purchase_order
    check_agreed(fund, deployment)
    kept = {} if fund == deployment.fund else on_top(fund)
    move_to(fund, deployment, purchase_order=purchase_order, **kept)
    for line in lines:
        visit: Any = line.visit
        visit.deployment = deployment
        line.fund, line.brokerage_pence = fund, pay_of(visit).brokerage
        line.save(update_fields=["fund", "brokerage_pence"])
    hold_money(deployment)
    if deployment.agreed_at is not None:
        _tell(deployment, *before)


def _tell(deployment: Deployment, fund: Fund | None, purchase_order: str) -> None:
    """Make the agreement anew where it says something else than before, and tell the school who pays by now."""
    if (deployment.fund, deployment.purchase_order) != (fund, purchase_order):
        order_agreement(deployment)
    if deployment.fund != fund:
        letters.payer_changed(deployment, before=fund)


def _lines_to_move(deployment: Deployment) -> list[ClaimLine]:
    """Return what is claimed for a deployment, its claims locked; raise Obstacle where one is approved or settled.

    Whoever approves a claim takes its row as well: the one who comes second finds the other's work done.
    """
    lines = ClaimLine.objects.filter(deployment=deployment)
    claims = Claim.objects.filter(pk__in=lines.values("claim")).order_by("pk").select_for_update()
    corrected = set(lines.filter(correction__isnull=False).values_list("claim", flat=True))
    settled = [one for one in claims if one.state in Claim.FINAL or one.pk in corrected]
    if settled:
        raise Obstacle(
            _("Claim %(claim)s for this work is approved or adjusted, so who pays for it stays as it is.")
            % {"claim": settled[0].reference}
        )
    return list(lines.select_related("visit").order_by("pk"))


@transaction.atomic
def make_fund(*, by: Person, **about: Any) -> Fund:
    """Make a fund: name, payer, from when to when it is for, its amount and brokerage; raise Obstacle for a name twice.

    Who may: managers. Amounts in pence; who made it stands in its history.
    """
    made = Fund(**about)
    _keep_fund(made, by)
    return made


@transaction.atomic
def amend_fund(fund: Fund, *, by: Person, **about: Any) -> None:
    """Change what a fund says of itself; what was proposed or agreed keeps its brokerage.

    Who may: managers. What stood before is in its history. Raises Obstacle for a name twice, and for less money than
    is taken from it already.
    """
    row = Fund.objects.select_for_update().get(pk=fund.pk)
    if about["amount_pence"] < row.taken_pence:
        raise Obstacle(
            _("%(taken)s of this fund is proposed, agreed or paid already, so it cannot be less than that.")
            % {"taken": money(row.taken_pence)}
        )
    for name, value in about.items():
        setattr(row, name, value)
    if any(getattr(fund, name) != value for name, value in about.items()):
        _keep_fund(row, by)


def _keep_fund(fund: Fund, by: Person) -> None:
    fund._history_user = by  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            fund.save()
    except IntegrityError as twice:
        raise Obstacle(_("There is a fund of this name already. Choose another name.")) from twice

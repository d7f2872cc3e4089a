"""The alliance changes what it has proposed: what was agreed to before does not count, and all are asked anew."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import links
from casework.models import Channel
from deployments import letters
from deployments.actions.aims import Aim, aims_within, write_objectives
from deployments.actions.budgets import give_half_days_back, take_half_days
from deployments.actions.consents import WORKING_DAYS_TO_ANSWER, has_moved, is_inactive
from deployments.actions.funds import check_fund, hold_money, move_to
from deployments.actions.obstacles import Obstacle
from deployments.actions.proposals import NOT_OF_THE_ASKED, against
from deployments.lifecycle import DEPLOYMENT
from deployments.models import Consent, Deployment, Fund
from deployments.queries.candidates import match_of
from deployments.queries.due import answer_due_on
from deployments.queries.funds import rate_offered, terms_of_pay
from deployments.queries.money import NoRate
from deployments.queries.terms import Dates, terms_of
from directory.models import Person

Decision, Party = Consent.Decision, Consent.Party


@transaction.atomic
def change_terms(
    deployment: Deployment,
    *,
    by: Person,
    half_days: int,
    starts_on: date,
    ends_on: date,
    objectives: Sequence[Aim],
    fund: Fund | None = None,
    channel: str = Channel.PORTAL,
) -> None:
    """Change half days, dates, objectives or who pays; consents given are void, and all are asked with new days.

    Who may: managers, whose own consent is given by it. The rate of today is offered, and the `fund` pays, as in a new
    proposal. Raises StepNotOpen once it is decided; Obstacle when nothing changes, an objective would be due outside
    the dates, the fund does not pay for such work, a budget or the fund has too little left, or with whatever else
    forbids to propose it: the leader's designation, assurance, release or absence, or a change of school.
    """
    on, dates = timezone.localdate(), Dates(starts_on, ends_on)
    # The self-loop locks the row: nobody agrees to the old terms from here on.
    DEPLOYMENT.advance(deployment, "change_terms", by=by, channel=channel)
    deployment.refresh_from_db(fields=["half_days", *Dates._fields, "fund", "held_pence", "rate_pence"])
    was = terms_of(deployment)
    aims = aims_within(objectives, dates)
    rate_pence = rate_offered(deployment.designation, fund, on)
    if was == (half_days, *dates, [tuple(aim) for aim in aims], fund, rate_pence):
        raise Obstacle(_("Nothing would change. Change the days, the dates, the objectives or who pays."))
    if gone := is_inactive(deployment) or has_moved(deployment):
        raise Obstacle(gone)
    check_fund(fund, deployment.funding, starts_on)
    give_half_days_back(deployment)  # its own days stand in nobody's way
    if blocked := _obstacles(deployment, half_days, dates):
        raise Obstacle(*blocked)
    deployment.half_days, deployment.starts_on, deployment.ends_on = half_days, starts_on, ends_on
    deployment.save(update_fields=["half_days", "starts_on", "ends_on"])
    take_half_days(deployment)
    _offer(deployment, fund, on)
    hold_money(deployment)
    write_objectives(deployment, aims)
    for purpose in (letters.CONSENT, letters.CONFIRM):
        links.close(deployment, purpose)
    for consent, had_agreed in _ask_anew(deployment, by, channel):
        letters.terms_changed(consent, was, had_agreed=had_agreed)


def _obstacles(deployment: Deployment, half_days: int, dates: Dates) -> list[str]:
    """Return in words what forbids to propose the leader on these terms, who has been asked already."""
    request, designation = deployment.request, deployment.designation
    if request is None:
        return []
    found = match_of(request, designation, half_days=half_days, **dates._asdict())
    return against(found, NOT_OF_THE_ASKED)


def _offer(deployment: Deployment, fund: Fund | None, on: date) -> None:
    """Let a fund pay, or none, and offer the rate of the day; a purchase order is of who paid before."""
    try:
        pay: dict[str, Any] = terms_of_pay(deployment.designation, fund, on)
    except NoRate as missing:
        raise Obstacle(str(missing)) from missing
    if fund != deployment.fund:
        pay["purchase_order"] = ""
    move_to(fund, deployment, **pay)


def _ask_anew(deployment: Deployment, by: Person, channel: str) -> list[tuple[Consent, bool]]:
    """Empty the answers, that of the alliance given anew; return who is asked now, and whether they had agreed.

    A school that is to be asked last and was not yet, is so still.
    """
    now = timezone.now()
    asked = []
    for consent in deployment.consents.select_related("asked_of"):
        had_agreed, consent.deployment = consent.decision == Decision.GIVEN, deployment
        consent.asked_at, consent.confirmed_at = now, None
        consent.recorded_by = consent.denied_at = None
        consent.rate_pence, consent.school_pays = deployment.rate_pence, deployment.school_pays
        consent.due_on = answer_due_on(consent, WORKING_DAYS_TO_ANSWER)
        if consent.party == Party.ALLIANCE:
            consent.decision, consent.by, consent.at, consent.channel = Decision.GIVEN, by, now, channel
        else:
            if consent.decision != Decision.LATER:
                consent.decision = Decision.ASKED
            consent.by, consent.at, consent.channel = None, None, ""
        consent.save()
        if consent.is_pending:
            asked.append((consent, had_agreed))
    return asked

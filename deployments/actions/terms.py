"""The alliance changes what it has proposed: what was agreed to before does not count, and all are asked anew."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import links
from casework.models import Channel
from deployments import letters
from deployments.actions.aims import Aim, hold_number, write_objectives
from deployments.actions.budgets import give_half_days_back, take_half_days
from deployments.actions.consents import WORKING_DAYS_TO_ANSWER, has_moved, is_inactive
from deployments.actions.funds import hold_money
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import DEPLOYMENT
from deployments.models import Consent, Deployment
from deployments.queries.terms import terms_of
from directory.calendar import add_working_days
from directory.models import Person
from directory.queries.terms import term_of

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
    channel: str = Channel.PORTAL,
) -> None:
    """Change half days, dates or objectives of a proposal; consents given are void, and all are asked with new days.

    Who may: managers, whose own consent is given by it. Raises StepNotOpen once it is decided; Obstacle when nothing
    changes, a budget or a fund has too little left, or the leader is no longer active or has changed school.
    """
    # The self-loop locks the row: nobody agrees to the old terms from here on.
    DEPLOYMENT.advance(deployment, "change_terms", by=by, channel=channel)
    deployment.refresh_from_db(fields=["half_days", "starts_on", "ends_on"])
    was = terms_of(deployment)
    hold_number(objectives)
    if was == (half_days, starts_on, ends_on, [tuple(aim) for aim in objectives]):
        raise Obstacle(_("Nothing would change. Change the days, the dates or the objectives."))
    if gone := is_inactive(deployment) or has_moved(deployment):
        raise Obstacle(gone)
    _budget_anew(deployment, half_days, starts_on)
    deployment.half_days, deployment.starts_on, deployment.ends_on = half_days, starts_on, ends_on
    written = ["half_days", "starts_on", "ends_on", "term_starts_on", "counts_for_school"]
    deployment.save(update_fields=written)
    hold_money(deployment)
    write_objectives(deployment, objectives)
    for purpose in (letters.CONSENT, letters.CONFIRM):
        links.close(deployment, purpose)
    for consent, had_agreed in _ask_anew(deployment, by, channel):
        letters.terms_changed(consent, was, had_agreed=had_agreed)


def _budget_anew(deployment: Deployment, half_days: int, starts_on: date) -> None:
    """Give the days of the old terms back and take those of the new, perhaps of another term."""
    give_half_days_back(deployment)
    home, designation = deployment.home_school, deployment.designation
    deployment.term_starts_on = term_of(home, starts_on).starts_on
    deployment.counts_for_school = take_half_days(designation, home, deployment.term_starts_on, half_days)


def _ask_anew(deployment: Deployment, by: Person, channel: str) -> list[tuple[Consent, bool]]:
    """Empty the answers, that of the alliance given anew; return who is asked now, and whether they had agreed."""
    now, due_on = timezone.now(), add_working_days(timezone.localdate(), WORKING_DAYS_TO_ANSWER)
    asked = []
    for consent in deployment.consents.select_related("asked_of"):
        had_agreed, consent.deployment = consent.decision == Decision.GIVEN, deployment
        consent.asked_at, consent.due_on, consent.confirmed_at = now, due_on, None
        if consent.party == Party.ALLIANCE:
            consent.decision, consent.by, consent.at, consent.channel = Decision.GIVEN, by, now, channel
        else:
            is_last = deployment.school_last and consent.party == Party.RECEIVING_HEAD
            consent.decision = Decision.LATER if is_last else Decision.ASKED
            consent.by, consent.at, consent.channel = None, None, ""
        consent.save()
        if consent.is_pending:
            asked.append((consent, had_agreed))
    return asked

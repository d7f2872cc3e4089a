"""What runs by itself: answers are asked for again, proposals lapse, questions follow the post."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from casework.tasks import each
from deployments import actions
from deployments.models import Visit
from deployments.queries import contacts, due, leaving, progress, settling, variations
from deployments.queries.concerns import concerns_due
from deployments.queries.drafts import drafts_due, drafts_to_forget
from deployments.queries.schools import schools_succeeded
from deployments.queries.succession import leavers_due


@shared_task
def hand_over_consents() -> int:
    """Ask the successors of post-holders who left, or the chair where they are a party already."""
    on = timezone.localdate()
    found = [*due.handovers_due(on), *variations.variation_handovers_due(on)]
    return each((actions.hand_over, found))


@shared_task
def remind_parties() -> int:
    """Remind those who owe an answer."""
    on = timezone.localdate()
    changes = variations.variation_reminders_due(on)
    return each((actions.remind, due.reminders_due(on)), (actions.remind_of_variation, changes))


@shared_task
def remind_to_confirm() -> int:
    """Ask again those who have not confirmed what they said by phone."""
    on = timezone.localdate()
    unconfirmed: list[Any] = [*due.confirmations_due(on), *variations.variation_confirmations_due(on)]
    return each((actions.remind_to_confirm, unconfirmed))


@shared_task
def remind_of_pauses() -> int:
    """Ask the managers to look at paused work again, once for each day that was set."""
    return each((actions.remind_of_pause, due.pauses_due(timezone.localdate())))


@shared_task
def tell_of_leavers() -> int:
    """Put work whose leader has left in mid-way before the managers, with the next best match."""
    return each((actions.tell_of_leaver, leavers_due(timezone.localdate())))


@shared_task
def ask_for_contacts() -> int:
    """Ask schools whose contact has left to name another."""
    return each((actions.ask_for_contact, contacts.contacts_due(timezone.localdate())))


@shared_task
def remind_of_concerns() -> int:
    """Remind those to whom a concern was passed on, once on the day the answer is due."""
    return each((actions.remind_of_concern, concerns_due(timezone.localdate())))


@shared_task
def remind_of_midpoints() -> int:
    """Ask leaders and heads for the mid-point review, once for the day it falls due."""
    return each((actions.remind_of_midpoint, progress.midpoints_due(timezone.localdate())))


@shared_task
def remind_of_first_visits() -> int:
    """Remind leaders of agreed work that has no visit after seven days."""
    return each((actions.remind_of_first_visit, due.first_visits_due(timezone.localdate())))


@shared_task
def remind_of_endings() -> int:
    """Ask leaders and managers about work past its last day."""
    return each((actions.remind_of_ending, due.endings_due(timezone.localdate())))


@shared_task
def call_off_visits() -> int:
    """Call off visits planned for after a leader's last day."""
    late = ((visit, Visit.LEADER_LEFT) for visit in leaving.visits_to_call_off())
    return each((actions.call_off_visit, late, "because"))


@shared_task
def remind_schools() -> int:
    """Remind schools of visits they have not acknowledged."""
    return each((actions.remind_school, due.acknowledgements_due(timezone.localdate())))


@shared_task
def remind_of_disputes() -> int:
    """Remind the managers of disputed visits they have not decided about, once for the day it was due."""
    return each((actions.remind_of_dispute, due.decisions_due(timezone.localdate())))


@shared_task
def presume_visits() -> int:
    """Count visits as acknowledged of which the school said nothing in ten working days.

    Where nobody could be asked the managers are told instead.
    """
    on = timezone.localdate()
    return each((actions.tell_of_nobody, due.unasked(on)), (actions.presume_visit, due.to_presume(on)))


@shared_task
def remind_of_facilitations() -> int:
    """Remind lead schools of work with groups they have not acknowledged."""
    return each((actions.remind_of_facilitation, due.facilitations_due(timezone.localdate())))


@shared_task
def presume_facilitations() -> int:
    """Count work with groups as acknowledged of which the lead school said nothing in ten working days.

    Where nobody could be asked the managers are told instead.
    """
    on = timezone.localdate()
    return each(
        (actions.tell_of_unasked_facilitation, due.facilitations_unasked(on)),
        (actions.presume_facilitation, due.facilitations_to_presume(on)),
    )


@shared_task
def drop_proposals() -> int:
    """End proposals whose leader was suspended or is no longer designated, and what was agreed with one who left."""
    return each((actions.drop, leaving.to_drop(timezone.localdate()).in_full()))


@shared_task
def warn_schools() -> int:
    """Tell schools whose leader cannot plan visits for now, once each time."""
    return each((actions.warn, due.to_warn(timezone.localdate())))


@shared_task
def follow_schools() -> int:
    """Carry open work of schools that became other ones over to them."""
    return each((actions.follow, schools_succeeded()))


@shared_task
def remind_of_drafts() -> int:
    """Remind those who began a request thirty days ago and did not send it."""
    return each((actions.remind_of_draft, drafts_due(timezone.localdate())))


@shared_task
def forget_drafts() -> int:
    """Throw drafts of requests away that nobody sent or changed for ninety days."""
    return each((actions.forget_draft, drafts_to_forget(timezone.localdate())))


@shared_task
def lapse_proposals() -> int:
    """Let proposals lapse whose time to answer is over."""
    return each((actions.lapse, due.to_lapse(timezone.localdate())))


@shared_task
def lapse_variations() -> int:
    """Let proposed changes lapse whose time to answer is over; what was agreed stays as it was."""
    late = variations.variations_to_lapse(timezone.localdate())
    return each((actions.lapse_variation, late))


@shared_task
def remind_of_claims() -> int:
    """Tell schools what they have to claim once the term is over, and remind them of questions about their claims."""
    on = timezone.localdate()
    to_submit, questions = settling.claims_to_submit(on), settling.questions_due(on)
    return each((actions.remind_to_submit, to_submit), (actions.remind_of_query, questions))

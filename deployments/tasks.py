"""What runs by itself: answers are asked for again, proposals lapse, questions follow the post."""

from typing import Any

from celery import shared_task
from django.utils import timezone

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
    return sum(actions.hand_over(consent, asked) for consent, asked in found)


@shared_task
def remind_parties() -> int:
    """Remind those who owe an answer."""
    reminders = due.reminders_due(timezone.localdate())
    for consent, day in reminders:
        actions.remind(consent, day)
    changes = variations.variation_reminders_due(timezone.localdate())
    for change, day in changes:
        actions.remind_of_variation(change, day)
    return len(reminders) + len(changes)


@shared_task
def remind_to_confirm() -> int:
    """Ask again those who have not confirmed what they said by phone."""
    on = timezone.localdate()
    unconfirmed: list[Any] = [*due.confirmations_due(on), *variations.variation_confirmations_due(on)]
    return sum(actions.remind_to_confirm(consent, day) for consent, day in unconfirmed)


@shared_task
def remind_of_pauses() -> int:
    """Ask the managers to look at paused work again, once for each day that was set."""
    paused = due.pauses_due(timezone.localdate())
    for deployment in paused:
        actions.remind_of_pause(deployment)
    return len(paused)


@shared_task
def tell_of_leavers() -> int:
    """Put work whose leader has left in mid-way before the managers, with the next best match."""
    leavers = leavers_due(timezone.localdate())
    for deployment in leavers:
        actions.tell_of_leaver(deployment)
    return len(leavers)


@shared_task
def ask_for_contacts() -> int:
    """Ask schools whose contact has left to name another."""
    left = contacts.contacts_due(timezone.localdate())
    for request, left_on in left:
        actions.ask_for_contact(request, left_on)
    return len(left)


@shared_task
def remind_of_concerns() -> int:
    """Remind those to whom a concern was passed on, once on the day the answer is due."""
    concerns = concerns_due(timezone.localdate())
    for concern in concerns:
        actions.remind_of_concern(concern)
    return len(concerns)


@shared_task
def remind_of_midpoints() -> int:
    """Ask leaders and heads for the mid-point review, once for the day it falls due."""
    reached = progress.midpoints_due(timezone.localdate())
    for deployment in reached:
        actions.remind_of_midpoint(deployment)
    return len(reached)


@shared_task
def remind_of_first_visits() -> int:
    """Remind leaders of agreed work that has no visit after seven days."""
    late = due.first_visits_due(timezone.localdate())
    for deployment in late:
        actions.remind_of_first_visit(deployment)
    return len(late)


@shared_task
def remind_of_endings() -> int:
    """Ask leaders and managers about work past its last day."""
    late = due.endings_due(timezone.localdate())
    for deployment in late:
        actions.remind_of_ending(deployment)
    return len(late)


@shared_task
def call_off_visits() -> int:
    """Call off visits planned for after a leader's last day."""
    return sum(
        actions.call_off_visit(visit, because=Visit.LEADER_LEFT) for visit in leaving.visits_to_call_off()
    )


@shared_task
def remind_schools() -> int:
    """Remind schools of visits they have not acknowledged."""
    reminders = due.acknowledgements_due(timezone.localdate())
    for visit, day in reminders:
        actions.remind_school(visit, day)
    return len(reminders)


@shared_task
def remind_of_disputes() -> int:
    """Remind the managers of disputed visits they have not decided about, once for the day it was due."""
    late = due.decisions_due(timezone.localdate())
    for visit, day in late:
        actions.remind_of_dispute(visit, day)
    return len(late)


@shared_task
def presume_visits() -> int:
    """Count visits as acknowledged of which the school said nothing in ten working days.

    Where nobody could be asked the managers are told instead.
    """
    on = timezone.localdate()
    for visit, day in due.unasked(on):
        actions.tell_of_nobody(visit, day)
    return sum(actions.presume_visit(visit) for visit in due.to_presume(on))


@shared_task
def remind_of_facilitations() -> int:
    """Remind lead schools of work with groups they have not acknowledged."""
    reminders = due.facilitations_due(timezone.localdate())
    for facilitation, day in reminders:
        actions.remind_of_facilitation(facilitation, day)
    return len(reminders)


@shared_task
def presume_facilitations() -> int:
    """Count work with groups as acknowledged of which the lead school said nothing in ten working days.

    Where nobody could be asked the managers are told instead.
    """
    on = timezone.localdate()
    for facilitation, day in due.facilitations_unasked(on):
        actions.tell_of_unasked_facilitation(facilitation, day)
    return sum(actions.presume_facilitation(work) for work in due.facilitations_to_presume(on))


@shared_task
def drop_proposals() -> int:
    """End proposals whose leader was suspended or is no longer designated, and what was agreed with one who left."""
    return sum(actions.drop(deployment) for deployment in leaving.to_drop(timezone.localdate()).in_full())


@shared_task
def warn_schools() -> int:
    """Tell schools whose leader cannot plan visits for now, once each time."""
    held_up = due.to_warn(timezone.localdate())
    for deployment in held_up:
        actions.warn(deployment)
    return len(held_up)


@shared_task
def follow_schools() -> int:
    """Carry open work of schools that became other ones over to them."""
    succeeded = schools_succeeded()
    for school, successor in succeeded:
        actions.follow(school, successor)
    return len(succeeded)


@shared_task
def remind_of_drafts() -> int:
    """Remind those who began a request thirty days ago and did not send it."""
    lying = drafts_due(timezone.localdate())
    for draft, due_on in lying:
        actions.remind_of_draft(draft, due_on)
    return len(lying)


@shared_task
def forget_drafts() -> int:
    """Throw drafts of requests away that nobody sent or changed for ninety days."""
    return sum(actions.forget_draft(draft) for draft in drafts_to_forget(timezone.localdate()))


@shared_task
def lapse_proposals() -> int:
    """Let proposals lapse whose time to answer is over."""
    return sum(actions.lapse(deployment) for deployment in due.to_lapse(timezone.localdate()))


@shared_task
def lapse_variations() -> int:
    """Let proposed changes lapse whose time to answer is over; what was agreed stays as it was."""
    late = variations.variations_to_lapse(timezone.localdate())
    return sum(actions.lapse_variation(variation) for variation in late)


@shared_task
def remind_of_claims() -> int:
    """Tell schools what they have to claim once the term is over, and remind them of questions about their claims."""
    on = timezone.localdate()
    to_submit, questions = settling.claims_to_submit(on), settling.questions_due(on)
    for claim, day in to_submit:
        actions.remind_to_submit(claim, day)
    for claim, day in questions:
        actions.remind_of_query(claim, day)
    return len(to_submit) + len(questions)

"""What runs by itself in designation: references are reminded of and follow the post, terms end."""

from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation import actions, queries
from directory.calendar import is_working_day


@shared_task
def remind_of_references() -> None:
    """Remind referees (7, 14, 28 days) and applicants (9, 16, 30), each once, on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        for reference, due_on in queries.referees_due(on):
            actions.remind_referee(reference, due_on=due_on)
        for reference, due_on in queries.applicants_due(on):
            actions.remind_applicant(reference, due_on=due_on)


@shared_task
def remind_of_drafts() -> None:
    """Remind applicants of unfinished drafts (10, 5, 2 days before their deadline), on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        for draft, due_on in queries.drafts_due(on, timezone.now()):
            actions.remind_draft(draft, due_on=due_on)


@shared_task
def remind_of_answers() -> None:
    """Remind applicants of answers asked for (2 days before their day), on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        for case, due_on in queries.answers_due(on):
            actions.remind_answer(case, due_on=due_on)


@shared_task
def bounce_references() -> None:
    """Give up addresses the mail server refused for good, and ask the applicants for the right ones."""
    for reference in queries.bounced_references():
        with suppress(StepNotOpen):  # answered or changed this very moment
            actions.bounce(reference, by=None)


@shared_task
def remind_of_bookings() -> None:
    """Remind invited applicants to choose a time (3 and 5 working days), each once, on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        for application, due_on in queries.bookings_due(on):
            actions.remind_booking(application, due_on=due_on)


@shared_task
def remind_of_interviews() -> None:
    """Remind applicants and panels of interviews on the working day before, once."""
    on = timezone.localdate()
    if is_working_day(on):
        for interview in queries.interviews_due(on):
            actions.remind_interview(interview)


@shared_task
def hand_over_references() -> None:
    """Ask the successors of heads and chairs who left."""
    for reference, holder in queries.handovers_due(timezone.localdate()):
        with suppress(StepNotOpen):
            actions.hand_over(reference, holder)


@shared_task
def expire_references() -> None:
    """Give up references nobody answered, and those of drafts that can no longer be sent in."""
    for reference in queries.expired_references(timezone.localdate()):
        with suppress(StepNotOpen):  # answered this very moment
            actions.expire_reference(reference)
    for draft in queries.drafts_to_call_off(timezone.now()):
        with suppress(StepNotOpen):
            actions.call_off(draft, by=None, channel=Channel.NIGHT)


@shared_task
def expire_designations() -> None:
    """End the terms whose last day has passed."""
    for designation in queries.designations_due(timezone.localdate()):
        with suppress(StepNotOpen):
            actions.expire(designation)


@shared_task
def remind_of_assurances() -> None:
    """Remind of safeguarding assurances (60, 30, 7 days before their end), and tell of those that ended, each once."""
    on = timezone.localdate()
    if is_working_day(on):
        for designation, due_on in queries.assurances_ending(on):
            actions.remind_of_assurance(designation, due_on=due_on)
        for designation in queries.assurances_lapsed(on):
            actions.miss_assurance(designation)


@shared_task
def follow_schools() -> None:
    """Carry leaders, posts and release budgets of converted schools over to the school that took their place."""
    for school, successor in queries.schools_succeeded():
        actions.follow(school, successor)


@shared_task
def notice_moves() -> None:
    """Follow leaders to the school or headship the directory has for them now, and hold back who has no post left."""
    for designation, school in queries.moved(timezone.localdate()):
        with suppress(StepNotOpen):
            actions.transfer(designation, school)
    for designation in queries.without_post(timezone.localdate()):
        with suppress(StepNotOpen):
            actions.hold_back(designation)


@shared_task
def remind_of_releases() -> None:
    """Ask line managers nobody has asked yet, and remind the others (3 and 7 working days), on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        for designation in queries.releases_unasked(on):
            actions.ask_release(designation)
        for designation, due_on in queries.release_reminders_due(on):
            actions.remind_of_release(designation, due_on=due_on)


@shared_task
def open_reviews() -> None:
    """Open the annual reviews whose year is nearly over, and drop those of designations that have ended."""
    for designation, first, last in queries.reviews_to_open(timezone.localdate()):
        actions.open_review(designation, starts_on=first, due_on=last)
    for review in queries.reviews_to_drop():
        with suppress(StepNotOpen):
            actions.drop_review(review)


@shared_task
def remind_of_reviews() -> None:
    """Remind leaders and heads of the annual review (7, 14 days), each once, on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        for review, due_on in queries.reviews_waiting(on):
            actions.remind_of_review(review, due_on=due_on)


@shared_task
def warn_of_endings() -> None:
    """Tell those concerned of terms that end in 12, 6 or 3 months, on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        actions.warn_of_endings(on)


@shared_task
def remind_of_renewals() -> None:
    """Remind heads of references (7, 14 days) and managers of what is undecided, on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        for renewal, due_on in queries.renewals_waiting_for_head(on):
            actions.remind_of_renewal_reference(renewal, due_on=due_on)
        for renewal, due_on in queries.renewals_undecided(on):
            actions.remind_of_decision(renewal, due_on=due_on)


@shared_task
def lapse_renewals() -> None:
    """Let renewals lapse whose time is over."""
    for renewal in queries.renewals_to_lapse(timezone.localdate()):
        with suppress(StepNotOpen):
            actions.lapse_renewal(renewal)


@shared_task
def remind_of_scores() -> None:
    """Remind members of the panel of sheets still open, three working days before they are due and the day after."""
    on = timezone.localdate()
    if is_working_day(on):
        for seat, due_on, still in queries.sheets_due(on):
            actions.remind_member(seat, due_on=due_on, still=still)

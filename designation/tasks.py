"""What runs by itself in designation: references are reminded of and follow the post, terms end."""

from celery import shared_task
from django.utils import timezone

from casework.models import Channel
from casework.tasks import each
from designation import actions, queries
from directory.calendar import is_working_day


@shared_task
def remind_of_references() -> None:
    """Remind referees (7, 14, 28 days) and applicants (9, 16, 30), each once, on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        each(
            (actions.remind_referee, queries.referees_due(on), "due_on"),
            (actions.remind_applicant, queries.applicants_due(on), "due_on"),
        )


@shared_task
def remind_of_drafts() -> None:
    """Remind applicants of unfinished drafts (10, 5, 2 days before their deadline), on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        each((actions.remind_draft, queries.drafts_due(on, timezone.now()), "due_on"))


@shared_task
def remind_of_answers() -> None:
    """Remind applicants of answers asked for (2 days before their day), on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        each((actions.remind_answer, queries.answers_due(on), "due_on"))


@shared_task
def bounce_references() -> None:
    """Give up addresses the mail server refused for good, and ask the applicants for the right ones."""
    each((actions.bounce, ((reference, None) for reference in queries.bounced_references()), "by"))


@shared_task
def remind_of_bookings() -> None:
    """Remind invited applicants to choose a time (3 and 5 working days), each once, on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        each((actions.remind_booking, queries.bookings_due(on), "due_on"))


@shared_task
def remind_of_interviews() -> None:
    """Remind applicants and panels of interviews on the working day before, once."""
    on = timezone.localdate()
    if is_working_day(on):
        each((actions.remind_interview, queries.interviews_due(on)))


@shared_task
def hand_over_references() -> None:
    """Ask the successors of heads and chairs who left."""
    each((actions.hand_over, queries.handovers_due(timezone.localdate())))


@shared_task
def expire_references() -> None:
    """Give up references nobody answered, and those of drafts that can no longer be sent in."""
    drafts = ((draft, None, Channel.NIGHT) for draft in queries.drafts_to_call_off(timezone.now()))
    each(
        (actions.expire_reference, queries.expired_references(timezone.localdate())),
        (actions.call_off, drafts, "by", "channel"),
    )


@shared_task
def expire_designations() -> None:
    """End the terms whose last day has passed."""
    each((actions.expire, queries.designations_due(timezone.localdate())))


@shared_task
def remind_of_assurances() -> None:
    """Remind of safeguarding assurances (60, 30, 7 days before their end), and tell of those that ended, each once."""
    on = timezone.localdate()
    if is_working_day(on):
        each(
            (actions.remind_of_assurance, queries.assurances_ending(on), "due_on"),
            (actions.miss_assurance, queries.assurances_lapsed(on)),
        )


@shared_task
def follow_schools() -> None:
    """Carry leaders, posts and release budgets of converted schools over to the school that took their place."""
    each((actions.follow, queries.schools_succeeded()))


@shared_task
def notice_moves() -> None:
    """Follow leaders to the school or headship the directory has for them now, and hold back who has no post left."""
    on = timezone.localdate()
    each((actions.transfer, queries.moved(on)), (actions.hold_back, queries.without_post(on)))


@shared_task
def remind_of_releases() -> None:
    """Ask line managers nobody has asked yet, and remind the others (3 and 7 working days), on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        each(
            (actions.ask_release, queries.releases_unasked(on)),
            (actions.remind_of_release, queries.release_reminders_due(on), "due_on"),
        )


@shared_task
def open_reviews() -> None:
    """Open the annual reviews whose year is nearly over, and drop those of designations that have ended."""
    each(
        (actions.open_review, queries.reviews_to_open(timezone.localdate()), "starts_on", "due_on"),
        (actions.drop_review, queries.reviews_to_drop()),
    )


@shared_task
def remind_of_reviews() -> None:
    """Remind leaders and heads of the annual review (7, 14 days), each once, on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        each((actions.remind_of_review, queries.reviews_waiting(on), "due_on"))


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
        each(
            (actions.remind_of_renewal_reference, queries.renewals_waiting_for_head(on), "due_on"),
            (actions.remind_of_decision, queries.renewals_undecided(on), "due_on"),
        )


@shared_task
def lapse_renewals() -> None:
    """Let renewals lapse whose time is over."""
    each((actions.lapse_renewal, queries.renewals_to_lapse(timezone.localdate())))


@shared_task
def remind_of_scores() -> None:
    """Remind members of the panel of sheets still open, three working days before they are due and the day after."""
    on = timezone.localdate()
    if is_working_day(on):
        each((actions.remind_member, queries.sheets_due(on), "due_on", "still"))

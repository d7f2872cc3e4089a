"""What is found about rounds, applications, references and designations."""

from designation.queries.assurance import assurances_ending, assurances_lapsed
from designation.queries.due import (
    applicants_due,
    bounced_references,
    designations_due,
    drafts_to_call_off,
    expired_references,
    handovers_due,
    referees_due,
)
from designation.queries.grid import Row, grid
from designation.queries.home import at_home, awaiting
from designation.queries.interviews import bookings_due, interviews_due
from designation.queries.kept import kept_from
from designation.queries.leaders import public_leaders, staff_of
from designation.queries.moves import (
    moved,
    release_reminders_due,
    releases_unasked,
    schools_succeeded,
    without_post,
)
from designation.queries.nudges import answers_due, drafts_due
from designation.queries.panel import conflicts_of, sheet_of, sheets_due
from designation.queries.renewals import (
    renewals_to_lapse,
    renewals_undecided,
    renewals_waiting_for_head,
)
from designation.queries.reviews import reviews_to_drop, reviews_to_open, reviews_waiting
from designation.queries.rounds import open_rounds

__all__ = [
    "Row",
    "answers_due",
    "applicants_due",
    "assurances_ending",
    "assurances_lapsed",
    "at_home",
    "awaiting",
    "bookings_due",
    "bounced_references",
    "conflicts_of",
    "designations_due",
    "drafts_due",
    "drafts_to_call_off",
    "expired_references",
    "grid",
    "handovers_due",
    "interviews_due",
    "kept_from",
    "moved",
    "open_rounds",
    "public_leaders",
    "referees_due",
    "release_reminders_due",
    "releases_unasked",
    "renewals_to_lapse",
    "renewals_undecided",
    "renewals_waiting_for_head",
    "reviews_to_drop",
    "reviews_to_open",
    "reviews_waiting",
    "schools_succeeded",
    "sheet_of",
    "sheets_due",
    "staff_of",
    "without_post",
]

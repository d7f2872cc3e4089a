"""Sets the stage for the years of a designation: Sam's file, Sam's reviews and Sam's renewal, in any state."""

from datetime import date, timedelta

from django.utils import timezone

from designation import letters
from designation.lifecycle import RENEWAL, REVIEW
from designation.models import Designation, Evidence, Renewal, Review
from designation.terms import years_after
from tests.designation import stage

DOUBT = "SECRET-DOUBT: we cannot spare Sam"
STATEMENT = "SECRET-STATEMENT: Sam calms every room"
N, V = Renewal.State, Review.State


def today() -> date:
    return timezone.localdate()


def leader(cast, *, left: int = 100, state: str = "active", **fields) -> Designation:
    """Return Sam's designation whose term of four years ends in `left` days (has ended, when negative)."""
    Renewal.objects.filter(designation__person=cast.sam).delete()
    last = today() + timedelta(days=left)
    first = years_after(last, -4) + timedelta(days=1)
    return stage.designation(cast, state, starts_on=first, ends_on=last, **fields)


def evidence(designation: Designation, kind: str, **fields) -> Evidence:
    """Return one row of the file, of ten days ago unless said otherwise."""
    values = {"title": f"{kind} of mine", "on": today() - timedelta(days=10)} | fields
    return Evidence.objects.create(designation=designation, kind=kind, **values)


def whole_file(designation: Designation) -> None:
    """File what makes a year worth reading: 5 half days, two results, 90 minutes, a meeting."""
    evidence(designation, "visit", half_days=2)
    evidence(designation, "visit", half_days=3)
    evidence(designation, "evaluation", result=4)
    evidence(designation, "evaluation", result=3)
    evidence(designation, "cpd", minutes=90)
    evidence(designation, "group")


def review(cast, state: str | None = None, **fields) -> Review:
    """Return the review of Sam's year that ends in 20 days, in a state, with what that state asks for."""
    state = state or V.OPEN
    if state == V.CONCLUDED:
        figures = {"expected_half_days": 12, "delivered_half_days": 5, "learned_minutes": 90}
        fields = figures | {"outcome": "continue", "concluded_on": today()} | fields
    if fields.get("head_supports") is not None:
        fields = {"head": cast.hannah, "head_at": timezone.now()} | fields
    designation = fields.pop("designation", None) or leader(cast, left=385)
    due_on = today() + timedelta(days=20)
    values = {"starts_on": due_on - timedelta(days=364), "due_on": due_on, "state": state} | fields
    made = Review.objects.create(designation=designation, **values)
    REVIEW.begin(made, by=None)
    return made


def renewal(cast, state: str | None = None, *, referred: bool = True, **fields) -> Renewal:
    """Return Sam's renewal of a term that ends in 100 days, in a state; `referred` with Hannah's reference."""
    state = state or N.OPEN
    designation = fields.pop("designation", None) or leader(cast)
    values = {"impact": "Reading rose.", "plans": "Writing next.", "half_days_a_term": 8} | fields
    if referred:
        values |= {"head": cast.hannah, "head_signed_on": today(), "head_strength": "strong"}
        values |= {"head_statement": STATEMENT, "head_half_days": 6, "head_signed_name": "Hannah Price"}
    if state in (N.SUBMITTED, N.RENEWED, N.DECLINED):
        values |= {"submitted_at": timezone.now(), "signed_name": "Sam Okoro"}
    if state == N.DECLINED:
        values = {"feedback": "Not enough days."} | values
    if state == N.RENEWED:
        first = designation.ends_on + timedelta(days=1)
        values["term"] = designation.terms.create(
            number=2, starts_on=first, ends_on=years_after(first, 4) - timedelta(days=1)
        )
    made = Renewal.objects.create(designation=designation, state=state, **values)
    made.areas.set(designation.areas.all())
    RENEWAL.begin(made, by=cast.sam)
    return made


def typed(on: date, name: str = "on") -> dict[str, int]:
    """Return a date as somebody types it into its three boxes."""
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def every_letter(cast) -> None:
    """Write every letter about a year, a term that ends and a renewal; meant for within `preview()`."""
    opened = review(cast)
    letters.review_opened(opened)
    letters.review_due(opened, due_on=today())
    letters.review_doubted(opened)
    letters.review_concluded(opened, outcome="conditions", conditions="One visit a term is shared.")
    asked = renewal(cast, referred=False)
    letters.term_ending(asked.designation, due_on=today())
    letters.terms_ending([asked.designation], on=today())
    letters.designation_expired(asked.designation)
    letters.designation_lapsed(asked.designation)
    letters.renewal_reference_requested(asked)
    letters.renewal_reference_due(asked, due_on=today())
    letters.renewal_withdrawn(asked)
    letters.renewal_submitted(asked)
    letters.renewal_reference_received(asked)
    letters.renewal_sent_back(asked, question="How do you know?")
    letters.renewal_renewed(asked, feedback="Thank you.")
    letters.renewal_declined(asked, feedback="Too few days.")
    letters.renewal_lapsed(asked)
    letters.renewal_undecided(asked, due_on=today())
    letters.term_ending(stage.designation(cast, "designated"), due_on=today())

"""What one step would do to many leaders at once: who it is open for, and why not for the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from designation.lifecycle import DESIGNATION
from designation.models import Designation, Review
from designation.models.leaders import DesignationQuerySet
from designation.queries.asked import asked_on
from designation.queries.assurance import needs_assurance
from designation.queries.leaders import with_everything
from designation.queries.reviews import year_to_review
from directory.models import Person

MOST = 200  # leaders at once: more letters than that nobody reads before they leave
D = Designation.State


class Together(TextChoices):
    """What a manager may do to many leaders at once."""

    ACTIVATE = "activate", gettext_lazy("Activate them")
    ASK_ASSURANCE = "ask_assurance", gettext_lazy("Ask for their safeguarding assurance again")
    OPEN_REVIEW = "open_review", gettext_lazy("Open their annual review now")


@dataclass
class Planned:
    """One leader, and why the step is not open for them; empty where it is."""

    designation: Designation
    why_not: str = ""
    year: tuple[date, date] | None = None  # whose review would be opened


@dataclass
class Known:
    """What is read once for all of them: who acts, who was asked today, which reviews there are."""

    person: Person
    on: date
    asked: set[int] = field(default_factory=set)
    reviewed: set[tuple[int, date]] = field(default_factory=set)


def planned(rows: DesignationQuerySet, step: str, person: Person, on: date) -> list[Planned]:
    """Return for each of these leaders what a step would do, by name (6 queries at most however many)."""
    found = list(with_everything(rows).prefetch_related("terms").order_by("person__last_name", "pk"))
    known = Known(person, on, asked_on(found, "ask_assurance", on), _reviewed(found))
    return [_planned(one, Together(step), known) for one in found]


def _reviewed(designations: Iterable[Designation]) -> set[tuple[int, date]]:
    reviews = Review.objects.filter(designation__in=[one.pk for one in designations]).order_by()
    return set(reviews.values_list("designation_id", "due_on"))


def _planned(one: Designation, step: Together, known: Known) -> Planned:
    if one.person_id == known.person.pk:
        return Planned(one, _("This is your own designation: another manager must do it."))
    year = year_to_review(one, known.on) if step == Together.OPEN_REVIEW else None
    return Planned(one, WHY_NOT[step](one, known), year)


def _why_not_activate(one: Designation, known: Known) -> str:
    if not DESIGNATION.is_open(one, "activate"):
        return _("Nothing to activate: only leaders who are designated and not active yet can be.")
    if one.agreement_signed_on is None:
        return _("The leader has not signed the agreement yet.")
    if one.induction_done_on is None:
        return _("The induction and core training are not recorded yet.")
    return _("The last day of the designation has passed.") if one.ends_on < known.on else ""


def _why_not_ask(one: Designation, known: Known) -> str:
    if one.state not in Designation.LIVE:
        return _("The designation has ended.")
    if not needs_assurance(one, known.on):
        return _("The assurance holds for more than 60 days.")
    return _("It was asked for again today already.") if one.pk in known.asked else ""


def _why_not_review(one: Designation, known: Known) -> str:
    if one.state != D.ACTIVE:
        return _("Only active leaders are reviewed.")
    year = year_to_review(one, known.on)
    if year is None:
        return _("In the last year of a term there is no review: the renewal looks back on all of it.")
    if (one.pk, year[1]) in known.reviewed:
        return _("The review of this year is opened already.")
    return ""


WHY_NOT: dict[Together, Callable[[Designation, Known], str]] = {
    Together.ACTIVATE: _why_not_activate,
    Together.ASK_ASSURANCE: _why_not_ask,
    Together.OPEN_REVIEW: _why_not_review,
}

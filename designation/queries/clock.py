"""What leaders, heads and managers must do now because a year or a term of a designation comes to its end."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from designation.models import Designation, Renewal, Review
from designation.models.leaders import LINE_MANAGERS
from designation.queries.endings import ended_unbegun
from designation.terms import GRACE_MONTHS, RUNWAY_MONTHS, grace_ends_on, months_after, runway
from directory.models import Person, Post
from directory.rules import is_manager

D, N = Designation.State, Renewal.State
OF_REVIEW = ("pk", "due_on", "reflection", "head_supports")
OF_RENEWAL = ("pk", "state", "head_signed_on")


def clock_facts() -> dict[str, Any]:
    """Return what to annotate to designations: the facts of an open review, of a live renewal, and of one declined."""
    review = Review.objects.filter(designation=OuterRef("pk"), state=Review.State.OPEN).order_by("due_on")
    renewals = Renewal.objects.filter(designation=OuterRef("pk"))
    renewal, declined = renewals.filter(state__in=Renewal.LIVE), renewals.filter(state=N.DECLINED)
    facts: dict[str, Any] = {f"review_{name}": Subquery(review.values(name)[:1]) for name in OF_REVIEW}
    facts |= {f"renewal_{name}": Subquery(renewal.values(name)[:1]) for name in OF_RENEWAL}
    unbegun = ended_unbegun().filter(object_id=OuterRef("pk"))
    return facts | {"is_declined": Exists(declined), "never_began": Exists(unbegun)}


def clock_waits(person: Person, on: date) -> Q:
    """Return the condition under which an annotated designation asks something of this person now."""
    soon, past = months_after(on, RUNWAY_MONTHS[0]), months_after(on, -GRACE_MONTHS)
    ending = Q(state__in=[D.ACTIVE, D.EXPIRED], ends_on__lte=soon, ends_on__gte=past)
    ending &= Q(renewal_pk__isnull=True, is_declined=False, never_began=False)
    own = Q(review_pk__isnull=False, review_reflection="") | Q(renewal_state=N.OPEN) | ending
    others = Q(home_school__in=person.authority.school_ids(*LINE_MANAGERS)) & (
        Q(review_pk__isnull=False, review_head_supports__isnull=True)
        | Q(renewal_pk__isnull=False, renewal_head_signed_on__isnull=True)
    )
    if is_manager(person):
        others |= _waits_for_manager(on)
    return Q(person=person) & own | ~Q(person=person) & others


def _waits_for_manager(on: date) -> Q:
    """Return the condition under which a review can be concluded, or a renewal decided."""
    is_heard = ~Q(review_reflection="") & Q(review_head_supports__isnull=False)
    to_conclude = Q(review_pk__isnull=False) & (is_heard | Q(review_due_on__lte=on))
    return to_conclude | Q(renewal_state=N.SUBMITTED)


def clock_tasks(row: Any, person: Person, on: date) -> Iterator[Task]:
    """Yield this person's part in the review and the renewal of one annotated designation."""
    if row.person_id == person.pk:
        yield from _own(row, on)
        return
    answers = (Post.Role.CHAIR_OF_GOVERNORS,) if row.leader_is_head else Post.HEADS
    if person.authority.at(row.home_school_id, *answers):
        yield from _of_head(row, person, answers)
    if is_manager(person):
        yield from _of_manager(row, on)


def _own(row: Any, on: date) -> Iterator[Task]:
    role = str(row.role_type)
    if row.review_pk and not row.review_reflection:
        yield Task(_("Look back on your year as a leader"), _review(row, "reflect"), row.review_due_on, role)
    if row.renewal_state == N.OPEN:
        yield Task(_("Finish and submit your renewal"), _renewal(row, "write"), row.ends_on, role)
    if not row.renewal_pk and not row.is_declined and _may_begin(row, on):
        yield Task(
            _("Ask for another term, if you would like one"), row.page("begin_renewal"), row.ends_on, role
        )


def _may_begin(row: Any, on: date) -> bool:
    is_held = row.state in (D.ACTIVE, D.EXPIRED) and not row.never_began
    return is_held and runway(row.ends_on)[0] <= on <= grace_ends_on(row.ends_on)


def _of_head(row: Any, person: Person, answers: tuple[str, ...]) -> Iterator[Task]:
    name = {"name": row.person}
    if row.review_pk and row.review_head_supports is None:
        title = _("Say whether you continue to support %(name)s") % name
        yield Task(title, _review(row, "support"), row.review_due_on)
    in_person = person.authority.at(row.home_school_id, *answers, in_person=True)
    if row.renewal_pk and row.renewal_head_signed_on is None and in_person:
        title = _("Give a reference for another term of %(name)s") % name
        yield Task(title, _renewal(row, "refer"), row.ends_on)


def _of_manager(row: Any, on: date) -> Iterator[Task]:
    name = {"name": row.person}
    is_heard = row.review_pk and row.review_reflection and row.review_head_supports is not None
    if row.review_pk and (is_heard or row.review_due_on <= on):
        title = _("Conclude the annual review of %(name)s") % name
        yield Task(title, _review(row, "conclude"), row.review_due_on)
    if row.renewal_state == N.SUBMITTED:
        title = _("Decide the renewal of %(name)s") % name
        yield Task(title, _renewal(row, "detail"), row.ends_on)


def _review(row: Any, step: str) -> str:
    return Review(pk=row.review_pk).page(step)


def _renewal(row: Any, step: str) -> str:
    return Renewal(pk=row.renewal_pk).page(step)

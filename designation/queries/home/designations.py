"""What leaders, their line managers and managers must do now about designations: one query."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When, Window
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.lifecycle import Task
from designation.models import Designation
from designation.models.leaders import LINE_MANAGERS
from designation.queries.appeals import appeal_facts, appeal_tasks, appeal_waits
from designation.queries.clock import clock_facts, clock_tasks, clock_waits
from designation.queries.moves import RELEASE_REMINDERS
from designation.queries.noticed import Notice, noticed
from designation.queries.renewals import going_on
from directory.calendar import add_working_days
from directory.models import Person, Post
from directory.rules import is_manager

MOST = 30
D = Designation.State
BEFORE_WORK = (D.DESIGNATED, D.ACTIVE)  # in which the assurance is asked for
RETRACTED = Q(state__in=BEFORE_WORK, assurance_retracted_on__isnull=False)
PENDING = Q(is_followed=True, release_asked_at__isnull=False)


def designation_tasks(person: Person, on: date) -> Iterator[Task]:
    """Agreements to sign, assurances and releases, reviews and renewals, appeals; for managers what waits for them."""
    soon = on + timedelta(days=30)
    wanted = Q(person=person, state=D.DESIGNATED, agreement_signed_on__isnull=True)
    wanted |= clock_waits(person, on) | appeal_waits(person) & ~Q(person=person)
    if person.authority.has(*LINE_MANAGERS):
        # Who has just taken it back is not asked for it.
        missing = Q(assurance_until__isnull=True, assurance_retracted_on__isnull=True)
        lapsing = missing | Q(assurance_until__lte=soon)
        asked = PENDING & Q(release_refused_at=None, has_left=False) | Q(state__in=BEFORE_WORK) & lapsing
        schools = person.authority.school_ids(*LINE_MANAGERS)
        wanted |= Q(home_school__in=schools) & asked & ~Q(person=person)
    if is_manager(person):
        lapsed = Q(state=D.ACTIVE, assurance_until__lt=on) | RETRACTED
        stuck = PENDING & (Q(release_refused_at__isnull=False) | Q(has_line_manager=False) | Q(has_left=True))
        begun = Q(state=D.DESIGNATED) & (Q(induction_done_on=None) | ~Q(agreement_signed_on=None))
        wanted |= (begun | lapsed | stuck | Q(is_to_end=True)) & ~Q(person=person)
    rows = _annotated(person, on).annotate(**appeal_facts(Designation, person)).filter(wanted)
    # Appeals first, then what is due first: the list has its end.
    order = F("lodged_at").asc(nulls_last=True), _first_due(soon), "starts_on", "pk"
    found = list(rows.annotate(in_all=Window(Count("pk"))).order_by(*order)[:MOST])
    for designation in found:
        yield from appeal_tasks(designation, designation, str(designation.person), person)
        if designation.is_followed:
            yield from _tasks(designation, person, on)
        yield from clock_tasks(designation, person, on)
    yield from _cut(found, person)


def _first_due(soon: date) -> Least:
    """Return the first day something is due: an assurance that ends soon, a review, the term of a renewal."""
    ending = Case(When(assurance_until__lte=soon, then="assurance_until"))
    renewing = Case(When(renewal_pk__isnull=False, then="ends_on"))
    # Not every database passes over what is not known.
    return Least(*(Coalesce(day, Value(date.max)) for day in (ending, F("review_due_on"), renewing)))


def _cut(found: list, person: Person) -> Iterator[Task]:
    """Say how many leaders more something waits at, and where all of them are."""
    more = found[0].in_all - len(found) if found else 0
    if more:
        title = ngettext(
            "And something waits at %(count)s more leader",
            "And something waits at %(count)s more leaders",
            more,
        )
        url = reverse("designation:leaders" if is_manager(person) else "designation:staff")
        yield Task(title % {"count": more}, url)


def _annotated(person: Person, on: date) -> Any:
    """Add what is due when, and for who may release or manages what they need to know of leader and home school."""
    rows = Designation.objects.annotate(**clock_facts(), is_followed=going_on(on))
    if person.authority.has(*LINE_MANAGERS) or is_manager(person):
        own = Post.objects.filter(school=OuterRef("home_school"), person=OuterRef("person"))
        is_head = own.heads().confirmed().on(on)
        has_left = Exists(own.filter(ends_on__lt=on)) & ~Exists(own.on(on))
        rows = rows.annotate(leader_is_head=Exists(is_head), has_left=has_left)
    else:
        rows = rows.annotate(leader_is_head=Value(False))  # asked by those alone who may stand above a leader
    if is_manager(person):
        rows = rows.annotate(has_line_manager=_has_line_manager(on), is_to_end=noticed(Notice.ENDING, on))
    return rows.select_related("person", "role_type", "home_school")


def _has_line_manager(on: date) -> Q:
    """Return whether anybody could release a leader of whom it is known whether they head the home school."""
    here = Post.objects.confirmed().on(on).filter(school=OuterRef("home_school"))
    others = here.filter(role__in=Post.HEADS).exclude(person=OuterRef("person"))
    chairs = here.filter(role=Post.Role.CHAIR_OF_GOVERNORS).exclude(person=OuterRef("person"))
    return Q(leader_is_head=True) & Exists(chairs) | Q(leader_is_head=False) & Exists(others)


def _tasks(designation: Any, person: Person, on: date) -> Iterator[Task]:
    if designation.person_id == person.pk:
        if designation.state == D.DESIGNATED and designation.agreement_signed_on is None:
            title = _("Sign your agreement as a leader")
            yield Task(title, designation.page("sign"), None, str(designation.role_type))
        return
    answers = (Post.Role.CHAIR_OF_GOVERNORS,) if designation.leader_is_head else Post.HEADS
    if person.authority.at(designation.home_school_id, *answers):
        yield from _of_line_manager(designation, on)
    if is_manager(person):
        yield from _of_manager(designation, on)


def _of_line_manager(designation: Any, on: date) -> Iterator[Task]:
    name, until = {"name": designation.person}, designation.assurance_until
    if designation.release_asked_at and designation.release_refused_at is None and not designation.has_left:
        asked_on = timezone.localdate(designation.release_asked_at)
        due_on = add_working_days(asked_on, RELEASE_REMINDERS[-1])
        yield Task(_("Confirm the release of %(name)s") % name, designation.page("release"), due_on)
    is_due = until <= on + timedelta(days=30) if until else designation.assurance_retracted_on is None
    if designation.state in BEFORE_WORK and is_due:
        title = _("Give the safeguarding assurance for %(name)s") % name
        yield Task(title, designation.page("assure"), until or designation.starts_on)


def _of_manager(designation: Any, on: date) -> Iterator[Task]:
    name, page = {"name": designation.person}, designation.get_absolute_url()
    if designation.state == D.DESIGNATED and designation.induction_done_on is None:
        yield Task(_("Record the induction of %(name)s") % name, designation.page("train"))
    elif designation.state == D.DESIGNATED and designation.agreement_signed_on is not None:
        yield Task(_("Activate the designation of %(name)s") % name, designation.page("activate"))
    if designation.release_refused_at is not None:
        yield Task(_("Settle what follows: %(name)s is not released") % name, page)
    elif designation.release_asked_at is not None and designation.has_left:
        title = _("Settle what follows: %(name)s holds no post at the home school any more") % name
        yield Task(title, page)
    elif designation.release_asked_at is not None and not designation.has_line_manager:
        hint = _("We know nobody at %(school)s who could confirm it.") % {"school": designation.home_school}
        yield Task(_("Find out who releases %(name)s") % name, page, None, hint)
    if designation.is_to_end:
        hint = _("The last annual review says that this designation should end.")
        yield Task(_("Decide whether the designation of %(name)s ends") % name, page, None, hint)
    yield from _of_assurance(designation, on)


def _of_assurance(designation: Any, on: date) -> Iterator[Task]:
    """Yield what managers do about an assurance that was taken back or has run out."""
    name, page = {"name": designation.person}, designation.get_absolute_url()
    until, retracted_on = designation.assurance_until, designation.assurance_retracted_on
    if designation.state in BEFORE_WORK and retracted_on is not None:
        title = _("Settle what follows: the school has taken back the safeguarding assurance for %(name)s")
        yield Task(title % name, page, retracted_on)
    if designation.state == D.ACTIVE and until is not None and until < on:
        title = _("Ask after the safeguarding assurance of %(name)s")
        yield Task(title % name, page, until)

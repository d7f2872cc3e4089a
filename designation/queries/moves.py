"""What is found about changes of school and post: who must be asked, who was not, and who has moved."""

from collections.abc import Iterator
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from casework.models import Entry
from designation.models import Designation
from designation.queries.renewals import going_on
from directory.calendar import add_working_days
from directory.models import Person, Post, School
from directory.queries.posts import line_manager_of, line_manager_roles
from directory.queries.schools import successor_of

# Working days after the question at which a new line manager is reminded.
RELEASE_REMINDERS = (3, 7)
ASKED = ["designation/release_requested", "designation/release_due"]


def confirmed_line_manager(designation: Designation, on: date) -> Person | None:
    """Return who answers for the leader at the home school by a post a manager has confirmed."""
    school, leader = designation.home_school, designation.person
    head = line_manager_of(leader, school, on)
    roles = line_manager_roles(leader, school, on)
    held = Post.objects.confirmed().on(on).filter(person=head, school=school, role__in=roles)
    return head if head is not None and held.exists() else None


def releases_awaited() -> QuerySet[Designation]:
    """Return designations whose new line manager has not answered yet; not those who hold no post there."""
    here = Post.objects.filter(person=OuterRef("person"), school=OuterRef("home_school"))
    left = Exists(here.filter(ends_on__lt=timezone.localdate())) & ~Exists(here.on(timezone.localdate()))
    rows = Designation.objects.filter(going_on(timezone.localdate()), ~left, release_refused_at=None)
    return rows.filter(release_asked_at__isnull=False).select_related("person", "home_school", "role_type")


def release_reminders_due(on: date) -> Iterator[tuple[Designation, date]]:
    """Return awaited releases with the last milestone they have passed (3 and 7 working days)."""
    for designation in releases_awaited():
        asked_on = timezone.localdate(designation.release_asked_at)
        passed = [day for count in RELEASE_REMINDERS if (day := add_working_days(asked_on, count)) <= on]
        if passed:
            yield designation, passed[-1]


def releases_unasked(on: date) -> Iterator[Designation]:
    """Return awaited releases the line manager of today was never asked for: the post had no holder, or changed."""
    for designation in releases_awaited():
        head = confirmed_line_manager(designation, on)
        asked = designation.letters.filter(
            name__in=ASKED, to=head, created_at__gte=designation.release_asked_at
        )
        if head is not None and not asked.exists():
            yield designation


def moved(on: date) -> list[tuple[Designation, School]]:
    """Return designations whose leader has left the home school for another, or heads it since, with the school.

    They are live, or have ended and may yet be renewed.
    The directory's posts say so: none is held at the home school any more, and one at another school is confirmed
    or was reported by the leader. Who holds posts at both has not moved, nor has who chairs governors elsewhere,
    unless the role is one for chairs.
    """
    rows = Designation.objects.filter(going_on(on)).select_related("person", "home_school", "role_type")
    found = []
    for one in rows.filter(~Exists(_held_here(on)), Exists(_held(on))):
        school = _newest_school(one, on)
        found += [(one, school)] if school else []
    return found + [(one, one.home_school) for one in _newly_heads(rows, on)]


def _held(on: date) -> QuerySet[Post]:
    """Return the posts at schools a leader holds on a day, confirmed or reported by themselves."""
    sure = Q(confirmed_at__isnull=False) | Q(named_by=None)
    return Post.objects.on(on).filter(sure, person=OuterRef("person"), school__isnull=False)


def _held_here(on: date) -> QuerySet[Post]:
    return Post.objects.on(on).filter(person=OuterRef("person"), school=OuterRef("home_school"))


def without_post(on: date) -> QuerySet[Designation]:
    """Return designations that go on whose leader's post at the home school has ended, and nobody was asked since.

    Whoever holds another one by which they have moved is followed instead: see `moved`.
    """
    ended = Post.objects.filter(person=OuterRef("person"), school=OuterRef("home_school"), ends_on__lt=on)
    rows = Designation.objects.filter(going_on(on), release_asked_at=None)
    rows = rows.filter(~Exists(_held_here(on)), Exists(ended)).select_related(
        "person", "home_school", "role_type"
    )
    return rows.exclude(pk__in=[one.pk for one, _school in moved(on)])


def _newest_school(designation: Designation, on: date) -> School | None:
    """Return the school of the newest post by which a leader belongs to a school, if there is one."""
    sure = Q(confirmed_at__isnull=False) | Q(named_by=None)
    person, chairs = designation.person, Post.Role.CHAIR_OF_GOVERNORS
    posts = Post.objects.on(on).filter(sure, person=person, school__isnull=False).select_related("school")
    if chairs not in designation.role_type.eligible_roles:
        posts = posts.exclude(role=chairs)
    newest = posts.order_by(F("starts_on").desc(nulls_last=True), "-pk").first()
    return newest.school if newest else None


def _newly_heads(rows: QuerySet[Designation], on: date) -> QuerySet[Designation]:
    """Narrow to leaders who became head of the home school after their designation, and nobody was asked since."""
    headship = (
        Post.objects.heads()
        .confirmed()
        .on(on)
        .filter(
            person=OuterRef("person"),
            school=OuterRef("home_school"),
            starts_on__gt=OuterRef("created_at__date"),
        )
    )
    asked = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(Designation),
        object_id=OuterRef(OuterRef("pk")),
        step__in=["move", "transfer"],
        at__date__gte=OuterRef("starts_on"),
    )
    return rows.filter(Exists(headship.filter(~Exists(asked))))


def schools_succeeded() -> list[tuple[School, School]]:
    """Return closed schools leaders still belong to, each with the one open school that took its place."""
    homes = Designation.objects.filter(going_on(timezone.localdate())).values("home_school")
    closed = School.objects.filter(pk__in=homes).exclude(pk__in=School.objects.open().values("pk"))
    found = [(school, successor_of(school)) for school in closed]
    return [(school, successor) for school, successor in found if successor is not None]

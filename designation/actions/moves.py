"""When a leader changes school or post: reported, noticed in the directory, confirmed or refused by the new head."""

from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from casework import documents, links
from casework.lifecycle import StepNotOpen
from casework.models import Channel, Entry
from designation import letters
from designation.actions.assurance import PAPER
from designation.actions.renewals import ask_anew
from designation.lifecycle import DESIGNATION
from designation.models import Designation, SchoolRelease
from designation.queries.renewals import goes_on, going_on
from directory.actions.posts import carry_over, end_post, report_post
from directory.models import Post, School
from directory.rules import is_manager

DAY = timedelta(days=1)


@transaction.atomic
def move(
    designation: Designation,
    *,
    by,
    channel: str = Channel.PORTAL,
    school: School,
    role: str,
    title: str = "",
    starts_on: date,
) -> None:
    """Report that the leader takes up a post, at another school or the same, from a day on. Raises StepNotOpen.

    Open also once the term has ended, while it may yet be renewed.

    The post of before ends the day before. Reported by a manager the new one is confirmed, by the leader it waits for
    a manager. Once the day has come the new line manager is asked to confirm the release, and until then nobody can
    propose the leader; what is agreed goes on. A day to come is waited for: see `transfer`. A report takes the place
    of an earlier one whose day has not come; one that says nothing but the post held today takes it back.
    """
    _keep_to_renewable(designation, "move")
    before, person = designation.home_school, designation.person
    is_taken_back = _take_back(person, by)
    is_held = Post.objects.filter(person=person, school=before, role=role).on(timezone.localdate()).exists()
    stays = is_taken_back and school.pk == before.pk and is_held
    came = starts_on <= timezone.localdate() and not stays
    note, fields = _noted(school, starts_on), _asked(designation, school) if came else {}
    DESIGNATION.advance(designation, "move", by=by, channel=channel, note=note, **fields)
    _change_post(person, before, by, school=school, role=role, title=title, starts_on=starts_on)
    if came:
        _ask(designation, before)


def _keep_to_renewable(designation: Designation, step: str) -> None:
    """Raise StepNotOpen for a designation that has ended and cannot be renewed any more."""
    if designation.state == Designation.State.EXPIRED and not goes_on(designation, timezone.localdate()):
        raise StepNotOpen(designation, step)


def _take_back(person, by) -> bool:
    """Take away posts that were reported for a day to come, give those before them their end back; say if any."""
    held: Any
    pending: list[Any] = [
        post for post in Post.objects.filter(person=person, school__isnull=False) if _is_pending(post)
    ]
    for post in pending:
        for held in Post.objects.filter(person=person, ends_on=post.starts_on - DAY):
            before = held.history.exclude(ends_on=held.ends_on).first()
            held._history_user = by
            held.ends_on = before.ends_on if before else None
            held.save(update_fields=["ends_on"])
        end_post(post, by=by, ends_on=timezone.localdate())
    return bool(pending)


def _is_pending(post: Post) -> bool:
    """Say whether a move reported for a day to come made this post."""
    if post.starts_on is None or post.starts_on <= timezone.localdate():
        return False
    told = Entry.objects.filter(content_type=ContentType.objects.get_for_model(Designation), step="move")
    held = Designation.objects.filter(person=post.person).values("pk")
    return told.filter(object_id__in=held, note=_noted(post.school, post.starts_on)).exists()


def _noted(school: School | None, starts_on: date) -> str:
    return f"{school}, {starts_on:%d/%m/%Y}"


def _change_post(
    person, before: School, by, *, school: School, role: str, title: str, starts_on: date
) -> None:
    """End what the person held at the school of before, and record the new post where it is not known yet."""
    same = Post.objects.filter(person=person, school=school, role=role).on(starts_on)
    left = Post.objects.filter(person=person, school=before).on(starts_on).exclude(pk__in=same.values("pk"))
    # Whoever also chairs the governors goes on doing so.
    for post in left.exclude(role=Post.Role.CHAIR_OF_GOVERNORS):
        end_post(post, by=by, ends_on=starts_on - DAY)
    if not same.exists():
        confirmed_at = timezone.now() if is_manager(by) and by != person else None
        report_post(
            person, role, by=by, starts_on=starts_on, school=school, title=title, confirmed_at=confirmed_at
        )


def _asked(designation: Designation, school: School) -> dict:
    """Return what changes with a post; the assurance was the former school's and ends with a change of school."""
    fields = {"home_school": school, "release_asked_at": timezone.now(), "release_refused_at": None}
    is_over = designation.home_school_id != school.pk
    nothing = {"assurance_until": None, "assurance_by": None, "assurance_retracted_on": None}
    return fields | (nothing if is_over else {})


def _ask(designation: Designation, before: School) -> None:
    """Ask the new line manager, and tell the leader and the head of the school left behind.

    After a change of school a renewal under way is the new school's to refer: see `ask_anew`.
    """
    links.close(designation, letters.RELEASE)
    links.close(designation, letters.ASSURANCE)
    letters.release_requested(designation)
    letters.designation_moved(designation)
    if before.pk != designation.home_school_id:
        documents.recall(designation, PAPER)
        letters.staff_moved(designation, before)
        ask_anew(designation)


@transaction.atomic
def transfer(designation: Designation, school: School) -> None:
    """Follow the leader to the school of the post they hold now, and ask its head. Runs by itself.

    Raises StepNotOpen.
    """
    _keep_to_renewable(designation, "transfer")
    before = designation.home_school
    DESIGNATION.advance(designation, "transfer", by=None, **_asked(designation, school))
    _ask(designation, before)


@transaction.atomic
def hold_back(designation: Designation) -> None:
    """Let nobody propose a leader whose post at the home school has ended without another.

    The leader is asked for the new post, and a manager finds a task; nobody is asked for the release: no school could
    give it. Runs by itself. Raises StepNotOpen.
    """
    _keep_to_renewable(designation, "transfer")
    DESIGNATION.advance(designation, "transfer", by=None, release_asked_at=timezone.now())
    letters.designation_held_back(designation)


@transaction.atomic
def ask_release(designation: Designation) -> None:
    """Ask whoever is line manager by now: the post had no holder when the release was first asked for, or changed."""
    links.close(designation, letters.RELEASE)
    letters.release_requested(designation)


@transaction.atomic
def remind_of_release(designation: Designation, *, due_on: date) -> None:
    """Remind the new line manager; each milestone goes once."""
    letters.release_due(designation, due_on=due_on)


@transaction.atomic
def release(designation: Designation, *, by, channel: str = Channel.PORTAL, half_days_a_term: int) -> None:
    """The new line manager confirms the release, with the half days a term; the leader is told. Raises StepNotOpen.

    A line manager who has not given the safeguarding assurance themselves is asked for their own; once the term has
    ended not before it is renewed, or while agreed work is left.
    """
    _keep_to_renewable(designation, "release")
    DESIGNATION.advance(
        designation,
        "release",
        by=by,
        channel=channel,
        half_days_a_term=half_days_a_term,
        release_asked_at=None,
        release_refused_at=None,
    )
    links.close(designation, letters.RELEASE)
    letters.release_confirmed(designation)
    is_over = designation.state == Designation.State.EXPIRED and not designation.has_work_left
    if designation.assurance_by_id != by.pk and not is_over:
        letters.ask_assurance(designation)


@transaction.atomic
def refuse_release(designation: Designation, *, by, channel: str = Channel.PORTAL, reason: str) -> None:
    """The new line manager does not release the leader: no new deployments. Raises StepNotOpen.

    The reason goes to the managers alone; the leader reads that the release is not confirmed.
    """
    _keep_to_renewable(designation, "refuse_release")
    now = timezone.now()
    note = f"{by}: {reason}"
    DESIGNATION.advance(
        designation, "refuse_release", by=by, channel=channel, note=note, private=True, release_refused_at=now
    )
    links.close(designation, letters.RELEASE)
    letters.release_refused(designation)
    letters.release_in_question(designation, by=by, reason=reason)


@transaction.atomic
def follow(school: School, successor: School) -> None:
    """Carry the leaders of a school that became another one over, with its posts and its release budget.

    It is the same work under another number: nobody is asked again. Runs by itself.
    """
    for post in Post.objects.filter(school=school).on(timezone.localdate()):
        carry_over(post, successor, on=timezone.localdate())
    if not SchoolRelease.objects.filter(school=successor).exists():
        SchoolRelease.objects.filter(school=school).update(school=successor)
    for designation in Designation.objects.filter(going_on(timezone.localdate()), home_school=school):
        DESIGNATION.advance(designation, "follow", by=None, home_school=successor)

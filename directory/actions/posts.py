"""What is done with posts: confirmed, rejected, corrected, taken up, ended, and lent to a delegate for some days."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directory.models import Delegation, LocalAuthority, Person, Post, School
from directory.models.people import clean_email

YEAR = timedelta(days=366)
# What stays as it is when a post goes on at the school that took its school's place.
CARRIED = ("person", "role", "title", "ends_on", "named_by", "domain_differs", "confirmed_at", "confirmed_by")


class PostDecided(Exception):
    """Somebody else has confirmed or rejected this post in the meantime."""


def _undecided(post: Post) -> Any:
    """Return the row of an unconfirmed post, locked, or raise PostDecided."""
    row = Post.objects.select_for_update(of=("self",)).filter(pk=post.pk, confirmed_at__isnull=True).first()
    if row is None:
        raise PostDecided
    return row


@transaction.atomic
def confirm_post(post: Post, *, by: Person, at: datetime) -> Post:
    """Confirm that the person holds the post; from now on they answer for it. Raises PostDecided."""
    row = _undecided(post)
    row._history_user = by
    row.confirmed_at, row.confirmed_by = at, by
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    return row


@transaction.atomic
def reject_post(post: Post, *, by: Person) -> None:
    """Take an unconfirmed post away: the person does not hold it. Its history stays. Raises PostDecided."""
    row = _undecided(post)
    row._history_user = by
    row.delete()


@transaction.atomic
def correct_address(post: Post, *, by: Person, email: str) -> Post:
    """Put the right address under an unconfirmed post, and return the post with whoever holds it now.

    An address is a person: the post becomes that of whoever has the right one, and the person at the wrong one
    keeps whatever else is theirs. It may not be the address of whoever named the post (ValidationError). Raises
    PostDecided.
    """
    row = _undecided(post)
    known = Person.objects.filter(email=clean_email(email)).first()
    if known is not None and known.pk in (row.named_by_id, row.person_id):
        raise ValidationError(
            _("Give another address: this one is that of whoever named the post, or has not changed.")
        )
    names = {"first_name": row.person.first_name, "last_name": row.person.last_name}
    row._history_user = by
    row.person = known or Person.objects.meet(email, **names)
    row.domain_differs = row.school is not None and row.school.is_elsewhere(row.person.email)
    row.save(update_fields=["person", "domain_differs"])
    return row


@transaction.atomic
def take_up_post(
    person: Person,
    role: str,
    *,
    by: Person,
    at: datetime,
    starts_on: date,
    school: School | None = None,
    local_authority: LocalAuthority | None = None,
    title: str = "",
    follows_on: bool = False,
) -> Post:
    """Record a post that a manager knows of; it is confirmed at once.

    With `follows_on` every other head of the school (or holder of the same post) ends the day before: the head
    changes, and what waits for the post waits for the new holder from `starts_on`.
    """
    if follows_on and school is not None:
        same = Post.HEADS if role in Post.HEADS else (role,)
        for post in Post.objects.filter(school=school, role__in=same).on(starts_on).exclude(person=person):
            end_post(post, by=by, ends_on=starts_on - timedelta(days=1))
    return Post.objects.create(
        person=person,
        role=role,
        title=title,
        school=school,
        local_authority=local_authority,
        starts_on=starts_on,
        confirmed_at=at,
        confirmed_by=by,
    )


@transaction.atomic
def report_post(
    person: Person,
    role: str,
    *,
    by: Person,
    starts_on: date,
    school: School,
    title: str = "",
    confirmed_at: datetime | None = None,
) -> Post:
    """Record a post that somebody says they take up; without `confirmed_at` it waits for a manager.

    Until it is confirmed they answer for nothing by it, and nobody is asked anything as its holder.
    """
    differs = school.is_elsewhere(person.email)
    post = Post(
        person=person, role=role, title=title, school=school, starts_on=starts_on, domain_differs=differs
    )
    post.confirmed_at, post.confirmed_by = confirmed_at, by if confirmed_at else None
    post._history_user = by  # type: ignore[attr-defined]
    post.save()
    return post


@transaction.atomic
def carry_over(post: Post, successor: School, *, on: date) -> Post:
    """Carry a post over to the school that took its school's place: it ends yesterday there and goes on here.

    What was confirmed stays confirmed; whoever stands in for it goes on standing in.
    """
    row: Any = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if row.starts_on is not None and row.starts_on >= on:
        row.school = successor
        row.save(update_fields=["school"])
        return row
    kept = {name: getattr(row, name) for name in CARRIED}
    new = Post.objects.create(school=successor, starts_on=on, **kept)
    row.delegations.filter(ends_on__gte=on).update(post=new)
    row.ends_on = on - timedelta(days=1)
    row.save(update_fields=["ends_on"])
    return new


@transaction.atomic
def end_post(post: Post, *, by: Person, ends_on: date) -> None:
    """End a post on a day (its last day). A post that had not begun by then never was and is taken away."""
    row: Any = Post.objects.select_for_update().get(pk=post.pk)
    row._history_user = by
    if row.starts_on and row.starts_on > ends_on:
        row.delete()
        return
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])


@transaction.atomic
def name_delegate(post: Post, *, by: Person, delegate: Person, starts_on: date, ends_on: date) -> Delegation:
    """Let somebody answer for a post from one day to another (both included, a year at most), references excepted.

    The delegate is not the holder and holds a confirmed post at the same school (ValidationError).
    """
    if delegate.pk == post.person_id:
        raise ValidationError(_("Name somebody else: the holder of a post answers for it anyway."))
    if ends_on < starts_on or ends_on - starts_on > YEAR:
        raise ValidationError(_("Choose a last day on or after the first, and within a year of it."))
    staff = Post.objects.filter(person=delegate, school=post.school).confirmed().on(starts_on)
    if post.school_id is None or not staff.exists():
        raise ValidationError(_("Name somebody whose post at this school the alliance has confirmed."))
    return Delegation.objects.create(post=post, delegate=delegate, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: Person, on: date) -> None:
    """Take a delegation back: yesterday was its last day; one that began today or later is taken away."""
    row: Any = Delegation.objects.select_for_update().get(pk=delegation.pk)
    row._history_user = by
    if row.starts_on >= on:
        row.delete()
        return
    row.ends_on = min(row.ends_on, on - timedelta(days=1))
    row.save(update_fields=["ends_on"])


@transaction.atomic
def update_profile(person: Person, *, by: Person, **about: str) -> None:
    """Keep what a person says about themselves: names, title, phone number, language."""
    row: Any = person
    row._history_user = by
    for name, value in about.items():
        setattr(person, name, value)
    person.save(update_fields=list(about))

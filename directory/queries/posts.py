"""Who holds which post: the people a question must be asked of."""

from collections.abc import Iterable
from datetime import date

from directory.models import Person, Post, School


def holder_of(
    school: School, roles: Iterable[str], on: date, *, besides: Person | None = None
) -> Person | None:
    """Return who holds one of these posts at the school on a day, confirmed holders first; `besides` leaves one out.

    Somebody whose account was closed can answer nothing and is passed over, and so is a post that somebody
    reported of themselves while no manager has confirmed it.
    """
    posts = _holders(on).filter(school=school, role__in=list(roles))
    return next((post.person for post in posts if besides is None or post.person_id != besides.pk), None)


def _holders(on: date):
    """Return the posts on a day whose holders can be asked, in the order in which they are."""
    asked = Post.objects.filter(person__is_active=True).exclude(confirmed_at=None, named_by=None)
    return asked.on(on).holders_first().select_related("person")


def head_of(school: School, on: date) -> Person | None:
    """Return the school's headteacher (acting and executive heads count) on a day."""
    return holder_of(school, Post.HEADS, on)


def is_head_of(person: Person, school: School, on: date) -> bool:
    """Say whether a person heads the school; what somebody merely typed about them does not count."""
    return Post.objects.heads().confirmed().on(on).filter(person=person, school=school).exists()


def line_manager_of(person: Person, school: School, on: date) -> Person | None:
    """Return who releases a person: the head, or the chair of governors for somebody who is the head."""
    read = person.__dict__.get("line_managers", {})
    if (school.pk, on) in read:
        return read[school.pk, on]
    if is_head_of(person, school, on):
        return holder_of(school, [Post.Role.CHAIR_OF_GOVERNORS], on, besides=person)
    return holder_of(school, Post.HEADS, on, besides=person)


def read_line_managers(staff: Iterable[tuple[Person, School]], on: date) -> None:
    """Read with many people who releases each at a school, so that `line_manager_of` asks no more (2 queries)."""
    pairs = list(staff)
    schools = {school.pk for _person, school in pairs}
    held = Post.objects.heads().confirmed().on(on).filter(school__in=schools)
    heads = set(held.values_list("school_id", "person_id"))
    posts = list(
        _holders(on).filter(school__in=schools, role__in=[*Post.HEADS, Post.Role.CHAIR_OF_GOVERNORS])
    )
    for person, school in pairs:
        roles = (Post.Role.CHAIR_OF_GOVERNORS,) if (school.pk, person.pk) in heads else Post.HEADS
        fit = (one.person for one in posts if one.school_id == school.pk and one.role in roles)
        found = next((one for one in fit if one.pk != person.pk), None)
        person.__dict__.setdefault("line_managers", {})[school.pk, on] = found


def line_manager_roles(person: Person, school: School, on: date) -> tuple[str, ...]:
    """Return the roles that may answer as line manager of this person at this school."""
    return (Post.Role.CHAIR_OF_GOVERNORS,) if is_head_of(person, school, on) else Post.HEADS


def alliance_managers(on: date) -> list[Person]:
    """Return the alliance's managers on a day, in the order they took office."""
    held = Post.objects.filter(role=Post.Role.ALLIANCE_MANAGER, person__is_active=True)
    posts = held.confirmed().on(on).select_related("person")
    return [post.person for post in posts.order_by("starts_on", "pk")]


def home_post_of(person: Person, on: date) -> Post | None:
    """Return the post by which a person belongs to a school on a day, the confirmed and newest first."""
    posts = Post.objects.filter(person=person, school__isnull=False).on(on).holders_first()
    return posts.exclude(role=Post.Role.CHAIR_OF_GOVERNORS).select_related("school").first()


def unconfirmed_posts() -> list[Post]:
    """Return posts somebody else named and no manager has confirmed yet, oldest first."""
    named = Post.objects.filter(confirmed_at__isnull=True).order_by("pk")
    return list(named.select_related("person", "school", "named_by"))

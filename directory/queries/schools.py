"""Finding schools: by what somebody types, by what became of them, and who holds a post there."""

from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from directory.models import Post, School, SupportCategory
from directory.models.places import SchoolQuerySet, fold

MOST = 20
LEAST_LETTERS = 2
MOST_LETTERS = 100
SUCCESSOR, PREDECESSOR = "Successor", "Predecessor"


def schools_like(words: str, among: SchoolQuerySet | None = None) -> SchoolQuerySet:
    """Return schools matching every word, best first: the number itself, names that begin so, words that do, others."""
    schools = School.objects.open() if among is None else among
    text = fold(words[:MOST_LETTERS])
    if len(text) < LEAST_LETTERS:
        return schools.none()
    rank = Case(
        When(number=text, then=Value(0)),
        When(search_text__startswith=text, then=Value(1)),
        When(search_text__contains=f" {text}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return (
        schools.found_by(text)
        .annotate(rank=rank)
        .order_by("rank", "name", "town", "pk")
        .select_related("local_authority")
    )


def find_schools(words: str, among: SchoolQuerySet | None = None, most: int = MOST) -> list[School]:
    """Return at most `most` schools somebody may mean by these words; fewer than two letters find nothing."""
    return list(schools_like(words, among)[:most])


def in_words(school: School) -> str:
    """Return a school as people tell it from others of its name: with its town and number."""
    return f"{school}, {school.town} ({school.number})" if school.town else f"{school} ({school.number})"


def successors_of(school: School) -> list[School]:
    """Return the schools that directly took this one's place, whichever of the two sides the register says it on."""
    forward = Q(linked_from__school=school, linked_from__kind__startswith=SUCCESSOR)
    backward = Q(links__other=school, links__kind__startswith=PREDECESSOR)
    return list(School.objects.filter(forward | backward).exclude(pk=school.pk).distinct())


def predecessors_of(school: School) -> list[School]:
    """Return the schools whose place this one directly took."""
    forward = Q(links__other=school, links__kind__startswith=SUCCESSOR)
    backward = Q(linked_from__school=school, linked_from__kind__startswith=PREDECESSOR)
    return list(School.objects.filter(forward | backward).exclude(pk=school.pk).distinct())


def successor_of(school: School) -> School | None:
    """Return the open school that now stands in a closed one's place, followed through all conversions.

    None where the school is open itself, where the trail ends or runs in a circle, and where a school was
    split in several: which of them takes over its work is for a person to say.
    """
    seen = {school.pk}
    while not school.is_open:
        following = [next_one for next_one in successors_of(school) if next_one.pk not in seen]
        if len(following) != 1:
            return None
        school = following[0]
        seen.add(school.pk)
    return school if len(seen) > 1 else None


def posts_held_at(school: School, on: date, *, with_unconfirmed: bool) -> list[Post]:
    """Return who holds which post at the school on a day; unconfirmed ones are a manager's business."""
    posts = Post.objects.filter(school=school).on(on).select_related("person")
    if not with_unconfirmed:
        posts = posts.confirmed()
    return sorted(posts, key=lambda post: (list(Post.Role).index(Post.Role(post.role)), str(post.person)))


def category_of(school: School, on: date) -> SupportCategory | None:
    """Return the school's latest support category judged up to a day."""
    return school.categories.filter(judged_on__lte=on).first()

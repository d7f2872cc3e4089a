"""Who must not judge whom: the one statement of what a conflict of interest is, asked by every page and rule."""

from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from directory.models import Post

# A reference somebody gave, or is asked for now.
IN_HAND = Q(references__state__in=["requested", "given"]) | Q(references__signed_on__isnull=False)


class Member:
    """Whose conflicts are asked for: one person, or in a subquery whoever the row outside speaks of.

    `path` leads from that row to the person ("pk" on people, "person" on seats).
    """

    def __init__(self, person: Any = None, *, path: str = "") -> None:
        self.person, self.path = person, path

    def at(self, depth: int) -> Any:
        """Return the person's key as a subquery so many levels down speaks of it."""
        key: Any = self.person.pk if self.person else self.path
        for _level in range(0 if self.person else depth):
            key = OuterRef(key)
        return key

    @property
    def email(self) -> Any:
        way = "email" if self.path == "pk" else f"{self.path}__email"
        return self.person.email if self.person else OuterRef(way)


def conflicts(applications: Any, member: Member) -> dict[str, Q]:
    """Return the conditions on an application under which a member must not judge it, the plainest first.

    Their own; of a round they apply in themselves, were it with a draft; of their own school or trust, the applicant's
    other schools included; named by the applicant as their line manager; gave a reference or is asked for one;
    declared by the member. `applications` are all there are.
    """
    posts = Post.objects.on(timezone.localdate()).filter(school__isnull=False)
    mine, colleagues = posts.filter(person=member.at(2)), posts.filter(person=member.at(3))
    staff = posts.filter(school_id__in=colleagues.values("school_id"))
    trusts = mine.filter(school__trust__isnull=False)
    shared = colleagues.filter(school__trust__isnull=False)
    kin = posts.filter(school__trust_id__in=shared.values("school__trust_id"))
    asked = applications.filter(IN_HAND, references__referee=member.at(2))
    declared = applications.filter(declared_conflicts__member=member.at(2))
    rivals = applications.competing(timezone.now()).filter(applicant=member.at(2))
    return {
        "own": Q(applicant=member.at(1)),
        "rival": Q(round_id__in=rivals.values("round_id")),
        "school": Q(school_id__in=mine.values("school_id")) | Q(applicant_id__in=staff.values("person_id")),
        "trust": Q(school__trust_id__in=trusts.values("school__trust_id"))
        | Q(applicant_id__in=kin.values("person_id")),
        "line_management": Q(head_email=member.email),
        "reference": Q(second_email=member.email) | Q(pk__in=asked.values("pk")),
        "declared": Q(pk__in=declared.values("pk")),
    }


def any_conflict(applications: QuerySet, member: Member) -> Q:
    """Return the condition that any conflict at all keeps the member from judging an application."""
    found = Q(pk__in=[])
    for condition in conflicts(applications, member).values():
        found |= condition
    return found


def conflict_named(applications: QuerySet, member: Member) -> Case:
    """Return the name of the first conflict that holds, or nothing."""
    named = [When(condition, then=Value(name)) for name, condition in conflicts(applications, member).items()]
    return Case(*named, default=Value(""), output_field=CharField())

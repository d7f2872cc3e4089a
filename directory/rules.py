"""Who may do what in the directory, and the predicates about posts that every floor above asks."""

from typing import Any

import rules

from directory.models import Person, Post, School


@rules.predicate
def is_manager(person: Person) -> bool:
    """The alliance's manager, today."""
    return person.is_authenticated and person.authority.has(Post.Role.ALLIANCE_MANAGER)


@rules.predicate
def is_finance_officer(person: Person) -> bool:
    """The alliance's finance officer, today."""
    return person.is_authenticated and person.authority.has(Post.Role.FINANCE_OFFICER)


@rules.predicate
def is_judged(person: Person, case: Any) -> bool:
    """The case is about this person; a manager, too, reads nothing of it that is for managers alone."""
    return case is not None and getattr(case, "about_id", None) == person.pk


def is_head_at(person: Person, school: School | None) -> bool:
    """Say whether the person answers as head of this school today, in person or as delegate."""
    return school is not None and person.authority.at(school.pk, *Post.HEADS)


@rules.predicate
def is_school_head(person: Person, post: Post) -> bool:
    """The post is one that is asked for consents: a head's or a chair's."""
    return post.role in (*Post.HEADS, Post.Role.CHAIR_OF_GOVERNORS)


@rules.predicate
def is_holder(person: Person, post: Post) -> bool:
    """Whoever holds the post in person; a delegate names no further delegate."""
    return post.person_id == person.pk and any(
        own.pk == post.pk and own.is_own for own in person.authority.posts
    )


rules.add_perm("directory.confirm_post", is_manager)
rules.add_perm("directory.take_up_post", is_manager)
rules.add_perm("directory.end_post", is_manager)
rules.add_perm("directory.name_delegate", (is_holder | is_manager) & is_school_head)
rules.add_perm("directory.read_categories", is_manager)
rules.add_perm("directory.export_schools", is_manager)
rules.add_perm("casework.read_private_notes", is_manager & ~is_judged)
rules.add_perm("casework.read_letters", is_manager & ~is_judged)

"""Who holds a post that reads lists, whatever the case."""

import rules

from directory.models import Person, Post


@rules.predicate
def is_officer(person: Person) -> bool:
    return person.is_authenticated and person.authority.has(Post.Role.LA_OFFICER)


@rules.predicate
def is_head(person: Person) -> bool:
    return person.is_authenticated and person.authority.has(*Post.HEADS)

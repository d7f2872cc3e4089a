"""Finding people by what somebody types."""

from django.db.models import Q, QuerySet

from directory.models import Person

LEAST_LETTERS = 2


def people_like(among: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Return those among these people whose name or address holds every word; fewer than two letters find nobody."""
    if len(words.strip()) < LEAST_LETTERS:
        return among.none()
    for word in words.split():
        among = among.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        )
    return among.order_by("last_name", "first_name", "pk")


def named(person: Person) -> str:
    """Write a person so that two of one name can be told apart."""
    return f"{person} ({person.email})"

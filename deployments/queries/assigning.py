"""Several open requests at once, as the assignment weighs them: the same few queries for one request and for thirty."""

from collections.abc import Mapping, Sequence
from typing import Any

from deployments.matching import Ask, rank
from deployments.models import SupportRequest
from deployments.queries.candidates import WEIGHED, need_of
from deployments.queries.leaders import Leaders
from deployments.queries.narrowing import narrowed_each
from deployments.queries.succession import Wanted, wanted_of_each
from deployments.queries.waiting import urgent_first
from directory.queries.terms import open_days_of

AT_ONCE = 30
BLOCKED_ASKED = 10  # so many of those who cannot are asked why, where nobody can


def open_requests(person: Any) -> list[SupportRequest]:
    """Return the open requests a person sees, as many as are assigned at once: the urgent, then the longest waiting."""
    found = SupportRequest.objects.visible_to(person).waiting().in_full().prefetch_related("avoided")
    return list(urgent_first(found)[:AT_ONCE])


def asks_of(requests: Sequence[SupportRequest], wanted: Mapping[int, Wanted] | None = None) -> list[Ask]:
    """Return requests with everybody who is weighed for each, in seven queries however many there are.

    What each is looked for, `wanted`, is asked of the database where it is not known yet.

    Of each request those `WEIGHED` are looked at of whom the database promises most: as many as there can be requests,
    so that each could have somebody even where all of them want the same.
    """
    if not requests:
        return []
    wanted = wanted or wanted_of_each(requests)
    needs = [need_of(request, wanted[request.pk]) for request in requests]
    spans = open_days_of({(need.starts_on, need.ends_on) for need in needs})
    terms = [spans[need.starts_on, need.ends_on] for need in needs]
    keys = narrowed_each(list(zip(needs, terms, strict=True)), most=WEIGHED, most_blocked=BLOCKED_ASKED)
    asked = list(zip(requests, needs, terms, strict=True))
    leaders = Leaders({pk for one in keys for pk in (*one.possible, *one.blocked)}, asked)
    asks = []
    for (request, need, of_need), one in zip(asked, keys, strict=True):
        known = (leaders.candidate(pk, request, of_need) for pk in (*one.possible, *one.blocked))
        asks.append(Ask(request.pk, need.half_days, rank(need, known)))
    return asks

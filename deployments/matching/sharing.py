"""In which terms the half days of some work count: what each has left, and how the work is shared out among them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext


class Room(NamedTuple):
    """What is left of one term the work lies in, in half days; `school_left` is None where the school sets no limit.

    `open_days` says how many open school days of the work lie in it; `name` how the term is called.
    """

    starts_on: date
    open_days: int
    leader_left: int
    school_left: int | None = None
    name: Any = ""  # in the language of whoever reads it

    @property
    def left(self) -> int:
        """Return the half days that can still be given: the leader's, or the school's where it has fewer."""
        return self.leader_left if self.school_left is None else min(self.leader_left, self.school_left)


Rooms = Sequence[Room]
NOTHING: Mapping[date, int] = {}


def share_out(
    half_days: int,
    open_days: Mapping[date, int],
    most: Mapping[date, int],
    least: Mapping[date, int] = NOTHING,
) -> dict[date, int]:
    """Return how many half days count in each term: in proportion to its open days, by largest remainder.

    No term gets more than its `most` nor fewer than its `least`; what one cannot hold goes to the others. Of equals the
    earlier term gets more. Where all together have too little room, fewer half days are shared out than there are.
    """
    shares = {term: least.get(term, 0) for term in sorted({*open_days, *least})}
    whole = sum(open_days.values())

    def short(term: date) -> int:
        """Return how far a term is behind its fair share."""
        return half_days * open_days.get(term, 0) - shares[term] * whole

    for _one in range(half_days - sum(shares.values())):
        free = [term for term, held in shares.items() if held < most.get(term, 0)]
        if not free:
            break
        shares[max(free, key=short)] += 1
    return {term: held for term, held in shares.items() if held}


def shares_of(half_days: int, rooms: Rooms) -> dict[date, int]:
    """Return how many half days of work that begins anew would count in each term."""
    left = {room.starts_on: room.left for room in rooms}
    return share_out(half_days, {room.starts_on: room.open_days for room in rooms}, left)


def half_days_left(rooms: Rooms) -> int:
    """Return the half days that can still be given in these terms together."""
    return sum(room.left for room in rooms)


def spent(half_days: int, rooms: Rooms) -> str:
    """Return the key of whose days are too few in these terms, the leader's or the school's; else nothing."""
    if half_days_left(rooms) >= half_days:
        return ""
    return "leader_spent" if sum(room.leader_left for room in rooms) < half_days else "school_spent"


def spent_words(key: str, half_days: int, rooms: Rooms) -> str:
    """Return in words how many days are left, in which terms, of how many that are needed."""
    left = sum(room.leader_left for room in rooms) if key == "leader_spent" else half_days_left(rooms)
    values = {"left": said(left), "needed": said(half_days), "first": rooms[0].name, "last": rooms[-1].name}
    if key == "leader_spent" and len(rooms) == 1:
        words = gettext("Not enough days: %(left)s left in the %(first)s, %(needed)s needed")
    elif key == "leader_spent":
        words = gettext(
            "Not enough days: %(left)s left from the %(first)s to the %(last)s, %(needed)s needed"
        )
    elif len(rooms) == 1:
        words = gettext(
            "The leader's school has not enough days: %(left)s left in the %(first)s, %(needed)s needed"
        )
    else:
        words = gettext(
            "The leader's school has not enough days: %(left)s left from the %(first)s to the %(last)s, "
            "%(needed)s needed"
        )
    return words % values


def said(half_days: int) -> str:
    """Return half days as a number of days: 2½."""
    return f"{half_days // 2 or ''}½" if half_days % 2 else str(half_days // 2)

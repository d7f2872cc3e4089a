"""Many at once: the last interview time goes to one, and no member of a panel is seated twice."""

import pytest

from designation import actions
from designation.models import Application, Interview, Slot
from directory.models import Person
from tests import factories
from tests.deployments.test_races import at_once, cast, database_of_threads  # noqa: F401 - fixtures
from tests.designation import stage

AT_ONCE = 8

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def applicants(cast, count: int) -> list[Application]:  # noqa: F811
    return [
        stage.invited(cast, applicant=factories.PersonFactory(), school=factories.SchoolFactory())
        for _number in range(count)
    ]


def book(case: Application, slot: Slot) -> None:
    fresh = Application.objects.get(pk=case.pk)
    actions.book(fresh, by=fresh.applicant, slot=Slot.objects.get(pk=slot.pk))


def tried(act) -> str:
    try:
        act()
    except actions.SlotTaken:
        return "taken"
    except actions.UnfitTime:
        return "unfit"
    return "done"


def test_the_last_time_goes_to_one_of_many(cast):  # noqa: F811
    slot, cases, ended = stage.slot(cast), applicants(cast, AT_ONCE), []
    at_once(lambda number: ended.append(tried(lambda: book(cases[number], slot))), AT_ONCE)
    assert sorted(ended) == ["done", *["taken"] * (AT_ONCE - 1)]
    held = Interview.objects.get()
    assert Slot.objects.get().taken_by == held.application


def test_two_who_swap_their_times_wait_for_nobody_for_ever(cast):  # noqa: F811
    slots, cases, ended = [stage.slot(cast), stage.slot(cast, "16:00")], applicants(cast, 2), []
    for case, slot in zip(cases, slots, strict=True):
        book(case, slot)
    at_once(lambda number: ended.append(tried(lambda: book(cases[number], slots[1 - number]))), 2)
    # Neither time was free when asked for, or one gave theirs up in time for the other; each holds one at the end.
    assert set(ended) <= {"done", "taken"}
    assert set(Slot.objects.values_list("taken_by", flat=True)) == {case.pk for case in cases}


def test_a_member_is_seated_once_however_many_plan_at_once(cast):  # noqa: F811
    panel, round_, ended = stage.panel(cast), stage.round_(), []

    def plan(_number: int) -> None:
        by = Person.objects.get(pk=cast.mina.pk)
        ended.append(
            tried(
                lambda: actions.add_slots(
                    round_, by=by, times=[stage.at()], minutes=45, panel=panel, place="Oakfield"
                )
            )
        )

    at_once(plan, AT_ONCE)
    assert sorted(ended) == ["done", *["unfit"] * (AT_ONCE - 1)]
    assert Slot.objects.count() == 1

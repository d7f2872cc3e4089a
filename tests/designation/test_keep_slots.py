"""Whoever adds, changes or removes an interview time is written down; who takes one stands in the application."""

from designation import actions
from designation.models import Slot
from tests.designation import stage


def test_who_added_changed_and_removed_a_time_is_written_down(cast):
    at = {"minutes": 45, "panel": stage.panel(cast), "place": "Oakfield"}
    [slot] = actions.add_slots(stage.round_(), by=cast.mina, times=[stage.at("09:00")], **at)
    actions.change_slot(slot, by=cast.olga, at=stage.at("10:00"), **at)
    key = slot.pk
    actions.remove_slot(slot, by=cast.mina)
    rows = Slot.history.filter(id=key).order_by("history_id")
    assert [(one.history_type, one.history_user, one.at) for one in rows] == [
        ("+", cast.mina, stage.at("09:00")),
        ("~", cast.olga, stage.at("10:00")),
        ("-", cast.mina, stage.at("10:00")),
    ]


def test_who_takes_a_time_is_no_change_of_it(cast):
    slot, case = stage.slot(cast), stage.invited(cast)
    before = Slot.history.count()
    actions.book(case, by=cast.sam, slot=slot)
    assert Slot.history.count() == before

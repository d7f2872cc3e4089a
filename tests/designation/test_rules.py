"""Who may take which step: every step of the three cases for everybody in the cast."""

import pytest

from casework.lifecycle import Lifecycle
from designation.models import Application, Designation, Reference
from directory.models import Person
from tests.designation import stage

DECISIONS = ["shortlist", "sift_out", "invite", "interview", "designate", "reserve", "reject"]
MAY = {
    Application: {"submit": {"sam"}, "withdraw": {"sam"}, "score": {"rob"}}
    | {step: {"mina"} for step in DECISIONS},
    Reference: {
        "give": {"hannah"},
        "decline": {"hannah"},
        "correct": {"sam"},
        "read": {"mina", "rob"},
        "expire": set(),
        "hand_over": set(),
        "replace": set(),
        "void": set(),
    },
    Designation: {
        "sign": {"sam"},
        "publish": {"sam"},
        "train": {"mina"},
        "assure": {"hannah"},
        "activate": set(),
        "expire": set(),
    },
}


@pytest.mark.parametrize(("model", "step"), [(model, step) for model, steps in MAY.items() for step in steps])
def test_who_may(cast, model, step):
    stage.seat(cast.rob)
    stage.seat(cast.hannah)
    made = {Application: stage.application, Reference: stage.reference, Designation: stage.designation}
    case = made[model](cast)
    may = {
        name
        for name, person in cast.people().items()
        if Person.objects.get(pk=person.pk).has_perm(Lifecycle.of(case).permission(step), case)
    }
    assert may == MAY[model][step]


@pytest.mark.parametrize("model", MAY)
def test_every_step_is_asked_here(model):
    assert set(MAY[model]) == set(Lifecycle.of_model[model].steps)


def test_a_superuser_decides_nothing_by_being_one(cast):
    cast.olga.is_superuser = cast.olga.is_staff = True
    cast.olga.save()
    case = stage.application(cast)
    assert not Person.objects.get(pk=cast.olga.pk).has_perm("designation.shortlist_application", case)

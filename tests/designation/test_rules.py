"""Who may take which step: every step of the five cases for everybody in the cast."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.lifecycle import Lifecycle
from designation.models import Application, Designation, PendingDecision, Reference, Renewal, Review
from directory.models import Person
from tests import factories
from tests.designation import stage, years

MAY = {
    Application: {
        # Who applies.
        **{key: {"sam"} for key in ["submit", "resubmit", "book", "withdraw", "appeal"]},
        # The panel without those who stand too near: Hannah sits on it, and heads Sam's own school.
        **{key: {"rob"} for key in ["score", "declare"]},
        # Who runs the round.
        **{key: {"mina"} for key in ["send_back", "proceed", "moderate", "prepare", "drop", "shortlist"]},
        **{key: {"mina"} for key in ["sift_out", "invite", "reschedule", "miss", "interview"]},
        **{key: {"mina"} for key in ["designate", "reserve", "reject", "assign"]},
        # Whom Mina chose to hear the appeal, and not Mina.
        **{key: {"rob"} for key in ["uphold", "dismiss"]},
        # More time is granted on the page of the round.
        "extend": set(),
    },
    Reference: {
        **{key: {"hannah"} for key in ["give", "decline"]},
        "bounce": {"mina"},
        "correct": {"sam"},
        "read": {"mina", "rob"},
        **{key: set() for key in ["expire", "hand_over", "replace", "void"]},
    },
    Designation: {
        **{key: {"sam"} for key in ["sign", "publish", "offer", "appeal"]},
        **{key: {"sam", "mina"} for key in ["excuse", "move", "file", "relinquish"]},
        # Who answers for the leader at the home school.
        **{key: {"hannah"} for key in ["assure", "allow", "release", "refuse_release"]},
        "retract": {"hannah", "mina"},
        **{key: {"mina"} for key in ["train", "ask_assurance", "activate", "suspend", "resume"]},
        **{key: {"mina"} for key in ["withdraw", "assign"]},
        **{key: {"rob"} for key in ["reinstate", "dismiss"]},
        # The night's work, what follows a school, and what comes with a decided renewal.
        **{
            key: set()
            for key in [
                "expire",
                "transfer",
                "follow",
                "renew",
                "stay_suspended",
                "change_evidence",
                "remove_evidence",
            ]
        },
    },
    Review: {
        "reflect": {"sam"},
        **{key: {"hannah"} for key in ["support", "doubt"]},
        "conclude": {"mina"},
        "drop": set(),
    },
    Renewal: {
        **{key: {"sam"} for key in ["write", "submit", "withdraw"]},
        "refer": {"hannah"},
        **{key: {"mina"} for key in ["ask_reference", "read_reference", "send_back", "renew", "decline"]},
        # The clock's work, and what comes with a change of school.
        **{key: set() for key in ["lapse", "set_aside"]},
    },
}
PLAIN = {
    Application: stage.application,
    Reference: stage.reference,
    Designation: stage.designation,
    Review: years.review,
    Renewal: years.renewal,
}


def late(cast):
    return stage.application(cast, "returned", answer_by=stage.today() - timedelta(days=1))


def disputed(cast):
    case = stage.application(cast)
    criterion = case.role_type.criteria.first()
    for person, rag in [(cast.rob, "red"), (cast.olga, "green")]:
        factories.ScoreFactory(application=case, assessor=person, criterion=criterion, rag=rag)
    return case


def prepared(cast):
    case = stage.application(cast)
    PendingDecision.objects.create(application=case, step="shortlist", by=cast.mina)
    return case


def turned_down(cast):
    return stage.application(cast, "not_shortlisted")


def appealed(cast):
    return stage.application(cast, "appealed")


def ready(cast):
    done = {"agreement_signed_on": stage.today(), "induction_done_on": stage.today()}
    return stage.designation(cast, "designated", **done)


def assured(cast):
    return stage.designation(cast, "active")


def moved(cast):
    return stage.designation(cast, "active", release_asked_at=timezone.now())


def heard(cast):
    return stage.withdrawn(cast, hearers=[cast.rob])


def unreferred(cast):
    return years.renewal(cast, referred=False)


# What has to have happened before anybody may take the step; nobody may while it has not.
ONLY_WHEN = {
    (Application, "proceed"): late,
    (Application, "moderate"): disputed,
    (Application, "drop"): prepared,
    (Application, "appeal"): turned_down,
    (Application, "assign"): appealed,
    (Application, "uphold"): appealed,
    (Application, "dismiss"): appealed,
    (Designation, "activate"): ready,
    (Designation, "retract"): assured,
    (Designation, "release"): moved,
    (Designation, "refuse_release"): moved,
    (Designation, "appeal"): stage.withdrawn,
    (Designation, "assign"): heard,
    (Designation, "reinstate"): heard,
    (Designation, "dismiss"): heard,
    (Renewal, "refer"): unreferred,
    (Renewal, "ask_reference"): unreferred,
}


def who_may(cast, case, step):
    stage.seat(cast.rob)
    stage.seat(cast.hannah)
    permission = Lifecycle.of(case).permission(step)
    again = {name: Person.objects.get(pk=person.pk) for name, person in cast.people().items()}
    return {name for name, person in again.items() if person.has_perm(permission, case)}


@pytest.mark.parametrize(("model", "step"), [(model, step) for model, steps in MAY.items() for step in steps])
def test_who_may(cast, model, step):
    case = ONLY_WHEN.get((model, step), PLAIN[model])(cast)
    assert who_may(cast, case, step) == MAY[model][step]


@pytest.mark.parametrize(("model", "step"), ONLY_WHEN)
def test_nobody_may_before_its_time(cast, model, step):
    assert who_may(cast, PLAIN[model](cast), step) == set()


def test_nobody_reads_for_a_renewal_what_is_not_written(cast):
    assert who_may(cast, unreferred(cast), "read_reference") == set()


@pytest.mark.parametrize("model", MAY)
def test_every_step_is_asked_here(model):
    assert set(MAY[model]) == set(Lifecycle.of_model[model].steps)


@pytest.mark.parametrize("step", ["shortlist", "designate", "assign", "uphold"])
def test_a_manager_decides_nothing_about_herself(cast, step):
    case = stage.application(cast, applicant=cast.mina)
    assert who_may(cast, case, step) == set()


def test_a_superuser_decides_nothing_by_being_one(cast):
    cast.olga.is_superuser = cast.olga.is_staff = True
    cast.olga.save()
    case = stage.application(cast)
    assert not Person.objects.get(pk=cast.olga.pk).has_perm("designation.shortlist_application", case)

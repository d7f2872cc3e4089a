"""Mina chooses who hears Sam's appeal: the seven questions, and nobody who decided before or stands too near."""

import pytest

from casework.models import Entry, Letter
from designation.models import Appeal, Application, Conflict, PendingDecision
from designation.queries.appeals import usual_hearers, why_not_to_hear
from tests import factories
from tests.designation import stage
from tests.seven import SevenQuestions


class TestAssign(SevenQuestions):
    model, step, actor = Application, "assign", "mina"
    others = ("olga", "hannah", "rob", "sam")
    unseen = ("draft",)
    told = {"rob": ["designation/appeal_assigned"]}

    def make(self, cast, state=None):
        stage.seat(cast.rob, is_alliance_head=True)
        case = stage.application(cast, state or "appealed")
        if case.state == "appealed":
            case.appeal.hearers.clear()
        return case

    def answer_for(self, case, cast):
        return {"hearers": [cast.rob.pk]}

    def check(self, case, cast):
        assert list(case.appeal.hearers.all()) == [cast.rob]


def appealed(cast, **fields):
    case = stage.application(cast, "appealed", **fields)
    case.appeal.hearers.clear()
    return case


def assign(client, cast, case, **typed):
    client.force_login(cast.mina)
    return client.post(case.page("assign"), typed)


def moderated(case, cast, person):
    words = {"criterion": case.role_type.criteria.first(), "stage": "shortlist", "rag": "amber"}
    case.moderations.create(note="Agreed", by=person, **words)


def joins_trust(case, cast, person):
    both = type(cast.oakfield).objects.filter(pk__in=[cast.oakfield.pk, cast.brookside.pk])
    both.update(trust=factories.TrustFactory())


# How somebody has a part in the first decision, or comes to stand too near to judge it.
TOOK_PART = {
    "decided": lambda case, cast, person: Application.objects.filter(pk=case.pk).update(decided_by=person),
    "history": lambda case, cast, person: Entry.objects.create(
        case=case, step="sift_out", by=person, by_name=str(person)
    ),
    "scored": lambda case, cast, person: factories.ScoreFactory(
        application=case, assessor=person, submitted_at=None
    ),
    "interviewed": lambda case, cast, person: factories.InterviewFactory(application=case).panel.add(person),
    "moderated": moderated,
    "prepared": lambda case, cast, person: PendingDecision.objects.create(
        application=case, step="shortlist", by=person
    ),
    "referee": lambda case, cast, person: stage.reference(
        cast, "declined", application=case, referee=person, kind="second"
    ),
    "declared": lambda case, cast, person: Conflict.objects.create(
        application=case, member=person, kind="family"
    ),
    "school": lambda case, cast, person: factories.PostFactory(
        person=person, school=cast.oakfield, role="deputy_head"
    ),
    "trust": joins_trust,
    "closed": lambda case, cast, person: type(person).objects.filter(pk=person.pk).update(is_active=False),
}
PARTS = {
    "decided": "took part in the decision",
    "history": "took part in the decision",
    "moderated": "took part in the decision",
    "prepared": "took part in the decision",
    "scored": "scored this application",
    "interviewed": "on the panel of the interview",
    "referee": "asked for a reference",
    "declared": "conflict of interest",
    "school": "conflict of interest",
    "trust": "conflict of interest",
    "closed": "account is closed",
}


@pytest.mark.parametrize("how", PARTS)
def test_whoever_took_part_or_stands_too_near_is_refused_with_the_reason(cast, client, how):
    stage.seat(cast.rob)
    case = appealed(cast)
    assert cast.rob in usual_hearers(case)
    TOOK_PART[how](case, cast, cast.rob)
    case = Application.objects.get(pk=case.pk)
    assert cast.rob not in usual_hearers(case)
    page = assign(client, cast, case, others=cast.rob.email).content.decode()
    assert ("Rob Ellis cannot hear this appeal" in page, PARTS[how] in page) == (True, True)
    assert (Letter.objects.count(), case.appeal.hearers.count()) == (0, 0)


def test_nobody_hears_their_own_appeal(cast):
    assert why_not_to_hear(appealed(cast), cast.sam) == "The appeal is their own."


def test_a_stranger_to_the_case_may_hear_it(cast, client):
    case = appealed(cast)
    assert assign(client, cast, case, others=" OLGA@elsewhere.example ").status_code == 302
    assert list(case.appeal.hearers.all()) == [cast.olga]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose at least one person"),
        (
            {"others": "nobody@nowhere.example"},
            "The portal knows nobody with the address nobody@nowhere.example",
        ),
        ({"others": "Rob"}, "Enter addresses in the form name@school.example"),
    ],
)
def test_what_cannot_be_is_said(cast, client, typed, sentence):
    case = appealed(cast)
    assert sentence in assign(client, cast, case, **typed).content.decode()
    assert case.appeal.hearers.count() == 0


def test_five_are_enough(cast, client):
    case = appealed(cast)
    people = "\n".join(factories.PersonFactory().email for _ in range(6))
    assert "Choose five people at most" in assign(client, cast, case, others=people).content.decode()


def test_chosen_anew_who_is_left_out_is_told_and_who_stays_is_not_asked_twice(cast, client):
    case = stage.application(cast, "appealed")
    stage.seat(cast.rob)
    client.force_login(cast.mina)
    form = client.get(case.page("assign")).context["form"]
    assert (form.initial["hearers"], form.initial["others"]) == ([cast.rob.pk], "")
    case.appeal.hearers.add(cast.olga)
    assign(client, cast, case, hearers=[cast.rob.pk], others=cast.dai.email)
    told = sorted(Letter.objects.values_list("to__first_name", "name"))
    assert told == [("Dai", "designation/appeal_assigned"), ("Olga", "designation/appeal_released")]
    assert set(Appeal.objects.get().hearers.all()) == {cast.rob, cast.dai}
    assert "together with Rob Ellis" in Letter.objects.get(to=cast.dai).body


def test_a_manager_who_applied_chooses_nobody_for_the_own_appeal(cast, client):
    case = appealed(cast, applicant=cast.mina)
    assert assign(client, cast, case, others=cast.olga.email).status_code == 403

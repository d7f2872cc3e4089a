"""The leader writes up a visit: both halves in one sitting, one transaction."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.lifecycle import StepNotOpen
from casework.models import Entry, Letter
from deployments.models import Deployment, Visit
from directory.calendar import said
from evaluations import actions
from evaluations.models import VisitAction, VisitEvaluation, VisitRecord
from tests.evaluations import stage
from tests.evaluations.stage import OPEN_MARK, SECRET_MARK

pytestmark = pytest.mark.django_db
V = Visit.State


def door(visit) -> str:
    return reverse("evaluations:visit-write", args=[visit.pk])


def press(client: Client, visit, by, **changes):
    client.force_login(by)
    return client.post(door(visit), stage.typed_visit(visit, **changes))


def why(response) -> str:
    form = response.context and response.context.get("form")
    return form.errors.as_text() if form else response.content.decode()[:300]


def test_it_files_both_halves_and_holds_the_visit(cast, client):
    visit = stage.visit(cast)
    response = press(client, visit, cast.sam)
    assert response.status_code == 302, why(response)
    assert response.url == reverse("evaluations:visit-record", args=[visit.pk])
    visit.refresh_from_db()
    record, evaluation = visit.record, visit.evaluation
    aims = list(visit.deployment.objectives.all())
    assert visit.state == V.HELD
    assert (record.discussed, record.concern, record.typed, record.is_sent) == (OPEN_MARK, False, {}, True)
    assert list(record.focus.all()) == aims[:1]
    assert [(stand.objective, stand.progress) for stand in record.progress.all()] == [
        (aims[0], "amber"),
        (aims[1], "none"),
    ]
    assert [aim.progress for aim in visit.deployment.objectives.all()] == ["amber", "none"]
    assert [(action.text, action.who, action.by_on) for action in record.actions.all()] == [
        ("Share the lesson plan", "The phonics lead", None)
    ]
    assert (evaluation.rating, evaluation.engagement, evaluation.by) == (2, SECRET_MARK, cast.sam)


def test_it_is_in_the_history(cast, client):
    visit = stage.visit(cast)
    press(client, visit, cast.sam)
    entry = Entry.objects.of(visit).get(step="hold")
    assert (entry.by, entry.from_state, entry.to_state, entry.channel) == (
        cast.sam,
        "planned",
        "held",
        "portal",
    )
    visit.deployment.refresh_from_db()
    assert visit.deployment.state == Deployment.State.ACTIVE


def test_the_school_gets_the_record_and_the_heads_concerned_word_of_the_evaluation(cast, client):
    visit = stage.visit(cast)
    press(client, visit, cast.sam)
    letters = Letter.objects.filter(name__startswith="evaluations/").order_by("name", "to__email")
    assert [(letter.name, letter.to.first_name) for letter in letters] == [
        ("evaluations/visit_evaluated", "Hannah"),
        ("evaluations/visit_evaluated", "Mina"),
        ("evaluations/visit_evaluated", "Rob"),
        ("evaluations/visit_recorded", "Carys"),
        ("evaluations/visit_recorded", "Rob"),
    ]


def test_the_school_can_acknowledge_by_the_link_it_was_sent(cast, client):
    visit = stage.visit(cast)
    press(client, visit, cast.sam)
    links = [letter.link for letter in Letter.objects.filter(link__isnull=False, to=stage.contact_of(cast))]
    assert [link.doors for link in links] == [["deployments:visit-acknowledge"]]


@pytest.mark.parametrize("name", ["hannah", "rob", "mina", "olga", "gwen", "fay", "dai"])
def test_nobody_but_the_leader_may_write(cast, client, name):
    visit = stage.visit(cast)
    client.force_login(getattr(cast, name))
    assert client.get(door(visit)).status_code in (403, 404)
    assert client.post(door(visit), stage.typed_visit(visit)).status_code in (403, 404)
    assert not VisitRecord.objects.exists()


@pytest.mark.parametrize("state", V.values)
def test_from_which_states(cast, client, state):
    visit = stage.visit(cast, state)
    response = press(client, visit, cast.sam)
    is_closed = state in (V.NOT_HELD, V.DISPUTED)
    assert response.status_code == (409 if is_closed else 302), why(response)
    assert VisitRecord.objects.count() == VisitEvaluation.objects.count() == (0 if is_closed else 1)


def test_twice_at_once_files_one(cast, client):
    visit = stage.visit(cast)
    stale = Visit.objects.get(pk=visit.pk)
    press(client, visit, cast.sam)
    letters = Letter.objects.count()
    whole = {"record": {"discussed": "Again", "concern": False}, "evaluation": {}}
    with pytest.raises(StepNotOpen):
        actions.file_visit(stale, by=cast.sam, **whole)
    visit.refresh_from_db()
    with pytest.raises(StepNotOpen):
        actions.file_visit(visit, by=cast.sam, **whole)
    assert press(client, visit, cast.sam).status_code == 409
    assert (VisitRecord.objects.get().discussed, Letter.objects.count()) == (OPEN_MARK, letters)


def test_a_visit_to_come_is_not_written_up(cast, client):
    visit = stage.visit(cast)
    Visit.objects.filter(pk=visit.pk).update(on=timezone.localdate() + timedelta(days=1))
    client.force_login(cast.sam)
    response = client.get(door(visit))
    assert (response.status_code, "still to come" in response.content.decode()) == (409, True)


def test_it_says_who_will_read_each_part_before_anything_is_typed(cast, client):
    visit = stage.visit(cast)
    client.force_login(cast.sam)
    page = client.get(door(visit)).content.decode()
    record, evaluation = page.index("<dt>The record</dt>"), page.index("<dt>The confidential evaluation</dt>")
    form = page.index("<form", evaluation)
    assert (
        record
        < page.index("Carys Hughes", record)
        < evaluation
        < page.index("Hannah Price", evaluation)
        < form
    )
    assert "Pupils’ names" in page[evaluation:form]
    assert "Bethan Lloyd" in page[record:evaluation]


def test_each_objective_says_when_it_is_met_and_by_when(cast, client):
    visit = stage.visit(cast)
    first, second = visit.deployment.objectives.all()
    first.due_on = visit.deployment.ends_on - timedelta(days=7)
    first.save()
    client.force_login(cast.sam)
    page = client.get(door(visit)).content.decode()
    for one, due_on in ((first, first.due_on), (second, visit.deployment.ends_on)):
        assert f"Met when: {one.success_criterion.rstrip('.')}. Due by {said(due_on)}." in page


def test_open_actions_are_carried_forward_until_they_are_done(cast, client):
    first = stage.visit(cast, back=4)
    press(client, first, cast.sam)
    action = VisitAction.objects.get()
    second = stage.visit(cast, of=first.deployment, back=2)
    client.force_login(cast.sam)
    assert "Share the lesson plan" in client.get(door(second)).content.decode()
    response = press(client, second, cast.sam, **{f"carried_{action.pk}": "done"})
    assert response.status_code == 302, why(response)
    action.refresh_from_db()
    assert (action.done_on, action.done_in) == (second.on, second.record)
    third = stage.visit(cast, of=first.deployment, back=1)
    assert f"carried_{action.pk}" not in client.get(door(third)).content.decode()


def test_an_older_visit_written_up_later_does_not_hide_the_newest_progress(cast, client):
    newer = stage.visit(cast, back=1)
    older = stage.visit(cast, of=newer.deployment, back=4)
    aim = newer.deployment.objectives.first()
    press(client, newer, cast.sam, **{f"objective_{aim.pk}": "green"})
    carried = {f"carried_{action.pk}": "open" for action in VisitAction.objects.all()}
    response = press(client, older, cast.sam, **{f"objective_{aim.pk}": "red"}, **carried)
    assert response.status_code == 302, why(response)
    aim.refresh_from_db()
    assert (aim.progress, older.record.progress.get(objective=aim).progress) == ("green", "red")


def test_a_concern_sends_the_leader_to_the_safeguarding_lead_and_keeps_no_details(cast, client):
    visit = stage.visit(cast)
    refused = press(client, visit, cast.sam, concern="yes")
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == ["told"]
    assert press(client, visit, cast.sam, concern="yes", told="on").status_code == 302
    told = {
        letter.to.first_name: "A concern was raised" in letter.body
        for letter in Letter.objects.filter(name="evaluations/visit_evaluated")
    }
    assert told == {"Hannah": False, "Mina": True, "Rob": False}
    seen = {}
    for person in (cast.sam, cast.mina, cast.rob, cast.hannah, stage.contact_of(cast)):
        client.force_login(person)
        page = client.get(reverse("evaluations:visit-record", args=[visit.pk]))
        seen[person.first_name] = "A concern was raised" in page.content.decode()
    assert seen == {"Sam": True, "Mina": True, "Rob": False, "Hannah": False, "Carys": False}


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"discussed": ""}, ["discussed"]),
        ({"activities": []}, ["activities"]),
        ({"rating": ""}, ["rating"]),
        ({"rating": "5"}, ["rating"]),
        ({"change": "yes"}, ["change_note"]),
        ({"action_1_who": ""}, ["action_1_who"]),
        ({"action_2_who": "The head"}, ["action_2_text"]),
        ({"discussed": "word " * 301}, ["discussed"]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast, client, changes, errors):
    visit = stage.visit(cast)
    response = press(client, visit, cast.sam, **changes)
    assert (response.status_code, list(response.context["form"].errors)) == (200, errors)
    visit.refresh_from_db()
    assert (visit.state, VisitEvaluation.objects.count()) == (V.PLANNED, 0)
    client.force_login(cast.sam)
    again = client.get(door(visit))
    assert again.context["form"]["engagement"].value() == SECRET_MARK
    assert again.context["form"].errors == {}

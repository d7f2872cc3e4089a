"""What is found: what a person must write now, reminders due, lists of a constant number of queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.letters import deliver_due
from casework.models import Letter
from casework.tasks import each
from deployments.models import Deployment, Visit
from directory.calendar import add_working_days
from directory.models import Person
from evaluations import actions
from evaluations.models import Answer
from evaluations.queries import awaiting, evaluations_due, open_actions, record_due_on, records_due
from leadership_portal.celery import DUE_WORK
from tests import factories
from tests.evaluations import stage

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]
D, V = Deployment.State, Visit.State
FRIDAY = date(2026, 3, 20)


def a_visit_on(cast, day: date, state: str = V.PLANNED) -> Visit:
    visit = stage.visit(cast, state)
    Visit.objects.filter(pk=visit.pk).update(on=day)
    visit.refresh_from_db()
    return visit


def test_the_record_is_due_on_the_fifth_working_day(cast):
    visit = a_visit_on(cast, FRIDAY)
    assert record_due_on(visit) == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("on", "reminded"),
    [
        (date(2026, 3, 19), None),  # the day before
        (FRIDAY, FRIDAY),
        (date(2026, 3, 21), None),  # Saturday
        (date(2026, 3, 22), None),  # Sunday
        (date(2026, 3, 23), FRIDAY),
        (date(2026, 3, 24), date(2026, 3, 24)),
        (date(2026, 3, 25), date(2026, 3, 24)),
        (date(2026, 3, 28), None),  # Saturday
        (date(2026, 4, 3), None),  # Good Friday
        (date(2026, 4, 6), None),  # Easter Monday
        (date(2026, 4, 7), date(2026, 3, 24)),
    ],
)
def test_the_day_a_leader_is_reminded(cast, on, reminded):
    visit = a_visit_on(cast, FRIDAY)
    assert records_due(on) == ([(visit, reminded)] if reminded else [])


@pytest.mark.parametrize("state", [V.HELD, V.ACKNOWLEDGED])
def test_a_visit_held_and_not_written_up_is_due(cast, state):
    visit = a_visit_on(cast, FRIDAY, state)
    assert [found for found, _day in records_due(date(2026, 3, 23))] == [visit]
    record = factories.VisitRecordFactory(visit=visit, sent_at=None, typed={"discussed": ["Half"]})
    assert len(records_due(date(2026, 3, 23))) == 1
    record.typed, record.sent_at = {}, timezone.now()
    record.save()
    assert records_due(date(2026, 3, 23)) == []


def test_a_visit_called_off_is_never_due(cast):
    a_visit_on(cast, FRIDAY, V.NOT_HELD)
    assert records_due(date(2026, 3, 23)) == []


def test_a_leader_is_reminded_twice_at_most(cast):
    a_visit_on(cast, FRIDAY)
    for day in range(30):
        each((actions.remind_of_record, records_due(date(2026, 3, 20) + timedelta(days=day))))
    letters = Letter.objects.filter(name="evaluations/record_due").order_by("due_on")
    assert [(letter.to, letter.due_on) for letter in letters] == [
        (cast.sam, FRIDAY),
        (cast.sam, date(2026, 3, 24)),
    ]


def test_after_a_visit_before_easter_the_second_reminder_waits_for_wednesday(cast):
    visit = a_visit_on(cast, date(2026, 4, 2))  # Maundy Thursday
    for on, day in [(date(2026, 4, 7), date(2026, 4, 2)), (date(2026, 4, 8), date(2026, 4, 8))]:
        assert records_due(on) == [(visit, day)]


def test_nobody_is_reminded_on_the_day_of_the_visit_before_its_evening(cast):
    [due] = [one for one in DUE_WORK if one.task == "evaluations.tasks.remind_of_records"]
    assert (due.every.hour, due.every.minute) == ({18}, {0})


def test_a_reminder_is_dropped_when_the_visit_was_written_up_meanwhile(cast):
    visit = a_visit_on(cast, FRIDAY)
    each((actions.remind_of_record, records_due(date(2026, 3, 23))))
    factories.VisitRecordFactory(visit=visit)
    deliver_due()
    assert Letter.objects.get(name="evaluations/record_due").status == "dropped"


def test_a_head_is_reminded_after_five_and_ten_working_days(cast):
    deployment = stage.deployment(cast, D.COMPLETED, done=stage.london(FRIDAY))
    for day in range(40):
        each((actions.remind_of_evaluation, evaluations_due(FRIDAY + timedelta(days=day))))
    letters = Letter.objects.filter(name="evaluations/evaluation_due").order_by("due_on")
    # Good Friday and Easter Monday do not count: the tenth working day is 7 April.
    assert [(letter.to, letter.due_on) for letter in letters] == [
        (cast.rob, date(2026, 3, 27)),
        (cast.rob, date(2026, 4, 7)),
    ]
    assert [letter.link.doors for letter in letters] == [["evaluations:deployment-evaluate"]] * 2
    assert [letter.link.closed_at is None for letter in letters] == [False, True]
    assert evaluations_due(date(2026, 3, 28)) == []
    Deployment.objects.filter(pk=deployment.pk).update(state=D.EVALUATED, overall_rating=3)
    assert evaluations_due(date(2026, 4, 8)) == []


def test_what_awaits_each(cast):
    held = stage.visit(cast, V.HELD, back=3)
    stage.visit(cast, V.PLANNED, of=held.deployment, back=2)
    completed = stage.deployment(cast, D.COMPLETED)
    today = timezone.localdate()
    found = {
        name: [(task.url, task.due_on) for task in awaiting(Person.objects.get(pk=person.pk), today)]
        for name, person in cast.people().items()
    }
    write = (reverse("evaluations:visit-write", args=[held.pk]), add_working_days(held.on, 5))
    evaluate = (
        reverse("evaluations:deployment-evaluate", args=[completed.pk]),
        add_working_days(today, 10),
    )
    assert {name: tasks for name, tasks in found.items() if tasks} == {"sam": [write], "rob": [evaluate]}


def test_what_awaits_is_found_in_two_queries(cast):
    work = stage.deployment(cast, D.ACTIVE)
    for back in range(1, 6):
        stage.visit(cast, V.HELD, of=work, back=back)
        stage.deployment(cast, D.COMPLETED)
    for name in ("sam", "rob", "mina", "olga"):
        person = Person.objects.get(pk=getattr(cast, name).pk)
        assert person.authority is not None
        with CaptureQueriesContext(
            connection,
        ) as queries:
            awaiting(person, timezone.localdate())
        assert len(queries) <= 2, name


def test_open_actions_are_those_of_this_work_nobody_reported_done(cast):
    visit = stage.visit(cast, V.HELD)
    record = factories.VisitRecordFactory(visit=visit)
    still = factories.VisitActionFactory(record=record)
    factories.VisitActionFactory(record=record, done_on=visit.on)
    other = stage.visit(cast, V.HELD, of=stage.deployment(cast, D.ACTIVE), back=5)
    factories.VisitActionFactory(record=factories.VisitRecordFactory(visit=other))
    assert open_actions(visit.deployment) == [still]


def _evaluated(cast, count: int) -> None:
    questions = list(stage.current().questions.filter(kind="scale5"))
    for number in range(count):
        deployment = stage.deployment(cast, D.EVALUATED)
        given = factories.DeploymentEvaluationFactory(
            deployment=deployment, by=cast.rob, overall=1 + number % 4
        )
        Answer.objects.bulk_create(
            Answer(evaluation=given, question=question, value="4") for question in questions
        )
        if number % 3 == 0:
            stage.deployment(cast, D.COMPLETED)


def _count(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize(("name", "who"), [("evaluation-list", "mina"), ("evaluations-received", "sam")])
def test_lists_ask_the_same_for_one_and_for_thirty_rows(cast, client, name, who):
    client.force_login(getattr(cast, who))
    _evaluated(cast, 1)
    one = _count(client, reverse(f"evaluations:{name}"))
    _evaluated(cast, 29)
    thirty = _count(client, reverse(f"evaluations:{name}"))
    assert (one, thirty <= 12) == (thirty, True), (one, thirty)


def test_every_page_asks_twelve_queries_at_most(cast, client):
    visit = stage.visit(cast)
    earlier = stage.visit(cast, V.HELD, of=visit.deployment, back=5)
    record = factories.VisitRecordFactory(visit=earlier)
    for _each in range(6):
        factories.VisitActionFactory(record=record)
    factories.VisitEvaluationFactory(visit=earlier)
    completed = stage.deployment(cast, D.COMPLETED)
    _evaluated(cast, 1)
    evaluated = Deployment.objects.filter(state=D.EVALUATED).get()
    pages = [
        ("sam", "visit-write", visit.pk),
        ("rob", "visit-record", earlier.pk),
        ("rob", "visit-evaluation", earlier.pk),
        ("rob", "record-reply", earlier.pk),
        ("rob", "deployment-evaluate", completed.pk),
        ("sam", "deployment-evaluation", evaluated.pk),
        ("sam", "evaluation-reply", evaluated.pk),
    ]
    counts = {}
    for who, name, pk in pages:
        client.force_login(getattr(cast, who))
        counts[name] = _count(client, reverse(f"evaluations:{name}", args=[pk]))
    assert {name: count for name, count in counts.items() if count > 12} == {}

"""Twenty at once: one record is filed, one evaluation given, one reply counts; on SQLite and on PostgreSQL."""

import pytest

from casework.models import Entry, Letter
from deployments.actions import load_standing_data as load_rates
from deployments.models import Deployment, Visit
from directory.models import Person
from evaluations import actions
from evaluations.models import DeploymentEvaluation, VisitEvaluation, VisitRecord
from tests import factories
from tests.cast import gather
from tests.deployments.test_races import AT_ONCE, at_once, database_of_threads  # noqa: F401
from tests.evaluations import stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ONE = {"done": 1, "StepNotOpen": AT_ONCE - 1}


@pytest.fixture
def cast(database_of_threads):  # noqa: F811
    """The cast in a database whose transactions are real; other such tests wipe what migrations put there."""
    load_rates()
    actions.load_standing_data()
    return gather()


@pytest.mark.parametrize("state", [Visit.State.PLANNED, Visit.State.HELD])
@pytest.mark.parametrize("draft", [True, False])
def test_one_record_of_twenty_is_filed(cast, state, draft):
    visit = stage.visit(cast, state)
    if draft:
        actions.keep_record(visit, by=cast.sam, typed={"discussed": ["Half"]})
    evaluation = {"rating": 3, "engagement": "Open", "progress": "Some", "change_needed": False}
    ended = at_once(
        lambda number: actions.file_visit(
            Visit.objects.get(pk=visit.pk),
            by=Person.objects.get(pk=cast.sam.pk),
            record={"discussed": f"Version {number}", "concern": False},
            evaluation=evaluation,
        )
    )
    assert ended == ONE
    assert (VisitRecord.objects.count(), VisitEvaluation.objects.count()) == (1, 1)
    assert Letter.objects.filter(name="evaluations/visit_recorded").count() == 2


def test_one_evaluation_of_twenty_is_given(cast):
    deployment = stage.deployment(cast, Deployment.State.COMPLETED)
    questionnaire = stage.current()
    ended = at_once(
        lambda number: actions.evaluate_deployment(
            Deployment.objects.get(pk=deployment.pk),
            by=Person.objects.get(pk=cast.rob.pk),
            questionnaire=questionnaire,
            fixed={"overall": 1 + number % 4, "would_use_again": True},
            answers={},
        )
    )
    assert ended == ONE
    deployment.refresh_from_db()
    assert deployment.overall_rating == DeploymentEvaluation.objects.get().overall
    assert Entry.objects.of(deployment).filter(step="evaluate").count() == 1


def test_one_reply_of_twenty_counts(cast):
    deployment = stage.deployment(cast, Deployment.State.EVALUATED)
    given = factories.DeploymentEvaluationFactory(deployment=deployment, by=cast.rob)
    counted = []
    at_once(
        lambda number: counted.append(
            actions.reply_to_evaluation(given, by=Person.objects.get(pk=cast.sam.pk), reply=f"{number}")
        )
    )
    assert sorted(counted) == [False] * (AT_ONCE - 1) + [True]
    assert Letter.objects.filter(name="evaluations/evaluation_replied").count() == 3

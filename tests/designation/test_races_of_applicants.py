"""Many presses at once: an application is begun once, sent in once, and every equality answer is counted."""

from contextlib import suppress

import pytest

from casework.lifecycle import StepNotOpen
from casework.models import Letter
from designation import actions
from designation.models import Application, EqualityCount
from directory.models import Person
from tests import factories
from tests.deployments.test_races import at_once, cast, database_of_threads  # noqa: F401 - fixtures
from tests.designation import stage

AT_ONCE = 6

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_started_from_an_earlier_one_it_is_begun_once(cast):  # noqa: F811
    earlier = stage.application(cast, "withdrawn", round=factories.RoundFactory(name="Autumn round"))
    round_, made = stage.round_(), []

    def begin(_number: int) -> None:
        by = Person.objects.get(pk=cast.sam.pk)
        made.append(actions.apply(round_, round_.role_types.get(), by=by, copy_from=earlier).pk)

    at_once(begin, AT_ONCE)
    case = Application.objects.get(round=round_)
    assert made == [case.pk] * AT_ONCE
    assert (case.roles_held.count(), case.statements.count(), case.chosen_areas.count()) == (1, 5, 2)


def test_pressed_many_times_it_is_sent_in_and_counted_once(cast):  # noqa: F811
    case = stage.draft(cast, equality={"sex": "female"})

    def submit(_number: int) -> None:
        with suppress(StepNotOpen):
            actions.submit(Application.objects.get(pk=case.pk), by=Person.objects.get(pk=cast.sam.pk))

    at_once(submit, AT_ONCE)
    assert EqualityCount.objects.get().count == 1
    assert Letter.objects.filter(name="designation/application_submitted").count() == 1


def test_many_who_send_in_at_once_are_all_counted(cast):  # noqa: F811
    cases = [
        stage.draft(
            cast,
            applicant=factories.PersonFactory(),
            school=cast.oakfield,
            round=stage.round_(),
            equality={"sex": "female"},
        )
        for _number in range(AT_ONCE)
    ]

    def submit(number: int) -> None:
        fresh = Application.objects.get(pk=cases[number].pk)
        actions.submit(fresh, by=fresh.applicant)

    at_once(submit, AT_ONCE)
    assert Application.objects.filter(state="submitted").count() == AT_ONCE
    assert EqualityCount.objects.get().count == AT_ONCE

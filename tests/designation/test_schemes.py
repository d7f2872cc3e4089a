"""Schemes are data an administrator changes; what an application was sent in under stays."""

import pytest

from designation.models import Criterion, RoleType
from tests import factories
from tests.designation import stage


@pytest.fixture
def criterion(cast):
    """The only criterion of a role of its own."""
    role_type = RoleType.objects.create(key="of_its_own", name="Role of its own")
    return factories.CriterionFactory(role_type=role_type, text="Leads well", position=1)


def test_a_criterion_nobody_applied_under_is_simply_reworded(criterion):
    criterion.text = "Leads very well"
    criterion.save()
    assert list(
        Criterion.objects.filter(role_type=criterion.role_type).values_list("text", "retired_at")
    ) == [("Leads very well", None)]


def test_a_criterion_somebody_applied_under_is_retired_and_replaced(cast, criterion):
    case = stage.application(cast, role_type=criterion.role_type)
    case.criteria.set([criterion])
    kept = criterion.pk
    criterion.text = "Leads very well"
    criterion.save()
    of_role = Criterion.objects.filter(role_type=criterion.role_type)
    assert [(one.text, one.retired_at is None) for one in of_role.order_by("pk")] == [
        ("Leads well", False),
        ("Leads very well", True),
    ]
    assert [one.pk for one in case.criteria.all()] == [kept]


def test_moving_a_criterion_retires_nothing(cast, criterion):
    stage.application(cast, role_type=criterion.role_type).criteria.set([criterion])
    criterion.position = 9
    criterion.save()
    assert Criterion.objects.current().get(pk=criterion.pk).position == 9

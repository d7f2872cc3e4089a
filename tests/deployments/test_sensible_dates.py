"""Dates and days that cannot be are said beside their box: a pause beyond the work, two days that hold fifty."""

from datetime import date, timedelta

import pytest

from deployments.forms.groups import MeetForm
from deployments.forms.informal import SupportForm
from tests.deployments import stage
from tests.journeys.steps import typed

REASON = "An inspection."


@pytest.mark.parametrize(("after", "is_paused"), [(0, True), (1, False), (26_000, False)])
def test_work_is_not_paused_beyond_its_end(cast, client, after, is_paused):
    case = stage.deployment(cast, "active")
    client.force_login(cast.mina)
    until = case.ends_on + timedelta(days=after)
    response = client.post(case.page("pause"), typed({"look_again_on": until, "reason": REASON}))
    assert response.status_code == (302 if is_paused else 200)
    assert stage.fresh(case).state == ("paused" if is_paused else "active")
    if not is_paused:
        assert list(response.context["form"].errors) == ["look_again_on"]


def sent(answers: dict) -> dict[str, str]:
    return {name: str(value) for name, value in typed(answers).items()}


def support(**fields) -> SupportForm:
    on = stage.today()
    values = {"who": "Sam", "focus": "Phonics", "half_days": "1", "starts_on": on, "ends_on": on}
    return SupportForm(sent(values | fields))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"half_days": "5"}, []),
        ({"half_days": "5.5"}, ["half_days"]),
        ({"half_days": "50", "starts_on": date(1950, 1, 1), "ends_on": date(1950, 1, 2)}, ["starts_on"]),
    ],
)
def test_informal_support_fits_between_its_days(cast, fields, wrong):
    assert list(support(**fields).errors) == wrong


@pytest.mark.parametrize(
    ("days", "is_fine"), [(0, True), (-300, True), (700, True), (800, False), (-800, False)]
)
def test_a_group_meets_within_two_years(days, is_fine):
    form = MeetForm(sent({"on": stage.today() + timedelta(days=days)}))
    assert form.is_valid() is is_fine

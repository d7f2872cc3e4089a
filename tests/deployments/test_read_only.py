"""Paused and ended work is read only: no visit, message, file or review is taken, through whichever door."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.lifecycle import StepNotOpen
from casework.models import Message
from casework.templatetags.casework import day
from deployments import actions
from deployments.models import Deployment, Visit
from deployments.queries.pages import next_for_deployment
from tests.deployments import stage
from tests.journeys.steps import typed

ENDED = [
    state.value
    for state in Deployment.State
    if state not in Deployment.OPEN_TO_WORDS and state != Deployment.State.PAUSED
]
READ_ONLY = ["paused", *ENDED]
PARTIES = ("sam", "hannah", "rob", "mina")


def answers() -> dict[str, dict[str, Any]]:
    file = SimpleUploadedFile("plan.txt", b"One lesson structure")
    visit = {"on": stage.school_day(3), "part": "morning", "where": "school", "anyway": True}
    return {
        "message": {"audience": "all_parties", "text": "A word.", "key": str(uuid4())},
        "attach": {"audience": "all_parties", "upload": file},
        "plan": typed(visit),
        "complete": {},
        "evaluate": {},
    }


def tried(case, person, step: str, answer: dict) -> int:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.post(case.page(step), answer).status_code


@pytest.mark.parametrize("state", READ_ONLY)
def test_no_door_takes_anything(cast, state):
    case = stage.deployment(cast, state)
    for name in PARTIES:
        for step, answer in answers().items():
            code = tried(case, getattr(cast, name), step, answer)
            # The door of the evaluation leads up to its own page, which does not open either.
            assert code in ((302,) if step == "evaluate" else (403, 409)), (name, step, code)
    left = (Message.objects.count(), case.attachments.count(), Visit.objects.count())
    assert (left, stage.fresh(case).state) == ((0, 0, 0), state)


@pytest.mark.parametrize("state", READ_ONLY)
def test_no_evaluation_is_given(cast, client, state):
    case = stage.deployment(cast, state)
    client.force_login(cast.rob)
    assert client.post(f"/evaluations/deployments/{case.pk}/evaluate/", {}).status_code in (403, 404, 409)
    assert stage.fresh(case).state == state


@pytest.mark.parametrize("state", READ_ONLY)
def test_no_action_takes_anything(cast, state):
    case = stage.deployment(cast, state)
    visit = {"on": stage.school_day(3), "morning": True, "afternoon": False, "anyway": True}
    with pytest.raises(StepNotOpen):
        actions.message(case, by=cast.sam, audience="all_parties", text="A word.", key=uuid4())
    with pytest.raises(StepNotOpen):
        actions.plan(case, by=cast.sam, **visit)
    with pytest.raises(StepNotOpen):
        actions.complete(case, by=cast.sam, **stage.EXIT)


@pytest.mark.parametrize("state", READ_ONLY)
def test_the_page_offers_none_of_it_and_says_where_it_stands(cast, client, state):
    case = stage.deployment(cast, state)
    for name in PARTIES:
        client.force_login(getattr(cast, name))
        response = client.get(case.get_absolute_url())
        page = response.content.decode()
        assert [case.page(step) in page for step in answers()] == [False] * 5, name
        assert response.context["next"]


def test_paused_work_says_until_when(cast, client):
    case = stage.deployment(cast, "paused")
    client.force_login(cast.hannah)
    said = client.get(case.get_absolute_url()).context["next"]
    assert said.startswith("Paused, and read only: no visits are planned. The alliance looks at it again on")


@pytest.mark.parametrize("state", Deployment.State.values)
def test_every_state_says_what_comes_next_and_by_whom(cast, state):
    case = Deployment.objects.in_full().get(pk=stage.deployment(cast, state).pk)
    said = next_for_deployment(case, [])
    assert any(who in said for who in ("Sam", "Rob", "Brookside", "alliance", "Nothing more", "Visits that"))


@pytest.mark.parametrize(
    ("visits", "said"),
    [
        ({"planned": -3}, "Sam Okoro says whether the visit of %s was held."),
        ({"held": -3}, "Brookside Primary School acknowledges the visit of %s."),
        ({"planned": 5}, "Sam Okoro makes the next visit on %s."),
        ({"acknowledged": -3}, "Sam Okoro plans the next visit, or completes the work."),
    ],
)
def test_of_visits_the_next_is_who_must_say_something(cast, visits, said):
    case = stage.deployment(cast, "active")
    for state, after in visits.items():
        made = stage.visit(cast, state, of=case, on=stage.today() + stage.timedelta(days=after))
    case = Deployment.objects.in_full().get(pk=case.pk)
    words = next_for_deployment(case, list(case.visits.all()))
    assert words == (said % day(made.on) if "%s" in said else said)

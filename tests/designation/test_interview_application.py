"""Mina records the interview: the seven questions, and nothing is recorded that was not held."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.templatetags.casework import moment
from designation import actions
from designation.actions import NotHeld, NotMet
from designation.models import Application, Interview, Score
from tests import factories
from tests.designation import stage
from tests.designation.steps import Decision


class TestInterview(Decision):
    step, source = "interview", "invited"
    answer = {"note": "Calm and clear."}

    def make(self, cast, state=None):
        return stage.begun(super().make(cast, state))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, b"No interview has been agreed, so none has been held."),
        ({}, b"Record the interview once it has been held."),
        ({"missed_at": timezone.now()}, b"No interview has been agreed"),
        ({"cancelled_at": timezone.now()}, b"No interview has been agreed"),
    ],
)
def test_what_was_not_held_is_not_recorded_and_the_page_says_why(cast, client, change, words):
    case = stage.invited(cast)
    if change is not None:
        stage.interview(case, stage.slot(cast))
        Interview.objects.filter(application=case).update(**change)
    client.force_login(cast.mina)
    response = client.post(case.page("interview"), {"note": "Calm."})
    case.refresh_from_db()
    assert (response.status_code, case.state) == (200, "invited")
    assert words in response.content
    assert b"Calm." in response.content
    with pytest.raises(NotHeld):
        actions.interview(case, by=cast.mina)


@pytest.mark.parametrize("step", ["interview", "miss"])
def test_before_it_begins_nothing_is_offered_and_the_manager_reads_from_when(cast, client, step):
    case = stage.invited(cast)
    client.force_login(cast.mina)
    detail = case.get_absolute_url()
    assert case.page(step) not in client.get(detail).content.decode()  # no time is agreed yet
    held = stage.interview(case, stage.slot(cast))
    page = client.get(detail).content.decode()
    assert (case.page(step) in page, "Once the interview has begun" in page) == (False, True)
    early = client.get(case.page(step), follow=True)
    assert (
        early.redirect_chain,
        f"The interview begins on {moment(held.at)}." in early.content.decode(),
    ) == (
        [(detail, 302)],
        True,
    )
    stage.begun(case, timedelta(minutes=1))
    page = client.get(detail).content.decode()
    assert (case.page(step) in page, "Once the interview has begun" in page) == (True, False)


@pytest.mark.parametrize("name", ["rob", "sam", "olga"])
def test_nobody_else_reads_when_to_record_it(cast, client, name):
    case = stage.invited(cast)
    stage.interview(case, stage.slot(cast))
    client.force_login(getattr(cast, name))
    for step in ("interview", "miss"):
        assert client.get(case.page(step)).status_code in (403, 404)
        assert client.post(case.page(step)).status_code in (403, 404)


def test_the_sheet_of_an_interview_opens_when_it_begins(cast, client):
    case = stage.invited(cast)
    criterion = factories.CriterionFactory(role_type=case.role_type)
    stage.interview(case, stage.slot(cast))
    words = {"by": cast.rob, "scores": {criterion.pk: ("green", "")}, "stage": Score.Stage.INTERVIEW}
    panel = f"/designation/rounds/{case.round_id}/panel/?stage=interview"
    client.force_login(cast.rob)
    assert client.get(case.page("score")).status_code == 403
    assert case.page("score") not in client.get(panel).content.decode()
    with pytest.raises(NotMet):
        actions.score(case, sent=False, **words)
    stage.begun(case, timedelta(minutes=1))
    assert client.get(case.page("score")).status_code == 200
    assert case.page("score") in client.get(panel).content.decode()
    actions.score(Application.objects.get(pk=case.pk), sent=True, **words)
    assert Score.objects.counting().count() == 1

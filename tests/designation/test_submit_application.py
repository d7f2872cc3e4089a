"""Sam submits the application: the seven questions, the deadline to the second, and referees asked once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Document, Entry, Letter
from designation import actions
from designation.models import Application, Reference, Round
from tests.designation import stage
from tests.seven import SevenQuestions


class TestSubmit(SevenQuestions):
    model, step, actor = Application, "submit", "sam"
    others = ("olga", "hannah", "rob", "mina", "gwen")
    told = {"sam": ["designation/application_submitted"], "hannah": ["designation/reference_requested"]}

    def make(self, cast, state=None):
        return stage.application(cast, state or "draft")

    def check(self, case, cast):
        assert case.submitted_at is not None
        asked = case.references.get()
        assert (asked.referee, asked.kind, asked.state) == (cast.hannah, "headteacher", "requested")
        names = set(Document.objects.filter(object_id=case.pk).values_list("name", "language"))
        assert names == {("designation/application", "en"), ("designation/application", "cy")}


def submit(client, cast, case):
    client.force_login(cast.sam)
    return client.post(case.page("submit"))


@pytest.mark.parametrize(("seconds", "state"), [(1, "submitted"), (0, "draft"), (-1, "draft")])
def test_a_second_late_is_late_and_the_draft_is_kept(cast, client, monkeypatch, seconds, state):
    case = stage.draft(cast)
    moment = case.round.closes_at - timedelta(seconds=seconds)
    client.force_login(cast.sam)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    response = client.post(case.page("submit"))
    case.refresh_from_db()
    assert case.state == state
    assert (b"kept as a draft" in response.content) == (state == "draft")
    assert case.statements.count() == 5
    assert Reference.objects.count() == (1 if state == "submitted" else 0)


def test_the_check_page_leads_back_from_every_answer(cast, client):
    case = stage.draft(cast)
    client.force_login(cast.sam)
    page = client.get(case.page("submit")).content.decode()
    for section in Application.Section.values:
        if section != "roles":
            assert f"/parts/{section}/?change=1" in page
    response = client.post(
        f"/designation/applications/{case.pk}/parts/role/?change=1", {"text": "Shorter and better."}
    )
    assert response["Location"] == case.page("submit")
    assert "Shorter and better." in client.get(case.page("submit")).content.decode()


def test_an_incomplete_application_stays_a_draft(cast, client):
    case = stage.draft(cast, sections={})
    client.force_login(cast.sam)
    assert client.get(case.page("submit")).status_code == 302
    response = client.post(case.page("submit"))
    case.refresh_from_db()
    assert (response.status_code, case.state) == (200, "draft")
    assert b"Complete every part" in response.content
    with pytest.raises(actions.Incomplete):
        actions.submit(case, by=cast.sam)


def test_the_confirmation_tells_number_and_next_steps(cast, client):
    case = stage.draft(cast)
    response = submit(client, cast, case)
    assert response["Location"] == f"/designation/applications/{case.pk}/done/"
    page = client.get(response["Location"]).content.decode()
    assert case.reference in page
    assert "What happens next" in page
    for copy in case.documents.all():
        assert f"/documents/{copy.pk}/" in page


def test_a_referee_asked_early_is_not_asked_again(cast, client):
    case = stage.draft(cast)
    client.force_login(cast.sam)
    client.post(f"/designation/applications/{case.pk}/ask/")
    assert Reference.objects.get().referee == cast.hannah
    submit(client, cast, case)
    assert Letter.objects.filter(name="designation/reference_requested").count() == 1


def test_the_second_referee_is_asked_as_well(cast, client):
    case = stage.draft(
        cast,
        second_name="Ana Lopez",
        second_email="ana@elsewhere.example",
        second_knows="We coached together.",
    )
    submit(client, cast, case)
    asked = {(one.kind, one.email) for one in case.references.all()}
    assert asked == {("headteacher", "hannah@oakfield.example"), ("second", "ana@elsewhere.example")}


def test_a_head_is_referred_by_the_chair_of_governors(cast, client):
    case = stage.application(cast, "draft", applicant=cast.hannah, post_role="headteacher")
    client.force_login(cast.hannah)
    assert client.post(case.page("submit")).status_code == 302
    asked = case.references.get()
    assert (asked.kind, asked.referee) == ("chair", cast.gwen)


def test_a_closed_round_takes_no_new_application(cast):
    closed = stage.round_()
    Round.objects.filter(pk=closed.pk).update(closes_at=timezone.now())
    closed.refresh_from_db()
    with pytest.raises(actions.ClosedRound):
        actions.apply(closed, closed.role_types.get(), by=cast.sam)


def test_applying_twice_leads_to_the_same_application(cast, client):
    open_round = stage.round_()
    client.force_login(cast.sam)
    role = open_round.role_types.get()
    places = {
        client.post(f"/designation/rounds/{open_round.pk}/apply/", {"role_type": role.pk})["Location"]
        for _ in range(2)
    }
    case = Application.objects.get(applicant=cast.sam)
    assert places == {f"/designation/applications/{case.pk}/tasks/"}
    assert (case.school, case.post_role) == (cast.oakfield, "middle_leader")
    assert Entry.objects.of(case).count() == 1

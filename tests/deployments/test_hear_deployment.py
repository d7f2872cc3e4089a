"""Rob rings Mina about the proposal: she writes his yes or no down, and a yes he confirms himself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.links import token_of
from casework.models import Entry, Letter, Link
from deployments.models import Consent, Deployment
from directory.models import Post
from tests import factories
from tests.deployments import stage
from tests.journeys.steps import typed
from tests.seven import SevenQuestions

YES: dict[str, Any] = {"party": "receiving_head", "decision": "given", "said_on": stage.today()}
REASON = "The governors want to wait."
NO = YES | {"decision": "refused", "why": "dates", "reason": REASON}


def asked_days_ago(case: Deployment, days: int) -> None:
    case.consents.update(asked_at=timezone.now() - timedelta(days=days))


class TestHear(SevenQuestions):
    model, step = Deployment, "hear"
    answer = typed(YES)
    others = ("olga", "gwen", "fay", "dai", "sam", "hannah", "rob")
    told = {"rob": ["deployments/consent_recorded"]}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "proposed")

    def check(self, case, cast):
        said = case.consents.get(party="receiving_head")
        assert (said.decision, said.by, said.channel, said.recorded_by) == (
            "given",
            cast.rob,
            "phone",
            cast.mina,
        )
        assert (said.is_unconfirmed, timezone.localdate(said.at)) == (True, stage.today())


def hear(client, cast, case: Deployment, answer: dict, **fields):
    client.force_login(cast.mina)
    return client.post(case.page("hear"), typed(answer | fields))


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_the_last_yes_agrees_it_and_all_are_told(cast, client):
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    type(case.request).objects.filter(pk=case.request_id).update(state="proposed")
    hear(client, cast, case, YES)
    assert stage.fresh(case).state == "agreed"
    assert sorted(Letter.objects.values_list("name", "to__first_name")) == [
        ("deployments/consent_recorded", "Rob"),
        *(("deployments/deployment_agreed", name) for name in ("Hannah", "Mina", "Rob", "Sam")),
    ]


def test_who_is_asked_to_confirm_says_by_the_same_link_that_it_was_never_so(cast, client):
    case = stage.deployment(cast)
    hear(client, cast, case, YES)
    page = client.get(f"/link/{token_of(Link.objects.get())}/")
    assert [door["url"].split("/")[-2] for door in page.context["doors"]] == [
        "deployment-confirm",
        "deployment-deny",
        "deployment-refuse",
    ]


def test_a_no_refuses_for_who_said_it_and_only_managers_read_who_and_why(cast, client):
    case = stage.deployment(cast)
    type(case.request).objects.filter(pk=case.request_id).update(state="proposed")
    hear(client, cast, case, NO)
    case = stage.fresh(case)
    said = case.consents.get(party="receiving_head")
    assert (case.state, case.request.state) == ("refused", "open")
    assert (said.decision, said.by, said.recorded_by, said.why, said.reason) == (
        "refused",
        cast.rob,
        cast.mina,
        "dates",
        REASON,
    )
    assert sorted(Letter.objects.values_list("name", "to__first_name")) == [
        ("deployments/deployment_not_available", "Hannah"),
        ("deployments/deployment_not_available", "Sam"),
        ("deployments/deployment_refused", "Mina"),
    ]
    assert "Rob Ellis" in Letter.objects.get(to=cast.mina).body
    client.force_login(cast.sam)
    page = client.get(case.get_absolute_url()).content.decode()
    assert (REASON in page, "said by phone" in page) == (False, False)


def test_the_history_says_who_wrote_it_down_for_whom_and_what(cast, client):
    case = stage.deployment(cast)
    hear(client, cast, case, NO)
    entries = Entry.objects.of(case).filter(step__in=["hear", "refuse"]).order_by("pk")
    assert list(entries.values_list("step", "by", "on_behalf_of", "channel")) == [
        ("hear", cast.mina.pk, "Rob Ellis", "portal"),
        ("refuse", cast.mina.pk, "Rob Ellis", "phone"),
    ]


def test_a_no_without_a_reason_is_asked_for_it(cast, client):
    case = stage.deployment(cast)
    assert errors(hear(client, cast, case, NO, reason="")) == {
        "reason": ["Say in a sentence why it cannot be"]
    }


def test_who_has_answered_meanwhile_is_not_answered_for_again(cast, client):
    case = stage.deployment(cast, answered=("receiving_head",))
    assert hear(client, cast, case, YES).status_code == 409
    assert case.consents.get(party="receiving_head").channel != "phone"


@pytest.mark.parametrize(("days", "may"), [(-2, True), (-3, True), (-4, False)])
def test_it_was_said_since_they_were_asked(cast, client, days, may):
    case = stage.deployment(cast)
    asked_days_ago(case, 3)
    on = stage.today() + timedelta(days=days)
    answer = hear(client, cast, case, YES, said_on=on)
    said = case.consents.get(party="receiving_head")
    assert (answer.status_code == 302, said.decision == "given") == (may, may)
    assert not may or timezone.localdate(said.at) == on


def test_what_was_said_after_the_deadline_does_not_count(cast, client):
    case = stage.deployment(cast)
    asked_days_ago(case, 10)
    case.consents.update(due_on=stage.today() - timedelta(days=1))
    hear(client, cast, case, YES)
    assert case.consents.get(party="receiving_head").is_pending


def test_what_was_said_to_other_terms_is_read_again_first(cast, client):
    case = stage.deployment(cast)
    found = errors(hear(client, cast, case, YES, offered="2026-01-01T08:00:00+00:00"))
    changed = "The terms were changed after you opened this page. Nothing was agreed: "
    assert found == {"offered": [f"{changed}read what is proposed now, then agree or refuse."]}


def test_a_school_that_is_asked_last_is_not_answered_for_before(cast, client):
    case = stage.deployment(cast)
    case.consents.filter(party="receiving_head").update(decision="later")
    client.force_login(cast.mina)
    choices = client.get(case.page("hear")).context["form"]["party"].field.choices
    assert [party for party, _name in choices] == ["leader", "line_manager"]
    assert hear(client, cast, case, YES).status_code == 409


@pytest.mark.parametrize("role", [Post.Role.HEADTEACHER, Post.Role.CHAIR_OF_GOVERNORS])
def test_a_manager_never_answers_for_a_school_that_is_her_own(cast, client, role):
    factories.PostFactory(person=cast.mina, school=cast.brookside, role=role)
    case = stage.deployment(cast)
    assert hear(client, cast, case, YES).status_code == 409
    assert case.consents.get(party="receiving_head").is_pending


def test_a_manager_who_is_the_leader_answers_in_her_own_name(cast, client):
    case = stage.deployment(cast, designation=stage.leader(cast.mina, cast.oakfield))
    assert hear(client, cast, case, YES, party="leader").status_code == 409


def test_beside_each_who_is_waited_for_stands_where_to_write_it_down(cast, client):
    case = stage.deployment(cast, answered=("leader",))
    client.force_login(cast.mina)
    page = client.get(case.get_absolute_url())
    assert [cell.get("hear") for cell in page.context["parties"]] == [
        None,
        "Record what Hannah Price said by phone",
        "Record what Rob Ellis said by phone",
        None,
    ]
    form = client.get(page.context["parties"][1]["hear_url"]).context["form"]
    assert form["party"].value() == "line_manager"


def test_the_agreement_names_who_wrote_it_down(cast, client):
    other = factories.PersonFactory(first_name="Nia", last_name="Hall")
    factories.PostFactory(person=other, role=Post.Role.ALLIANCE_MANAGER, school=None)
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    client.force_login(other)
    client.post(case.page("hear"), typed(YES))
    said = Consent.objects.get(deployment=case, party="receiving_head")
    assert (said.recorded_by, stage.fresh(case).state) == (other, "agreed")

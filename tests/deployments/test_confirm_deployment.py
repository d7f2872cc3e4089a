"""Rob said yes by phone and the alliance recorded it: now he says so himself, or that he did not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.links import token_of
from casework.models import Channel, Letter, Link
from deployments import letters, tasks
from deployments.models import Consent, Deployment
from deployments.queries import awaiting
from directory.models import Person, Post
from tests import factories
from tests.deployments import stage
from tests.seven import SevenQuestions


def recorded(cast, state: str = "agreed", **fields) -> Deployment:
    """Return a deployment to which Rob said yes by phone."""
    case = stage.deployment(cast, state, answered=("receiving_head",), **fields)
    case.consents.filter(party="receiving_head").update(channel=Channel.PHONE)
    return stage.fresh(case)


def robs(case: Deployment) -> Consent:
    return case.consents.get(party="receiving_head")


class TestConfirm(SevenQuestions):
    model, step, actor = Deployment, "confirm", "rob"
    others = ("olga", "gwen", "fay", "dai", "mina", "sam", "hannah")

    def make(self, cast, state=None):
        return recorded(cast, state or "agreed")

    def check(self, case, cast):
        consent = robs(case)
        assert (consent.decision, consent.by, consent.channel) == ("given", cast.rob, "phone")
        assert consent.confirmed_at is not None
        assert not consent.is_unconfirmed


def test_the_link_in_the_letter_confirms(cast, client):
    case = recorded(cast)
    letters.consent_recorded(robs(case))
    token = token_of(Link.objects.get())
    page = client.get(f"/link/{token}/").content.decode()
    assert "Confirm what you said by phone" in page
    assert robs(case).confirmed_at is None
    assert client.post(f"/link/{token}/deployment-confirm/").status_code == 302
    assert robs(case).confirmed_at is not None


def test_who_did_not_agree_withdraws_by_the_same_link(cast, client):
    case = recorded(cast)
    letters.consent_recorded(robs(case))
    address = f"/link/{token_of(Link.objects.get())}/"
    page = client.get(address).content.decode()
    assert ("Withdraw from this deployment" in page, ">Refuse<" in page) == (True, False)
    answer = {"ended_for": "other", "reason": "I never agreed to this."}
    assert client.post(f"{address}deployment-withdraw/", answer).status_code == 302
    assert (stage.fresh(case).state, Letter.objects.filter(to=cast.mina).count()) == ("withdrawn", 1)
    assert tasks.remind_to_confirm() == 0


def test_confirming_in_the_portal_closes_the_link(cast, client):
    case = recorded(cast)
    letters.consent_recorded(robs(case))
    client.force_login(cast.rob)
    client.post(case.page("confirm"))
    assert Link.objects.get().closed_at is not None


def test_the_page_says_that_it_was_by_phone(cast, client):
    case = recorded(cast)
    client.force_login(cast.mina)
    about = [cell["about"] for cell in client.get(case.get_absolute_url()).context["parties"]]
    assert about[2].endswith(", by phone, to be confirmed")
    Consent.objects.filter(pk=robs(case).pk).update(confirmed_at=timezone.now())
    about = [cell["about"] for cell in client.get(case.get_absolute_url()).context["parties"]]
    assert ", by phone, confirmed on " in about[2]


def test_it_stands_among_robs_tasks_until_he_has(cast):
    case = recorded(cast)
    title = "Confirm what you said by phone: Sam Okoro to Brookside Primary School"
    person = Person.objects.get(pk=cast.rob.pk)
    assert [task.title for task in awaiting(person, stage.today())] == [title]
    Consent.objects.filter(pk=robs(case).pk).update(confirmed_at=timezone.now())
    assert [task.title for task in awaiting(person, stage.today())] == []


def asked_days_ago(case: Deployment, days: int) -> None:
    ago = timezone.now() - timedelta(days=days)
    case.consents.update(asked_at=ago)
    case.consents.exclude(at=None).update(at=ago)


def test_silence_is_reminded_of_once_for_each_day(cast, monkeypatch):
    case = recorded(cast)
    monkeypatch.setattr("deployments.queries.due.is_working_day", lambda on: True)
    assert tasks.remind_to_confirm() == 0
    asked_days_ago(case, 10)
    tasks.remind_to_confirm(), tasks.remind_to_confirm()
    assert list(Letter.objects.values_list("name", "to")) == [("deployments/consent_recorded", cast.rob.pk)]


@pytest.mark.parametrize("state", ["refused", "cancelled", "lapsed", "closed"])
def test_nobody_is_reminded_of_what_is_over(cast, state, monkeypatch):
    asked_days_ago(recorded(cast, state), 10)
    monkeypatch.setattr("deployments.queries.due.is_working_day", lambda on: True)
    assert tasks.remind_to_confirm() == 0


def test_who_left_the_post_is_left_in_peace_and_the_successor_is_asked(cast, monkeypatch):
    case = recorded(cast)
    asked_days_ago(case, 10)
    monkeypatch.setattr("deployments.queries.due.is_working_day", lambda on: True)
    Post.objects.filter(person=cast.rob).update(ends_on=stage.today() - timedelta(days=1))
    heir = factories.PersonFactory()
    factories.PostFactory(person=heir, school=cast.brookside, role="headteacher")
    assert tasks.remind_to_confirm() == 0
    assert Letter.objects.count() == 0
    titles = [task.title for task in awaiting(Person.objects.get(pk=heir.pk), stage.today())]
    assert titles == [f"Name another contact: {case.school}", f"Confirm what you said by phone: {case}"]


def test_who_did_not_say_so_withdraws_by_the_same_link(cast, client):
    case = recorded(cast)
    letters.consent_recorded(robs(case))
    page = client.get(f"/link/{token_of(Link.objects.get())}/")
    assert [door["url"].split("/")[-2] for door in page.context["doors"]] == [
        "deployment-confirm",
        "deployment-deny",
        "deployment-withdraw",
    ]

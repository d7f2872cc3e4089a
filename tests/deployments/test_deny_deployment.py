"""Rob never agreed to what the alliance recorded: he says so, whatever visits were held, and the managers settle it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.links import token_of
from casework.models import Letter, Link
from deployments import letters, tasks
from deployments.models import Consent, Deployment
from deployments.queries import awaiting
from tests.deployments import stage
from tests.deployments.test_confirm_deployment import asked_days_ago, recorded, robs
from tests.seven import SevenQuestions


class TestDeny(SevenQuestions):
    model, step, actor = Deployment, "deny", "rob"
    others = ("olga", "gwen", "fay", "dai", "mina", "sam", "hannah")
    answer = {"reason": "Nobody rang me."}
    told = {"mina": ["deployments/deployment_denied"]}

    def make(self, cast, state=None):
        return recorded(cast, state or "active")

    def check(self, case, cast):
        assert (case.state, robs(case).decision, robs(case).confirmed_at) == ("active", "given", None)
        assert robs(case).denied_at is not None

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        client.force_login(cast.rob)
        first, second = (client.post(case.page("deny"), self.answer).status_code for _two in "12")
        assert (first, second) == (302, 409)


def denied(cast, client, state: str = "active") -> Deployment:
    case = recorded(cast, state)
    client.force_login(cast.rob)
    client.post(case.page("deny"), {"reason": "Nobody rang me."})
    return stage.fresh(case)


def test_even_when_a_visit_was_held(cast, client):
    case = recorded(cast, "active")
    stage.visit(cast, "held", of=case)
    letters.consent_recorded(robs(case))
    address = f"/link/{token_of(Link.objects.get())}/"
    assert "I did not agree to this" in client.get(address).content.decode()
    assert client.post(f"{address}deployment-deny/", {"reason": "Nobody rang me."}).status_code == 302
    assert robs(case).denied_at is not None


def test_the_managers_have_it_to_settle_and_the_other_parties_do_not_read_it(cast, client):
    case = denied(cast, client)
    title = f"Settle what was never agreed: {case}"
    assert title in [task.title for task in awaiting(cast.mina, stage.today())]
    for person, reads in ((cast.mina, True), (cast.sam, False), (cast.hannah, False)):
        client.force_login(person)
        page = client.get(case.get_absolute_url()).content.decode()
        assert ("Nobody rang me." in page, "says that this was not agreed" in page) == (reads, reads), person
    assert not Letter.objects.exclude(to=cast.mina).exists()


def test_who_was_reminded_wrongly_confirms_after_all(cast, client):
    case = denied(cast, client)
    client.force_login(cast.rob)
    assert client.post(case.page("confirm")).status_code == 302
    assert f"Settle what was never agreed: {case}" not in [
        task.title for task in awaiting(cast.mina, stage.today())
    ]


def test_who_said_no_is_not_reminded_to_say_yes(cast, client, monkeypatch):
    case = denied(cast, client)
    asked_days_ago(case, 10)
    monkeypatch.setattr("deployments.queries.due.is_working_day", lambda on: True)
    assert tasks.remind_to_confirm() == 0
    assert "Confirm what you said" not in " ".join(one.title for one in awaiting(cast.rob, stage.today()))


@pytest.mark.parametrize("confirmed", [True, False])
def test_what_was_confirmed_cannot_be_denied(cast, client, confirmed):
    case = recorded(cast)
    Consent.objects.filter(pk=robs(case).pk).update(
        confirmed_at=timezone.now() - timedelta(days=1) if confirmed else None
    )
    client.force_login(cast.rob)
    assert client.get(case.page("deny")).status_code == (403 if confirmed else 200)

"""Hannah rings Mina about a change of what was agreed: her answer is written down, and a yes she confirms herself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.links import token_of
from casework.models import Letter, Link
from deployments import tasks
from deployments.models import Variation, VariationConsent
from deployments.queries import awaiting
from directory.models import Person
from tests.deployments import changes, stage
from tests.journeys.steps import typed
from tests.seven import SevenQuestions

YES: dict[str, Any] = {"party": "line_manager", "decision": "given", "said_on": stage.today()}


def hannahs(case: Variation) -> VariationConsent:
    return case.consents.get(party="line_manager")


def recorded(cast, state: str = "proposed") -> Variation:
    """Return a change to which Hannah said yes by phone."""
    case = changes.variation(cast, state, answered=("line_manager",))
    case.consents.filter(party="line_manager").update(channel="phone", recorded_by=cast.mina)
    return Variation.objects.get(pk=case.pk)


class TestHear(SevenQuestions):
    model, step = Variation, "hear"
    answer = typed(YES)
    others = ("olga", "gwen", "fay", "dai", "sam", "hannah", "rob")
    told = {"hannah": ["deployments/variation_recorded"]}

    def make(self, cast, state=None):
        return changes.variation(cast, state or "proposed")

    def check(self, case, cast):
        said = hannahs(case)
        assert (said.decision, said.by, said.channel, said.recorded_by) == (
            "given",
            cast.hannah,
            "phone",
            cast.mina,
        )


class TestConfirm(SevenQuestions):
    model, step, actor = Variation, "confirm", "hannah"
    others = ("olga", "gwen", "fay", "dai", "mina", "sam", "rob")

    def make(self, cast, state=None):
        return recorded(cast, state or "agreed")

    def check(self, case, cast):
        assert hannahs(case).confirmed_at is not None


class TestDeny(SevenQuestions):
    model, step, actor = Variation, "deny", "hannah"
    answer = {"reason": "Nobody rang me."}
    others = ("olga", "gwen", "fay", "dai", "mina", "sam", "rob")
    told = {"mina": ["deployments/variation_denied"]}

    def make(self, cast, state=None):
        return recorded(cast, state or "agreed")

    def check(self, case, cast):
        assert (hannahs(case).confirmed_at, hannahs(case).denied_at is None) == (None, False)
        mina = Person.objects.get(pk=cast.mina.pk)
        titles = [task.title for task in awaiting(mina, stage.today())]
        assert titles == [f"Settle what was never agreed: {case.deployment}"]


def test_the_last_yes_lets_the_change_hold(cast, client):
    case = changes.variation(cast, answered=("leader",))
    client.force_login(cast.mina)
    client.post(case.page("hear"), typed(YES))
    case.refresh_from_db()
    assert (case.state, stage.fresh(case.deployment).half_days) == ("agreed", 6)


def test_a_no_leaves_it_as_it_was(cast, client):
    case = changes.variation(cast)
    client.force_login(cast.mina)
    client.post(case.page("hear"), typed(YES | {"decision": "refused", "reason": "No cover."}))
    case.refresh_from_db()
    said = hannahs(case)
    assert (case.state, stage.fresh(case.deployment).half_days) == ("refused", 4)
    assert (said.decision, said.by, said.recorded_by, said.reason) == (
        "refused",
        cast.hannah,
        cast.mina,
        "No cover.",
    )
    assert sorted(Letter.objects.values_list("name", "to__first_name")) == [
        ("deployments/variation_not_agreed", "Rob"),
        ("deployments/variation_not_agreed", "Sam"),
        ("deployments/variation_refused", "Mina"),
    ]


def test_the_letter_leads_to_confirm_to_deny_and_to_refuse(cast, client):
    case = changes.variation(cast)
    client.force_login(cast.mina)
    client.post(case.page("hear"), typed(YES))
    token = token_of(Link.objects.get())
    doors = client.get(f"/link/{token}/").context["doors"]
    names = ["variation-confirm", "variation-deny", "variation-refuse"]
    assert [door["url"].split("/")[-2] for door in doors] == names
    assert client.post(f"/link/{token}/variation-confirm/").status_code == 302
    assert hannahs(case).confirmed_at is not None


@pytest.mark.parametrize(("state", "titles"), [("agreed", 1), ("refused", 0)])
def test_it_stands_among_hannahs_tasks_and_silence_is_reminded_of(cast, monkeypatch, state, titles):
    case = recorded(cast, state)
    monkeypatch.setattr("deployments.queries.variations.is_working_day", lambda on: True)
    title = f"Confirm what you said by phone: {case.deployment}"
    found = [task.title for task in awaiting(Person.objects.get(pk=cast.hannah.pk), stage.today())]
    assert found == [title] * titles
    assert tasks.remind_to_confirm() == 0
    ago = timezone.now() - timedelta(days=14)
    case.consents.update(asked_at=ago)
    case.consents.exclude(at=None).update(at=ago)
    assert tasks.remind_to_confirm() == titles
    assert Letter.objects.filter(name="deployments/variation_recorded").count() == titles

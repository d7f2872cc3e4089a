"""Sam and Hannah agree to a third day: with the last of them it holds, at the rate that was frozen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework import documents, links
from casework.models import Letter
from deployments import actions, tasks
from deployments.actions import Obstacle
from deployments.letters import CONSENT, VARIATION_DOORS
from deployments.models import Rate, SupportRequest, Variation, VariationConsent
from directory.models import Post
from tests import factories
from tests.deployments import changes, stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions


class TestConsentToAVariation(SevenQuestions):
    model, step = Variation, "consent"
    actor, others = "hannah", ("gwen", "fay", "dai", "olga", "mina", "rob")

    def make(self, cast, state=None):
        return changes.variation(cast, state or "proposed")

    def check(self, case, cast):
        assert case.consents.get(party="line_manager").decision == "given"
        assert (case.state, fresh(case.deployment).half_days) == ("proposed", 4)


def last(cast, **fields):
    """Let everybody have agreed but Hannah, who does now; return the deployment."""
    made = changes.variation(cast, answered=("leader",), **fields)
    actions.consent_variation(made, by=cast.hannah)
    assert made.state == "agreed"
    return fresh(made.deployment)


def test_with_the_last_consent_it_holds(cast):
    Rate.objects.update(pence_a_day=999_00)
    case = last(cast)
    assert (case.half_days, case.ends_on, case.rate_pence, changes.taken(case)) == (
        6,
        changes.longer(),
        300_00,
        6,
    )
    told = Letter.objects.filter(name="deployments/variation_agreed").values_list("to__first_name", flat=True)
    assert sorted(told) == ["Hannah", "Mina", "Rob", "Sam"]
    assert [entry.step for entry in case.entries.all()] == ["adopt"]


def test_visits_can_be_planned_in_the_new_days_and_no_more(cast):
    case = last(cast)
    days = (stage.school_day(65), stage.school_day(70), stage.school_day(75))
    for day in days:
        actions.plan(case, by=cast.sam, on=day, morning=True, afternoon=True, anyway=True)
    with pytest.raises(Obstacle, match="more days than were agreed"):
        actions.plan(case, by=cast.sam, on=stage.school_day(80), morning=True, afternoon=False, anyway=True)


def test_fewer_days_go_back_to_the_budget_when_it_holds(cast):
    made = changes.variation(cast, half_days=2, answered=("leader",))
    assert changes.taken(made.deployment) == 4
    actions.consent_variation(made, by=cast.hannah)
    assert (fresh(made.deployment).half_days, changes.taken(made.deployment)) == (2, 2)


def test_visits_planned_meanwhile_stand_in_its_way(cast):
    made = changes.variation(cast, half_days=1, answered=("leader",))
    case = made.deployment
    actions.plan(case, by=cast.sam, on=stage.school_day(7), morning=True, afternoon=True, anyway=True)
    with pytest.raises(Obstacle, match="Held or planned already: 1 day"):
        actions.consent_variation(made, by=cast.hannah)
    assert (fresh(made).state, fresh(case).half_days, changes.taken(case)) == ("proposed", 4, 4)
    assert made.consents.get(party="line_manager").decision == "asked"


def test_who_pays_can_change(cast):
    last(cast, funding="grant")
    assert SupportRequest.objects.get().funding == "grant"


def test_the_agreement_is_made_anew_with_the_change_in_it(cast):
    case = stage.deployment(cast, "active")
    old = documents.order(case, "deployments/agreement", "en")
    last(cast, of=case)
    old.refresh_from_db()
    assert old.recalled_at is not None
    assert case.documents.in_force().count() == 2
    text = " ".join(documents.html_of(fresh(case), "deployments/agreement", "en").split())
    assert ("Changes agreed since" in text, "3 days (before: 2 days)" in text) == (True, True)
    assert "One lesson structure" in text


def test_paused_work_changes_too(cast):
    assert last(cast, of=stage.deployment(cast, "paused")).state == "paused"


def test_the_link_in_the_letter_leads_to_both_answers(cast, client):
    made = changes.variation(cast)
    link = links.issue(made, cast.hannah, CONSENT, VARIATION_DOORS)
    address = f"/link/{links.token_of(link)}/"
    page = client.get(address).content.decode()
    assert ("3 days (before: 2 days)" in page, changes.REASON in page) == (True, True)
    assert client.post(f"{address}variation-consent/").status_code == 302
    assert made.consents.get(party="line_manager").channel == "link"


def test_after_the_deadline_nothing_changes(cast, client):
    made = changes.variation(cast)
    VariationConsent.objects.update(due_on=stage.today() - timedelta(days=1))
    client.force_login(cast.hannah)
    response = client.post(made.page("consent"))
    assert "The time to answer ended at midnight" in response.content.decode()
    assert made.consents.filter(decision="asked").count() == 2


def test_who_owes_an_answer_is_reminded_twice(cast):
    made = changes.variation(cast)
    VariationConsent.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert tasks.remind_parties() in (0, 2)  # 0 on a day that is no working day
    tasks.remind_parties()
    reminded = Letter.objects.filter(name="deployments/variation_due").values_list(
        "to__first_name", flat=True
    )
    assert sorted(reminded) in ([], ["Hannah", "Sam"])
    assert made.state == "proposed"


def test_a_new_head_is_asked_instead(cast):
    made = changes.variation(cast)
    Post.objects.filter(person=cast.hannah).update(ends_on=stage.today() - timedelta(days=1))
    heir = factories.PersonFactory(first_name="Ines")
    factories.PostFactory(person=heir, school=cast.oakfield, role="headteacher")
    assert tasks.hand_over_consents() == 1
    assert made.consents.get(party="line_manager").asked_of == heir
    assert Letter.objects.get(name="deployments/variation_requested").to == heir
    actions.consent_variation(made, by=heir)
    assert made.consents.get(party="line_manager").decision == "given"

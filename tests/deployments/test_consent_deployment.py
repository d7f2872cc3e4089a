"""The parties agree, one after another; the last consent agrees the deployment in the same transaction."""

from datetime import timedelta

import pytest

from casework.lifecycle import StepNotOpen
from casework.links import token_of
from casework.models import Document, Entry, Letter, Link
from deployments import actions
from deployments.models import Consent, Deployment, SupportRequest
from deployments.rules.consents import may_answer
from directory.models import Person
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions


class TestConsent(SevenQuestions):
    model, step, actor = Deployment, "consent", "hannah"
    others = ("olga", "gwen", "fay", "dai", "mina")

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "proposed")

    def check(self, case, cast):
        consent = case.consents.get(party="line_manager")
        assert (consent.decision, consent.by, consent.channel) == ("given", cast.hannah, "portal")


def all_but_rob(cast, **fields) -> Deployment:
    case = stage.deployment(cast, answered=("leader", "line_manager"), **fields)
    SupportRequest.objects.filter(pk=case.request_id).update(state="proposed")
    return Deployment.objects.get(pk=case.pk)


def test_the_last_consent_agrees_everything_at_once(cast, client):
    case = all_but_rob(cast)
    client.force_login(cast.rob)
    assert client.post(case.page("consent")).status_code == 302
    case.refresh_from_db()
    case.request.refresh_from_db()
    assert (case.state, case.request.state, case.rate_pence) == ("agreed", "matched", 300_00)
    assert case.agreed_at is not None
    assert sorted(Document.objects.values_list("name", "language")) == [
        ("deployments/agreement", "cy"),
        ("deployments/agreement", "en"),
    ]
    told = Letter.objects.filter(name="deployments/deployment_agreed").values_list(
        "to__first_name", flat=True
    )
    assert sorted(told) == ["Hannah", "Mina", "Rob", "Sam"]


def test_a_headteacher_is_paid_at_the_headteachers_rate(cast, client):
    hannah_leads = stage.leader(cast.hannah, cast.oakfield)
    factories.PostFactory(person=cast.sam, school=cast.oakfield, role="chair_of_governors")
    request = stage.request(cast)
    case = actions.propose(
        request, by=cast.mina, designation=hannah_leads, half_days=4, starts_on=request.starts_on,
        ends_on=request.ends_on, objectives=[actions.Aim("One lesson structure", "Seen in every class")],
    )  # fmt: skip
    for person in (cast.hannah, cast.sam, cast.rob):
        actions.consent(fresh(case), by=person)
    assert (fresh(case).state, fresh(case).rate_pence) == ("agreed", 400_00)


def test_the_rate_is_frozen_at_agreement(cast):
    case = all_but_rob(cast)
    actions.consent(case, by=cast.rob)
    factories.RateFactory(key="leader", pence_a_day=350_00, from_on=stage.today())
    case.refresh_from_db()
    assert case.rate_pence == 300_00


def test_one_consent_of_three_agrees_nothing(cast):
    case = stage.deployment(cast)
    actions.consent(case, by=cast.sam)
    assert (case.state, Document.objects.count()) == ("proposed", 0)


def test_after_the_deadline_it_is_said_clearly_and_nothing_is_stored(cast, client):
    case = stage.deployment(cast)
    Consent.objects.filter(deployment=case).update(due_on=stage.today() - timedelta(days=1))
    client.force_login(cast.hannah)
    response = client.post(case.page("consent"))
    assert response.status_code == 200
    assert "The time to answer ended at midnight" in response.context["form"].non_field_errors()[0]
    with pytest.raises(actions.Obstacle):
        actions.consent(case, by=cast.hannah)
    assert not Entry.objects.of(case).filter(step="consent").exists()


def test_on_the_last_day_it_still_counts(cast):
    case = stage.deployment(cast)
    Consent.objects.filter(deployment=case).update(due_on=stage.today())
    actions.consent(case, by=cast.hannah)
    assert case.consents.get(party="line_manager").decision == "given"


def test_the_link_of_the_letter_agrees_and_opening_it_does_nothing(cast, client):
    case = stage.deployment(cast)
    actions.proposals.letters.consent_requested(case.consents.get(party="line_manager"))
    url = f"/link/{token_of(Link.objects.get(person=cast.hannah))}/"
    page = client.get(url)
    assert page.status_code == 200
    assert case.consents.get(party="line_manager").decision == "asked"
    assert client.get(f"{url}deployment-consent/").status_code == 200
    assert case.consents.get(party="line_manager").decision == "asked"
    assert client.post(f"{url}deployment-consent/").status_code == 302
    consent = case.consents.get(party="line_manager")
    assert (consent.decision, consent.channel, consent.by) == ("given", "link", cast.hannah)
    assert client.post(f"{url}deployment-refuse/", {"why": "cover", "reason": "No"}).status_code == 200
    case.refresh_from_db()
    assert case.state == "proposed"


def test_a_delegate_answers_and_history_says_for_whom(cast):
    case = stage.deployment(cast)
    deputy = factories.PersonFactory(first_name="Dee")
    factories.DelegationFactory(post=cast.hannah.posts.get(), delegate=deputy)
    actions.consent(case, by=Person.objects.get(pk=deputy.pk))
    entry = Entry.objects.of(case).get(step="consent")
    assert (entry.by, entry.on_behalf_of) == (deputy, "Hannah Price")


def test_the_leader_cannot_release_themself_as_the_heads_delegate(cast):
    case = stage.deployment(cast, answered=("leader",))
    factories.DelegationFactory(post=cast.hannah.posts.get(), delegate=cast.sam)
    sam = Person.objects.get(pk=cast.sam.pk)
    assert not sam.has_perm("deployments.consent_deployment", case)
    with pytest.raises(StepNotOpen):
        actions.consent(case, by=sam)


def test_a_leader_who_has_not_answered_yet_still_answers_for_themself_alone(cast):
    case = stage.deployment(cast)
    factories.DelegationFactory(post=cast.hannah.posts.get(), delegate=cast.sam)
    sam = Person.objects.get(pk=cast.sam.pk)
    assert [one.party for one in case.consents.all() if may_answer(sam, one)] == ["leader"]


def test_nobody_answers_for_both_schools(cast):
    case = stage.deployment(cast)
    factories.DelegationFactory(post=cast.rob.posts.get(), delegate=cast.hannah)
    hannah = Person.objects.get(pk=cast.hannah.pk)
    actions.consent(case, by=hannah)
    case = Deployment.objects.get(pk=case.pk)
    assert not hannah.has_perm("deployments.consent_deployment", case)


def test_the_successor_of_a_head_answers_and_the_one_who_left_does_not(cast):
    case = stage.deployment(cast)
    cast.hannah.posts.update(ends_on=stage.today() - timedelta(days=1))
    successor = factories.PostFactory(school=cast.oakfield).person
    assert not Person.objects.get(pk=cast.hannah.pk).has_perm("deployments.consent_deployment", case)
    actions.consent(case, by=successor)
    consent = case.consents.get(party="line_manager")
    assert (consent.by, consent.decision) == (successor, "given")

"""Hannah refuses to release Sam: the seven questions, and that only Mina learns who and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Entry, Letter
from deployments import actions, letters
from deployments.models import Deployment
from directory.models import Person
from leadership_portal.queries import changes_for
from tests import factories
from tests.deployments import stage
from tests.seven import SevenQuestions

REASON = "Year 6 needs Sam until the tests are over."


class TestRefuse(SevenQuestions):
    model, step, actor = Deployment, "refuse", "hannah"
    answer = {"why": "workload", "reason": REASON}
    others = ("olga", "gwen", "fay", "dai", "mina")
    told = {
        "mina": ["deployments/deployment_refused"],
        "sam": ["deployments/deployment_not_available"],
        "rob": ["deployments/deployment_not_available"],
    }

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "proposed")

    def check(self, case, cast):
        consents = {consent.party: consent for consent in case.consents.all()}
        assert (consents["line_manager"].decision, consents["line_manager"].why) == ("refused", "workload")
        assert consents["line_manager"].reason == REASON
        assert {party: one.decision for party, one in consents.items() if party != "line_manager"} == {
            "leader": "void",
            "receiving_head": "void",
            "alliance": "given",
        }
        assert stage.taken(designation=case.designation) == 0


def test_the_request_is_open_again_in_the_same_transaction(cast, client):
    case = stage.deployment(cast)
    type(case.request).objects.filter(pk=case.request_id).update(state="proposed")
    client.force_login(cast.hannah)
    client.post(case.page("refuse"), TestRefuse.answer)
    case.request.refresh_from_db()
    assert case.request.state == "open"


def test_nobody_but_the_manager_reads_who_refused_or_why(cast, client):
    case = stage.deployment(cast)
    client.force_login(cast.hannah)
    client.post(case.page("refuse"), TestRefuse.answer)
    for person in (cast.sam, cast.rob):
        client.force_login(person)
        page = client.get(case.get_absolute_url()).content.decode()
        assert (REASON in page, "workload" in page.lower(), "Hannah Price refused" in page) == (
            False,
            False,
            False,
        )
        assert "Not available" in page
    client.force_login(cast.mina)
    assert REASON in client.get(case.get_absolute_url()).content.decode()
    letters = Letter.objects.filter(to__in=[cast.sam, cast.rob])
    assert [REASON in letter.body or "Hannah" in letter.body for letter in letters] == [False, False]


@pytest.mark.parametrize("who", ["sam", "rob", "hannah", "mina"])
def test_who_refused_is_not_told_by_who_agreed(cast, client, who):
    case = stage.deployment(cast)
    for person in (cast.sam, cast.rob):
        actions.consent(Deployment.objects.get(pk=case.pk), by=person)
    actions.refuse(Deployment.objects.get(pk=case.pk), by=cast.hannah, reason=REASON)
    reader = Person.objects.get(pk=getattr(cast, who).pk)
    client.force_login(reader)
    page = client.get(case.get_absolute_url()).content.decode()
    now = timezone.now()
    changes = [change.text for change in changes_for(reader, now - timedelta(days=1), now)]
    agreed = [f"{person} agreed" for person in (cast.sam, cast.rob)]
    sees = who == "mina"
    assert [one in page for one in agreed] == [sees, sees]
    assert [one in changes for one in agreed] == [sees, sees]
    assert "Not available: the proposal ended" in page


@pytest.mark.parametrize("who", ["sam", "hannah", "rob"])
def test_whoever_refused_the_leader_is_not_said_to_be_the_reason(cast, client, who):
    case = stage.deployment(cast)
    actions.refuse(case, by=getattr(cast, who), reason=REASON)
    nobody = "cannot go ahead. The alliance looks for someone else."
    texts = [letter.body for letter in Letter.objects.filter(name="deployments/deployment_not_available")]
    for person in (cast.sam, cast.hannah, cast.rob):
        client.force_login(Person.objects.get(pk=person.pk))
        texts.append(client.get(case.get_absolute_url()).content.decode())
    assert [(nobody in text, " is not available" in text) for text in texts] == [(True, False)] * 5


def test_nor_is_it_where_somebody_was_silent(cast):
    case = stage.deployment(cast)
    letters.deployment_lapsed(case, silent=[cast.rob])
    told = Letter.objects.filter(to__in=[cast.sam, cast.hannah, cast.rob])
    assert [one.subject for one in told] == [f"Cannot go ahead: {case}"] * 3
    assert [" is not available" in one.body for one in Letter.objects.all()] == [False] * 4


def test_a_reason_must_be_given(cast, client):
    case = stage.deployment(cast)
    client.force_login(cast.hannah)
    response = client.post(case.page("refuse"), {"why": "", "reason": ""})
    assert sorted(response.context["form"].errors) == ["reason", "why"]
    assert not Entry.objects.of(case).filter(step="refuse").exists()


@pytest.mark.parametrize(
    ("step", "state", "answer"),
    [
        ("refuse", "proposed", TestRefuse.answer),
        ("withdraw", "agreed", {"ended_for": "workload", "reason": REASON}),
    ],
)
def test_who_says_no_does_not_read_who_comes_next(cast, client, step, state, answer):
    """The letter to the managers names the next best match; whoever is shown it beforehand is no manager."""
    case = stage.deployment(cast, state)
    following = factories.PersonFactory(first_name="Ida", last_name="Nextbest")
    stage.leader(following, factories.SchoolFactory())
    client.force_login(cast.hannah)
    page = client.get(case.page(step)).content.decode()
    assert ("Nextbest" in page, "is named here, to the managers only" in page) == (False, True)
    client.post(case.page(step), answer)
    letter = Letter.objects.filter(to=cast.mina).latest("pk")
    assert "The next best match is Ida Nextbest" in letter.body

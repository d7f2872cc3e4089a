"""The leader and the leader's school are asked first; the school supported when both have agreed, with its own days."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from casework.models import Letter
from deployments import actions, tasks
from deployments.actions import Aim, Obstacle
from deployments.models import Audience, Concern, Consent, Deployment
from deployments.queries import awaiting
from deployments.queries.concerns import may_be_passed_to
from directory.calendar import add_working_days
from directory.models import Person, School
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.journeys.steps import typed

AIMS = [Aim("One lesson structure", "Seen in every class")]


def propose(cast) -> Deployment:
    request = stage.request(cast)
    return actions.propose(
        request,
        by=cast.mina,
        designation=stage.sam_leads(cast),
        half_days=4,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
        objectives=AIMS,
        school_last=True,
    )


def asked() -> list[str]:
    letters = Letter.objects.filter(name="deployments/consent_requested").order_by("pk")
    return [letter.to.first_name for letter in letters]


def test_the_school_is_asked_when_the_other_two_have_agreed(cast):
    case = propose(cast)
    assert asked() == ["Sam", "Hannah"]
    actions.consent(case, by=cast.sam)
    assert case.consents.get(party="receiving_head").decision == "later"
    Consent.objects.update(due_on=stage.today())
    actions.consent(fresh(case), by=cast.hannah)
    last = case.consents.get(party="receiving_head")
    assert (asked(), last.decision, last.due_on, fresh(case).state) == (
        ["Sam", "Hannah", "Rob"],
        "asked",
        add_working_days(stage.today(), 5),
        "proposed",
    )
    actions.consent(fresh(case), by=cast.rob)
    assert fresh(case).state == "agreed"


def test_until_then_the_school_has_nothing_to_answer(cast, client):
    case = propose(cast)
    rob = Person.objects.get(pk=cast.rob.pk)
    assert awaiting(rob, stage.today()) == []
    client.force_login(rob)
    for step in ("consent", "refuse"):
        assert client.get(case.page(step)).status_code == 404


def test_silence_of_the_others_lapses_it_and_names_them_alone(cast):
    case = propose(cast)
    Consent.objects.update(due_on=stage.today() - timedelta(days=1))
    assert tasks.lapse_proposals() == 1
    assert [one.decision for one in case.consents.all()] == ["void", "void", "later", "given"]
    body = Letter.objects.get(name="deployments/deployment_lapsed").body
    assert [name in body for name in ("Sam Okoro", "Hannah Price", "Rob Ellis")] == [True, True, False]


def test_changed_terms_begin_with_the_first_two_again(cast):
    case = propose(cast)
    actions.consent(case, by=cast.sam)
    actions.change_terms(
        fresh(case),
        by=cast.mina,
        half_days=2,
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        objectives=AIMS,
    )
    told = Letter.objects.filter(name="deployments/terms_changed").values_list("to__first_name", flat=True)
    assert (sorted(told), case.consents.get(party="receiving_head").decision) == (["Hannah", "Sam"], "later")


def test_it_is_chosen_on_the_proposal(cast, client):
    request, designation = stage.request(cast), stage.sam_leads(cast)
    client.force_login(cast.mina)
    page = f"{request.page('propose')}{designation.pk}/"
    terms = {"half_days": "2", "starts_on": request.starts_on, "ends_on": request.ends_on}
    first = client.get(page).context["form"]["one_time_key"].value()
    answer = terms | {
        "text_1": "Aim",
        "success_criterion_1": "Sign",
        "school_last": True,
        "one_time_key": first,
    }
    assert client.post(page, typed(answer)).status_code == 302
    assert (Deployment.objects.get().school_last, asked()) == (True, ["Sam", "Hannah"])


def seen_by(client, person, *pages: str) -> list[int]:
    client.force_login(Person.objects.get(pk=person.pk))
    return [client.get(page).status_code for page in pages]


def test_until_it_is_asked_the_school_does_not_learn_who_is_proposed(cast, client):
    case = propose(cast)
    pages = (case.get_absolute_url(), case.page("message"))
    for person in (cast.rob, cast.dai):
        assert seen_by(client, person, *pages) == [404, 404], person
        for shown in ("/", "/deployments/", case.request.get_absolute_url()):
            assert "Sam Okoro" not in client.get(shown).content.decode(), (person, shown)
    assert [seen_by(client, person, pages[0]) for person in (cast.sam, cast.hannah, cast.mina)] == [[200]] * 3


def test_nor_does_the_school_hear_of_messages_or_that_somebody_refused(cast, client):
    case = propose(cast)
    actions.message(
        case, by=cast.mina, audience=Audience.ALL_PARTIES, text="Could it be Tuesdays?", key=uuid4()
    )
    actions.refuse(fresh(case), by=cast.hannah, reason="Year 6 needs Sam")
    assert not Letter.objects.filter(to=cast.rob).exists()
    assert seen_by(client, cast.rob, case.get_absolute_url()) == [404]
    assert "Sam Okoro" not in client.get("/deployments/requests/new/").content.decode()


def test_once_asked_the_school_sees_it_and_keeps_seeing_it(cast, client):
    case = propose(cast)
    for person in (cast.sam, cast.hannah):
        actions.consent(fresh(case), by=person)
    assert seen_by(client, cast.rob, case.get_absolute_url()) == [200]
    actions.change_terms(
        fresh(case),
        by=cast.mina,
        half_days=2,
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        objectives=AIMS,
    )
    assert seen_by(client, cast.rob, case.get_absolute_url()) == [200]
    assert case.consents.get(party="receiving_head").decision == "asked"


def test_who_is_asked_first_reads_that_the_school_does_not_know(cast):
    propose(cast)
    for letter in Letter.objects.filter(name="deployments/consent_requested"):
        assert ("Rob Ellis" in letter.body, "Brookside Primary School is asked only when" in letter.body) == (
            False,
            True,
        )


def test_the_manager_reads_who_was_asked_at_once(cast, client):
    request, designation = stage.request(cast), stage.sam_leads(cast)
    client.force_login(cast.mina)
    page = f"{request.page('propose')}{designation.pk}/"
    response = client.get(page)
    assert "unless you choose below to ask the school last" in response.content.decode()
    terms = {"half_days": "2", "starts_on": request.starts_on, "ends_on": request.ends_on}
    key = response.context["form"]["one_time_key"].value()
    answer = {"text_1": "Aim", "success_criterion_1": "Sign", "school_last": True, "one_time_key": key}
    said = client.post(page, typed(terms | answer), follow=True).content.decode()
    assert "The leader and the leader&#x27;s school have been asked" in said
    assert "the school supported have been asked" not in said


def concern_page(client, case: Deployment, person) -> Any:
    """Return the form on which a person raises a concern."""
    client.force_login(Person.objects.get(pk=person.pk))
    return client.get(f"{case.get_absolute_url()}concern/").context["form"]


@pytest.mark.parametrize("raises", ["sam", "hannah", "mina"])
def test_nor_does_it_learn_by_a_concern(cast, client, raises):
    case, person = propose(cast), getattr(cast, raises)
    known = [school for school in (cast.oakfield,) if raises != "hannah"]
    assert list(concern_page(client, case, person).schools.values()) == known
    with pytest.raises(Obstacle, match="cannot be shared with Brookside Primary School"):
        actions.raise_concern(fresh(case), by=person, text="It began late.", shared_with=cast.brookside)
    assert (Concern.objects.count(), Letter.objects.filter(to=cast.rob).count()) == (0, 0)


def test_once_asked_a_concern_can_be_shared_with_it(cast, client):
    case = propose(cast)
    for person in (cast.sam, cast.hannah):
        actions.consent(fresh(case), by=person)
    assert cast.brookside in concern_page(client, case, cast.sam).schools.values()
    made = actions.raise_concern(fresh(case), by=cast.sam, text="Too late.", shared_with=cast.brookside)
    assert Letter.objects.filter(name="deployments/concern_shared", to=cast.rob).count() == 1
    assert seen_by(client, cast.rob, made.get_absolute_url(), case.get_absolute_url()) == [200, 200]


def test_nor_do_the_officers_of_its_authority(cast, client):
    concern = actions.raise_concern(propose(cast), by=cast.sam, text="It began late.")
    with pytest.raises(Obstacle, match="cannot be passed on to Dai Rowlands"):
        actions.escalate_concern(concern, by=cast.mina, to=cast.dai, reason="Please ask.")
    case = fresh(concern.deployment)
    with pytest.raises(Obstacle, match="Nobody else could read this here"):
        actions.raise_concern(case, by=cast.sam, text="About her.", whom=cast.mina)
    assert "Dai Rowlands" not in concern_page(client, case, cast.sam)["shared_with"].help_text
    assert not Letter.objects.filter(to=cast.dai).exists()


def test_an_officer_of_the_leader_s_authority_may_be_asked_before(cast):
    concern = actions.raise_concern(propose(cast), by=cast.sam, text="It began late.")
    post = cast.dai.posts.get()
    School.objects.filter(pk=cast.oakfield.pk).update(local_authority=factories.LocalAuthorityFactory())
    officer = factories.PersonFactory()
    home = School.objects.get(pk=cast.oakfield.pk).local_authority
    factories.PostFactory(person=officer, role=post.role, school=None, local_authority=home)
    concern = Concern.objects.in_full().get(pk=concern.pk)
    assert may_be_passed_to(concern, stage.today(), by=cast.mina) == [officer]

"""Nobody reads a record, a draft or an evaluation that is not for them: by page, letter or admin."""

import pytest
from django.urls import reverse

from casework.models import Letter
from deployments.models import Deployment
from directory.models import Person, Post
from evaluations.models import DeploymentEvaluation, VisitEvaluation, VisitRecord
from tests import factories
from tests.evaluations import stage
from tests.evaluations.stage import OPEN_MARK, SECRET_MARK

pytestmark = pytest.mark.django_db
D = Deployment.State


def page(name: str, pk: int) -> str:
    return reverse(f"evaluations:{name}", args=[pk])


@pytest.fixture
def everybody(cast):
    """The cast, the contact Carys and Delyth, a deputy of the school supported."""
    deputy = factories.PersonFactory(first_name="Delyth")
    factories.PostFactory(person=deputy, school=cast.brookside, role=Post.Role.DEPUTY_HEAD)
    people = cast.people() | {"carys": stage.contact_of(cast), "delyth": deputy}
    return {name: Person.objects.get(pk=person.pk) for name, person in people.items()}


@pytest.fixture
def written(cast, client):
    """A visit written up through the page itself."""
    visit = stage.visit(cast)
    client.force_login(cast.sam)
    response = client.post(page("visit-write", visit.pk), stage.typed_visit(visit))
    assert response.status_code == 302
    return visit


def readers_of(url: str, client, everybody) -> set[str]:
    """Return who can open a page, by name."""
    found = set()
    for name, person in everybody.items():
        client.force_login(person)
        status = client.get(url).status_code
        assert status in (200, 404), name
        found |= {name} if status == 200 else set()
    return found


def test_who_reads_the_record(written, client, everybody):
    url = page("visit-record", written.pk)
    assert readers_of(url, client, everybody) == {"sam", "hannah", "rob", "mina", "carys", "delyth"}


def test_who_reads_the_confidential_evaluation(written, client, everybody):
    url = page("visit-evaluation", written.pk)
    assert readers_of(url, client, everybody) == {"sam", "hannah", "rob", "mina"}


def test_the_confidential_words_stand_on_one_page_only(written, client, everybody):
    addresses = {
        "record": page("visit-record", written.pk),
        "evaluation": page("visit-evaluation", written.pk),
        "visit": written.get_absolute_url(),
        "deployment": written.deployment.get_absolute_url(),
        "home": reverse("home"),
    }
    secret, openly = set(), set()
    for person in everybody.values():
        client.force_login(person)
        for name, url in addresses.items():
            text = client.get(url).content.decode()
            secret |= {name} if SECRET_MARK in text else set()
            openly |= {name} if OPEN_MARK in text else set()
    assert (secret, openly) == ({"evaluation"}, {"record"})


def test_no_letter_carries_the_confidential_words(written):
    assert not Letter.objects.filter(body__contains=SECRET_MARK).exists()
    carried = Letter.objects.filter(body__contains=OPEN_MARK).order_by("to__first_name")
    assert [letter.to.first_name for letter in carried] == ["Carys", "Rob"]


def test_the_way_to_the_evaluation_is_shown_only_to_its_readers(written, client, everybody):
    shown = set()
    for name in ("sam", "hannah", "rob", "mina", "carys", "delyth"):
        client.force_login(everybody[name])
        text = client.get(page("visit-record", written.pk)).content.decode()
        shown |= {name} if page("visit-evaluation", written.pk) in text else set()
    assert shown == {"sam", "hannah", "rob", "mina"}


def test_a_draft_is_its_authors_alone(cast, client, everybody):
    visit = stage.visit(cast)
    client.force_login(cast.sam)
    autosave = {"X-Autosave": "1"}
    typed = stage.typed_visit(visit)
    assert client.post(page("visit-write", visit.pk), typed, headers=autosave).status_code == 204
    assert VisitRecord.objects.get().typed["engagement"] == [SECRET_MARK]
    assert readers_of(page("visit-record", visit.pk), client, everybody) == set()
    for name, person in everybody.items():
        client.force_login(person)
        texts = [
            client.get(url).content.decode()
            for url in (visit.get_absolute_url(), visit.deployment.get_absolute_url())
        ]
        assert not any(OPEN_MARK in text or SECRET_MARK in text for text in texts), name


def test_administrators_do_not_read_confidential_words_in_the_admin(written, client):
    client.force_login(factories.PersonFactory(is_staff=True, is_superuser=True))
    for model in (VisitRecord, VisitEvaluation):
        pk = model.objects.get().pk
        name = f"admin:evaluations_{model._meta.model_name}_change"
        response = client.get(reverse(name, args=[pk]))
        assert (response.status_code, SECRET_MARK in response.content.decode()) == (200, False)


def test_who_reads_a_deployment_evaluation(cast, client, everybody):
    deployment = stage.deployment(cast, D.EVALUATED)
    factories.DeploymentEvaluationFactory(deployment=deployment, by=cast.rob)
    url = page("deployment-evaluation", deployment.pk)
    assert readers_of(url, client, everybody) == {"sam", "hannah", "rob", "mina", "carys"}


def test_a_draft_of_an_evaluation_is_read_by_nobody(cast, client, everybody):
    deployment = stage.deployment(cast, D.COMPLETED)
    DeploymentEvaluation.objects.create(
        deployment=deployment, questionnaire=stage.current(), by=cast.rob, typed={"q_testimonial": ["Draft"]}
    )
    assert readers_of(page("deployment-evaluation", deployment.pk), client, everybody) == set()


def test_the_chair_reads_for_a_leader_who_is_the_head(cast, client, everybody):
    Post.objects.filter(person=cast.hannah).delete()
    factories.PostFactory(person=cast.sam, school=cast.oakfield)
    visit = stage.visit(cast, "held")
    factories.VisitEvaluationFactory(visit=visit)
    url = page("visit-evaluation", visit.pk)
    assert readers_of(url, client, everybody) == {"sam", "gwen", "rob", "mina"}


@pytest.mark.parametrize("name", ["sam", "hannah", "rob", "mina", "carys", "delyth", "dai"])
def test_the_visits_page_leads_to_what_this_reader_may_read_and_no_further(written, client, everybody, name):
    client.force_login(everybody[name])
    text = client.get(written.get_absolute_url()).content.decode()
    for url in (page("visit-record", written.pk), page("visit-evaluation", written.pk)):
        assert (f'"{url}"' in text) == (client.get(url).status_code == 200)
    assert page("visit-write", written.pk) not in text


@pytest.mark.parametrize("name", ["sam", "hannah", "rob", "mina", "dai"])
def test_the_way_to_the_form_is_the_leaders(cast, client, everybody, name):
    visit = stage.visit(cast)
    client.force_login(everybody[name])
    shown = page("visit-write", visit.pk) in client.get(visit.get_absolute_url()).content.decode()
    assert shown == (name == "sam")


@pytest.mark.parametrize("name", ["sam", "hannah", "rob", "mina", "carys", "delyth", "dai"])
def test_the_deployments_page_leads_to_the_evaluation(cast, client, everybody, name):
    deployment = stage.deployment(cast, D.EVALUATED)
    factories.DeploymentEvaluationFactory(deployment=deployment, by=cast.rob)
    client.force_login(everybody[name])
    url = page("deployment-evaluation", deployment.pk)
    text = client.get(deployment.get_absolute_url()).content.decode()
    assert (f'"{url}"' in text) == (client.get(url).status_code == 200)

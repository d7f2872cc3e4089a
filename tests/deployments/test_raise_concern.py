"""A party raises a concern: the managers read it at once, whom it is about never, and nobody else but by its writer."""

from uuid import uuid4

import pytest
from django.test import Client

from casework.models import Letter
from deployments import actions
from deployments.actions import Obstacle
from deployments.models import Concern, Deployment
from deployments.queries import awaiting
from directory.models import Person, Post
from leadership_portal.queries import letters_open_to
from tests import factories
from tests.deployments import stage

SECRET = "SECRET-FOR-MINA: two visits began an hour late."
READ = "Read the concern: Sam Okoro to Brookside Primary School"


def typed(**more) -> dict:
    return {
        "one_time_key": str(uuid4()),
        "text": SECRET,
        "whom": "nobody",
        "shared_with": "alliance",
    } | more


def send(case, person, **more):
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.post(f"{case.get_absolute_url()}concern/", typed(**more))


def pages_of(case, person, *, home: bool = False) -> str:
    """Return everything a person reads about a concern: its page, the deployment's, and if asked for their home.

    A home is long to make, and says the same whoever raised it: the tests of whom it is about ask for it.
    """
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    urls = [case.get_absolute_url(), case.deployment.get_absolute_url(), *(["/"] if home else [])]
    answers = [client.get(url) for url in urls]
    return "".join(one.content.decode() for one in answers if one.status_code == 200)


def readers(case, cast, words: str = SECRET, *, home: bool = False) -> set[str]:
    return {name for name, person in cast.people().items() if words in pages_of(case, person, home=home)}


def titles(person) -> list[str]:
    tasks = awaiting(Person.objects.get(pk=person.pk), stage.today())
    return [task.title for task in tasks if "concern" in task.title]


@pytest.mark.parametrize("who", ["sam", "hannah", "rob", "mina"])
def test_each_party_may_and_the_managers_read_it_at_once(cast, who):
    case = stage.deployment(cast, "active")
    assert send(case, getattr(cast, who)).status_code == 302
    concern = Concern.objects.get()
    assert (concern.raised_by, concern.state, concern.shared_with) == (getattr(cast, who), "raised", None)
    assert readers(concern, cast) == {who, "mina"}
    told = [letter.to for letter in Letter.objects.filter(name="deployments/concern_raised")]
    assert (told, titles(cast.mina)) == ([] if who == "mina" else [cast.mina], [READ])
    assert [SECRET in one.subject + one.body for one in Letter.objects.all()] == [False] * len(told)


@pytest.mark.parametrize("who", ["olga", "gwen", "fay", "dai"])
def test_who_is_no_party_may_not(cast, who):
    case = stage.deployment(cast, "active")
    assert send(case, getattr(cast, who)).status_code in (403, 404)
    assert Concern.objects.count() == 0


@pytest.mark.parametrize("state", Deployment.State.values)
def test_in_every_state(cast, state):
    assert send(stage.deployment(cast, state), cast.sam).status_code == 302


def test_shared_with_the_other_school_its_head_reads_it_too(cast):
    case = stage.deployment(cast, "active")
    assert send(case, cast.rob, shared_with=str(cast.oakfield.pk)).status_code == 302
    concern = Concern.objects.get()
    assert readers(concern, cast) == {"rob", "mina", "hannah"}
    told = set(Letter.objects.values_list("to__first_name", "name"))
    assert told == {("Mina", "deployments/concern_raised"), ("Hannah", "deployments/concern_shared")}


def test_one_s_own_school_is_not_offered(cast, client):
    case = stage.deployment(cast, "active")
    client.force_login(cast.rob)
    form = client.get(f"{case.get_absolute_url()}concern/").context["form"]
    assert [value for value, _label in form.fields["shared_with"].choices] == [
        "alliance",
        str(cast.oakfield.pk),
    ]


def test_it_is_not_shared_with_the_head_it_is_about(cast):
    case = stage.deployment(cast, "active")
    response = send(case, cast.rob, whom=str(cast.hannah.pk), shared_with=str(cast.oakfield.pk))
    assert list(response.context["form"].errors) == ["shared_with"]
    assert SECRET in response.content.decode()


@pytest.mark.parametrize("who", ["sam", "hannah"])
def test_whom_it_is_about_reads_nothing(cast, who):
    case = stage.deployment(cast, "active")
    send(case, cast.rob, whom=str(getattr(cast, who).pk))
    concern = Concern.objects.get()
    read = {name: pages_of(concern, person, home=True) for name, person in cast.people().items()}
    assert {name for name, text in read.items() if SECRET in text} == {"rob", "mina"}
    assert {name for name, text in read.items() if concern.reference in text} == {"rob", "mina"}


def test_a_manager_it_is_about_reads_nothing_and_another_does(cast):
    other = factories.PersonFactory(first_name="Nell", email="nell@northdale-alliance.example")
    factories.PostFactory(person=other, role=Post.Role.ALLIANCE_MANAGER, school=None)
    case = stage.deployment(cast, "active")
    send(case, cast.rob, whom=str(cast.mina.pk))
    concern = Concern.objects.get()
    assert readers(concern, cast, home=True) == {"rob"}
    assert SECRET in pages_of(concern, other)
    assert [one.to for one in Letter.objects.all()] == [other]
    assert (titles(cast.mina), titles(other)) == ([], [READ])
    # Nor on the page of all letters.
    assert [letters_open_to(one).count() for one in (cast.mina, other)] == [0, 1]


def test_about_the_only_manager_it_goes_to_the_officer(cast):
    case = stage.deployment(cast, "active")
    send(case, cast.rob, whom=str(cast.mina.pk))
    concern = Concern.objects.get()
    assert (concern.state, concern.escalated_to) == ("escalated", cast.dai)
    assert readers(concern, cast, home=True) == {"rob", "dai"}
    assert [(one.to, one.name) for one in Letter.objects.all()] == [
        (cast.dai, "deployments/concern_escalated")
    ]


ONLY_MINA = "Mina Shah, the manager of the alliance, reads it."


def reading(cast, client) -> tuple[str, list[str]]:
    """Return what Rob is told before he sends it, and the choices of who else is to know."""
    client.force_login(cast.rob)
    form = client.get(f"{stage.deployment(cast, 'active').get_absolute_url()}concern/").context["form"]
    field = form.fields["shared_with"]
    return field.help_text, [str(label) for _value, label in field.choices]


def test_before_it_is_sent_it_says_who_will_read_it(cast, client):
    assert reading(cast, client) == (
        f"{ONLY_MINA} If it is about Mina Shah, Dai Rowlands of the local authority reads it instead.",
        ["Nobody else", "Also the headteacher of Oakfield Primary School"],
    )


def test_with_two_managers_neither_needs_the_officer(cast, client):
    other = factories.PersonFactory(first_name="Nell", last_name="Ash")
    factories.PostFactory(person=other, role=Post.Role.ALLIANCE_MANAGER, school=None)
    assert reading(cast, client)[0] == (
        "These managers of the alliance read it: Mina Shah, Nell Ash. "
        "If it is about one of them, the others alone do."
    )


def test_where_there_is_no_officer_it_says_where_to_turn(cast, client):
    cast.dai.posts.all().delete()
    assert reading(cast, client)[0] == (
        f"{ONLY_MINA} Nobody else in the alliance can read it: "
        "turn to your local authority or your governing body."
    )


@pytest.mark.parametrize(
    ("whom", "said"),
    [
        (
            "mina",
            "Your concern is raised. Dai Rowlands of the local authority reads it, and no manager does.",
        ),
        ("sam", "Your concern is raised. The alliance has been told."),
    ],
)
def test_afterwards_it_says_who_reads_it(cast, client, whom, said):
    case = stage.deployment(cast, "active")
    client.force_login(cast.rob)
    answer = typed(whom=str(getattr(cast, whom).pk))
    response = client.post(f"{case.get_absolute_url()}concern/", answer, follow=True)
    assert [str(one) for one in response.context["messages"]] == [said]


def test_where_nobody_would_read_it_that_is_said(cast):
    case = stage.deployment(cast, "active")
    cast.dai.posts.all().delete()
    with pytest.raises(Obstacle, match="Nobody else could read this here"):
        actions.raise_concern(case, by=cast.rob, text=SECRET, whom=cast.mina)
    response = send(case, cast.rob, whom=str(cast.mina.pk))
    assert (response.status_code, SECRET in response.content.decode()) == (200, True)
    assert (Concern.objects.count(), Letter.objects.count()) == (0, 0)


def test_pressed_twice_it_is_raised_once(cast):
    case, key = stage.deployment(cast, "active"), str(uuid4())
    urls = {send(case, cast.rob, one_time_key=key)["Location"] for _press in range(2)}
    assert urls == {Concern.objects.get().get_absolute_url()}


def test_the_administration_shows_neither_what_nor_about_whom(cast, admin_client):
    concern = stage.concern(cast, "escalated", text=SECRET, whom=cast.sam, escalated_for=SECRET)
    for url in ("", f"{concern.pk}/change/"):
        page = admin_client.get(f"/admin/deployments/concern/{url}").content.decode()
        assert (concern.reference in page, SECRET in page, "Rob Ellis" in page) == (True, False, False)


@pytest.mark.parametrize("who", ["mina", "dai"])
@pytest.mark.parametrize("rows", [1, 30])
def test_the_tasks_cost_the_same_few_queries(cast, django_assert_num_queries, rows, who):
    for _one in range(rows):
        stage.concern(cast, "escalated", of=stage.deployment(cast, "active", half_days=1))
    person = Person.objects.get(pk=getattr(cast, who).pk)
    assert person.authority
    with django_assert_num_queries(3):
        found = [task.title for task in awaiting(person, stage.today())]
    assert found == ["Look into the concern: Sam Okoro to Brookside Primary School"] * rows


def test_work_that_waits_for_two_things_is_two_lines(cast):
    stage.concern(cast, of=stage.deployment(cast, "evaluated"))
    tasks = awaiting(Person.objects.get(pk=cast.mina.pk), stage.today())
    assert [task.title for task in tasks] == [READ, "Close Sam Okoro to Brookside Primary School"]

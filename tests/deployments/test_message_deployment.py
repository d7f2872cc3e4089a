"""The parties write to each other: each message says who reads it, nobody else does, and it stays as it was written."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from casework.models import Entry, Letter, Message
from deployments import actions
from deployments.actions import Obstacle
from deployments.models import Audience, Deployment
from directory.models import Person
from tests.deployments import stage
from tests.seven import SevenQuestions

TEXT = "SECRET-OF-THE-AUDIENCE: we meet the governors on Monday."
ALL = {"hannah", "sam", "rob", "mina"}
READ = {"all_parties": ALL, "leader_and_school": {"sam", "rob"}, "alliance": {"mina"}}
WRITE = {"all_parties": ALL, "leader_and_school": {"sam", "rob"}, "alliance": ALL}


class TestMessage(SevenQuestions):
    model, step, actor = Deployment, "message", "rob"
    others = ("olga", "gwen", "fay", "dai")
    told = {name: ["deployments/message_written"] for name in ("hannah", "mina", "sam")}
    answer = {"audience": "all_parties", "text": TEXT, "key": str(uuid4())}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def answer_for(self, case, cast):
        return self.answer | {"key": str(uuid4())}

    def check(self, case, cast):
        [message] = case.messages.all()
        said = (message.text, message.by, message.by_name, message.audience)
        assert said == (TEXT, cast.rob, "Rob Ellis", "all_parties")


def write(case, by, audience, text=TEXT) -> None:
    by = Person.objects.get(pk=by.pk)
    actions.message(case, by=by, audience=audience, text=text, key=uuid4())


def page_of(case, person) -> str:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(case.get_absolute_url())
    return response.content.decode() if response.status_code == 200 else ""


@pytest.mark.parametrize("audience", READ)
def test_the_audience_and_the_writer_read_it_and_nobody_else(cast, audience):
    case = stage.deployment(cast, "active")
    write(case, cast.sam, audience)
    assert {name for name, person in cast.people().items() if TEXT in page_of(case, person)} == READ[
        audience
    ] | {"sam"}


@pytest.mark.parametrize("audience", READ)
def test_the_audience_is_told_and_the_letter_quotes_nothing(cast, audience):
    case = stage.deployment(cast, "active")
    write(case, cast.rob if audience != "alliance" else cast.hannah, audience)
    told = {letter.to.first_name.lower() for letter in Letter.objects.all()}
    assert told == READ[audience] - {"rob"}
    assert [TEXT in letter.subject + letter.body for letter in Letter.objects.all()] == [False] * len(told)


@pytest.mark.parametrize("audience", READ)
def test_that_somebody_wrote_is_in_the_history_of_the_audience_alone(cast, audience):
    case = stage.deployment(cast, "active")
    write(case, cast.sam, audience)
    assert Entry.objects.of(case).get().audience == audience
    seen = {name for name, one in cast.people().items() if "wrote a message" in page_of(case, one)}
    assert seen == READ[audience]


@pytest.mark.parametrize("audience", READ)
def test_only_one_s_own_audiences_are_offered_and_taken(cast, client, audience):
    case = stage.deployment(cast, "active")
    for name in ALL:
        client.force_login(getattr(cast, name))
        answer = {"audience": audience, "text": TEXT, "key": str(uuid4())}
        response = client.post(case.page("message"), answer)
        assert response.status_code == (302 if name in WRITE[audience] else 200), name
        if name not in WRITE[audience]:
            assert (list(response.context["form"].errors), TEXT in response.content.decode()) == (
                ["audience"],
                True,
            )
    assert Message.objects.count() == len(WRITE[audience])


def test_no_way_around_the_form_leads_to_another_audience(cast):
    case = stage.deployment(cast, "active")
    with pytest.raises(Obstacle, match="Choose another audience"):
        write(case, cast.hannah, "leader_and_school")
    assert (Message.objects.count(), Entry.objects.of(case).count()) == (0, 0)


def test_what_was_typed_is_kept_when_something_is_missing(cast, client):
    case = stage.deployment(cast, "active")
    client.force_login(cast.sam)
    response = client.post(case.page("message"), {"text": TEXT, "key": str(uuid4())})
    assert response.context["form"].errors == {"audience": ["Choose who it is for"]}
    assert TEXT in response.content.decode()


def test_pressed_twice_it_is_sent_once(cast, client):
    case = stage.deployment(cast, "active")
    client.force_login(cast.sam)
    answer = {"audience": "all_parties", "text": TEXT, "key": str(uuid4())}
    assert [client.post(case.page("message"), answer).status_code for _press in range(2)] == [302, 302]
    assert (Message.objects.count(), Entry.objects.of(case).count(), Letter.objects.count()) == (1, 1, 3)


def test_it_is_neither_changed_nor_deleted(cast):
    case = stage.deployment(cast, "active")
    write(case, cast.sam, "all_parties")
    message = case.messages.get()
    message.text = "Something else"
    for tried in (
        message.save,
        message.delete,
        Message.objects.all().delete,
        lambda: Message.objects.update(text="Something else"),
    ):
        with pytest.raises(TypeError, match="written once"):
            tried()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            case=case, audience="alliance", text="", by=cast.sam, by_name="Sam", key=uuid4()
        )
    assert case.messages.get().text == TEXT


@pytest.mark.parametrize("field", ["text", "audience", "object_id", "by_id", "at"])
def test_the_database_itself_refuses_to_change_it(cast, field):
    case = stage.deployment(cast, "active")
    write(case, cast.sam, "all_parties")
    rows = QuerySet(Message).filter(pk=case.messages.get().pk)
    other = {"by_id": cast.rob.pk, "object_id": case.pk + 1, "at": timezone.now()}
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        rows.update(**{field: other.get(field, "alliance")})
    assert case.messages.get().text == TEXT


def test_the_administration_shows_that_it_was_written_and_not_what(cast, admin_client):
    case = stage.deployment(cast, "active")
    write(case, cast.sam, "leader_and_school")
    message = case.messages.get()
    for url in ("/admin/casework/message/", f"/admin/casework/message/{message.pk}/change/"):
        page = admin_client.get(url).content.decode()
        assert ("Sam Okoro" in page, TEXT in page) == (True, False)
    for url in ("add/", f"{message.pk}/delete/"):
        assert admin_client.post(f"/admin/casework/message/{url}").status_code == 403
    assert (
        admin_client.post(f"/admin/casework/message/{message.pk}/change/", {"text": "x"}).status_code == 403
    )


def test_newest_first(cast):
    case = stage.deployment(cast, "active")
    for text in ("The first word.", "The second word."):
        write(case, cast.sam, Audience.ALL_PARTIES, text)
    page = page_of(case, cast.rob)
    assert page.index("The second word.") < page.index("The first word.")


def test_who_leaves_the_post_reads_nothing_more(cast):
    case = stage.deployment(cast, "active")
    write(case, cast.hannah, "all_parties")
    cast.hannah.posts.update(ends_on=stage.today() - stage.timedelta(days=1))
    assert page_of(case, cast.hannah) == ""


def test_the_state_is_as_old_as_before(cast):
    """Who evaluates is reminded by how long the work is completed, and not by the last message."""
    case = stage.deployment(cast, "completed")
    before = case.state_at
    write(case, cast.sam, "all_parties")
    assert stage.fresh(case).state_at == before


@pytest.mark.parametrize("audience", READ)
def test_a_manager_sees_no_letter_about_what_leader_and_school_write_to_each_other(cast, client, audience):
    case = stage.deployment(cast, "active")
    write(case, cast.sam if audience != "alliance" else cast.hannah, audience)
    letter, is_known = Letter.objects.order_by("pk")[0], audience != "leader_and_school"
    client.force_login(cast.mina)
    listed = client.get("/letters/?kind=deployments/message_written").content.decode()
    assert (f"/letters/{letter.pk}/" in page_of(case, cast.mina), letter.address in listed) == (
        is_known,
        is_known,
    )
    assert client.get(f"/letters/{letter.pk}/").status_code == (200 if is_known else 404)
    Letter.objects.filter(pk=letter.pk).update(status="failed")
    assert client.get(f"/letters/{letter.pk}/").status_code == 200

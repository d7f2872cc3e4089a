"""The parties share files, each for a stated audience; who put one up, or a manager, takes it away again."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.models import Attachment, Entry
from deployments import actions
from deployments.models import Audience, Deployment
from tests.answers import body_of
from tests.deployments import stage
from tests.seven import SevenQuestions

ALL = {"hannah", "sam", "rob", "mina"}
READ = {"all_parties": ALL, "leader_and_school": {"sam", "rob"}, "alliance": {"mina"}}
NAME = "plan-of-lessons.txt"


def upload(name: str = NAME) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"One lesson structure {uuid4()}".encode())


def typed(audience: str = "all_parties") -> dict[str, Any]:
    return {"audience": audience, "upload": upload()}


def at_a_browser(person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def put_up(case, person, audience: str = "all_parties") -> Attachment:
    response = at_a_browser(person).post(case.page("attach"), typed(audience))
    assert response.status_code == 302, response.context["form"].errors
    return case.attachments.latest("pk")


def status_of(file: Attachment, person) -> int:
    response = at_a_browser(person).get(f"/attachments/{file.pk}/")
    body_of(response)
    return response.status_code


class TestAttach(SevenQuestions):
    model, step, actor = Deployment, "attach", "rob"
    others = ("olga", "gwen", "fay", "dai")

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def answer_for(self, case, cast):
        return typed()

    def check(self, case, cast):
        [file] = case.attachments.all()
        assert (file.name, file.uploaded_by, file.purpose) == (NAME, cast.rob, "all_parties")


@pytest.mark.parametrize("audience", Audience.values)
def test_the_audience_and_who_put_it_up_read_it_and_nobody_else(cast, audience):
    case = stage.deployment(cast, "active")
    file = put_up(case, cast.sam, audience)
    shown, handed = set(), set()
    for name, person in cast.people().items():
        client = at_a_browser(person)
        shown |= {name} if NAME in client.get(case.get_absolute_url()).content.decode() else set()
        response = client.get(f"/attachments/{file.pk}/")
        assert response.status_code in (200, 404)
        body_of(response)
        if response.status_code == 200:
            handed.add(name)
            assert response["Content-Disposition"].startswith("attachment")
    assert (shown, handed) == (READ[audience] | {"sam"}, READ[audience] | {"sam"})


def test_the_same_file_pressed_twice_is_kept_once(cast, client):
    case, content = stage.deployment(cast, "active"), b"One lesson structure"
    client.force_login(cast.sam)
    for _press in range(2):
        answer = {"audience": "all_parties", "upload": SimpleUploadedFile(NAME, content)}
        assert client.post(case.page("attach"), answer).status_code == 302
    assert (case.attachments.count(), Entry.objects.of(case).filter(step="attach").count()) == (1, 1)


def test_a_file_that_is_not_taken_is_said_beside_the_question(cast, client):
    case = stage.deployment(cast, "active")
    client.force_login(cast.sam)
    answer = {"audience": "alliance", "upload": SimpleUploadedFile("report.exe", b"MZ")}
    response = client.post(case.page("attach"), answer)
    assert (list(response.context["form"].errors), case.attachments.count()) == (["upload"], 0)


@pytest.mark.parametrize(
    ("who", "audience", "answer"),
    [
        ("sam", "leader_and_school", 302),
        ("mina", "all_parties", 302),
        ("mina", "leader_and_school", 404),
        ("rob", "leader_and_school", 403),
        ("hannah", "all_parties", 403),
        ("olga", "all_parties", 404),
    ],
)
def test_who_put_it_up_or_a_manager_who_reads_it_removes_it(cast, who, audience, answer):
    case = stage.deployment(cast, "active")
    file = put_up(case, cast.sam, audience)
    response = at_a_browser(getattr(cast, who)).post(f"/attachments/{file.pk}/remove/")
    file.refresh_from_db()
    entries = Entry.objects.of(case).filter(step="remove_file")
    traces = [(one.by, one.note, one.audience) for one in entries]
    gone = [(getattr(cast, who), NAME, audience)] if answer == 302 else []
    assert (response.status_code, file.removed_at is not None, traces) == (answer, answer == 302, gone)
    assert status_of(file, cast.sam) == (404 if gone else 200)


def test_a_file_of_paused_work_stays(cast):
    case = stage.deployment(cast, "active")
    file = put_up(case, cast.sam)
    actions.pause(case, by=cast.rob, look_again_on=stage.school_day(5), reason="An inspection.")
    sam, address = at_a_browser(cast.sam), f"/attachments/{file.pk}/remove/"
    assert (sam.post(address).status_code, address in sam.get(case.get_absolute_url()).content.decode()) == (
        409,
        False,
    )
    file.refresh_from_db()
    assert (file.removed_at, status_of(file, cast.rob)) == (None, 200)

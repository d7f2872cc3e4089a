"""The pages on which a file is added, read and removed: for those the case's app names, and nobody else."""

import errno
from http import HTTPStatus
from unittest.mock import DEFAULT, patch

import pytest
import rules
from django.core.files import uploadhandler
from django.db import connection
from django.template import Context, Template
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from django.utils import timezone

from casework import files
from casework.files import permits
from casework.files.limits import REQUEST
from casework.forms import PortalForm, UploadField, WordsField
from casework.models import Attachment
from casework.views import AttachPage
from deployments.models import Deployment
from directory.rules import is_manager
from leadership_portal import urls as portal
from tests.casework.samples import office, pdf, picture, upload
from tests.deployments import stage
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
READER = "django.core.files.uploadhandler.TemporaryFileUploadHandler"
RULES = {
    "read_proof": lambda person, case: person.last_name in ("Okoro", "Price", "Shah"),
    "attach_proof": lambda person, case: person.last_name == "Okoro",
    "remove_proof": rules.always_true,
}


class AttachProof(AttachPage):
    """Adds a proof to a deployment."""

    model, purpose = Deployment, "proof"


urlpatterns = [
    path("proofs/<int:pk>/add/", AttachProof.as_view(), name="proof-add"),
    path("", include(portal.urlpatterns)),
]


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    """Three permissions such as an app declares, a door to add through, and an empty store."""
    settings.PRIVATE_DIR = tmp_path / "private"
    for name, predicate in RULES.items():
        rules.add_perm(f"deployments.{name}", rules.predicate(predicate))
    with override_settings(ROOT_URLCONF=__name__):
        yield
    for name in RULES:
        rules.remove_perm(f"deployments.{name}")


@pytest.fixture
def case(cast):
    return stage.deployment(cast)


@pytest.fixture
def sent(rf):
    """Send a form as a browser does; what it brought is closed after the test, as after a request."""
    requests = []

    def send_in(**typed):
        requests.append(rf.post("/", typed))
        return requests[-1].POST, requests[-1].FILES

    yield send_in
    for request in requests:
        request.close()


@pytest.fixture
def proof(case, cast):
    return files.attach(case, upload("Cynllun “Tŷ”, 1.pdf", pdf()), by=cast.sam, purpose="proof")


def send(client, case, *uploads, follow=False, **typed):
    address = reverse("proof-add", args=[case.pk])
    page = client.get(address).content.decode()
    key = page.split('name="one_time_key" value="')[1].split('"')[0]
    return client.post(address, {"one_time_key": key, "file": uploads} | typed, follow=follow)


def test_a_file_is_added_and_it_is_said(client, case, cast):
    client.force_login(cast.sam)
    page = send(client, case, upload("Plan.docx", office(".docx")), follow=True)
    kept = Attachment.objects.get()
    assert (kept.name, kept.case, kept.uploaded_by, kept.purpose) == ("Plan.docx", case, cast.sam, "proof")
    assert "The file has been added." in page.content.decode()


def test_a_double_click_adds_one(client, case, cast):
    client.force_login(cast.sam)
    address = reverse("proof-add", args=[case.pk])
    key = "7f2c7f0e-5f7c-4a55-9c7f-0d3a4b7c1e11"
    answers = [
        client.post(address, {"one_time_key": key, "file": upload("a.pdf", pdf())}).status_code
        for _n in range(2)
    ]
    assert (answers, Attachment.objects.count()) == ([302, 302], 1)


def test_before_it_is_chosen_it_is_said_what_is_taken(client, case, cast):
    client.force_login(cast.sam)
    page = client.get(reverse("proof-add", args=[case.pk])).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "at most 10 MB" in page
    assert 'accept=".pdf,' in page
    assert 'aria-describedby="id_file_helptext"' in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.exe", b"MZ", "Files of this kind cannot be added"),
        ("empty.pdf", b"", "This file is empty"),
        ("page.pdf", b"<html>", "This file is not what its name says"),
        ("big.txt", b"a" * 29_000_000, "This file is bigger than 10 MB"),
    ],
)
def test_what_is_wrong_with_a_file_stands_beside_it(client, case, cast, name, content, sentence):
    client.force_login(cast.sam)
    answer = send(client, case, upload(name, content))
    page = answer.content.decode()
    assert (answer.status_code, Attachment.objects.count()) == (200, 0)
    assert page.count(sentence) == 2  # in the summary and by the field
    assert page.split('id="id_file_error"')[1].split("</div>")[0].count(sentence) == 1
    assert "Choose the file again" in page


def test_no_file_at_all_is_asked_for(client, case, cast):
    client.force_login(cast.sam)
    page = send(client, case).content.decode()
    assert page.count("Choose a file") == 2


def test_a_full_case_says_so_beside_the_field(client, case, cast):
    client.force_login(cast.sam)
    with patch("casework.files.attachments.FILES_A_CASE", 0):
        page = send(client, case, upload("a.pdf", pdf())).content.decode()
    assert page.count("There are 0 files here already") == 2


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize(
    "call",
    ["os.fsync", "django.core.files.uploadhandler.TemporaryUploadedFile", f"{READER}.receive_data_chunk"],
)
def test_a_full_disk_is_a_sentence_and_no_broken_page(client, case, cast, call, number):
    client.force_login(cast.sam)
    with patch(call, side_effect=OSError(number, "full")):
        answer = send(client, case, upload("a.pdf", pdf()))
    assert (answer.status_code, answer.content.decode().count("There is no room for more files")) == (200, 2)
    assert Attachment.objects.count() == 0


def test_no_more_than_the_limit_reaches_the_disk_and_the_rest_of_the_form_arrives(sent):
    uploads = [upload("a.txt", b"a"), upload("big.txt", b"a" * 29_000_000), upload("c.txt", b"c")]
    written = []
    with patch(f"{READER}.receive_data_chunk", side_effect=lambda data, start: written.append(len(data))):
        typed, found = sent(file=uploads, after="still here")
        taken = found.getlist("file")
    assert (sum(written) <= 10 * 1024 * 1024 + 2, typed["after"]) == (True, "still here")
    assert [one.size for one in taken] == [1, 29_000_000, 1]
    assert taken[1].read() == b""


def test_a_file_there_was_no_room_for_leaves_the_one_before_it(sent):
    made = uploadhandler.TemporaryUploadedFile
    full = OSError(errno.ENOSPC, "full")
    with patch(
        "django.core.files.uploadhandler.TemporaryUploadedFile", side_effect=[DEFAULT, full], wraps=made
    ):
        _typed, found = sent(file=[upload("a.txt", b"first"), upload("b.txt", b"second")])
    assert [one.read() for one in found.getlist("file")] == [b"first", b""]


def test_what_is_far_too_much_is_not_read_at_all(client, case, cast):
    client.force_login(cast.sam)
    with patch("casework.files.limits.REQUEST", 1000):
        answer = client.post(reverse("proof-add", args=[case.pk]), {"file": upload("a.pdf", pdf() * 20)})
    assert (answer.status_code, REQUEST) == (HTTPStatus.BAD_REQUEST, 60 * 1024 * 1024)


@pytest.mark.parametrize(("who", "status"), [("sam", 200), ("hannah", 403), ("mina", 403), ("olga", 404)])
def test_who_may_add(client, case, cast, who, status):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("proof-add", args=[case.pk])).status_code == status
    answer = client.post(reverse("proof-add", args=[case.pk]), {"file": upload("a.pdf", pdf())})
    assert (answer.status_code, Attachment.objects.exists()) == (
        status,
        False,
    )  # without its key nothing is made


@pytest.mark.parametrize(
    ("who", "status"), [("sam", 200), ("hannah", 200), ("mina", 200), ("rob", 404), ("olga", 404)]
)
def test_who_may_read(client, proof, cast, who, status):
    client.force_login(getattr(cast, who))
    assert status_of(client, proof) == status


def test_who_does_not_see_the_case_reads_none_of_its_files(client, proof):
    client.force_login(PersonFactory(last_name="Price"))  # the permission alone would let them
    assert status_of(client, proof) == 404


def status_of(client, attachment):
    answer = client.get(reverse("attachment", args=[attachment.pk]))
    list(answer)  # a download is closed once it was read
    return answer.status_code


def test_nobody_reads_what_no_permission_speaks_of(client, case, cast):
    kept = files.attach(case, upload("a.pdf", pdf()), by=cast.sam, purpose="secret")
    cast.mina.is_superuser = True
    cast.mina.save()
    for person in (cast.sam, cast.mina):
        client.force_login(person)
        assert client.get(reverse("attachment", args=[kept.pk])).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(client, proof):
    assert client.get(reverse("attachment", args=[proof.pk])).status_code == 302


def test_it_comes_as_a_download_that_does_nothing(client, proof, cast):
    client.force_login(cast.hannah)
    answer = client.get(reverse("attachment", args=[proof.pk]))
    assert b"".join(answer.streaming_content) == pdf()
    named = "attachment; filename*=utf-8''Cynllun%20%E2%80%9CT%C5%B7%E2%80%9D%2C%201.pdf"
    assert {name: answer[name] for name in ("Content-Disposition", "Content-Type", "Cache-Control")} == {
        "Content-Disposition": named,
        "Content-Type": "application/pdf",
        "Cache-Control": "private, no-store",
    }
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_quotes_and_line_ends_in_a_name_stay_in_the_name(client, case, cast):
    kept = files.attach(case, upload('a"; x="\r\nSet-Cookie: y.txt', b"words"), by=cast.sam, purpose="proof")
    client.force_login(cast.sam)
    answer = client.get(reverse("attachment", args=[kept.pk]))
    assert b"".join(answer.streaming_content) == b"words"
    assert answer["Content-Disposition"] == 'attachment; filename="a-; x=-Set-Cookie- y.txt"'
    assert (answer["Content-Type"], "Set-Cookie" in answer) == ("text/plain; charset=utf-8", False)


def test_a_file_the_disk_has_lost_is_not_found(client, proof, cast, settings):
    (settings.PRIVATE_DIR / proof.path).unlink()
    client.force_login(cast.sam)
    assert client.get(reverse("attachment", args=[proof.pk])).status_code == 404


@pytest.mark.parametrize(
    ("who", "answers"),
    [("sam", (200, 302)), ("mina", (200, 302)), ("hannah", (403, 403)), ("rob", (404, 404))],
)
def test_who_may_remove(client, proof, cast, who, answers):
    client.force_login(getattr(cast, who))
    address = reverse("attachment-remove", args=[proof.pk])
    assert (client.get(address).status_code, client.post(address).status_code) == answers
    proof.refresh_from_db()
    assert (proof.removed_by == getattr(cast, who)) is (answers[1] == 302)


def test_looking_at_the_page_to_remove_removes_nothing_and_says_what_follows(client, proof, cast):
    client.force_login(cast.sam)
    page = client.get(reverse("attachment-remove", args=[proof.pk])).content.decode()
    assert [words in page for words in ("Cynllun “Tŷ”, 1.pdf", "cannot be brought back")] == [True, True]
    assert Attachment.objects.filter(removed_at__isnull=True).count() == 1


def test_a_removed_file_is_no_longer_there(client, proof, cast):
    client.force_login(cast.sam)
    client.post(reverse("attachment-remove", args=[proof.pk]))
    answers = [
        client.get(reverse(name, args=[proof.pk])).status_code for name in ("attachment", "attachment-remove")
    ]
    assert answers == [404, 404]


def test_without_the_apps_leave_nobody_removes(client, proof, cast):
    rules.set_perm("deployments.remove_proof", rules.always_false)
    for person in (cast.sam, cast.mina):
        client.force_login(person)
        assert client.post(reverse("attachment-remove", args=[proof.pk])).status_code == 403


def test_a_case_lists_the_files_its_reader_may_read(case, proof, cast):
    files.attach(case, upload("other.png", picture()), by=cast.hannah, purpose="secret")
    shown = Template("{% case_files case user %}")
    for name, sees, removes in [
        ("sam", True, True),
        ("hannah", True, False),
        ("mina", True, True),
        ("rob", False, False),
    ]:
        html = shown.render(Context({"case": case, "user": getattr(cast, name)}))
        assert [words in html for words in ("Cynllun", "other.png")] == [sees, False], name
        assert (reverse("attachment-remove", args=[proof.pk]) in html) is removes, name
    assert is_manager(cast.mina)


def test_the_list_costs_the_same_for_one_and_twenty(case, proof, cast):
    counts = []
    for more in (0, 19):
        for _n in range(more):
            files.attach(case, upload("a.txt", b"a"), by=cast.sam, purpose="proof")
        with CaptureQueriesContext(connection) as asked:
            assert len(permits.readable(cast.sam, case)) == 1 + more
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 3


class WithWords(PortalForm):
    """A form that asks for more than a file."""

    words = WordsField(label="Words")
    file = UploadField(multiple=True, required=False)


def test_another_fields_error_says_that_the_file_must_be_chosen_again(sent):
    form = WithWords(*sent(words="", file=[upload("a.pdf", pdf()), upload("b.txt", b"b")]))
    assert not form.is_valid()
    assert [checked.name for checked in form.cleaned_data["file"]] == ["a.pdf", "b.txt"]
    assert form["file"].errors == [
        "Choose the file again: a browser does not keep it when the page opens anew."
    ]
    assert WithWords({"words": ""}, {})["file"].errors == []


def test_of_several_files_each_wrong_one_is_named(sent):
    form = WithWords(
        *sent(words="x", file=[upload("a.pdf", pdf()), upload("b.exe", b"b"), upload("c.txt", b"")])
    )
    errors = form.errors["file"]
    assert [error.split(":")[0] for error in errors] == ["b.exe", "c.txt"]


def test_more_than_a_case_holds_is_too_many(sent):
    form = WithWords(*sent(words="x", file=[upload("c.txt", b"c") for _n in range(21)]))
    assert form.errors["file"] == ["Choose at most 20 files at once"]


def test_an_optional_file_may_be_left_out():
    form = WithWords({"words": "x"}, {})
    assert form.is_valid()
    assert form.cleaned_data["file"] == []


def test_a_language_switch_asks_for_the_file_again_and_blames_nobody(client, case, cast):
    client.force_login(cast.sam)
    answer = send(client, case, upload("a.pdf", pdf()), switch_language="en-gb")
    page = answer.content.decode()
    assert ("Choose the file again" in page, "There is a problem" in page) == (True, False)
    assert Attachment.objects.count() == 0


def test_history_of_a_removed_file_stays(proof, cast):
    files.remove(proof, by=cast.mina)
    proof.refresh_from_db()
    assert (proof.name, proof.uploaded_by, proof.removed_by) == ("Cynllun “Tŷ”, 1.pdf", cast.sam, cast.mina)
    assert proof.removed_at <= timezone.now()

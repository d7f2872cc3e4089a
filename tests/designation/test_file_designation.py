"""Sam files evidence: the seven questions, hours, files, one row a form; the file on its page and its gaps."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import Attachment, Entry
from designation import actions
from designation.models import Designation, Evidence
from tests.answers import body_of
from tests.designation import years
from tests.seven import SevenQuestions

KEY = str(uuid.uuid4())


def typed(**more) -> dict:
    on = years.typed(years.today() - timedelta(days=3))
    return {"kind": "cpd", "title": "Coaching course", "minutes": "1.5", "key": KEY} | on | more


class TestFile(SevenQuestions):
    model, step, actor = Designation, "file", "sam"
    others = ("olga", "hannah", "rob", "gwen")

    def make(self, cast, state=None):
        return years.leader(cast, state=state or "active")

    def answer_for(self, case, cast):
        return typed()

    def check(self, case, cast):
        row = case.evidence.get()
        assert (row.kind, row.title, row.minutes, row.filed_by) == ("cpd", "Coaching course", 90, cast.sam)


def test_pressed_twice_it_is_filed_once(cast, client):
    case = years.leader(cast)
    client.force_login(cast.sam)
    for _ in range(2):
        paper = SimpleUploadedFile("report.txt", b"Good progress in maths.\n")
        client.post(case.page("file"), typed(upload=paper))
    entries = Entry.objects.of(case).filter(step="file")
    assert (Evidence.objects.count(), Attachment.objects.count(), entries.count()) == (1, 1, 1)


def test_a_paper_comes_with_it_and_those_read_it_who_read_the_file(cast, client):
    case = years.leader(cast)
    client.force_login(cast.sam)
    paper = SimpleUploadedFile("report.txt", b"Good progress in maths.\n")
    client.post(case.page("file"), typed(kind="inspection", minutes="", upload=paper))
    file = Attachment.objects.get()
    assert (case.evidence.get().attachment, file.purpose, file.name) == (file, "evidence", "report.txt")
    seen = {}
    for name in ("sam", "hannah", "mina", "rob", "olga"):
        client.force_login(getattr(cast, name))
        response = client.get(f"/attachments/{file.pk}/")
        body_of(response)
        seen[name] = response.status_code
    assert seen == {"sam": 200, "hannah": 200, "mina": 200, "rob": 404, "olga": 404}


def test_a_file_that_is_not_taken_says_why_and_keeps_the_words(cast, client):
    case = years.leader(cast)
    client.force_login(cast.sam)
    program = SimpleUploadedFile("report.exe", b"MZ\x90\x00")
    page = client.post(case.page("file"), typed(upload=program))
    assert (page.status_code, b"Coaching course" in page.content, Evidence.objects.count()) == (200, True, 0)


@pytest.mark.parametrize(
    ("typed_in", "error"),
    [
        ({"minutes": ""}, "minutes"),
        ({"minutes": "soon"}, "minutes"),
        ({"kind": ""}, "kind"),
        ({"kind": "visit"}, "kind"),
        ({"title": ""}, "title"),
        (years.typed(years.today() + timedelta(days=1)), "on"),
        ({"on_year": "1999"}, "on"),
    ],
)
def test_what_is_missing_or_impossible_is_said(cast, client, typed_in, error):
    case = years.leader(cast)
    client.force_login(cast.sam)
    page = client.post(case.page("file"), typed(**typed_in))
    assert list(page.context["form"].errors) == [error]


def test_hours_count_for_learning_alone(cast, client):
    case = years.leader(cast)
    client.force_login(cast.sam)
    client.post(case.page("file"), typed(kind="outcomes", minutes="2"))
    assert case.evidence.get().minutes is None


def test_what_the_floors_above_file_is_there_once_and_put_right(cast):
    case = years.leader(cast)
    visit = {"kind": "visit", "on": years.today(), "title": "Brookside", "key": "visit:1"}
    for half_days in (1, 2):
        actions.file_evidence(case, half_days=half_days, **visit)
    assert [(row.half_days, row.filed_by) for row in case.evidence.all()] == [(2, None)]
    assert (actions.withdraw_evidence(case, key="visit:1"), case.evidence.count()) == (True, 0)
    assert actions.withdraw_evidence(case, key="visit:1") is False


@pytest.mark.parametrize(
    ("name", "code"), [("sam", 200), ("hannah", 200), ("mina", 200), ("rob", 404), ("olga", 404)]
)
def test_who_reads_the_file(cast, client, name, code):
    case = years.leader(cast)
    client.force_login(getattr(cast, name))
    assert client.get(case.page("evidence")).status_code == code


@pytest.mark.parametrize(("left", "shown"), [(300, True), (400, False), (-20, True), (-100, False)])
def test_gaps_are_shown_from_a_year_before_the_end_until_the_grace_is_over(cast, client, left, shown):
    case = years.leader(cast, left=left, state="active" if left > 0 else "expired")
    years.evidence(case, "inspection")
    client.force_login(cast.sam)
    page = client.get(case.page("evidence")).content.decode()
    assert ("No pupil outcomes yet." in page, "No Ofsted or Estyn report yet." in page) == (shown, False)


def test_each_term_has_its_own_file(cast, client):
    case = years.renewal(cast, "submitted", designation=years.leader(cast, left=0)).designation
    years.evidence(case, "cpd", minutes=60, title="In the first term")
    actions.renew(case.renewals.get(), by=cast.mina, half_days_a_term=6)
    client.force_login(cast.sam)
    pages = [client.get(f"{case.page('evidence')}?term={number}").content for number in (1, 2)]
    assert [b"In the first term" in page for page in pages] == [True, False]


def test_work_finished_after_the_end_stands_in_the_file_of_the_last_term(cast, client):
    case = years.leader(cast, left=-40, state="expired")
    years.evidence(case, "visit", half_days=1, title="Finished after the end")
    client.force_login(cast.sam)
    assert b"Finished after the end" in client.get(case.page("evidence")).content

"""Sam changes and removes what Sam filed, until a renewal was submitted with it; nobody else does."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework import files
from casework.models import Attachment, Entry
from designation import actions
from designation.models import Evidence
from tests.designation import years

DOORS = ("change", "remove")


def door(row: Evidence, name: str) -> str:
    return reverse(f"designation:designation-evidence-{name}", args=[row.designation_id, row.pk])


@pytest.fixture
def row(cast):
    return years.evidence(years.leader(cast), "cpd", minutes=60, filed_by=cast.sam, key="own:1")


def typed(row: Evidence, **more) -> dict:
    return {"kind": row.kind, "title": "Better title", "minutes": "2"} | years.typed(row.on) | more


def test_sam_changes_it(cast, client, row):
    client.force_login(cast.sam)
    assert b"cpd of mine" in client.get(door(row, "change")).content
    client.post(door(row, "change"), typed(row))
    row.refresh_from_db()
    assert (row.title, row.minutes, row.key) == ("Better title", 120, "own:1")


def test_sam_removes_it(cast, client, row):
    client.force_login(cast.sam)
    client.get(door(row, "remove"))
    assert Evidence.objects.count() == 1
    client.post(door(row, "remove"))
    assert Evidence.objects.count() == 0


def test_a_new_paper_takes_the_place_of_the_old_one(cast, client, row):
    old = files.attach(
        row.designation, SimpleUploadedFile("old.txt", b"Old words\n"), by=cast.sam, purpose="evidence"
    )
    Evidence.objects.update(attachment=old)
    client.force_login(cast.sam)
    assert b"takes the place of old.txt" in client.get(door(row, "change")).content
    client.post(door(row, "change"), typed(row, upload=SimpleUploadedFile("new.txt", b"New words\n")))
    row.refresh_from_db()
    live = Attachment.objects.filter(removed_at__isnull=True)
    assert (row.attachment.name, [one.name for one in live]) == ("new.txt", ["new.txt"])


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize(("who", "code"), [("mina", 403), ("hannah", 403), ("rob", 404), ("olga", 404)])
def test_nobody_else_does(cast, client, row, name, who, code):
    client.force_login(getattr(cast, who))
    answers = (client.get(door(row, name)).status_code, client.post(door(row, name), typed(row)).status_code)
    assert answers == (code, code)


@pytest.mark.parametrize("name", DOORS)
def test_what_the_portal_filed_nobody_changes(cast, client, row, name):
    Evidence.objects.update(filed_by=None, key="visit:1")
    client.force_login(cast.sam)
    assert client.get(door(row, name)).status_code == 403


@pytest.mark.parametrize(
    ("state", "kept"),
    [("open", False), ("submitted", True), ("renewed", True), ("declined", True), ("withdrawn", False)],
)
def test_a_submitted_renewal_keeps_what_was_filed_before(cast, row, state, kept):
    years.renewal(cast, state, designation=row.designation)
    later = years.evidence(row.designation, "cpd", minutes=30, filed_by=cast.sam)
    may = [cast.sam.has_perm("designation.change_evidence", one) for one in (row, later)]
    assert may == [not kept, True]


@pytest.mark.parametrize("act", [actions.remove_evidence, actions.change_evidence])
def test_submitted_between_page_and_press_it_stays(cast, row, act):
    Evidence.objects.update(filed_at=row.filed_at - timedelta(days=1))
    row.refresh_from_db()
    years.renewal(cast, "submitted", designation=row.designation)
    with pytest.raises(actions.EvidenceKept, match="stays as it is"):
        act(row, by=cast.sam)
    assert Evidence.objects.count() == 1


def test_the_row_of_another_leader_is_not_there(cast, client, row):
    other = years.evidence(row.designation, "cpd")
    address = reverse("designation:designation-evidence-change", args=[row.designation_id + 1, other.pk])
    client.force_login(cast.sam)
    assert client.get(address).status_code == 404


def traces(row: Evidence) -> list[tuple[str, str, str]]:
    entries = Entry.objects.of(row.designation).filter(step__endswith="_evidence")
    return list(entries.order_by("pk").values_list("step", "by__first_name", "note"))


def test_changing_and_removing_leave_a_trace(cast, client, row):
    client.force_login(cast.sam)
    client.post(door(row, "change"), typed(row))
    client.post(door(row, "remove"))
    assert traces(row) == [
        ("change_evidence", "Sam", "cpd of mine → Better title"),
        ("remove_evidence", "Sam", "Better title"),
    ]


def test_a_concluded_review_keeps_what_it_counted(cast, client, row):
    review = years.review(cast, "concluded", designation=row.designation)
    later = years.evidence(row.designation, "cpd", minutes=30, filed_by=cast.sam)
    other_year = years.evidence(
        row.designation, "cpd", on=review.starts_on - timedelta(days=1), filed_by=cast.sam
    )
    Evidence.objects.filter(pk__in=[row.pk, other_year.pk]).update(filed_at=review.state_at)
    rows = [Evidence.objects.get(pk=one.pk) for one in (row, later, other_year)]
    assert [cast.sam.has_perm("designation.change_evidence", one) for one in rows] == [False, True, True]
    client.force_login(cast.sam)
    page = client.get(row.designation.page("evidence")).content.decode()
    assert [door(one, "change") in page for one in rows] == [False, True, True]

"""The list of schools, a school's page, and the list as a file: who sees what, and at what cost."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.documents import inert
from directory.models import Post, School, SchoolLink, SupportCategory
from tests.factories import PersonFactory, PostFactory, SchoolFactory

pytestmark = pytest.mark.django_db
LIST, EXPORT = "directory:schools", "directory:school-export"


def page(client, person, school: School) -> str:
    client.force_login(person)
    response = client.get(reverse("directory:school", args=[school.number]))
    assert response.status_code == 200
    return response.content.decode()


def listed(client, **query: str) -> list[str]:
    text = client.get(reverse(LIST), query).content.decode()
    return re.findall(r'<th scope="row"[^>]*><a href="/schools/(\d+)/">', text)


@pytest.mark.parametrize("name", [LIST, EXPORT])
def test_a_stranger_is_asked_to_sign_in(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_a_school_nobody_knows_is_not_found(client, cast):
    client.force_login(cast.olga)
    assert client.get("/schools/123456/").status_code == 404


def test_the_page_shows_facts_and_posts_but_no_addresses(client, cast):
    cast.oakfield.pupils = 1210
    cast.oakfield.save()
    text = page(client, cast.olga, cast.oakfield)
    rows = dict(re.findall(r"<dt>([^<]*)</dt>\s*<dd>(?:<[^>]*>)?([^<]*)", text))
    assert rows["Number"] == cast.oakfield.number
    assert rows["Local authority"] == "Northdale"
    assert rows["Cluster"] == "Valley cluster"
    assert rows["Pupils"] == "1,210"
    assert rows["Website"] == "https://oakfield.example"
    heads = re.findall(r'<th scope="row"[^>]*>([^<]*)</th>', text)
    assert heads == ["Hannah Price", "Gwen Morris", "Sam Okoro"]
    assert "hannah@" not in text
    assert "For managers" not in text


def test_a_manager_sees_addresses_unconfirmed_posts_and_the_category(client, cast):
    SupportCategory.objects.create(
        school=cast.oakfield, colour="amber", judged_on=date(2025, 1, 6), source="Council"
    )
    SupportCategory.objects.create(
        school=cast.oakfield, colour="green", judged_on=date(2099, 1, 6), source="Council"
    )
    PostFactory(person=PersonFactory(email="new@oakfield.example"), school=cast.oakfield, confirmed_at=None)
    text = page(client, cast.mina, cast.oakfield)
    assert 'href="mailto:hannah@oakfield.example"' in text
    assert 'href="mailto:new@oakfield.example"' in text
    assert "Not confirmed yet" in text
    assert re.findall(r"<dt>Support category</dt>\s*<dd>(?:<[^>]*>)?(\w+)", text) == ["Amber"]
    other = page(client, cast.hannah, cast.oakfield)
    assert ("new@" in other, "Amber" in other, "Not confirmed" in other) == (False, False, False)


def test_a_person_without_a_name_is_not_shown_by_their_address(client, cast):
    nameless = PersonFactory(first_name="", last_name="", email="secret@brookside.example")
    PostFactory(person=nameless, school=cast.brookside, role=Post.Role.DEPUTY_HEAD)
    text = page(client, cast.olga, cast.brookside)
    assert re.findall(r'<th scope="row"[^>]*>([^<]*)</th>', text) == ["Rob Ellis", "Name not given"]
    assert "secret@" not in text


def test_posts_of_another_time_are_not_shown(client, cast):
    Post.objects.filter(person=cast.sam).update(ends_on=date(2021, 8, 31))
    assert "Sam Okoro" not in page(client, cast.olga, cast.oakfield)


def test_a_closed_school_leads_to_its_successor(client, cast):
    old = SchoolFactory(name="Old Oak", status=School.Status.CLOSED)
    SchoolLink.objects.create(school=old, other=cast.oakfield, kind="Successor")
    text = page(client, cast.olga, old)
    assert (
        f'In its place stands: <a href="/schools/{cast.oakfield.number}/">Oakfield Primary School</a>' in text
    )
    before = page(client, cast.olga, cast.oakfield)
    assert re.findall(r"<dt>Took the place of</dt>\s*<dd><a href=\"([^\"]*)\"", before) == [
        f"/schools/{old.number}/"
    ]


def test_an_unsafe_website_is_not_a_link(client, cast):
    School.objects.filter(pk=cast.oakfield.pk).update(website="javascript:alert(1)")
    assert 'href="javascript:' not in page(client, cast.olga, cast.oakfield)


def cost(client, address: str) -> int:
    """Count the queries of a page; the first one of a visit also notes that the person was here."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("who", ["olga", "mina"])
def test_the_page_costs_the_same_whatever_hangs_on_the_school(client, cast, who):
    def hang(rows: int) -> None:
        for _ in range(rows):
            PostFactory(school=cast.brookside, role=Post.Role.MIDDLE_LEADER)
            SchoolLink.objects.create(school=cast.brookside, other=SchoolFactory(), kind="Predecessor")

    client.force_login(getattr(cast, who))
    address = reverse("directory:school", args=[cast.brookside.number])
    hang(1)
    for_one = cost(client, address)
    hang(29)
    assert for_one == cost(client, address)
    assert for_one <= 12


def test_the_list_costs_the_same_for_one_and_thirty(client, cast):
    client.force_login(cast.mina)
    for_few = cost(client, reverse(LIST))
    for _ in range(28):
        SchoolFactory(local_authority=cast.northdale, cluster=cast.valley)
    assert for_few == cost(client, reverse(LIST))
    assert for_few <= 12


@pytest.fixture
def five(cast):
    return [
        SchoolFactory(number="500001", name="Ash", phase="primary", pupils=50, town="Brigg"),
        SchoolFactory(number="500002", name="Beech", phase="secondary", pupils=900, medium="welsh"),
        SchoolFactory(number="500003", name="Cedar", phase="secondary", pupils=20, cluster=cast.valley),
        SchoolFactory(number="500004", name="Elder", phase="special", status="closed"),
        SchoolFactory(number="500005", name="Fir", phase="special", status="closing", town="Ash Green"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"phase": "secondary"}, ["500002", "500003"]),
        ({"phase": "special"}, ["500005"]),
        ({"phase": "special", "status": "all"}, ["500004", "500005"]),
        ({"status": "closed"}, ["500004"]),
        ({"medium": "welsh"}, ["500002"]),
        ({"q": "ash"}, ["500001", "500005"]),
        ({"q": "5000", "sort": "-pupils", "phase": "secondary"}, ["500002", "500003"]),
        ({"q": "5000", "sort": "pupils", "phase": "secondary"}, ["500003", "500002"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(client, cast, five, query, found):
    client.force_login(cast.olga)
    assert listed(client, **query) == found


def test_the_list_is_narrowed_by_authority_and_cluster(client, cast, five):
    client.force_login(cast.olga)
    assert listed(client, cluster=str(cast.valley.pk)) == [
        cast.brookside.number,
        "500003",
        cast.oakfield.number,
    ]
    assert listed(client, local_authority=str(cast.northdale.pk)) == [
        cast.brookside.number,
        cast.oakfield.number,
    ]


def test_filters_at_work_are_pills_that_can_be_taken_away(client, cast, five):
    client.force_login(cast.olga)
    text = client.get(reverse(LIST), {"phase": "secondary", "q": "ce", "page": "1"}).content.decode()
    assert re.findall(r'<li><a href="\?([^"]*)"><span><span class="unseen">[^<]*</span>([^<]*)', text) == [
        ("phase=secondary", "Name, town, postcode or number: ce"),
        ("q=ce", "Phase: Secondary"),
    ]


def test_a_wrong_filter_is_said_and_nothing_breaks(client, cast, five):
    client.force_login(cast.olga)
    response = client.get(reverse(LIST), {"phase": "kitchen", "page": "x\x00", "local_authority": "9" * 30})
    assert response.status_code == 200
    assert "kitchen is not one of the available choices" in response.content.decode()


def test_an_empty_list_says_what_to_do(client, cast):
    client.force_login(cast.olga)
    assert "No school matches these filters." in client.get(reverse(LIST), {"q": "nowhere"}).content.decode()


def test_the_list_turns_its_pages_and_keeps_its_filters(client, cast):
    for n in range(35):
        SchoolFactory(name=f"Elm {n:02d}")
    client.force_login(cast.olga)
    text = client.get(reverse(LIST), {"q": "elm"}).content.decode()
    assert re.findall(r'rel="next" href="([^"]*)"', text) == ["?q=elm&amp;page=2"]
    assert len(listed(client, q="elm", page="2")) == 5


def export(client, **query: str) -> list[dict]:
    response = client.get(reverse(EXPORT), query)
    assert response.status_code == 200
    data = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data)))


def test_a_manager_takes_what_is_filtered_with_them(client, cast, five):
    client.force_login(cast.mina)
    rows = export(client, phase="secondary")
    assert [(row["Number"], row["Name"], row["Pupils"]) for row in rows] == [
        ("500002", "Beech", "900"),
        ("500003", "Cedar", "20"),
    ]
    assert "export.csv?phase=secondary" in client.get(reverse(LIST), {"phase": "secondary"}).content.decode()


@pytest.mark.parametrize("who", ["hannah", "sam", "rob", "olga", "gwen", "fay", "dai"])
def test_nobody_else_may_export(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse(EXPORT)).status_code == 403
    assert "export.csv" not in client.get(reverse(LIST)).content.decode()


def test_a_cell_that_looks_like_a_formula_is_inert(client, cast):
    SchoolFactory(number="500009", name='=HYPERLINK("http://bad.example")', town="@SUM(1)", website="+1")
    client.force_login(cast.mina)
    (row,) = export(client, q="500009")
    assert (row["Name"], row["Town"], row["Website"]) == (
        '\'=HYPERLINK("http://bad.example")',
        "'@SUM(1)",
        "'+1",
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\t=1", "'\t=1"), (" =1", "' =1"), ("\r1", "'\r1"),
        ("a=1", "a=1"), ("", ""), (None, ""), (12, "12"),
    ],
)  # fmt: skip
def test_a_cell_is_made_inert(value, cell):
    assert inert(value) == cell


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_only_show(client, cast, method):
    client.force_login(cast.mina)
    for name in (LIST, EXPORT, "directory:school-find"):
        assert getattr(client, method)(reverse(name)).status_code == 405

"""Pages of designation for everybody: the public ones say no more than they may, lists export inert cells."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from designation.models import Application, Designation, Round
from tests import factories
from tests.designation import stage


def test_a_stranger_reads_the_round_and_its_criteria(cast, client):
    open_round = stage.round_()
    page = client.get(open_round.get_absolute_url()).content.decode()
    criteria = [str(one) for one in open_round.role_types.get().criteria.all()]
    assert len(criteria) == 8
    assert [one for one in criteria if one.replace("’", "’") not in page] == []
    apply = client.get(f"/designation/rounds/{open_round.pk}/apply/")
    assert (apply.status_code, "/accounts/login/" in apply["Location"]) == (302, True)


def test_a_round_not_open_yet_is_for_managers(cast, client):
    later = factories.RoundFactory(name="Next year")
    Round.objects.filter(pk=later.pk).update(
        opens_at=later.closes_at - (later.closes_at - later.opens_at) / 10
    )
    codes = {}
    for name in ("olga", "mina"):
        client.force_login(getattr(cast, name))
        codes[name] = client.get(later.get_absolute_url()).status_code
    assert codes == {"olga": 404, "mina": 200}


def test_rounds_are_counted_for_those_who_decide(cast, client):
    stage.seat(cast.rob)
    stage.application(cast)
    seen = {}
    for name in ("olga", "rob", "mina"):
        client.force_login(getattr(cast, name))
        page = client.get("/designation/rounds/")
        seen[name] = ("Spring round" in page.content.decode(), "/panel/" in page.content.decode())
    assert seen == {"olga": (True, False), "rob": (True, True), "mina": (True, True)}


def test_the_directory_names_those_who_agreed_and_no_contact(cast, client):
    stage.designation(cast, "active", listed=True)
    hidden = factories.DesignationFactory()
    page = client.get("/designation/directory/").content.decode()
    shown = [text in page for text in ("Sam Okoro", "Maths", "Northdale", cast.sam.email, str(hidden.person))]
    assert shown == [True, True, True, False, False]


@pytest.mark.parametrize("state", [state for state in Designation.State.values if state != "active"])
def test_the_directory_lists_active_leaders_only(cast, client, state):
    stage.designation(cast, state, listed=True)
    assert "Sam Okoro" not in client.get("/designation/directory/").content.decode()


def test_the_directory_is_narrowed_by_area(cast, client):
    science = factories.AreaFactory(name="Science")
    stage.designation(cast, "active", listed=True)
    other = factories.DesignationFactory(listed=True, areas=[science])
    page = client.get(f"/designation/directory/?area={science.pk}").content.decode()
    assert (str(other.person) in page, "Sam Okoro" in page) == (True, False)
    assert client.get("/designation/directory/?area=nonsense&page=x").status_code == 200


def test_managers_filter_the_leaders_and_export_what_is_filtered(cast, client):
    stage.designation(cast, "active")
    factories.DesignationFactory(state="suspended", person=factories.PersonFactory(last_name="=cmd()"))
    client.force_login(cast.mina)
    page = client.get("/designation/leaders/?state=active&q=oakfield").content.decode()
    assert ("Sam Okoro" in page, "cmd()" in page) == (True, False)
    export = client.get("/designation/leaders/export.csv?state=suspended")
    rows = list(csv.reader(io.StringIO(export.getvalue().decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["Last name", "'=cmd()"]


@pytest.mark.parametrize("name", ["sam", "hannah", "rob", "olga", "fay"])
def test_the_list_of_leaders_is_for_managers(cast, client, name):
    client.force_login(getattr(cast, name))
    codes = [
        client.get(url).status_code for url in ("/designation/leaders/", "/designation/leaders/export.csv")
    ]
    assert codes == [403, 403]


def test_heads_see_their_own_staff(cast, client):
    stage.designation(cast, "active")
    seen = {}
    for name in ("hannah", "gwen", "rob", "olga"):
        client.force_login(getattr(cast, name))
        page = client.get("/designation/staff/")
        seen[name] = (page.status_code, "Sam Okoro" in page.content.decode())
    assert seen == {"hannah": (200, True), "gwen": (200, True), "rob": (200, False), "olga": (404, False)}


def test_my_page_leads_to_my_application_and_my_term(cast, client):
    case = stage.draft(cast)
    made = stage.designation(cast)
    client.force_login(cast.sam)
    page = client.get("/designation/mine/").content.decode()
    links = [case.get_absolute_url(), made.get_absolute_url(), made.page("sign")]
    assert [link for link in links if link not in page] == []


@pytest.mark.parametrize(
    ("name", "draft", "submitted", "designation"),
    [
        ("sam", 302, 200, 200),
        ("mina", 404, 200, 200),
        ("rob", 404, 200, 404),
        ("hannah", 404, 404, 200),
        ("gwen", 404, 404, 200),
        ("olga", 404, 404, 404),
        ("fay", 404, 404, 404),
        ("dai", 404, 404, 404),
    ],
)
def test_who_sees_what(cast, client, name, draft, submitted, designation):
    stage.seat(cast.rob)
    stage.seat(cast.hannah)  # Sam's own head: a conflict of interest
    person = getattr(cast, name)
    client.force_login(person)
    stories = (stage.draft, stage.application, lambda cast: stage.designation(cast, "active"))
    codes = [client.get(story(cast).get_absolute_url()).status_code for story in stories]
    assert codes == [draft, submitted, designation]


@pytest.mark.parametrize("state", Application.State.values)
@pytest.mark.parametrize("name", ["sam", "mina"])
def test_every_state_has_its_page(cast, client, state, name):
    case = stage.application(cast, state)
    client.force_login(getattr(cast, name))
    response = client.get(case.get_absolute_url())
    assert response.status_code == (200 if state != "draft" else {"sam": 302, "mina": 404}[name])


def pages(cast):
    """Return everybody's heaviest pages, filled as they are in the middle of a round."""
    for person in (cast.rob, cast.mina):
        stage.seat(person)
    draft, sent = stage.draft(cast), stage.application(cast, applicant=cast.olga)
    for criterion in sent.role_type.criteria.all():
        factories.ScoreFactory(application=sent, assessor=cast.mina, criterion=criterion)
    given = stage.reference(cast, "given", application=sent)
    asked = stage.reference(cast, "requested", application=draft)
    term = stage.designation(cast, "active")
    parts = [
        ("sam", f"/designation/applications/{draft.pk}/parts/{one}/") for one in Application.Section.values
    ]
    return [
        *parts,
        ("sam", f"/designation/applications/{draft.pk}/tasks/"),
        ("sam", draft.page("submit")),
        ("sam", asked.page("correct")),
        ("olga", sent.get_absolute_url()),
        ("mina", sent.get_absolute_url()),
        ("rob", sent.get_absolute_url()),
        ("rob", sent.page("score")),
        ("mina", sent.page("sift_out")),
        ("mina", given.get_absolute_url()),
        ("hannah", asked.page("give")),
        ("hannah", term.get_absolute_url()),
        ("hannah", term.page("assure")),
        ("mina", term.get_absolute_url()),
        ("olga", draft.round.get_absolute_url()),
        ("mina", "/designation/rounds/"),
    ]


def test_every_page_stays_within_twelve_queries(cast, client):
    counts = {}
    for name, page in pages(cast):
        client.force_login(getattr(cast, name))
        client.get(page)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        counts[name, page] = len(seen)
    assert {page: count for page, count in counts.items() if count > 12} == {}

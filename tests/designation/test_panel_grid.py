"""The grid of a round: ranked for managers, filtered, sorted, paged and exported; members never see the rank."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from casework.models import Entry
from designation.models import Application, PendingDecision, Score
from designation.views import decisions
from tests import factories
from tests.designation import stage


def panel_page(query=""):
    return f"/designation/rounds/{stage.round_().pk}/panel/{query}"


def names(response):
    return [row.application.applicant.last_name for row in response.context["page"]]


@pytest.fixture
def three(cast):
    """Return three applications, the first by name with the fewest points."""
    criteria = list(factories.RoleTypeFactory().criteria.all()[:2])
    made = []
    for name, rag, school in [("Ash", "red", "Zion"), ("Beech", "green", "Yew"), ("Cedar", "amber", "Acorn")]:
        case = factories.ApplicationFactory(
            round=stage.round_(),
            applicant=factories.PersonFactory(last_name=name),
            school=factories.SchoolFactory(name=school),
        )
        for criterion in criteria:
            factories.ScoreFactory(application=case, criterion=criterion, rag=rag, assessor=cast.rob)
        made.append(case)
    return made


ORDERS = {
    "": ["Beech", "Cedar", "Ash"],
    "?sort=name": ["Ash", "Beech", "Cedar"],
    "?sort=school": ["Cedar", "Beech", "Ash"],
    "?sort=state": ["Cedar", "Ash", "Beech"],
    "?state=shortlisted": ["Beech"],
    "?sort=nonsense": ["Beech", "Cedar", "Ash"],
}


@pytest.mark.parametrize("query", ORDERS)
def test_the_manager_sorts_and_filters_in_the_address(cast, client, three, query):
    for case, state in zip(three, ("submitted", "shortlisted", "submitted"), strict=True):
        Application.objects.filter(pk=case.pk).update(state=state)
    client.force_login(cast.mina)
    assert names(client.get(panel_page(query))) == ORDERS[query]


def test_a_filter_is_a_pill_that_can_be_taken_away(cast, client, three):
    other = factories.RoleTypeFactory(key="other", name="Other role")
    stage.round_().role_types.add(other)
    client.force_login(cast.mina)
    response = client.get(panel_page(f"?role_type={other.pk}&stage=shortlist"))
    assert (names(response), [pill["text"] for pill in response.context["pills"]]) == (
        [],
        ["Role: Other role"],
    )
    assert "No application matches these filters" in response.content.decode()


def test_a_member_sees_neither_rank_nor_points_nor_others_colours(cast, client, three):
    stage.seat(cast.dai)
    client.force_login(cast.dai)
    response = client.get(panel_page("?sort=points"))
    assert names(response) == ["Ash", "Beech", "Cedar"]  # by reference, whatever is asked for
    page = response.content.decode()
    for word in ("Points", "Red against green", "2.00", "heat", "Decide about those ticked", "Export these"):
        assert word not in page, word
    for address in ("panel/export.csv", "panel/export.xlsx", "decisions/"):
        assert client.get(f"/designation/rounds/{stage.round_().pk}/{address}").status_code == 403


def test_what_came_back_after_it_was_scored_is_marked(cast, client, three):
    stage.seat(cast.rob)
    case = three[0]
    fields = {"step": "resubmit", "by": case.applicant, "from_state": "returned", "to_state": "submitted"}
    Entry.objects.create(case=case, **fields)
    client.force_login(cast.rob)
    assert client.get(panel_page()).content.decode().count("Changed since you scored.") == 1
    client.force_login(cast.mina)
    assert client.get(panel_page()).content.decode().count("Changed since it was scored.") == 1
    Score.objects.filter(application=case).update(submitted_at=Entry.objects.latest("pk").at)
    assert "Changed since it was scored." not in client.get(panel_page()).content.decode()


def test_the_panels_progress_counts_what_each_may_still_score(cast, client, three):
    for person in (cast.rob, cast.dai):
        stage.seat(person)
    Score.objects.filter(application=three[0]).delete()
    factories.PostFactory(person=cast.dai, school=three[1].school, role="senior_teacher")
    client.force_login(cast.mina)
    bars = client.get(panel_page()).context["bars"]
    assert {str(bar["label"]): (bar["value"], bar["share"]) for bar in bars} == {
        "Rob Ellis": ("2 of 3", 67),
        "Dai Rowlands": ("0 of 2", 0),
    }


def test_the_export_holds_what_is_filtered_and_no_cell_is_a_formula(cast, client, three):
    person = three[1].applicant
    person.first_name = "=HYPERLINK(1)"
    person.save()
    PendingDecision.objects.create(application=three[1], step="shortlist", by=cast.mina)
    client.force_login(cast.mina)
    base = f"/designation/rounds/{stage.round_().pk}/panel/export"
    text = client.get(f"{base}.csv?sort=name").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in rows] == [
        "Applicant", f"{three[0].applicant}", "'=HYPERLINK(1) Beech", f"{three[2].applicant}",
    ]  # fmt: skip
    assert [row[7] for row in rows] == ["Points", "0.0", "2.0", "1.0"]
    assert "Shortlist" not in text
    sheet = load_workbook(io.BytesIO(client.get(f"{base}.xlsx?sort=name").content)).active
    assert [cell.value for cell in sheet["B"]] == [row[1] for row in rows]
    assert ([cell.value for cell in sheet["H"]][1:], {cell.data_type for cell in sheet["B"]}) == (
        [0.0, 2.0, 1.0],
        {"s"},
    )


def test_who_is_not_scored_stands_last_without_points(cast, client, three):
    Score.objects.filter(application=three[1]).delete()
    client.force_login(cast.mina)
    response = client.get(panel_page())
    assert (names(response), [row.points for row in response.context["page"]]) == (
        ["Cedar", "Ash", "Beech"],
        [1.0, 0.0, None],
    )
    page = response.content.decode()
    assert [page.count(words) for words in ("1.00", "0.00", "Not scored")] == [1, 1, 1]
    text = client.get(panel_page("export.csv")).getvalue().decode("utf-8-sig")
    assert [row[7] for row in csv.reader(io.StringIO(text))] == ["Points", "1.0", "0.0", ""]


def test_who_has_nothing_to_score_is_not_said_to_be_done(cast, client):
    stage.seat(cast.dai)
    client.force_login(cast.mina)
    [bar] = client.get(panel_page()).context["bars"]
    assert (bar["value"], bar["share"], bar["tone"]) == ("Nothing to score", 0, "")


def test_each_colour_has_the_number_of_its_criterion_in_the_legend_of_its_role(cast, client, three):
    first, second = three[0].role_type.criteria.all()[:2]
    other = factories.RoleTypeFactory(key="other", name="Other role")
    stage.round_().role_types.add(other)
    theirs = factories.CriterionFactory(role_type=other, text="Speaks plainly")
    case = factories.ApplicationFactory(round=stage.round_(), role_type=other)
    factories.ScoreFactory(application=case, criterion=theirs, rag="red", assessor=cast.rob)
    Score.objects.filter(application=three[2], criterion=first).delete()
    client.force_login(cast.mina)
    response = client.get(panel_page("?sort=name"))
    dots = {
        row.application: [(dot.number, dot.warmth) for dot in row.dots] for row in response.context["page"]
    }
    assert dots == {
        three[0]: [(1, "red"), (2, "red")],
        three[1]: [(1, "green"), (2, "green")],
        three[2]: [(2, "amber")],
        case: [(1, "red")],
    }
    legend = [(part.role, part.criteria) for part in response.context["legend"]]
    assert legend == [(three[0].role_type, [first, second]), (other, [theirs])]
    page = response.content.decode()
    assert ("What the numbers and signs of the criteria mean" in page, page.count("Criterion 2: amber.")) == (
        True,
        1,
    )


def test_the_export_has_a_column_for_each_criterion(cast, client, three):
    first, second = three[0].role_type.criteria.all()[:2]
    factories.ScoreFactory(application=three[0], criterion=second, rag="green", assessor=cast.dai)
    Score.objects.filter(application=three[2]).delete()
    client.force_login(cast.mina)
    text = client.get(panel_page("export.csv?sort=name")).getvalue().decode("utf-8-sig")
    assert [row[13:] for row in csv.reader(io.StringIO(text))] == [
        [str(first), str(second)],
        ["Red", "Red against green"],
        ["Green", "Green"],
        ["", ""],
    ]


# Ticks on the grid.


def ticks(page):
    return [int(pk) for pk in re.findall(r'name="chosen" value="(\d+)" checked', page)]


def test_what_cannot_be_decided_together_stays_ticked_under_the_same_filters(cast, client, three):
    for case, state in zip(three, ("submitted", "interviewed", "submitted"), strict=True):
        Application.objects.filter(pk=case.pk).update(state=state)
    client.force_login(cast.mina)
    role = three[0].role_type.pk
    page = client.get(panel_page(f"?stage=interview&role_type={role}&sort=name")).content.decode()
    sent = re.findall(r'<input type="hidden" name="(stage|role_type|sort)" value="(\w+)">', page)
    assert sent[-3:] == [("stage", "interview"), ("role_type", str(role)), ("sort", "name")]
    query = f"stage=interview&role_type={role}&sort=name&chosen={three[0].pk}&chosen={three[1].pk}"
    back = client.get(f"/designation/rounds/{stage.round_().pk}/prepare/?{query}", follow=True)
    assert back.redirect_chain == [(panel_page(f"?{query}"), 302)]
    assert (names(back), ticks(back.content.decode())) == (
        ["Ash", "Beech", "Cedar"],
        [three[0].pk, three[1].pk],
    )


def test_cancelling_leads_back_to_what_was_ticked(cast, client, three):
    client.force_login(cast.mina)
    query = f"sort=name&chosen={three[2].pk}"
    form = client.get(f"/designation/rounds/{stage.round_().pk}/prepare/?{query}").context["form"]
    assert form.cancel_url == panel_page(f"?{query}")
    assert ticks(client.get(form.cancel_url).content.decode()) == [three[2].pk]


def test_all_found_in_a_state_are_decided_about_together(cast, client, three, monkeypatch):
    other = factories.RoleTypeFactory(key="other", name="Other role")
    Application.objects.filter(pk=three[1].pk).update(state="interviewed")
    factories.ApplicationFactory(round=stage.round_(), role_type=other)
    stage.round_().role_types.add(other)
    client.force_login(cast.mina)
    query = f"role_type={three[0].role_type_id}&sort=name"
    page = client.get(panel_page(f"?{query}")).content.decode()
    assert re.findall(r"Decide about [^<]*found[^<]*", page) == [
        "Decide about all 2 found in the state “Submitted”",
        "Decide about the 1 found in the state “Interviewed”",
    ]
    address = f"/designation/rounds/{stage.round_().pk}/prepare/?{query}&every="
    shown = client.get(f"{address}submitted", follow=True)
    assert shown.context["chosen"] == [three[0], three[2]]
    monkeypatch.setattr(decisions, "MOST", 1)
    shown = client.get(f"{address}submitted", follow=True)
    assert shown.context["chosen"] == [three[0]]
    assert "These are the first 1 of 2. Decide about the others afterwards." in shown.content.decode()
    assert "Tick at least one application" in client.get(f"{address}nonsense", follow=True).content.decode()


def test_three_hundred_applications_take_the_queries_of_thirty(cast, client):
    for person in (cast.rob, cast.dai, cast.mina):
        stage.seat(person)
    role = factories.RoleTypeFactory()
    criteria = list(role.criteria.all())
    client.force_login(cast.mina)
    counts = []
    for more in (30, 270):
        made = many(role, more)
        Score.objects.bulk_create(
            Score(
                application=case, assessor=person, criterion=one, rag="green", submitted_at=case.submitted_at
            )
            for case in made
            for person in (cast.rob, cast.dai)
            for one in criteria
        )
        client.get(panel_page())
        with CaptureQueriesContext(connection) as seen:
            response = client.get(panel_page())
        counts.append(len(seen))
    assert response.context["page"].paginator.count == 300
    assert len(response.context["page"]) == 50
    assert counts[0] == counts[1] <= 12


def many(role, count):
    """Return so many applications of as many people at as many schools, made in few statements."""
    start = Application.objects.count()
    people = factories.PersonFactory.build_batch(count)
    schools = factories.SchoolFactory.build_batch(count, local_authority=factories.LocalAuthorityFactory())
    rows = []
    for number, (person, school) in enumerate(zip(people, schools, strict=True), start=start):
        person.save()
        school.save()
        rows.append(
            factories.ApplicationFactory.build(
                applicant=person,
                school=school,
                round=stage.round_(),
                role_type=role,
                reference=f"APP-{number}",
            )
        )
    Application.objects.bulk_create(rows)
    return list(Application.objects.order_by("-pk")[:count])

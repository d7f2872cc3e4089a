"""What was sent in stays as it was: an administrator may change the scheme, the application does not."""

from datetime import timedelta

import pytest
from django.utils import translation

from casework import documents
from casework.models import Letter
from designation import actions
from designation.models import Area, Criterion
from tests import factories
from tests.designation import stage


@pytest.fixture
def sent(cast):
    """Sam's application as it was sent in, before the administrator changed everything."""
    case = stage.draft(cast)
    factories.CriterionFactory(role_type=case.role_type, text="Knows maths", text_cy="Yn gwybod mathemateg")
    actions.submit(case, by=cast.sam)
    change_everything(case.role_type)
    return case


def change_everything(role_type):
    role_type.name, role_type.name_cy, role_type.years, role_type.least_months = "Guide", "Tywysydd", 2, 60
    role_type.save()
    for area in Area.objects.filter(name__in=["Maths", "Science"]):
        area.name, area.name_cy = f"New {area.name}", f"{area.name} newydd"
        area.save()
    for criterion in role_type.criteria.current():
        criterion.text, criterion.text_cy = f"Now {criterion.text}", f"Nawr {criterion.text_cy}"
        criterion.save()


def test_its_page_says_what_it_said(sent, cast, client):
    client.force_login(cast.sam)
    page = client.get(sent.get_absolute_url()).content.decode()
    said = [text for text in ("System leader", "Maths", "Science") if text in page]
    new = [text for text in ("Guide", "New Maths", "New Science") if text in page]
    assert (said, new) == (["System leader", "Maths", "Science"], [])


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [("en", ["System leader", "Maths"], "New Maths"), ("cy", ["Arweinydd system", "Mathemateg"], "newydd")],
)
def test_its_copy_says_what_it_said(sent, language, old, new):
    html = documents.html_of(sent, "designation/application", language)
    assert ([text for text in old if text not in html], new in html) == ([], False)


def test_it_is_scored_by_the_criteria_it_was_sent_in_under(sent, cast, client):
    stage.seat(cast.rob)
    stage.seat(cast.rob).round.seats.update(declared_at=sent.submitted_at + timedelta(minutes=1))
    client.force_login(cast.rob)
    page = client.get(sent.page("score")).content.decode()
    assert ("Knows maths" in page, "Now Knows maths" in page) == (True, False)


def test_its_letter_names_the_role_it_was_sent_in_for(sent, cast):
    case = sent
    actions.sift_out(case, by=cast.mina, reasons=[case.criteria.first()], feedback="Show us more.")
    body = Letter.objects.get(name="designation/application_not_shortlisted").body
    assert ("System leader" in body, "Guide" in body) == (True, False)


def test_the_head_is_asked_about_the_months_it_was_sent_in_under(sent, cast, client):
    reference = sent.references.get()
    client.force_login(cast.hannah)
    page = client.get(reference.page("give")).content.decode()
    assert ("at least 24 months" in page, "System leader" in page) == (True, True)


def test_the_years_stay(sent):
    assert (sent.years, sent.years_asked, sent.least_months, sent.months_asked) == (4, 4, 24, 24)
    with translation.override("cy"):
        assert sent.role == "Arweinydd system"


def test_a_new_application_gets_the_new_ones(sent, cast, client):
    other = stage.application(cast, "draft", applicant=cast.rob, school=cast.brookside)
    assert (other.role, other.years_asked, other.months_asked) == ("Guide", 2, 60)
    for one in other.chosen_areas.select_related("area"):
        one.area = Area.objects.get(name=f"New {one.area.name}")
        one.save()
    actions.submit(other, by=cast.rob)
    texts = set(other.criteria.values_list("text", flat=True))
    assert ("Now Knows maths" in texts, "Knows maths" in texts) == (True, False)
    assert [str(one) for one in other.chosen_areas.all()] == ["New Maths", "New Science"]
    assert (other.role_name, other.years, other.least_months) == ("Guide", 2, 60)


def test_a_criterion_that_was_applied_under_is_retired_and_not_deleted(sent):
    kept = set(sent.criteria.values_list("pk", flat=True))
    unused = factories.CriterionFactory(role_type=sent.role_type)
    sent.role_type.criteria.all().delete()
    assert set(sent.criteria.values_list("pk", flat=True)) == kept
    assert set(Criterion.objects.filter(role_type=sent.role_type).values_list("pk", flat=True)) == kept
    assert unused.pk not in kept


@pytest.fixture
def ended(cast, client):
    """Sam's complete draft, whose main area has since been taken out of the list."""
    case = stage.draft(cast)
    Area.objects.filter(name="Maths").update(active_to=stage.today() - timedelta(days=1))
    client.force_login(cast.sam)
    return case


def test_an_area_no_longer_offered_stops_the_submission_and_is_named(ended, client):
    said = client.post(ended.page("submit")).content.decode()
    ended.refresh_from_db()
    assert "No longer offered: Maths. Choose your areas of expertise again" in said
    assert (ended.state, ended.sections["areas"]) == ("draft", "started")
    tasks = client.get(ended.page("tasks")).content.decode()
    assert "Cannot start yet" in tasks


def test_it_can_be_chosen_no_more_and_then_the_application_goes(ended, client):
    place = f"/designation/applications/{ended.pk}/parts/areas/"
    page = client.get(place)
    offered = {label for _group, rows in page.context["form"].fields["areas"].choices for _key, label in rows}
    assert ("Maths" in offered, "No longer offered: Maths" in page.content.decode()) == (False, True)
    science = str(Area.objects.get(name="Science").pk)
    client.post(place, {"areas": [science], "main": science, "phases": ["primary"]})
    client.post(ended.page("submit"))
    ended.refresh_from_db()
    assert ended.state == "submitted"


def test_an_area_that_ends_after_it_was_sent_in_stands(cast, client):
    case = stage.draft(cast)
    actions.submit(case, by=cast.sam)
    Area.objects.filter(name="Maths").update(active_to=stage.today() - timedelta(days=1))
    actions.send_back(
        case, by=cast.mina, sections=["areas"], question="Which phases?", answer_by=stage.today()
    )
    client.force_login(cast.sam)
    place = f"/designation/applications/{case.pk}/parts/areas/"
    typed = {"areas": [one.area_id for one in case.chosen_areas.all()], "phases": ["primary", "middle"]}
    client.post(place, typed | {"main": Area.objects.get(name="Maths").pk})
    client.post(case.page("resubmit"))
    case.refresh_from_db()
    assert (case.state, case.phases) == ("submitted", ["primary", "middle"])
    assert [one.name for one in case.chosen_areas.all()] == ["Maths", "Science"]

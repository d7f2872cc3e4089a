"""Mina finds a leader: the explained shortlist, and the proposal that asks the three others at once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from casework.models import Letter, Link
from deployments import actions
from deployments.models import Deployment, Rate, SupportRequest, TermBudget
from deployments.queries.candidates import next_best, shortlist
from deployments.rules.consents import party_of
from designation.models import Designation, SchoolRelease
from directory.calendar import add_working_days, said
from directory.models import Person, School
from tests import factories
from tests.deployments import stage

AIM = actions.Aim("One lesson structure", "Seen in every class", "1 of 4", "Joint observation")


def page(request, designation) -> str:
    return f"{request.page('propose')}{designation.pk}/"


def typed(request, **more) -> dict:
    dates = {
        f"{name}_{part}": getattr(getattr(request, name), part)
        for name in ("starts_on", "ends_on")
        for part in ("day", "month", "year")
    }
    objective = {f"{name}_1": value or "" for name, value in AIM._asdict().items()}
    return {"one_time_key": str(uuid4()), "half_days": "2"} | dates | objective | more


ONE_TERM = {"ends_on": stage.today()}  # work of a single day lies in one term


def propose(request, cast, designation=None, **more) -> Deployment:
    values = {"half_days": 4, "starts_on": request.starts_on, "ends_on": request.ends_on, "objectives": [AIM]}
    return actions.propose(
        request, by=cast.mina, designation=designation or stage.sam_leads(cast), **values | more
    )


def test_mina_proposes_sam(cast, client):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    client.force_login(cast.mina)
    response = client.post(page(request, sam), typed(request))
    assert response.status_code == 302, response.context["form"].errors.as_text()
    deployment = Deployment.objects.get()
    request.refresh_from_db()
    assert (deployment.state, request.state, deployment.half_days) == ("proposed", "proposed", 4)
    grid = deployment.consents.values_list("party", "asked_of__first_name", "asked_as", "decision")
    assert list(grid) == [
        ("leader", "Sam", "leader", "asked"),
        ("line_manager", "Hannah", "head", "asked"),
        ("receiving_head", "Rob", "head", "asked"),
        ("alliance", "Mina", "manager", "given"),
    ]
    assert set(deployment.consents.values_list("due_on", flat=True)) == {add_working_days(stage.today(), 5)}
    assert [(one.position, one.text) for one in deployment.objectives.all()] == [(1, AIM.text)]
    assert stage.taken() == 4
    told = Letter.objects.values_list("name", "to__first_name").order_by("to__first_name")
    assert list(told) == [("deployments/consent_requested", name) for name in ("Hannah", "Rob", "Sam")]
    assert Link.objects.count() == 3


def test_the_shortlist_explains_everybody(cast, client):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    away = stage.leader(
        factories.PersonFactory(first_name="Ida"), factories.SchoolFactory(), half_days_a_term=0
    )
    client.force_login(cast.mina)
    text = client.get(request.page("propose")).content.decode()
    assert "1 leader could do this" in text
    assert "Sam Okoro" in text
    assert "Not enough days: " in text
    found = shortlist(request)
    assert [one.candidate.pk for one in [*found.possible, *found.blocked]] == [sam.pk, away.pk]
    asked = client.get(request.page("propose"), {"q": "ida"}).content.decode()
    assert "<h3>Ida Example</h3>" in asked


@pytest.mark.parametrize(
    ("name", "status"),
    [("mina", 200), ("rob", 403), ("dai", 403), ("sam", 404), ("hannah", 404), ("olga", 404)],
)
def test_who_may(cast, client, name, status):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    client.force_login(getattr(cast, name))
    assert client.get(request.page("propose")).status_code == status
    assert client.get(page(request, sam)).status_code == status
    if status != 200:
        assert client.post(page(request, sam), typed(request)).status_code == status
        assert Deployment.objects.count() == 0


@pytest.mark.parametrize("state", [state for state in SupportRequest.State.values if state != "open"])
def test_from_no_other_state(cast, client, state):
    sam, request = stage.sam_leads(cast), stage.request(cast, state)
    client.force_login(cast.mina)
    assert client.get(request.page("propose")).status_code == 409
    assert client.post(page(request, sam), typed(request)).status_code == 409
    assert Deployment.objects.count() == 0


def test_work_that_would_outlast_the_term_is_not_proposed(cast, client):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    Designation.objects.update(ends_on=request.ends_on - timedelta(days=1))
    client.force_login(cast.mina)
    assert "The term ends before the work would" in client.get(request.page("propose")).content.decode()
    client.post(page(request, sam), typed(request))
    assert Deployment.objects.count() == 0
    Designation.objects.update(ends_on=request.ends_on)
    client.post(page(request, sam), typed(request))
    assert Deployment.objects.count() == 1


def test_a_double_click_proposes_once(cast, client):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    client.force_login(cast.mina)
    once = typed(request)
    client.post(page(request, sam), once)
    assert client.post(page(request, sam), once).status_code in (302, 409)
    assert (Deployment.objects.count(), stage.taken()) == (1, 4)


def test_a_spent_school_is_said_and_nothing_is_half_done(cast, client):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=1)
    client.force_login(cast.mina)
    response = client.post(page(request, sam), typed(request))
    assert "The leader's school has not enough days: " in response.context["form"].non_field_errors()[0]
    request.refresh_from_db()
    assert (request.state, Deployment.objects.count(), TermBudget.objects.filter(taken__gt=0).count()) == (
        "open",
        0,
        0,
    )


def test_the_budget_holds_when_matching_looked_too_early(cast, monkeypatch):
    sam, request = stage.sam_leads(cast, half_days_a_term=4), stage.request(cast, **ONE_TERM)
    propose(request, cast)
    possible = type("Found", (), {"is_possible": True, "blocks": (), "points": 0, "parts": ()})()
    monkeypatch.setattr("deployments.actions.proposals.match_of", lambda *args, **kwargs: possible)
    monkeypatch.setattr("deployments.actions.proposals.kept_words", lambda *args, **kwargs: {})
    with pytest.raises(actions.Obstacle, match="Not enough days: 0 left in the "):
        propose(stage.request(cast, **ONE_TERM), cast, sam)
    assert stage.taken() == 4


def test_days_agreed_anew_count_from_now(cast):
    sam = stage.sam_leads(cast, half_days_a_term=4)
    propose(stage.request(cast, **ONE_TERM), cast)
    Designation.objects.filter(pk=sam.pk).update(half_days_a_term=8)
    propose(stage.request(cast, **ONE_TERM), cast, Designation.objects.get(pk=sam.pk))
    budget = TermBudget.objects.get()
    assert (budget.half_days, budget.taken) == (8, 8)


def test_days_agreed_anew_below_what_is_taken_leave_nothing_to_take(cast, monkeypatch):
    sam = stage.sam_leads(cast, half_days_a_term=8)
    propose(stage.request(cast, **ONE_TERM), cast)
    Designation.objects.filter(pk=sam.pk).update(half_days_a_term=2)
    possible = type("Found", (), {"is_possible": True, "blocks": (), "points": 0, "parts": ()})()
    monkeypatch.setattr("deployments.actions.proposals.match_of", lambda *args, **kwargs: possible)
    monkeypatch.setattr("deployments.actions.proposals.kept_words", lambda *args, **kwargs: {})
    with pytest.raises(actions.Obstacle, match="Not enough days: 0 left in the "):
        propose(stage.request(cast, **ONE_TERM), cast, Designation.objects.get(pk=sam.pk), half_days=1)
    assert stage.taken() == 4


def test_a_school_gets_back_what_was_taken_from_it_and_no_more(cast):
    early = propose(stage.request(cast), cast)
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=10)
    late = propose(stage.request(cast), cast)
    drawn = [{one.school_budget is not None for one in case.shares.all()} for case in (early, late)]
    assert (drawn, stage.taken(school=cast.oakfield)) == ([{False}, {True}], 4)
    actions.cancel(early, by=cast.mina, reason="No longer wanted")
    assert stage.taken(school=cast.oakfield) == 4
    actions.cancel(late, by=cast.mina, reason="No longer wanted")
    assert (stage.taken(school=cast.oakfield), stage.taken()) == (0, 0)


def test_who_heads_both_schools_is_asked_once_and_the_chair_for_the_other(cast):
    request = stage.request(cast)
    cast.rob.posts.all().delete()
    factories.PostFactory(person=cast.hannah, school=cast.brookside, role="executive_head")
    chair = factories.PostFactory(school=cast.brookside, role="chair_of_governors").person
    deployment = propose(request, cast)
    asked = {one.party: (one.asked_of, one.asked_as) for one in deployment.consents.all()}
    assert asked["line_manager"] == (cast.hannah, "head")
    assert asked["receiving_head"] == (chair, "chair")


def test_for_a_head_who_leads_the_chair_answers(cast):
    deployment = propose(stage.request(cast), cast, stage.leader(cast.hannah, cast.oakfield))
    line_manager = deployment.consents.get(party="line_manager")
    assert (line_manager.asked_of, line_manager.asked_as) == (cast.gwen, "chair")
    assert cast.gwen.has_perm("deployments.consent_deployment", deployment)
    assert party_of(cast.hannah, deployment).party == "leader"


def test_without_a_confirmed_head_nothing_is_proposed(cast):
    request = stage.request(cast)
    cast.rob.posts.update(confirmed_at=None)
    with pytest.raises(actions.Obstacle, match="has no confirmed headteacher"):
        propose(request, cast)
    request.refresh_from_db()
    assert request.state == "open"


def test_without_a_rate_nothing_is_proposed(cast):
    Rate.objects.all().delete()
    with pytest.raises(actions.Obstacle, match="No day rate is in force"):
        propose(stage.request(cast), cast)


def test_another_objective_needs_its_sign(cast, client):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    client.force_login(cast.mina)
    response = client.post(page(request, sam), typed(request, text_2="More reading", baseline_3="Low"))
    assert response.context["form"].errors == {
        "success_criterion_2": ["Say how you will know that it is met"],
        "text_3": ["Say what the objective is, or empty its other boxes"],
    }


def test_the_next_best_leaves_out_who_was_asked(cast):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    mei = stage.leader(factories.PersonFactory(first_name="Mei"), factories.SchoolFactory())
    assert next_best(request).candidate.pk == mei.pk
    stage.deployment(cast, "refused", designation=mei, request=request)
    assert [one.candidate.pk for one in shortlist(request).possible] == [sam.pk, mei.pk]
    assert next_best(request).candidate.pk == sam.pk
    stage.deployment(cast, "lapsed", designation=sam, request=request)
    assert next_best(request) is None


def test_a_refusal_is_read_by_who_looks_for_a_leader_and_not_asked_again(cast, client):
    """Rob refused Sam for an earlier request of his school: Mina reads why, and Mei is the next best."""
    sam, request = stage.sam_leads(cast), stage.request(cast)
    mei = stage.leader(factories.PersonFactory(first_name="Mei"), factories.SchoolFactory())
    earlier = stage.deployment(cast, designation=sam, request=stage.request(cast, "proposed"))
    actions.refuse(earlier, by=cast.rob, reason="He is my cousin.", why="conflict")
    assert [one.candidate.pk for one in shortlist(request).possible] == [mei.pk, sam.pk]
    assert next_best(request).candidate.pk == mei.pk
    client.force_login(cast.mina)
    said_so = f"Refused on {said(stage.today())} (School supported): A conflict of interest."
    response = client.get(request.page("propose"), {"q": "okoro"})
    assert [row["hints"] for row in response.context["possible"]] == [[], [said_so]]
    [answer] = response.context["answers"]
    assert answer["reasons"] == [said_so, "The school refused this leader before for a conflict of interest"]


def test_who_was_asked_is_not_counted_among_those_who_could(cast):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    assert shortlist(request).count == 1
    stage.deployment(cast, "refused", designation=sam, request=request)
    assert shortlist(request).count == 0


@pytest.mark.parametrize("count", [1, 30])
def test_the_shortlist_is_read_in_the_same_few_queries(cast, count, django_assert_num_queries):
    request = stage.request(cast)
    for _ in range(count):
        stage.leader(factories.PersonFactory(), factories.SchoolFactory(local_authority=cast.northdale))
    request = SupportRequest.objects.prefetch_related("areas", "avoided").select_related("school").get()
    with django_assert_num_queries(8):
        assert len(shortlist(request).possible) == count


def test_distance_comes_from_eastings_and_northings(cast):
    stage.sam_leads(cast)
    request = stage.request(cast)
    School.objects.filter(pk=cast.oakfield.pk).update(easting=418000, northing=496000 - 16093)
    found = shortlist(SupportRequest.objects.get(pk=request.pk))
    assert [round(one.miles) for one in found.possible] == [10]


def test_nobody_is_offered_whose_account_is_closed(cast, client):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    Person.objects.filter(pk=sam.person_id).update(is_active=False)
    client.force_login(cast.mina)
    page = client.get(request.page("propose"))
    assert (page.context["possible"], [row["reasons"] for row in page.context["blocked"]]) == (
        [],
        [["Their account is closed: they could not answer"]],
    )

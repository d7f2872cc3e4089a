"""Somebody leaves: the manager's cases go to another, the school names another contact, a leader's work goes on."""

from datetime import timedelta

import pytest

from casework.models import Letter
from deployments import actions, tasks
from deployments.models import Deployment, SupportRequest
from deployments.queries.assigning import asks_of, open_requests
from deployments.queries.candidates import shortlist
from deployments.queries.succession import to_go_on_with, wanted_of
from designation.models import Designation
from directory.models import Person, Post
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions


@pytest.fixture
def nell(cast) -> Person:
    """Return the alliance's other manager."""
    person = factories.PersonFactory(first_name="Nell", last_name="Ash", email="nell@alliance.example")
    factories.PostFactory(person=person, role=Post.Role.ALLIANCE_MANAGER, school=None)
    return person


class TestAssignDeployment(SevenQuestions):
    model, step = Deployment, "assign"
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "sam")

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def answer_for(self, case, cast):
        return {"manager": str(cast.mina.pk)}

    def check(self, case, cast):
        assert case.looked_after_by == cast.mina


class TestAssignRequest(TestAssignDeployment):
    model = SupportRequest

    def make(self, cast, state=None):
        return stage.request(cast, state or "open")

    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "sam")


class TestReassignRequest(SevenQuestions):
    model, step, actor = SupportRequest, "reassign", "rob"
    answer = {"name": "Ann Reed", "email": "ann@brookside.example"}
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam")
    told = {"ann@brookside.example": ["deployments/contact_named"]}

    def make(self, cast, state=None):
        return stage.request(cast, state or "open")

    def check(self, case, cast):
        assert (str(case.contact), case.contact.email) == ("Ann Reed", "ann@brookside.example")


def test_a_new_manager_is_told_and_finds_it_among_theirs(cast, client, nell):
    case, other = stage.deployment(cast, "active"), stage.request(cast)
    for one in (case, other):
        actions.assign(one, by=cast.mina, manager=nell)
    assert [(one.to, one.name) for one in Letter.objects.all()] == [(nell, "deployments/case_assigned")] * 2
    for name, found in (("mina", []), ("nell", [case.get_absolute_url()])):
        client.force_login(nell if name == "nell" else cast.mina)
        response = client.get("/deployments/", {"keeper": "mine"})
        assert [row["head"]["url"] for row in response.context["rows"]] == found
    assert len(client.get("/deployments/requests/", {"keeper": "mine"}).context["rows"]) == 1


def test_who_is_no_manager_has_no_such_filter(cast, client):
    stage.deployment(cast, "active")
    client.force_login(cast.rob)
    response = client.get("/deployments/", {"keeper": "mine", "watched": "yes"})
    assert (len(response.context["rows"]), "keeper" in response.context["filters"].form.fields) == (1, False)


def test_all_open_cases_of_a_manager_who_left_go_to_another_in_one_step(cast, client, nell):
    open_ones = [stage.deployment(cast, state) for state in ("proposed", "active", "paused", "completed")]
    open_ones.append(stage.request(cast))
    over = stage.deployment(cast, "closed")
    for case in (*open_ones, over):
        type(case).objects.filter(pk=case.pk).update(looked_after_by=nell)
    nell.posts.update(ends_on=stage.today() - timedelta(days=1))
    client.force_login(cast.mina)
    title, url = "Hand over the cases of 1 manager who left", "/deployments/hand-over/"
    assert title in client.get("/").content.decode()
    answer = {"of": str(nell.pk), "manager": str(cast.mina.pk)}
    assert client.post(url, answer).status_code == 302
    assert [fresh(case).looked_after_by for case in (*open_ones, over)] == [cast.mina] * 5 + [nell]
    assert title not in client.get("/").content.decode()


def test_the_other_manager_gets_one_letter_for_all(cast, nell):
    cases = [stage.deployment(cast, "active") for _one in range(3)]
    Deployment.objects.update(looked_after_by=cast.mina)
    assert actions.hand_over_cases(cast.mina, by=cast.mina, manager=nell) == len(cases)
    assert [(one.to, one.name) for one in Letter.objects.all()] == [(nell, "deployments/cases_handed_over")]


def test_some_cases_are_ticked_and_the_others_stay(cast, client, nell):
    cases = [stage.deployment(cast, "active"), stage.deployment(cast, "paused"), stage.request(cast)]
    for case in cases:
        type(case).objects.filter(pk=case.pk).update(looked_after_by=nell)
    client.force_login(cast.mina)
    url = "/deployments/hand-over/"
    offered = client.get(url, {"from": nell.pk}).context["form"].fields["cases"].choices
    keys = [f"deployment-{cases[0].pk}", f"deployment-{cases[1].pk}", f"request-{cases[2].pk}"]
    assert [key for key, _words in offered] == keys
    answer = {"of": str(nell.pk), "manager": str(cast.mina.pk), "which": "some"}
    form = client.post(url, answer).context["form"]
    assert form.errors["cases"] == ["Tick the cases to hand over"]
    assert client.post(url, answer | {"cases": keys[1:]}).status_code == 302
    assert [fresh(case).looked_after_by for case in cases] == [nell, cast.mina, cast.mina]


def test_before_it_is_said_whose_cases_there_is_nothing_to_tick(cast, client, nell):
    for keeper in (nell, cast.mina):
        case = stage.deployment(cast, "active")
        Deployment.objects.filter(pk=case.pk).update(looked_after_by=keeper)
    client.force_login(cast.mina)
    url = "/deployments/hand-over/"
    assert client.get(url).context["form"].fields["cases"].choices == []
    answer = {"of": str(nell.pk), "manager": str(cast.mina.pk), "which": "some"}
    form = client.post(url, answer).context["form"]
    assert len(form.fields["cases"].choices) == 1
    other = Deployment.objects.get(looked_after_by=cast.mina)
    assert client.post(url, answer | {"cases": [f"deployment-{other.pk}"]}).status_code == 200
    assert fresh(case).looked_after_by == cast.mina


@pytest.mark.parametrize("who", ["sam", "rob", "hannah", "fay", "dai", "olga"])
def test_only_managers_hand_cases_over(cast, client, who):
    client.force_login(getattr(cast, who))
    assert client.get("/deployments/hand-over/").status_code == 403
    assert client.post("/deployments/hand-over/", {}).status_code == 403


def test_the_former_contact_is_told_and_sees_it_no_more(cast, client):
    request = stage.request(cast, "matched", contact=cast.olga)
    case = stage.deployment(cast, "active")
    Deployment.objects.filter(pk=case.pk).update(request=request)
    client.force_login(cast.olga)
    assert client.get(case.get_absolute_url()).status_code == 200
    actions.reassign(request, by=cast.rob, name="Ann Reed", email="ann@brookside.example")
    told = {(one.to.first_name, one.name) for one in Letter.objects.all()}
    assert told == {("Ann", "deployments/contact_named"), ("Olga", "deployments/contact_replaced")}
    assert [client.get(one.get_absolute_url()).status_code for one in (case, request)] == [404, 404]


# A leader leaves in mid-way.


def test_the_managers_are_told_once_with_the_next_best(cast):
    case = stage.deployment(cast, "active")
    nia = factories.PersonFactory(first_name="Nia", last_name="Evans", email="nia@hillside.example")
    hillside = factories.SchoolFactory(
        name="Hillside School", local_authority=cast.northdale, easting=418000, northing=496500
    )
    factories.PostFactory(person=nia, school=hillside, role="middle_leader")
    stage.leader(nia, hillside)
    assert tasks.tell_of_leavers() == 0
    stage.leaves("relinquished")
    case.designation.refresh_from_db()
    assert case.designation.person == cast.sam
    for _night in range(2):
        tasks.tell_of_leavers()
    [letter] = Letter.objects.filter(name="deployments/deployment_left")
    assert letter.to == cast.mina


def test_the_rest_of_the_days_and_the_objectives_are_carried_over(cast, client):
    case = stage.deployment(cast, "active")
    stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=9))
    case.objectives.update(baseline="One of four", measure="Joint visits")
    client.force_login(cast.mina)
    answer = {"ended_for": "left", "reason": "Sam moves away.", "look_for_another": "yes"}
    response = client.post(case.page("stop"), answer)
    request = SupportRequest.objects.get(pk=case.request_id)
    assert (response.status_code, response["Location"]) == (302, request.page("propose"))
    assert to_go_on_with(request)[1] == {
        "half_days": 3,
        "starts_on": stage.today(),
        "ends_on": case.ends_on,
        "text_1": "One lesson structure",
        "success_criterion_1": "Seen in every class",
        "baseline_1": "One of four",
        "measure_1": "Joint visits",
        "evidence_1": "",
        "due_on_1": None,
    }
    heir = stage.leader(cast.olga, cast.oakfield)
    form = client.get(f"{request.page('propose')}{heir.pk}/").context["form"]
    assert (form["half_days"].value(), form["text_1"].value()) == ("1.5", "One lesson structure")
    again = actions.propose(
        request,
        by=cast.mina,
        designation=heir,
        half_days=3,
        starts_on=stage.today(),
        ends_on=stage.today() + timedelta(days=30),
        objectives=[actions.Aim("One lesson structure", "Seen in every class")],
    )
    assert (again.carries_on, case.carried_on_by.get()) == (case, again)


def stopped(cast, **fields) -> Deployment:
    """Return work of four half days, three of which were held before Mina stopped it."""
    case = stage.deployment(cast, "active", **fields)
    for ago in (2, 3, 4):
        stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=ago * 7))
    reason = {"ended_for": "left", "reason": "Sam moves away.", "look_for_another": True}
    actions.stop(case, by=cast.mina, **reason)
    return case


def has_one_half_day(cast) -> Designation:
    """Return a leader who has no more left this term than the rest of the work takes."""
    return stage.leader(cast.olga, cast.oakfield, half_days_a_term=1)


def test_who_has_days_for_the_rest_is_on_the_shortlist(cast, client):
    heir, case = has_one_half_day(cast), stopped(cast)
    request = SupportRequest.objects.get(pk=case.request_id)
    assert heir.pk in [one.candidate.pk for one in shortlist(request).possible]
    client.force_login(cast.mina)
    page = client.get(request.page("propose"))
    assert "Still to do: ½ day (asked for: 2 days)" in page.content.decode()
    found = client.get(f"{request.page('propose')}{heir.pk}/").context
    assert (found["match"].reasons, found["form"]["half_days"].value()) == ([], "0.5")


def test_the_rest_is_weighed_at_its_own_dates(cast):
    end = stage.today() + timedelta(days=20)
    heir, case = stage.leader(cast.olga, cast.oakfield, assurance_until=end), stopped(cast, ends_on=end)
    request = SupportRequest.objects.get(pk=case.request_id)
    assert request.ends_on > end
    assert wanted_of(request) == (1, stage.today(), end)
    assert heir.pk in [one.candidate.pk for one in shortlist(request).possible]


def test_the_rest_is_what_is_assigned_to(cast, client):
    heir, case = has_one_half_day(cast), stopped(cast)
    other = stage.request(cast)
    [ask, whole] = asks_of(open_requests(cast.mina))
    assert (ask.key, ask.half_days, whole.key, whole.half_days) == (case.request_id, 1, other.pk, 4)
    assert heir.pk in [one.candidate.pk for one in ask.matches if one.is_possible]
    client.force_login(cast.mina)
    rows = client.get("/deployments/requests/assign/").context["requests"]
    assert ["½ day" in row["hint"] for row in rows] == [True, False]


def test_managers_are_told_of_who_has_days_for_the_rest(cast):
    case = stage.deployment(cast, "active")
    for ago in (2, 3, 4):
        stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=ago * 7))
    stage.leaves("relinquished")
    has_one_half_day(cast)
    tasks.tell_of_leavers()
    assert (
        f"The next best match is {cast.olga}" in Letter.objects.get(name="deployments/deployment_left").body
    )


def test_where_all_days_were_held_it_is_asked_for_as_it_was(cast):
    case = stopped(cast)
    stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=6))
    request = SupportRequest.objects.get(pk=case.request_id)
    assert wanted_of(request) == (request.half_days, request.starts_on, request.ends_on)


def test_what_was_never_stopped_is_carried_over_by_nobody(cast):
    case = stage.deployment(cast, "refused")
    assert to_go_on_with(case.request) == (wanted_of(case.request), {})

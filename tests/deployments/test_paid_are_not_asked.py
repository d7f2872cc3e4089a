"""Who heads or claims for the school that is paid does not say that a visit was held: somebody else is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Letter
from deployments import actions, tasks
from deployments.models import Deployment, Visit
from deployments.queries import awaiting
from directory.models import Person, Post
from leadership_portal.owed import Kind, owed_keys, read_owed
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh

STEPS = ["miss", "contest", "acknowledge"]


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def someone(cast, role: str, name: str) -> Person:
    person = factories.PersonFactory(first_name=name)
    factories.PostFactory(person=person, school=cast.brookside, role=role)
    return person


def rob_heads_both(cast, *, chair: Person | None = None) -> Deployment:
    """Return work at a school whose head heads the leader's school as well; its chair consented, where there is one."""
    cast.hannah.posts.update(ends_on=stage.today() - timedelta(days=1))
    factories.PostFactory(person=cast.rob, school=cast.oakfield, role="headteacher")
    case = stage.deployment(cast, "active")
    if chair is not None:
        asked = {"asked_of": chair, "by": chair, "asked_as": "chair"}
        case.consents.filter(party="receiving_head").update(**asked)
    return fresh(case)


def held(case: Deployment, by: Person) -> Visit:
    visit = stage.visit(None, of=case, on=stage.school_day(-1))
    actions.hold_visit(visit, by=by)
    return fresh(visit)


def told(name: str) -> list[str]:
    found = Letter.objects.filter(name=f"deployments/{name}").order_by("to__first_name")
    return list(found.values_list("to__first_name", flat=True))


def may(person: Person, visit: Visit) -> list[str]:
    return [step for step in STEPS if again(person).has_perm(f"deployments.{step}_visit", fresh(visit))]


def tasks_of(person: Person) -> list[str]:
    titles = [task.title for task in awaiting(again(person), stage.today())]
    return [title for title in titles if title.startswith("Acknowledge")]


def owed_by() -> list[list[str]]:
    rows = read_owed(list(owed_keys([Kind.ACKNOWLEDGEMENT])), stage.today())
    return [[person.first_name for person in row.people] for row in rows]


def test_where_one_heads_both_schools_the_chair_who_consented_is_asked(cast, client):
    nia = someone(cast, Post.Role.CHAIR_OF_GOVERNORS, "Nia")
    visit = held(rob_heads_both(cast, chair=nia), cast.sam)
    assert told("visit_held") == ["Nia"]
    assert (may(cast.rob, visit), may(nia, visit)) == ([], STEPS)
    assert (tasks_of(cast.rob), tasks_of(nia)) == ([], [f"Acknowledge the visit: {visit}"])
    assert owed_by() == [["Nia"]]
    client.force_login(nia)
    assert client.post(visit.page("acknowledge")).status_code == 302
    assert fresh(visit).acknowledged_by == nia


def test_a_home_head_who_is_the_contact_is_not_asked_and_the_head_is(cast):
    case = stage.deployment(cast, "active")
    type(case.request).objects.filter(pk=case.request_id).update(contact=cast.hannah, contact_named=True)
    visit = held(fresh(case), cast.sam)
    assert told("visit_held") == ["Rob"]
    assert (may(cast.hannah, visit), may(cast.rob, visit)) == ([], STEPS)
    assert (tasks_of(cast.hannah), tasks_of(cast.rob)) == ([], [f"Acknowledge the visit: {visit}"])
    assert owed_by() == [["Rob"]]


def test_who_submits_the_claim_does_not_acknowledge_for_the_school_visited(cast):
    case = stage.deployment(cast, "active")
    bea = stage.business_manager(cast)
    factories.PostFactory(person=bea, school=cast.brookside, role="deputy_head")
    assert may(bea, held(case, cast.sam)) == []


def test_a_deputy_is_asked_where_no_chair_was(cast):
    someone(cast, "deputy_head", "Dee")
    visit = held(rob_heads_both(cast), cast.sam)
    assert (told("visit_held"), told("visit_unasked"), owed_by()) == (["Dee"], [], [["Dee"]])
    assert may(cast.rob, visit) == []


@pytest.fixture
def unasked(cast, monkeypatch):
    """Return a visit nobody can be asked about, whose ten days are over."""
    visit = held(rob_heads_both(cast), cast.sam)
    Visit.objects.filter(pk=visit.pk).update(answer_due_on=stage.today() - timedelta(days=1))
    monkeypatch.setattr("deployments.queries.due.is_working_day", lambda on: True)
    return fresh(visit)


def test_where_there_is_nobody_the_managers_are_told_at_once(cast):
    held(rob_heads_both(cast), cast.sam)
    assert (told("visit_held"), told("visit_unasked")) == ([], ["Mina"])


def test_where_there_is_nobody_silence_does_not_count_and_the_managers_are_told_again(cast, unasked):
    assert (tasks.presume_visits(), tasks.presume_visits()) == (1, 0)  # who was told
    assert (fresh(unasked).state, told("visit_unasked")) == ("held", ["Mina", "Mina"])


def test_who_comes_to_speak_for_the_school_has_ten_days_of_their_own(cast, unasked):
    tasks.presume_visits()
    someone(cast, "deputy_head", "Dee")
    assert (tasks.presume_visits(), fresh(unasked).state) == (0, "held")
    assert (fresh(unasked).answer_due_on - timezone.localdate()).days >= 10
    Visit.objects.filter(pk=unasked.pk).update(answer_due_on=stage.today())
    tasks.remind_schools()
    assert told("acknowledgement_due") == ["Dee"]


def test_its_page_does_not_say_that_it_will_count_by_itself(cast, unasked, client):
    client.force_login(cast.sam)
    page = client.get(unasked.get_absolute_url()).content.decode()
    said = "Nobody at Brookside Primary School can be asked who is not paid for it. The alliance sees to it."
    assert (said in page, "counts by itself" in page) == (True, False)


def test_a_manager_settles_what_nobody_can_be_asked_about(cast, unasked, client):
    client.force_login(cast.mina)
    client.post(unasked.page("contest"), {"reason": "Nobody can say."})
    client.post(unasked.page("uphold"), {"reason": "The office saw Sam."})
    assert fresh(unasked).state == "acknowledged"

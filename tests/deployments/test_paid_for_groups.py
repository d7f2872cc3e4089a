"""Who heads or claims for the school that is paid does not acknowledge work with a group; silence alone pays nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from deployments import actions, tasks
from deployments.models import ClaimLine, Facilitation
from deployments.queries import awaiting
from directory.models import Person, Post
from leadership_portal.owed import Kind, owed_keys, read_owed
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_paid_are_not_asked import again, someone, told

STEPS = ["acknowledge", "refuse"]


def recorded(cast, by: Person | None = None) -> Facilitation:
    leads = stage.sam_leads(cast)
    day = stage.school_day(-1)
    about = {"designation": leads, "school": cast.brookside, "group": "Writing", "on": day, "minutes": 150}
    return fresh(actions.record_facilitation(by=by or cast.sam, **about))


def hannah_heads_both(cast) -> None:
    cast.rob.posts.update(ends_on=stage.today() - timedelta(days=1))
    factories.PostFactory(person=cast.hannah, school=cast.brookside, role=Post.Role.HEADTEACHER)


def may(person: Person, work: Facilitation) -> list[str]:
    return [step for step in STEPS if again(person).has_perm(f"deployments.{step}_facilitation", fresh(work))]


def owed_by() -> list[list[str]]:
    rows = read_owed(list(owed_keys([Kind.FACILITATION])), stage.today())
    return [[person.first_name for person in row.people] for row in rows]


def tasks_of(person: Person) -> list[str]:
    titles = [task.title for task in awaiting(again(person), stage.today())]
    return [title for title in titles if title.startswith("Acknowledge")]


@pytest.fixture
def unasked(cast, monkeypatch):
    """Return work nobody can be asked about, whose ten days are over."""
    hannah_heads_both(cast)
    work = recorded(cast)
    Facilitation.objects.filter(pk=work.pk).update(answer_due_on=stage.today() - timedelta(days=1))
    monkeypatch.setattr("deployments.queries.due.is_working_day", lambda on: True)
    return fresh(work)


def test_a_head_of_both_schools_is_not_asked_and_a_deputy_is(cast):
    hannah_heads_both(cast)
    dee = someone(cast, "deputy_head", "Dee")
    work = recorded(cast)
    assert (told("facilitation_recorded"), told("facilitation_unasked")) == (["Dee"], [])
    assert (may(cast.hannah, work), may(dee, work)) == ([], STEPS)
    assert [len(tasks_of(person)) for person in (cast.hannah, dee)] == [0, 1]
    assert owed_by() == [["Dee"]]


def test_who_submits_the_claim_does_not_acknowledge_for_the_lead_school(cast):
    bea = stage.business_manager(cast)
    factories.PostFactory(person=bea, school=cast.brookside, role="deputy_head")
    assert may(bea, recorded(cast)) == []


def test_the_school_has_ten_days_on_which_it_is_open(cast):
    assert (recorded(cast).answer_due_on - timezone.localdate()).days >= 10


def test_where_there_is_nobody_the_managers_are_told_at_once_and_in_one_letter(cast):
    hannah_heads_both(cast)
    recorded(cast)
    names = ("facilitation_recorded", "facilitation_noted", "facilitation_unasked")
    assert [told(name) for name in names] == [[], [], ["Mina"]]
    assert owed_by() == [[]]


def test_where_there_is_nobody_silence_does_not_count_and_the_managers_are_told_again(cast, unasked):
    assert (tasks.presume_facilitations(), tasks.presume_facilitations()) == (1, 0)  # who was told
    assert (fresh(unasked).state, told("facilitation_unasked")) == ("recorded", ["Mina", "Mina"])
    assert ClaimLine.objects.count() == 0


def test_a_school_without_any_post_holder_pays_nothing_by_silence(cast, monkeypatch):
    cast.rob.posts.all().delete()
    work = recorded(cast)
    Facilitation.objects.filter(pk=work.pk).update(answer_due_on=stage.today() - timedelta(days=1))
    monkeypatch.setattr("deployments.queries.due.is_working_day", lambda on: True)
    assert (tasks.presume_facilitations(), fresh(work).state) == (1, "recorded")  # the managers were told


def test_who_comes_to_speak_for_the_school_has_ten_days_of_their_own(cast, unasked):
    tasks.presume_facilitations()
    someone(cast, "deputy_head", "Dee")
    assert (tasks.presume_facilitations(), fresh(unasked).state) == (0, "recorded")
    assert (fresh(unasked).answer_due_on - timezone.localdate()).days >= 10
    Facilitation.objects.filter(pk=unasked.pk).update(answer_due_on=stage.today())
    tasks.remind_of_facilitations()
    assert told("facilitation_due") == ["Dee"]


def test_its_page_does_not_say_that_it_will_count_by_itself(cast, unasked, client):
    client.force_login(cast.sam)
    page = client.get(unasked.get_absolute_url()).content.decode()
    said = "Nobody at Brookside Primary School can be asked who is not paid for it. The alliance sees to it."
    assert (said in page, "counts by itself" in page) == (True, False)


def test_a_manager_settles_what_nobody_can_be_asked_about(cast, unasked, client):
    assert may(cast.mina, unasked) == STEPS
    client.force_login(cast.mina)
    assert client.post(unasked.page("acknowledge")).status_code == 302
    assert (fresh(unasked).state, fresh(unasked).acknowledged_by) == ("acknowledged", cast.mina)


def test_a_manager_who_is_paid_does_not(cast, unasked):
    for person in (cast.sam, cast.hannah):
        factories.PostFactory(person=person, role=Post.Role.ALLIANCE_MANAGER, school=None)
    assert [may(person, unasked) for person in (cast.sam, cast.hannah)] == [["refuse"], ["refuse"]]


def test_where_somebody_can_be_asked_a_manager_does_not_acknowledge(cast):
    assert may(cast.mina, recorded(cast)) == ["refuse"]

"""A manager who applies in a round finds nobody else's application there: a draft is enough to compete."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import Entry
from designation.models import Application, Round
from designation.queries.members import applies_in
from directory.models import Person, Post
from tests import factories
from tests.designation import stage


def again(person):
    """Return a person as a new request reads them."""
    return Person.objects.get(pk=person.pk)


def applies(cast, state, person=None):
    return stage.application(cast, state, applicant=person or cast.mina, school=cast.brookside)


def found(client, person, case):
    """Return how the page answers, and whether the application stands in the list of all and in its file."""
    client.force_login(again(person))
    listed = client.get(reverse("designation:applications")).content.decode()
    exported = client.get(reverse("designation:applications-export")).getvalue().decode()
    page = client.get(case.get_absolute_url())
    return page.status_code, case.get_absolute_url() in listed, case.reference in exported


COMPETES = {
    state: state not in ("withdrawn", "successful", "unsuccessful", "not_shortlisted", "dismissed")
    for state in Application.State.values
}


@pytest.mark.parametrize("state", COMPETES)
def test_as_long_as_they_compete_a_rivals_application_is_not_theirs_to_find(cast, client, state):
    rival = stage.application(cast)
    applies(cast, state)
    hidden, open_ = (404, False, False), (200, True, True)
    assert found(client, cast.mina, rival) == (hidden if COMPETES[state] else open_)
    assert applies_in(again(cast.mina), rival.round_id) == COMPETES[state]


def test_their_own_and_other_rounds_they_find_as_ever(cast, client):
    own = applies(cast, "submitted")
    elsewhere = factories.ApplicationFactory(round=factories.RoundFactory(name="Another round"))
    client.force_login(cast.mina)
    assert [client.get(one.get_absolute_url()).status_code for one in (own, elsewhere)] == [200, 200]


def test_a_draft_too_late_to_be_sent_in_competes_no_more(cast, client):
    rival, draft = stage.application(cast), applies(cast, "draft")
    gone = timezone.now() - stage.timedelta(minutes=1)
    Round.objects.filter(pk=draft.round_id).update(closes_at=gone)
    assert found(client, cast.mina, rival) == (200, True, True)
    stage.extend(cast.mina, days=3)  # with more time it does again
    assert found(client, cast.mina, rival) == (404, False, False)


def test_another_manager_finds_all_of_them(cast, client):
    other = factories.PersonFactory(email="second@northdale-alliance.example")
    factories.PostFactory(person=other, role=Post.Role.ALLIANCE_MANAGER, school=None)
    rival = stage.application(cast)
    applies(cast, "draft")
    assert found(client, other, rival) == (200, True, True)


def test_with_a_draft_they_do_not_run_the_round_either(cast, client):
    rival, draft = stage.application(cast), applies(cast, "draft")
    client.force_login(cast.mina)
    pages = ("panel", "decisions", "interviews", "change", "export")
    answers = [client.get(reverse(f"designation:round-{one}", args=[draft.round_id])) for one in pages]
    assert [one.status_code for one in answers] == [403] * 5
    doors = [client.post(rival.page(step)).status_code for step in ("shortlist", "prepare", "send_back")]
    assert (doors, Entry.objects.of(rival).count()) == ([404] * 3, 1)
    client.post(draft.page("withdraw"))
    assert client.get(reverse("designation:round-panel", args=[draft.round_id])).status_code == 200


def test_who_is_chosen_to_hear_an_appeal_still_reads_it(cast, client):
    case = stage.application(cast, "appealed")
    case.appeal.hearers.add(cast.mina)
    applies(cast, "draft")
    client.force_login(cast.mina)
    assert client.get(case.get_absolute_url()).status_code == 200

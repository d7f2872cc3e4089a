"""The head changes while a reference is asked for: the question follows the post, and only who holds it answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework import links
from casework.models import Entry, Letter, Link
from designation import tasks
from designation.models import Reference
from directory.models import Person, Post
from tests import factories
from tests.designation import stage


def asked_by_link(cast, client):
    """Ask Hannah as Sam does and return the reference with its link."""
    case = stage.draft(cast)
    client.force_login(cast.sam)
    client.post(reverse("designation:application-ask", args=[case.pk]))
    client.logout()
    return case.references.get(), Link.objects.get(purpose="reference")


def succeed(cast, **post):
    """Hannah left yesterday; return who heads Oakfield now."""
    cast.hannah.posts.update(ends_on=timezone.localdate() - timedelta(days=1))
    return factories.PostFactory(school=cast.oakfield, role=Post.Role.HEADTEACHER, **post).person


def press(client, person, reference):
    client.force_login(Person.objects.get(pk=person.pk))
    return client.post(reference.page("give"), stage.typed()).status_code


def task_titles(client, person):
    client.force_login(Person.objects.get(pk=person.pk))
    return "Give a reference for Sam Okoro" in client.get("/").content.decode()


def test_the_successor_finds_the_task_and_gives_it_through_the_door(cast, client):
    reference = stage.reference(cast)
    successor = succeed(cast)
    assert [task_titles(client, one) for one in (successor, cast.hannah)] == [True, False]
    assert (press(client, cast.hannah, reference), press(client, successor, reference)) == (403, 302)
    reference.refresh_from_db()
    assert (reference.state, Entry.objects.of(reference).get(step="give").by) == ("given", successor)


def test_a_chair_s_successor_answers_for_a_head(cast, client):
    case = stage.application(cast, applicant=cast.hannah, post_role="headteacher")
    reference = stage.reference(cast, application=case, kind="chair", referee=cast.gwen)
    cast.gwen.posts.update(ends_on=timezone.localdate() - timedelta(days=1))
    chair = factories.PostFactory(school=cast.oakfield, role=Post.Role.CHAIR_OF_GOVERNORS).person
    assert (press(client, cast.gwen, reference), press(client, chair, reference)) == (403, 302)


@pytest.mark.parametrize("way", ["delegate", "unconfirmed", "elsewhere"])
def test_nobody_else_answers_for_the_post(cast, client, way):
    reference = stage.reference(cast)
    if way == "delegate":
        post = Post.objects.get(person=cast.hannah)
        person = factories.DelegationFactory(post=post).delegate
        factories.PostFactory(person=person, school=cast.oakfield, role=Post.Role.DEPUTY_HEAD)
    elif way == "unconfirmed":
        person = succeed(cast, confirmed_at=None, named_by=cast.olga)
    else:
        person = cast.rob
    assert press(client, person, reference) == 404
    assert not task_titles(client, person)


def test_whom_the_applicant_merely_named_answers_until_somebody_is_confirmed(cast, client):
    post = factories.PostFactory(confirmed_at=None, named_by=cast.sam)
    case = stage.application(cast, school=post.school)
    reference = stage.reference(cast, application=case, referee=post.person, school=post.school)
    client.force_login(post.person)
    assert client.get(reference.page("give")).status_code == 200
    assert task_titles(client, post.person)
    factories.PostFactory(school=post.school)
    assert press(client, post.person, reference) == 403
    assert not task_titles(client, post.person)


def test_in_the_night_the_successor_is_asked_and_the_old_link_is_dead(cast, client):
    reference, old = asked_by_link(cast, client)
    Letter.objects.all().delete()
    successor = succeed(cast, person__email="nia@oakfield.example")
    tasks.hand_over_references()
    tasks.hand_over_references()
    reference.refresh_from_db()
    assert (reference.referee, reference.email, reference.state) == (successor, successor.email, "requested")
    letter = Letter.objects.get()
    assert (letter.name, letter.to) == ("designation/reference_requested", successor)
    entry = Entry.objects.of(reference).get(step="hand_over")
    assert (entry.by, entry.channel) == (None, "night")
    client.logout()
    doors = [reverse("link", args=[links.token_of(link)]) for link in (old, letter.link)]
    assert [client.get(door).status_code for door in doors] == [410, 200]
    assert client.post(doors[0] + "reference-give/", stage.typed()).status_code == 410
    assert client.post(doors[1] + "reference-give/", stage.typed()).status_code == 302


@pytest.mark.parametrize("state", [state for state in Reference.State.values if state != "requested"])
def test_from_no_other_state(cast, state):
    reference = stage.reference(cast, state)
    succeed(cast)
    tasks.hand_over_references()
    assert Entry.objects.of(reference).filter(step="hand_over").count() == 0


def test_an_unconfirmed_successor_is_not_asked_in_the_night(cast, client):
    reference, _old = asked_by_link(cast, client)
    succeed(cast, confirmed_at=None, named_by=cast.olga)
    tasks.hand_over_references()
    reference.refresh_from_db()
    assert reference.referee == cast.hannah


def test_a_confirmed_head_who_declined_stands_in_nobody_s_way(cast, client):
    case = stage.application(cast)
    first = stage.reference(cast, "declined", application=case)
    client.force_login(cast.sam)
    client.post(first.page("correct"), {"name": "Ann Acting", "email": "ann@oakfield.example"})
    tasks.hand_over_references()
    second = case.references.get(state="requested")
    assert second.email == "ann@oakfield.example"
    assert press(client, second.referee, second) == 302


def test_nobody_has_the_button(cast):
    case = stage.reference(cast)
    assert [
        n for n, one in cast.people().items() if one.has_perm("designation.hand_over_reference", case)
    ] == []

"""A manager finds that somebody named as head is not: what was asked of them ends, and nothing else of theirs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Entry, Letter, Link
from designation import actions
from designation.lifecycle import REFERENCE
from designation.models import Reference
from directory.models import Post
from tests import factories
from tests.designation import stage

FALSE = "head@false.example"
NOW = timezone.now


def named(cast, client, **fields):
    """Sam moves to a school whose head nobody knows and asks a head of Sam's own naming; return both."""
    school = factories.SchoolFactory(website="https://newfield.example")
    case = stage.draft(cast, school=school, head_name="Falk Falsehood", head_email=FALSE, **fields)
    client.force_login(cast.sam)
    client.post(reverse("designation:application-ask", args=[case.pk]))
    return case.references.get(), Post.objects.get(school=school)


def other_link(cast, person):
    """Return the link of a reference somebody else asked of the same person."""
    post = factories.PostFactory(person=person, confirmed_at=None, named_by=cast.olga)
    case = factories.ApplicationFactory(applicant=cast.olga, school=post.school)
    other = factories.ReferenceFactory(referee=person, application=case)
    return links.issue(other, person, "reference", ["designation:reference-give"])


def decide(client, cast, step, post, **answer):
    client.force_login(cast.mina)
    response = client.post(reverse(f"post-{step}", args=[post.pk]), answer)
    assert response.status_code == 302, response.context["form"].errors
    client.logout()


def path(url):
    return "/" + url.split("/", 3)[3]


def test_rejecting_the_post_ends_what_was_asked_and_asks_the_applicant_to_name_somebody_else(cast, client):
    reference, post = named(cast, client)
    Letter.objects.all().delete()
    decide(client, cast, "reject", post, reason="Newfield has no such head.")
    reference.refresh_from_db()
    assert reference.state == "expired"
    assert sorted(Letter.objects.values_list("address", "name")) == [
        (FALSE, "designation/reference_not_needed"),
        ("sam@oakfield.example", "designation/reference_set_aside"),
    ]
    letter = Letter.objects.get(to=cast.sam)
    assert "Newfield has no such head." in letter.body
    assert letter.url.endswith(reference.page("correct"))
    entry = Entry.objects.of(reference).get(step="void")
    assert (entry.by, entry.from_state, entry.to_state) == (cast.mina, "requested", "expired")


def test_a_new_link_to_the_rejected_one_opens_nothing(cast, client):
    reference, post = named(cast, client)
    old = Link.objects.get(purpose="reference")
    decide(client, cast, "reject", post)
    Link.objects.update(created_at=NOW() - timedelta(hours=2))
    assert client.get(path(links.url_of(old))).status_code == 410
    client.post(reverse("link-renew", args=[links.token_of(old)]))
    for link in Link.objects.filter(person=reference.referee):
        assert client.get(path(links.url_of(link))).status_code == 410
        response = client.post(path(links.url_of(link)) + "reference-give/", stage.typed())
        assert response.status_code in (409, 410)
    reference.refresh_from_db()
    assert (reference.state, reference.statement) == ("expired", "")


def test_what_a_false_head_has_written_already_no_longer_counts(cast, client):
    reference, post = named(cast, client)
    REFERENCE.advance(
        reference, "give", by=reference.referee, **stage.answers() | {"signed_on": stage.today()}
    )
    decide(client, cast, "reject", post)
    reference.refresh_from_db()
    assert reference.state == "expired"
    client.force_login(cast.sam)
    assert client.get(reference.page("correct")).status_code == 200


def test_what_somebody_else_asked_of_the_person_stays(cast, client):
    reference, post = named(cast, client)
    other = other_link(cast, reference.referee)
    decide(client, cast, "reject", post)
    other.refresh_from_db()
    assert other.is_live(NOW())
    assert other.case.state == "requested"


def test_correcting_the_address_asks_the_right_person_and_the_wrong_one_no_more(cast, client):
    reference, post = named(cast, client)
    other = other_link(cast, reference.referee)
    astray = Link.objects.get(purpose="reference", object_id=reference.pk)
    Letter.objects.all().delete()
    decide(client, cast, "correct", post, email="ffion@newfield.example")
    asked = reference.application.references.get(state="requested")
    assert (asked.email, asked.referee.email, asked.domain_differs) == ("ffion@newfield.example",) * 2 + (
        False,
    )
    post.refresh_from_db()
    assert (post.person, post.domain_differs) == (asked.referee, False)
    assert sorted(Letter.objects.values_list("address", "name")) == [
        ("ffion@newfield.example", "designation/reference_requested"),
        (FALSE, "designation/reference_not_needed"),
    ]
    live = {link.pk: client.get(path(links.url_of(link))).status_code for link in Link.objects.all()}
    assert live == {
        astray.pk: 410,
        other.pk: 200,
        Letter.objects.get(name__endswith="requested").link_id: 200,
    }


def test_correcting_to_somebody_we_know_asks_them_by_their_own_name(cast, client):
    reference, post = named(cast, client)
    decide(client, cast, "correct", post, email=cast.rob.email)
    asked = reference.application.references.get(state="requested")
    assert (asked.referee, asked.name, asked.email) == (cast.rob, "Rob Ellis", cast.rob.email)
    assert Post.objects.filter(school=post.school).count() == 1


@pytest.mark.parametrize("address", ["sam+head@oakfield.example", "olga@elsewhere.example"])
def test_an_address_that_may_not_refer_is_refused_in_words(cast, client, address):
    reference, post = named(cast, client)
    stage.reference(cast, application=reference.application, kind="second", referee=cast.olga)
    client.force_login(cast.mina)
    response = client.post(reverse("post-correct", args=[post.pk]), {"email": address})
    assert len(response.context["form"].non_field_errors()) == 1
    post.refresh_from_db()
    assert (post.person.email, Reference.objects.get(pk=reference.pk).state) == (FALSE, "requested")


def test_nobody_has_the_button(cast, client):
    reference, _post = named(cast, client)
    holders = [n for n, one in cast.people().items() if one.has_perm("designation.void_reference", reference)]
    assert holders == []


@pytest.mark.parametrize("state", Reference.State.values)
def test_from_these_states_only(cast, state):
    reference = stage.reference(cast, state)
    if state in ("requested", "given"):
        actions.set_aside(reference, by=cast.mina)
        assert reference.state == "expired"
    else:
        with pytest.raises(StepNotOpen):
            actions.set_aside(reference, by=cast.mina)

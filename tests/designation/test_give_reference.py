"""Hannah gives the reference: the seven questions, by link as by sign-in, and its words reach nobody else."""

import pytest

from casework import links
from casework.models import Entry, Letter, Link
from designation.models import Reference
from directory.models import Person, Post
from tests import factories
from tests.designation import stage
from tests.seven import SevenQuestions


class TestGive(SevenQuestions):
    model, step, actor = Reference, "give", "hannah"
    others = ("olga", "sam", "gwen", "rob", "mina")
    told = {"sam": ["designation/reference_received"]}

    @property
    def answer(self):
        return stage.typed()

    def make(self, cast, state=None):
        return stage.reference(cast, state)

    def check(self, case, cast):
        kept = {name: getattr(case, name) for name in stage.answers()}
        assert kept == stage.answers()
        assert case.signed_on == stage.today()


def asked_by_link(client, cast):
    """Ask Hannah as Sam does, sign out, and return the reference with the address in her letter."""
    case = stage.draft(cast)
    client.force_login(cast.sam)
    client.post(f"/designation/applications/{case.pk}/ask/")
    client.logout()
    return case.references.get(), links.url_of(Link.objects.get(purpose="reference"))


def path(url):
    return url.removeprefix("http://").partition("/")[2].join(["/", ""])


def test_opening_the_link_changes_nothing_and_shows_nothing_confidential(cast, client):
    reference, url = asked_by_link(client, cast)
    before = Entry.objects.count()
    page = client.get(path(url))
    assert page.status_code == 200
    assert "Can you give a reference for Sam Okoro?" in page.content.decode()
    assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
    assert page["Referrer-Policy"] == "same-origin"
    client.get(path(url) + "reference-give/")
    client.head(path(url))
    reference.refresh_from_db()
    assert (reference.state, Entry.objects.count()) == ("requested", before)


def test_a_head_without_a_password_answers_by_the_link(cast, client):
    reference, url = asked_by_link(client, cast)
    response = client.post(path(url) + "reference-give/", stage.typed())
    assert response.status_code == 302
    reference.refresh_from_db()
    entry = Entry.objects.of(reference).get(step="give")
    assert (reference.state, entry.by, entry.channel) == ("given", cast.hannah, "link")
    again = client.get(path(url))
    assert "Thank you" in again.content.decode()
    assert stage.SECRET not in again.content.decode()


def test_what_a_referee_typed_survives_an_error(cast, client):
    reference, url = asked_by_link(client, cast)
    response = client.post(path(url) + "reference-give/", stage.typed() | {"signed_name": ""})
    assert b"Type your full name to sign" in response.content
    assert stage.SECRET in response.content.decode()
    reference.refresh_from_db()
    assert (reference.state, reference.statement) == ("requested", "")


def test_a_successor_in_the_post_may_give_it_but_no_delegate(cast, client):
    reference = stage.reference(cast)
    successor = factories.PostFactory(school=cast.oakfield, role=Post.Role.ACTING_HEAD).person
    deputy = factories.DelegationFactory(post=Post.objects.get(person=cast.hannah)).delegate
    may = [
        Person.objects.get(pk=one.pk).has_perm("designation.give_reference", reference)
        for one in (successor, deputy)
    ]
    assert may == [True, False]


def test_an_applicant_who_became_head_does_not_refer_themselves(cast):
    reference = stage.reference(cast)
    factories.PostFactory(person=cast.sam, school=cast.oakfield)
    assert not Person.objects.get(pk=cast.sam.pk).has_perm("designation.give_reference", reference)


def test_a_second_referee_is_asked_other_things(cast, client):
    case = stage.application(cast, second_post="Deputy head", second_school="Brookside")
    reference = stage.reference(cast, kind="second", referee=cast.olga, application=case)
    client.force_login(cast.olga)
    page = client.get(reference.page("give")).content.decode()
    assert ("known_for" in page, "release_half_days" in page) == (True, False)
    proposed = ('value="Deputy head"', 'value="Brookside"', "seen yourself of six things")
    assert [words for words in proposed if words not in page] == []
    typed = {key: stage.typed()[key] for key in ("sharing", "strength", "statement", "signed_name")}
    missing = client.post(reference.page("give"), typed).content.decode()
    errors = ("Enter the title of your post", "Enter the name of your school or organisation")
    assert [words for words in errors if words not in missing] == []
    own = {"own_post": "Head of maths", "own_school": "Ash", "known_for": "Four years, as a colleague"}
    client.post(reference.page("give"), typed | own)
    reference.refresh_from_db()
    assert reference.state == "given"
    assert {name: getattr(reference, name) for name in own} == own
    client.force_login(cast.mina)
    assert "Head of maths, Ash" in client.post(reference.page("read")).content.decode()


@pytest.mark.parametrize("name", ["sam", "hannah", "gwen", "olga", "fay", "dai"])
def test_its_words_reach_no_page_of_those_they_are_not_for(cast, client, name):
    reference = stage.reference(cast, "given")
    application = reference.application
    person = getattr(cast, name)
    client.force_login(person)
    pages = [
        application.get_absolute_url(),
        f"/designation/applications/{application.pk}/done/",
        f"/designation/applications/{application.pk}/tasks/",
        reference.get_absolute_url(),
        reference.page("read"),
        reference.page("give"),
        "/designation/mine/",
        "/designation/staff/",
        "/",
    ]
    assert [page for page in pages if stage.SECRET in client.get(page, follow=True).content.decode()] == []
    assert stage.SECRET not in client.post(reference.page("read")).content.decode()
    assert not Letter.objects.filter(body__contains=stage.SECRET).exists()
    assert not Entry.objects.filter(note__contains=stage.SECRET).exists()


def test_the_applicant_sees_only_that_it_came(cast, client):
    reference = stage.reference(cast, "given")
    client.force_login(cast.sam)
    page = client.get(reference.application.get_absolute_url()).content.decode()
    assert ("Received" in page, "I support this application" in page, "8 days" in page) == (
        True,
        False,
        False,
    )

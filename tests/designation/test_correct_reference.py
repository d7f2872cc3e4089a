"""Sam corrects the referee's address: the seven questions, the old link is dead and the new referee is asked."""

from casework import links
from casework.models import Link
from designation import tasks
from designation.models import Reference
from designation.queries.warnings import warnings_for
from directory.models import Post
from tests.designation import stage
from tests.seven import SevenQuestions

UNSCORED = "No member of the panel has sent in scores that count."


def merely_named(cast):
    """Nobody confirmed that Hannah heads Oakfield: Sam named her."""
    Post.objects.filter(person=cast.hannah).update(confirmed_at=None, named_by=cast.sam)


class TestCorrect(SevenQuestions):
    model, step, actor = Reference, "correct", "sam"
    answer = {"name": "Hannah Price", "email": "h.price@oakfield.example"}
    others = ("olga", "hannah", "gwen", "rob", "mina")
    told = {
        "hannah": ["designation/reference_not_needed"],
        "h.price@oakfield.example": ["designation/reference_requested"],
    }

    def make(self, cast, state=None):
        merely_named(cast)
        return stage.reference(cast, state)

    def check(self, case, cast):
        new = case.application.references.get(state="requested")
        assert (new.kind, new.email, new.referee.email) == (
            "headteacher",
            "h.price@oakfield.example",
            "h.price@oakfield.example",
        )

    def test_tells_them(self, cast, client):
        from casework.models import Letter

        case = self.make(cast)
        self.press(client, case, cast)
        told = {(one.address, one.name) for one in Letter.objects.all()}
        assert told == {(address, name) for address, names in self.addresses.items() for name in names}

    addresses = {
        "hannah@oakfield.example": ["designation/reference_not_needed"],
        "h.price@oakfield.example": ["designation/reference_requested"],
    }


def test_the_old_link_is_dead_and_the_new_one_lives(cast, client):
    merely_named(cast)
    case = stage.draft(cast, head_name="Hannah Price", head_email=cast.hannah.email)
    client.force_login(cast.sam)
    client.post(f"/designation/applications/{case.pk}/ask/")
    old = Link.objects.get()
    client.post(case.references.get().page("correct"), TestCorrect.answer)
    new = Link.objects.exclude(pk=old.pk).get()
    client.logout()
    opened = {
        client.get("/" + links.url_of(link).split("/", 3)[3]).status_code: link.pk
        for link in (Link.objects.get(pk=old.pk), new)
    }
    assert opened == {410: old.pk, 200: new.pk}


def test_neither_the_own_address_nor_the_other_referees(cast, client):
    case = stage.reference(cast, application=stage.application(cast, personal_email="sam.okoro@home.example"))
    stage.reference(cast, application=case.application, kind="second", referee=cast.olga)
    client.force_login(cast.sam)
    for email, problem in [
        ("sam@oakfield.example", b"This is your own address"),
        ("Sam.Okoro+ref@home.example", b"This is your own address"),
        ("olga@elsewhere.example", b"gives your other reference already"),
    ]:
        response = client.post(case.page("correct"), {"name": "Somebody", "email": email})
        assert problem in response.content
    case.refresh_from_db()
    assert case.state == "requested"


def change(client, cast, case, email, name="Ann Archer"):
    client.force_login(cast.sam)
    return client.post(case.page("correct"), {"name": name, "email": email})


def test_whoever_is_known_to_head_the_school_is_not_passed_over(cast, client):
    case = stage.reference(cast)
    response = change(client, cast, case, "friend@home.example")
    said = "The alliance knows who heads your school: Hannah Price. Only a manager can ask somebody else."
    assert said in response.content.decode()
    case.refresh_from_db()
    assert (case.state, Post.objects.filter(person__email="friend@home.example").count()) == ("requested", 0)
    assert change(client, cast, case, cast.hannah.email).status_code == 302


def test_a_known_head_whose_request_was_merely_replaced_is_asked_after_all(cast, client):
    merely_named(cast)
    case = stage.reference(cast)
    change(client, cast, case, "friend@home.example")
    new = case.application.references.get(state="requested")
    Post.objects.create(
        person=cast.hannah, school=cast.oakfield, role="headteacher", confirmed_at=new.asked_at
    )
    assert list(Reference.objects.given_by(new.referee)) == []
    tasks.hand_over_references()
    new.refresh_from_db()
    assert new.referee == cast.hannah


def test_instead_of_a_known_head_who_declined_somebody_answers_unconfirmed_and_the_manager_is_warned(
    cast, client
):
    case = stage.reference(cast, "declined")
    assert change(client, cast, case, "ann@oakfield.example").status_code == 302
    new = case.application.references.get(state="requested")
    assert change(client, cast, new, "anna@oakfield.example").status_code == 302
    new = case.application.references.get(state="requested")
    client.force_login(new.referee)
    assert client.post(new.page("give"), stage.typed()).status_code == 302
    warning = "The headteacher’s post of Ann Archer is only what the applicant typed."
    assert warnings_for(case.application, cast.mina) == [warning, UNSCORED]
    client.force_login(cast.mina)
    for step in ("shortlist", "sift_out", "prepare"):
        assert warning in client.get(case.application.page(step)).content.decode(), step


def test_of_a_confirmed_head_nobody_is_warned(cast, client):
    case = stage.reference(cast, "given")
    assert warnings_for(case.application, cast.mina) == [UNSCORED]
    Post.objects.filter(person=cast.hannah).update(role="middle_leader")
    warning = "The headteacher’s post of Hannah Price is only what the applicant typed."
    assert warnings_for(case.application, cast.mina) == [warning, UNSCORED]


def test_referees_are_changed_five_times_a_day_at_most(cast, client):
    merely_named(cast)
    case = stage.reference(cast, "bounced")
    for number in range(5):
        assert change(client, cast, case, f"head{number}@oakfield.example").status_code == 302
        case = case.application.references.get(state="requested")
    response = change(client, cast, case, "head9@oakfield.example")
    assert "You can change your referees 5 times a day." in response.content.decode()
    named = Post.objects.filter(named_by=cast.sam, confirmed_at=None)
    assert [post.person.email for post in named] == ["head4@oakfield.example"]

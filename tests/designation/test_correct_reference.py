"""Sam corrects the referee's address: the seven questions, the old link is dead and the new referee is asked."""

from casework import links
from casework.models import Link
from designation.models import Reference
from tests.designation import stage
from tests.seven import SevenQuestions


class TestCorrect(SevenQuestions):
    model, step, actor = Reference, "correct", "sam"
    answer = {"name": "Hannah Price", "email": "h.price@oakfield.example"}
    others = ("olga", "hannah", "gwen", "rob", "mina")
    told = {
        "hannah": ["designation/reference_not_needed"],
        "h.price@oakfield.example": ["designation/reference_requested"],
    }

    def make(self, cast, state=None):
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
    case = stage.draft(cast)
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
    case = stage.reference(cast)
    stage.reference(cast, application=case.application, kind="second", referee=cast.olga)
    client.force_login(cast.sam)
    for email, problem in [
        ("sam@oakfield.example", b"This is your own address"),
        ("olga@elsewhere.example", b"gives your other reference already"),
    ]:
        response = client.post(case.page("correct"), {"name": "Somebody", "email": email})
        assert problem in response.content
    case.refresh_from_db()
    assert case.state == "requested"

"""Mina reads a reference: the seven questions, each reading is written down, opening the page shows nothing."""

from casework.models import Entry
from designation import actions
from designation.models import Reference
from tests import factories
from tests.designation import stage
from tests.seven import SevenQuestions


class TestRead(SevenQuestions):
    model, step, actor = Reference, "read", "mina"
    others = ("olga", "sam", "hannah", "gwen", "rob")

    def make(self, cast, state=None):
        return stage.reference(cast, state or "given")

    def test_does_it(self, cast, client):
        case = self.make(cast)
        response = self.press(client, case, cast)
        assert response.status_code == 200
        assert stage.SECRET in response.content.decode()
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))

    def test_from_these_states_only(self, cast, client):
        shown = {
            state: stage.SECRET in self.press(client, self.make(cast, state), cast).content.decode()
            for state in Reference.State.values
        }
        assert shown == {state: state == "given" for state in Reference.State.values}

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        for _ in range(2):
            assert self.press(client, case, cast).status_code == 200
        assert Entry.objects.of(case).filter(step="read").count() == 2


def test_opening_the_page_shows_and_writes_nothing(cast, client):
    case = stage.reference(cast, "given")
    client.force_login(cast.mina)
    assert stage.SECRET not in client.get(case.page("read")).content.decode()
    assert not Entry.objects.of(case).filter(step="read").exists()


def test_the_rounds_panel_reads_it_but_not_across_a_conflict(cast, client):
    case = stage.reference(cast, "given")
    colleague = factories.PostFactory(school=cast.oakfield, role="deputy_head").person
    for person in (cast.rob, colleague):
        stage.seat(person)
    client.force_login(cast.rob)
    assert stage.SECRET in client.post(case.page("read")).content.decode()
    client.force_login(colleague)
    assert client.post(case.page("read")).status_code == 404


def test_a_manager_who_applies_does_not_read_about_themselves(cast, client):
    own = stage.application(cast, applicant=cast.mina)
    case = stage.reference(cast, "given", application=own)
    client.force_login(cast.mina)
    assert client.post(case.page("read")).status_code == 403


def test_managers_see_who_has_read_it_and_nobody_else_does(cast, client):
    reference = stage.reference(cast, "given")
    stage.seat(cast.rob)
    for person in (cast.rob, cast.mina, cast.rob):
        actions.read(reference, by=person)
    client.force_login(cast.mina)
    readings = client.get(reference.get_absolute_url()).context["readings"]
    assert [one.by_name for one in readings] == ["Rob Ellis", "Mina Shah", "Rob Ellis"]
    for person in (cast.rob, cast.sam, cast.hannah):
        client.force_login(person)
        assert "Who has read it" not in client.get(reference.get_absolute_url()).content.decode()

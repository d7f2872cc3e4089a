"""Mina takes a request up: who looks after it, how urgent it is; whoever asked hears of it, and the clock runs on."""

from casework.models import Entry, Letter
from deployments.models import SupportRequest
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestTriage(SevenQuestions):
    model, step, actor = SupportRequest, "triage", "mina"
    others = ("rob", "sam", "hannah", "dai", "olga", "fay")
    told = {"rob": ["deployments/request_taken_up"]}

    def make(self, cast, state=None):
        return stage.request(cast, state or "open")

    def answer_for(self, case, cast):
        return {"manager": str(cast.mina.pk), "urgency": "urgent", "note": "The head rang in tears."}

    def check(self, case, cast):
        assert (case.looked_after_by, case.urgency) == (cast.mina, "urgent")
        assert case.triaged_at is not None


def take_up(client, case, cast, **more):
    answer = {"manager": str(cast.mina.pk), "urgency": "soon", "note": "Only we read this."} | more
    return client.post(case.page("triage"), answer)


def test_the_note_is_for_managers(cast, client):
    case = stage.request(cast)
    client.force_login(cast.mina)
    take_up(client, case, cast)
    assert Entry.objects.of(case).get(step="triage").note_is_private
    client.force_login(cast.rob)
    assert "Only we read this." not in client.get(case.get_absolute_url()).content.decode()
    assert "Only we read this." not in Letter.objects.get(to=cast.rob).body


def test_the_clock_stands_on_the_page_and_runs_on(cast, client):
    case = stage.request(cast)
    since = case.state_at
    client.force_login(cast.mina)
    assert "Waiting: " in client.get(case.page("triage")).content.decode()
    take_up(client, case, cast)
    assert stage.fresh(case).state_at == since
    facts = {one["term"]: one["value"] for one in client.get(case.get_absolute_url()).context["facts"]}
    assert ("Waiting" in facts, facts["Looked after by"]) == (True, str(cast.mina))


def test_it_is_taken_up_once(cast, client):
    case = stage.request(cast)
    client.force_login(cast.mina)
    assert (take_up(client, case, cast).status_code, take_up(client, case, cast).status_code) == (302, 409)
    assert Entry.objects.of(case).filter(step="triage").count() == 1


def test_the_board_says_what_nobody_has_taken_up(cast, client):
    case = stage.request(cast)
    client.force_login(cast.mina)
    assert "not taken up yet" in client.get("/deployments/requests/").content.decode()
    take_up(client, case, cast)
    assert "not taken up yet" not in client.get("/deployments/requests/").content.decode()

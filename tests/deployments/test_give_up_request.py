"""Nobody can be found: Mina ends the request as unmet, with a reason that is counted and words the school can use."""

import pytest
from django.db import IntegrityError, transaction

from casework.models import Entry, Letter
from deployments import actions
from deployments.models import SupportRequest
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestGiveUp(SevenQuestions):
    model, step, actor = SupportRequest, "give_up", "mina"
    answer = {"why": "expertise", "reason": "Nobody leads in this area yet. Try the county's music hub."}
    others = ("olga", "gwen", "fay", "hannah", "sam", "dai", "rob")
    told = {"rob": ["deployments/request_unmet"]}

    def make(self, cast, state=None):
        return stage.request(cast, state or "open")

    def check(self, case, cast):
        assert case.unmet_why == "expertise"


def test_who_asked_reads_why_and_what_to_try(cast, client):
    request = stage.request(cast, made_by=cast.dai)
    actions.give_up_request(request, by=cast.mina, why="days", reason="Ask again in January.")
    letters = Letter.objects.order_by("to__first_name")
    assert [letter.to for letter in letters] == [cast.dai, cast.rob]
    for letter in letters:
        assert "No leader has days left. \n\nAsk again in January.".replace(" \n", "\n") in letter.body
    assert Entry.objects.of(request).values_list("note", "note_is_private").get() == (
        "Ask again in January.",
        False,
    )
    client.force_login(cast.rob)
    page = client.get(request.get_absolute_url()).content.decode()
    assert "No leader has days left" in page
    assert "Ask again in January." in page


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ({"why": "days"}, {"reason": ["Say in a sentence or two why nobody can be found"]}),
        ({"reason": "Full."}, {"why": ["Choose why nobody can be found"]}),
    ],
)
def test_both_the_reason_and_the_words_are_asked_for(cast, client, answer, missing):
    request = stage.request(cast)
    client.force_login(cast.mina)
    assert client.post(request.page("give_up"), answer).context["form"].errors == missing
    assert stage.fresh(request).state == "open"


def test_no_request_is_unmet_without_a_reason(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        stage.request(cast, "unmet", unmet_why="")

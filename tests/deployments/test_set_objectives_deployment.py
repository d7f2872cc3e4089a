"""Until the first visit Sam and Rob may write the objectives anew; the agreement is made anew with them."""

import pytest

from casework import documents
from casework.models import Letter
from deployments import actions
from deployments.actions import Aim, Obstacle
from deployments.models import Deployment
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions

AIMS = [Aim("Every class has one structure", "Seen in four of four", "1 of 4", "Joint visits")]


class TestSetObjectives(SevenQuestions):
    model, step = Deployment, "set_objectives"
    actor, others = "rob", ("hannah", "gwen", "fay", "dai", "olga")
    answer = {f"{name}_1": getattr(AIMS[0], name) for name in Aim._fields}
    told = {name: ["deployments/objectives_changed"] for name in ("sam", "hannah", "mina")}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "agreed")

    def check(self, case, cast):
        wanted = [(one.position, one.text, one.baseline) for one in case.objectives.all()]
        assert wanted == [(1, "Every class has one structure", "1 of 4")]


def test_the_form_shows_what_stands_there(cast, client):
    case = stage.deployment(cast, "agreed")
    client.force_login(cast.sam)
    form = client.get(case.page("set_objectives")).context["form"]
    assert (form["text_1"].value(), form["success_criterion_1"].value(), form["text_2"].value()) == (
        "One lesson structure",
        "Seen in every class",
        None,
    )


def test_the_agreement_is_made_anew(cast):
    case = stage.deployment(cast, "agreed")
    old = documents.order(case, "deployments/agreement", "en")
    actions.set_objectives(case, by=cast.rob, objectives=AIMS)
    old.refresh_from_db()
    assert (old.recalled_at is None, case.documents.in_force().count()) == (False, 2)
    assert "Every class has one structure" in documents.html_of(fresh(case), "deployments/agreement", "en")


@pytest.mark.parametrize("objectives", [[], AIMS * 6])
def test_there_are_one_to_five(cast, objectives):
    case = stage.deployment(cast, "agreed")
    with pytest.raises(Obstacle, match="one objective at least, and five at most"):
        actions.set_objectives(case, by=cast.rob, objectives=objectives)
    assert fresh(case).objectives.get().text == "One lesson structure"


def test_pressed_without_a_change_nobody_is_told(cast, client):
    case = stage.deployment(cast, "agreed")
    client.force_login(cast.sam)
    answer = {"text_1": "One lesson structure", "success_criterion_1": "Seen in every class"}
    assert client.post(case.page("set_objectives"), answer).status_code == 302
    assert Letter.objects.count() == 0

"""Until the first visit Sam and Rob may write the objectives anew; the agreement is made anew with them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework import documents
from casework.models import Letter
from deployments import actions
from deployments.actions import Aim, Obstacle
from deployments.models import Deployment
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.journeys.steps import typed
from tests.seven import SevenQuestions

DUE = stage.today() + timedelta(days=30)
AIMS = [
    Aim(
        "Every class has one structure",
        "Seen in four of four",
        "1 of 4",
        "Joint visits",
        "Notes of visits",
        DUE,
    )
]


class TestSetObjectives(SevenQuestions):
    model, step = Deployment, "set_objectives"
    actor, others = "rob", ("hannah", "gwen", "fay", "dai", "olga")
    answer = typed({f"{name}_1": getattr(AIMS[0], name) for name in Aim._fields})
    told = {name: ["deployments/objectives_changed"] for name in ("sam", "hannah", "mina")}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "agreed")

    def check(self, case, cast):
        wanted = [
            (one.position, one.text, one.baseline, one.evidence, one.due_on) for one in case.objectives.all()
        ]
        assert wanted == [(1, "Every class has one structure", "1 of 4", "Notes of visits", DUE)]


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


def test_a_long_objective_can_be_read_while_it_is_typed(cast, client):
    before = stage.deployment(cast)
    client.force_login(cast.mina)
    pages = [
        (
            before.page("change_terms"),
            ("text_1", "success_criterion_1", "baseline_1", "measure_1", "evidence_1"),
        ),
        (stage.deployment(cast, "active").page("review"), ("text_1", "criterion_1", "sentence_1")),
        (reverse("deployments:arrangement-new"), ("text", "success_criterion")),
    ]
    for url, names in pages:
        page = client.get(url).content.decode()
        assert [f'<textarea name="{name}" cols="40" rows="2"' in page for name in names] == [True] * len(
            names
        )

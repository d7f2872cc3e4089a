"""Mina records what the panel agreed on red against green: the seven questions, and what it opens."""

import pytest

from designation import actions
from designation.models import Application, Moderation
from designation.queries.grid import grid
from tests import factories
from tests.designation import stage
from tests.designation.steps import FEEDBACK, OTHERS
from tests.seven import SevenQuestions

NOTE = "The evidence is there, on the second page."


def clash(cast, case, colours=("red", "green"), stage_="shortlist", criterion=None):
    """Let Rob and Dai give these colours on one essential criterion."""
    criterion = criterion or case.role_type.criteria.filter(is_essential=True).first()
    for person, rag in zip((cast.rob, cast.dai), colours, strict=True):
        factories.ScoreFactory(
            application=case,
            assessor=person,
            criterion=criterion,
            rag=rag,
            stage=stage_,
            comment=f"So {rag}.",
        )
    return criterion


def agreed(criterion, rag="amber", note=NOTE):
    return {f"rag_{criterion.pk}": rag, f"note_{criterion.pk}": note}


class TestModerate(SevenQuestions):
    model, step, actor, others = Application, "moderate", "mina", OTHERS
    unseen = ("draft",)

    def make(self, cast, state=None):
        for person in (cast.rob, cast.dai):
            stage.seat(person)
        case = stage.application(cast, state)
        for one in ("shortlist", "interview"):
            clash(cast, case, stage_=one)
        return case

    def answer_for(self, case, cast):
        return agreed(case.role_type.criteria.filter(is_essential=True).first())

    def check(self, case, cast):
        row = Moderation.objects.get()
        assert (row.application, row.stage, row.rag, row.note, row.by) == (
            case, "shortlist", "amber", NOTE, cast.mina,
        )  # fmt: skip


@pytest.fixture
def case(cast, client):
    client.force_login(cast.mina)
    return stage.application(cast)


def test_both_sides_stand_beside_each_other(cast, client, case):
    clash(cast, case)
    page = client.get(case.page("moderate")).content.decode()
    for words in ("Rob Ellis", "So red.", "Dai Rowlands", "So green."):
        assert words in page


def test_the_colour_agreed_counts_instead_of_the_scores(cast, client, case):
    criterion = clash(cast, case)
    other = case.role_type.criteria.exclude(pk=criterion.pk).first()
    clash(cast, case, ("green", "green"), criterion=other)
    [row] = grid(case.round, cast.mina)
    assert (row.points, row.judged.heat) == (1.5, ["clash", "green"])
    client.post(case.page("moderate"), agreed(criterion, "green"))
    [row] = grid(case.round, cast.mina)
    assert (row.points, row.judged.heat, row.needs_moderation) == (2.0, ["green", "green"], False)


def test_what_was_agreed_can_be_corrected(cast, client, case):
    criterion = clash(cast, case)
    client.post(case.page("moderate"), agreed(criterion, "green"))
    assert NOTE in client.get(case.page("moderate")).content.decode()
    client.post(case.page("moderate"), agreed(criterion, "amber", "We looked again."))
    assert list(Moderation.objects.values_list("rag", "note")) == [("amber", "We looked again.")]


def test_a_colour_comes_with_what_the_panel_said_and_nothing_typed_is_lost(cast, client, case):
    criterion = clash(cast, case)
    page = client.post(case.page("moderate"), agreed(criterion, "", NOTE)).content.decode()
    assert ("Choose the colour agreed for" in page, NOTE in page) == (True, True)
    page = client.post(case.page("moderate"), agreed(criterion, "green", "")).content.decode()
    assert "Write what the panel said about" in page
    assert Moderation.objects.count() == 0


def test_there_is_nothing_to_moderate_where_nobody_stands_apart(cast, client, case):
    clash(cast, case, ("green", "amber"))
    assert not cast.mina.has_perm("designation.moderate_application", case)
    assert client.get(case.page("moderate")).status_code == 403


REFUSED = "Members scored red against green on"
AT_RED = "Nobody is shortlisted while an essential criterion stands at red"
TURNED = {"feedback": FEEDBACK, "reasons": []}
# colours of Rob and Dai, what was agreed -> what a shortlisting and a sifting out read
STORIES = {
    ("red", "green", None): (REFUSED, REFUSED),
    ("red", "green", "red"): (AT_RED, None),
    ("red", "green", "amber"): (None, None),
    ("red", "red", None): (AT_RED, None),
    ("red", "red", "amber"): (None, None),
    ("red", "amber", None): (AT_RED, None),
    ("red", "amber", "amber"): (None, None),
    ("amber", "green", None): (None, None),
}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("step", ["shortlist", "sift_out"])
@pytest.mark.parametrize("way", ["at once", "to tell later"])
def test_no_decision_while_the_panel_is_at_odds(cast, client, case, story, step, way):
    *colours, talked = story
    criterion = clash(cast, case, colours)
    if talked:
        actions.moderate(case, by=cast.mina, agreed={criterion.pk: (talked, NOTE)})
    turned = {"reasons": [criterion.pk], "feedback": FEEDBACK} if step == "sift_out" else {}
    if way == "at once":
        response = client.post(case.page(step), turned)
    else:
        response = client.post(case.page("prepare"), turned | {"decision": step})
    refusal = STORIES[story][step == "sift_out"]
    assert response.status_code == (200 if refusal else 302)
    if refusal:
        page = response.content.decode()
        assert (refusal in page, str(criterion) in page) == (True, True)


def test_a_criterion_that_is_not_essential_may_stay_red(cast, client, case):
    wish = factories.CriterionFactory(role_type=case.role_type, is_essential=False)
    clash(cast, case, ("red", "red"), criterion=wish)
    assert client.post(case.page("shortlist")).status_code == 302


def test_after_the_interview_the_panel_talks_as_well(cast, client):
    case = stage.application(cast, "interviewed")
    clash(cast, case, stage_="interview")
    client.force_login(cast.mina)
    assert REFUSED in client.post(case.page("reserve"), {"feedback": ""}).content.decode()
    case.refresh_from_db()
    assert case.state == "interviewed"

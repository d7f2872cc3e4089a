"""Rob takes his change back, it lapses in silence, or the work ends before it is decided: all stays as it was."""

from datetime import timedelta

import pytest

from casework.models import Letter
from deployments import actions, tasks
from deployments.models import Variation, VariationConsent
from tests.deployments import changes, stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions


class TestCancelAVariation(SevenQuestions):
    model, step = Variation, "cancel"
    actor, others = "rob", ("hannah", "sam", "gwen", "fay", "dai", "olga")
    told = {name: ["deployments/variation_cancelled"] for name in ("sam", "hannah")}

    def make(self, cast, state=None):
        return changes.variation(cast, state or "proposed")

    def check(self, case, cast):
        assert (fresh(case.deployment).half_days, changes.taken(case.deployment)) == (4, 4)
        assert list(case.consents.values_list("decision", flat=True)) == ["void", "void", "given"]


def test_silence_lapses_it_and_says_so(cast):
    made = changes.variation(cast, answered=("leader",))
    assert tasks.lapse_variations() == 0
    VariationConsent.objects.update(due_on=stage.today() - timedelta(days=1))
    assert (tasks.lapse_variations(), tasks.lapse_variations()) == (1, 0)
    assert (fresh(made).state, changes.taken(made.deployment)) == ("lapsed", 4)
    told = Letter.objects.values_list("name", "to__first_name").order_by("name", "to__first_name")
    assert list(told) == [
        ("deployments/variation_lapsed", "Mina"),
        ("deployments/variation_not_agreed", "Hannah"),
        ("deployments/variation_not_agreed", "Rob"),
        ("deployments/variation_not_agreed", "Sam"),
    ]
    assert "No answer came from: Hannah Price" in Letter.objects.get(to=cast.mina).body


def test_an_answer_in_the_last_moment_keeps_it(cast):
    made = changes.variation(cast)
    assert actions.lapse_variation(made) is False
    assert (fresh(made).state, made.entries.count()) == ("proposed", 0)


@pytest.mark.parametrize(
    "end",
    [
        lambda case, cast: actions.stop(
            case, by=cast.mina, ended_for="need", reason="Done", look_for_another=False
        ),
        lambda case, cast: actions.complete(case, by=cast.sam, **stage.EXIT),
    ],
)
def test_the_end_of_the_work_ends_it_and_gives_every_day_back(cast, end):
    made = changes.variation(cast)
    end(made.deployment, cast)
    assert (fresh(made).state, changes.taken(made.deployment)) == ("cancelled", 0)
    assert made.consents.filter(decision="asked").count() == 0


def test_withdrawing_before_the_first_visit_ends_it_too(cast):
    made = changes.variation(cast, of=stage.deployment(cast, "agreed"))
    actions.withdraw(made.deployment, by=cast.hannah, ended_for="cover", reason="No cover")
    assert (fresh(made).state, changes.taken(made.deployment)) == ("cancelled", 0)

"""Hannah cannot spare a third day: she says why to Mina alone, and what was agreed stays as it was."""

from casework.models import Letter
from deployments import actions
from deployments.models import Variation
from tests.deployments import changes
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions

SECRET = "Two classes have no teacher."


class TestRefuseAVariation(SevenQuestions):
    model, step = Variation, "refuse"
    actor, others = "hannah", ("gwen", "fay", "dai", "olga", "mina", "rob")
    answer = {"why": "cover", "reason": SECRET}
    told = {
        "mina": ["deployments/variation_refused"],
        "sam": ["deployments/variation_not_agreed"],
        "rob": ["deployments/variation_not_agreed"],
    }

    def make(self, cast, state=None):
        return changes.variation(cast, state or "proposed")

    def check(self, case, cast):
        assert (fresh(case.deployment).half_days, changes.taken(case.deployment)) == (4, 4)
        assert list(case.consents.values_list("decision", flat=True)) == ["void", "refused", "given"]


def test_only_managers_read_who_refused_and_why(cast, client):
    made = changes.variation(cast, answered=("leader",))
    actions.refuse_variation(made, by=cast.hannah, reason=SECRET, why="cover")
    assert [letter.to for letter in Letter.objects.all() if SECRET in letter.body] == [cast.mina]
    for name, reads in (("sam", False), ("rob", False), ("hannah", False), ("mina", True)):
        client.force_login(getattr(cast, name))
        for page in (made, made.deployment):
            shown = client.get(page.get_absolute_url()).content.decode()
            assert SECRET not in shown or reads, name
        grid = client.get(made.get_absolute_url()).context["parties"]
        assert [cell["answer"] for cell in grid] == (["Agreed", "Refused", "Agreed"] if reads else []), name

"""Sam agrees to stand in the public directory: the seven questions."""

from tests.designation.steps import OfSam


class TestPublish(OfSam):
    step, actor = "publish", "sam"
    answer = {"listed": "yes"}
    others = ("olga", "hannah", "rob", "mina")

    def check(self, case, cast):
        assert case.listed is True

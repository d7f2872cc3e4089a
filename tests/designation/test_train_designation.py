"""Mina records Sam's induction and core training: the seven questions."""

from tests.designation import stage
from tests.designation.steps import OfSam


class TestTrain(OfSam):
    step, actor = "train", "mina"
    others = ("olga", "hannah", "rob", "sam")

    def answer_for(self, case, cast):
        day = stage.today()
        return {"done_on_day": day.day, "done_on_month": day.month, "done_on_year": day.year}

    def check(self, case, cast):
        assert case.induction_done_on == stage.today()

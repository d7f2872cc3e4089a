"""Mina records the interview: the seven questions."""

from tests.designation.steps import Decision


class TestInterview(Decision):
    step, source = "interview", "invited"
    answer = {"note": "Calm and clear."}

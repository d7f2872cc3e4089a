"""Mina puts Sam on the reserve list: the seven questions."""

from tests.designation.steps import FEEDBACK, Decision


class TestReserve(Decision):
    step, source = "reserve", "interviewed"
    answer = {"feedback": FEEDBACK}
    told = {"sam": ["designation/application_reserved"]}

"""Mina does not designate Sam: the seven questions, with reasons in the letter."""

from tests.designation.steps import Turned


class TestReject(Turned):
    step, source = "reject", "interviewed"
    told = {"sam": ["designation/application_unsuccessful"]}

"""Mina shortlists Sam: the seven questions, and never one's own application."""

from tests.designation import stage
from tests.designation.steps import Decision


class TestShortlist(Decision):
    step = "shortlist"
    told = {"sam": ["designation/application_shortlisted"]}


def test_a_manager_does_not_decide_on_their_own_application(cast, client):
    case = stage.application(cast, applicant=cast.mina)
    client.force_login(cast.mina)
    assert client.post(case.page("shortlist")).status_code == 403

"""Mina invites Sam to an interview: the seven questions; when, where and with whom."""

from datetime import timedelta

import pytest

from casework.models import Letter
from tests.designation import stage
from tests.designation.steps import Decision


class TestInvite(Decision):
    step, source = "invite", "shortlisted"
    told = {"sam": ["designation/application_invited"]}

    def answer_for(self, case, cast):
        day = stage.today() + timedelta(days=9)
        boxes = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
        return boxes | {
            "time": "2.30pm",
            "minutes": "40",
            "place": "Oakfield, the library",
            "panel": [cast.rob.pk],
        }

    def check(self, case, cast):
        held = case.interview
        assert (held.at.hour, held.minutes, held.place, list(held.panel.all())) == (
            held.at.hour,
            40,
            "Oakfield, the library",
            [cast.rob],
        )
        letter = Letter.objects.get(to=cast.sam)
        assert ("2.30pm" in letter.subject, "Oakfield, the library" in letter.body) == (True, True)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"time": "soon"}, b"Enter a time, like 2pm or 14:30"),
        ({"place": ""}, b"Enter a place, or a link to join online"),
        ({"panel": []}, b"Choose who is on the panel"),
    ],
)
def test_an_invitation_says_when_where_and_with_whom(cast, client, typed, problem):
    case = TestInvite().make(cast)
    client.force_login(cast.mina)
    response = client.post(case.page("invite"), TestInvite().answer_for(case, cast) | typed)
    assert problem in response.content
    case.refresh_from_db()
    assert case.state == "shortlisted"

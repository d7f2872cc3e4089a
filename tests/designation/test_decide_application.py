"""Mina decides: each decision with the seven questions, its reasons in the letter, previewed as it will be sent."""

from datetime import timedelta

import pytest

from casework.models import Letter
from designation.models import Application, Designation
from designation.terms import ends_on
from tests import factories
from tests.designation import stage
from tests.seven import SevenQuestions

FEEDBACK = "Show us figures before and after."
OTHERS = ("olga", "sam", "hannah", "rob")


class Decision(SevenQuestions):
    """What every decision of the manager shares."""

    model, actor, others = Application, "mina", OTHERS
    source = "submitted"

    def make(self, cast, state=None):
        if state == "draft":
            raise NotImplementedError  # nobody but the applicant finds a draft
        stage.seat(cast.rob, is_alliance_head=True)
        return stage.application(cast, state or self.source)


class Turned(Decision):
    """A decision against, with reasons."""

    def answer_for(self, case, cast):
        return {"reasons": [case.role_type.criteria.first().pk], "feedback": FEEDBACK}

    def check(self, case, cast):
        assert (case.feedback, list(case.reasons.all())) == (FEEDBACK, [case.role_type.criteria.first()])
        letter = Letter.objects.get(to=cast.sam)
        assert (FEEDBACK in letter.body, str(case.role_type.criteria.first()) in letter.body) == (True, True)


class TestShortlist(Decision):
    step = "shortlist"
    told = {"sam": ["designation/application_shortlisted"]}


class TestSiftOut(Turned):
    step = "sift_out"
    told = {"sam": ["designation/application_not_shortlisted"]}


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


class TestInterview(Decision):
    step, source = "interview", "invited"
    answer = {"note": "Calm and clear."}


class TestDesignate(Decision):
    step, source = "designate", "interviewed"
    told = {"sam": ["designation/application_successful"], "hannah": ["designation/assurance_requested"]}

    def make(self, cast, state=None):
        Designation.objects.all().delete()
        return super().make(cast, state)

    def answer_for(self, case, cast):
        day = stage.today()
        boxes = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
        return boxes | {"areas": [factories.AreaFactory(name="Maths").pk], "feedback": "Well done."}

    def check(self, case, cast):
        made = case.designation
        today = stage.today()
        assert (made.person, made.home_school, made.state, made.starts_on, made.ends_on) == (
            cast.sam,
            cast.oakfield,
            "designated",
            today,
            ends_on(today, 4),
        )
        assert ([area.name for area in made.areas.all()], made.half_days_a_term) == (["Maths"], 10)


class TestReserve(Decision):
    step, source = "reserve", "interviewed"
    answer = {"feedback": FEEDBACK}
    told = {"sam": ["designation/application_reserved"]}


class TestReject(Turned):
    step, source = "reject", "interviewed"
    told = {"sam": ["designation/application_unsuccessful"]}


def test_the_letter_is_read_before_it_is_sent(cast, client):
    case = stage.application(cast)
    client.force_login(cast.mina)
    typed = {"reasons": [case.role_type.criteria.first().pk], "feedback": FEEDBACK}
    page = client.post(case.page("sift_out"), typed | {"preview": "1"}).content.decode()
    assert ("The letter as it will be sent" in page, page.count(FEEDBACK)) == (True, 2)
    case.refresh_from_db()
    assert (case.state, Letter.objects.count()) == ("submitted", 0)


def test_turning_down_needs_reasons_and_feedback(cast, client):
    case = stage.application(cast)
    client.force_login(cast.mina)
    response = client.post(case.page("sift_out"), {})
    assert (
        b"Choose at least one criterion" in response.content,
        b"Write the feedback" in response.content,
    ) == (
        True,
        True,
    )


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


def test_nobody_is_designated_twice_to_a_role(cast, client):
    case = stage.application(cast, "interviewed")
    stage.designation(cast, "active", role_type=case.role_type)
    client.force_login(cast.mina)
    response = client.post(case.page("designate"), TestDesignate().answer_for(case, cast))
    assert b"is designated to this role already" in response.content
    case.refresh_from_db()
    assert (case.state, Designation.objects.count()) == ("interviewed", 1)


def test_the_release_the_head_agreed_becomes_the_leaders_days(cast, client):
    case = stage.application(cast, "interviewed")
    stage.reference(cast, "given", application=case, release_half_days=6)
    client.force_login(cast.mina)
    client.post(case.page("designate"), TestDesignate().answer_for(case, cast))
    assert Designation.objects.get().half_days_a_term == 6


def test_a_manager_does_not_decide_on_their_own_application(cast, client):
    case = stage.application(cast, applicant=cast.mina)
    client.force_login(cast.mina)
    assert client.post(case.page("shortlist")).status_code == 403

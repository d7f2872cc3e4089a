"""Rob hears Sam's appeal and upholds it: the seven questions, what opens then, and who can never decide it."""

import pytest

from casework.lifecycle import steps_open_to
from casework.models import Entry, Letter
from designation import letters
from designation.models import Appeal, Application
from directory.models import Person
from tests import factories
from tests.designation import stage
from tests.seven import SevenQuestions

REASONS = "The figures for 2025 were in the application and nobody weighed them."


class Hears(SevenQuestions):
    model, actor = Application, "rob"
    others = ("olga", "hannah", "sam", "mina")
    unseen = ("draft",)
    answer = {"reasons": REASONS}

    def make(self, cast, state=None):
        stage.seat(cast.rob)
        return stage.application(cast, state or "appealed")


class TestUphold(Hears):
    step = "uphold"
    told = {"sam": ["designation/application_upheld"]}

    def check(self, case, cast):
        lodged = Appeal.objects.get(application=case)
        assert (lodged.is_upheld, lodged.reasons, lodged.decided_by) == (True, REASONS, cast.rob)
        assert REASONS in Letter.objects.get(to=cast.sam).body


class TestDismiss(Hears):
    step = "dismiss"
    told = {"sam": ["designation/application_dismissed"]}

    def check(self, case, cast):
        lodged = Appeal.objects.get(application=case)
        assert (lodged.is_upheld, lodged.reasons, lodged.decided_by) == (False, REASONS, cast.rob)
        assert "This is final" in Letter.objects.get(to=cast.sam).body


@pytest.mark.parametrize(
    ("interviewed", "opens"), [(False, ["invite"]), (True, ["prepare", "designate", "reserve"])]
)
def test_upheld_the_way_one_was_kept_from_is_open_again(cast, client, interviewed, opens):
    case = stage.application(cast, "appealed")
    if interviewed:
        Entry.objects.create(case=case, step="interview", by=cast.mina, by_name="Mina Shah")
    client.force_login(cast.rob)
    client.post(case.page("uphold"), {"reasons": REASONS})
    case.refresh_from_db()
    assert steps_open_to(case, Person.objects.get(pk=cast.mina.pk)) == opens
    assert steps_open_to(case, Person.objects.get(pk=cast.sam.pk)) == ["withdraw"]


@pytest.mark.parametrize("step", ["uphold", "dismiss"])
def test_the_letter_is_read_before_it_is_sent_beside_the_grounds(cast, client, step):
    case = stage.application(cast, "appealed")
    client.force_login(cast.rob)
    page = client.post(case.page(step), {"reasons": REASONS, "preview": "1"}).content.decode()
    assert (stage.GROUNDS in page, page.count(REASONS), Letter.objects.count()) == (True, 2, 0)


@pytest.mark.parametrize("step", ["uphold", "dismiss"])
def test_a_decision_has_its_reasons(cast, client, step):
    case = stage.application(cast, "appealed")
    client.force_login(cast.rob)
    assert "Write the reasons" in client.post(case.page(step), {}).content.decode()


@pytest.mark.parametrize("step", ["uphold", "dismiss"])
def test_chosen_or_not_who_decided_before_never_decides_the_appeal(cast, client, step):
    """Not even who was chosen by a slip, or scored and became a manager since."""
    case = stage.application(cast, "appealed")
    factories.ScoreFactory(application=case, assessor=cast.rob)
    factories.PostFactory(person=cast.rob, school=None, role="alliance_manager")
    case.appeal.hearers.add(cast.mina)
    for person in (cast.rob, cast.mina):
        client.force_login(person)
        assert client.post(case.page(step), {"reasons": REASONS}).status_code == 403
    assert Appeal.objects.get().is_upheld is None


def test_who_came_to_the_same_school_meanwhile_decides_no_more(cast, client):
    case = stage.application(cast, "appealed")
    factories.PostFactory(person=cast.rob, school=cast.oakfield, role="deputy_head")
    client.force_login(cast.rob)
    assert client.post(case.page("uphold"), {"reasons": REASONS}).status_code == 403


def test_of_two_hearers_one_decides(cast, client):
    case = stage.application(cast, "appealed")
    case.appeal.hearers.add(cast.olga)
    for person, step, status in ((cast.rob, "dismiss", 302), (cast.olga, "uphold", 403)):
        client.force_login(person)
        assert client.post(case.page(step), {"reasons": REASONS}).status_code == status
    assert (Appeal.objects.get().is_upheld, Letter.objects.count()) == (False, 1)


def test_turned_down_again_after_an_appeal_the_letter_promises_no_other(cast):
    case = stage.application(cast, "interviewed")
    stage.appeal(case, hearers=[cast.rob], is_upheld=True)
    letters.application_unsuccessful(case, feedback="Not this time.")
    case.refresh_from_db()
    assert "appeal" not in Letter.objects.get().body


def test_upheld_after_the_interview_the_applicant_is_designated_by_the_usual_door(cast, client):
    case = stage.application(cast, "upheld")
    Entry.objects.create(case=case, step="interview", by=cast.mina, by_name="Mina Shah")
    stage.reference(cast, "given", application=case)
    on = stage.today()
    typed = {"starts_on_day": on.day, "starts_on_month": on.month, "starts_on_year": on.year}
    typed |= {"areas": [area.pk for area in case.areas.all()]}
    client.force_login(cast.mina)
    response = client.post(case.page("designate"), typed)
    assert response.status_code == 302, response.context["form"].errors
    case.refresh_from_db()
    assert (case.state, case.designation.person) == ("successful", cast.sam)

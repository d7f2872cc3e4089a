"""Sam appeals against the withdrawal and Rob hears it: the seven questions of each step, and what stands again."""

from datetime import timedelta

import pytest

from casework.models import Letter
from designation.models import Appeal, Designation
from tests import factories
from tests.designation import stage
from tests.designation.test_suspend_designation import certificate_page, page_of
from tests.seven import SevenQuestions

REASONS = "The school had agreed that the work should end."


class TestAppeal(SevenQuestions):
    model, step, actor = Designation, "appeal", "sam"
    others = ("olga", "hannah", "rob", "mina")
    answer = {"grounds": stage.GROUNDS}
    told = {"sam": ["designation/appeal_received"], "mina": ["designation/appeal_lodged"]}

    def make(self, cast, state=None):
        if state in (None, "withdrawn"):
            return stage.withdrawn(cast)
        return stage.designation(cast, state)

    def check(self, case, cast):
        lodged = Appeal.objects.get(designation=case)
        assert (lodged.against, lodged.grounds) == ("withdrawn", stage.GROUNDS)


class TestAssign(SevenQuestions):
    model, step, actor = Designation, "assign", "mina"
    others = ("olga", "hannah", "rob", "sam")
    told = {"rob": ["designation/appeal_assigned"]}

    def make(self, cast, state=None):
        stage.seat(cast.rob)
        if state not in (None, "withdrawn"):
            return stage.designation(cast, state)
        case = stage.withdrawn(cast)
        stage.appeal(case, against="withdrawn")
        return case

    def answer_for(self, case, cast):
        return {"hearers": [cast.rob.pk]}

    def check(self, case, cast):
        assert list(case.appeal.hearers.all()) == [cast.rob]


class Hears(SevenQuestions):
    model, actor = Designation, "rob"
    others = ("olga", "hannah", "sam", "mina")
    unseen = ("designated", "active", "suspended", "expired", "relinquished")
    answer = {"reasons": REASONS}

    def make(self, cast, state=None):
        if state in (None, "withdrawn"):
            return stage.withdrawn(cast, hearers=[cast.rob])
        return stage.designation(cast, state)


class TestReinstate(Hears):
    step = "reinstate"
    told = {"sam": ["designation/designation_reinstated"], "hannah": ["designation/staff_reinstated"]}

    def check(self, case, cast):
        assert (case.ended_for, case.ended_on, case.ended_words) == ("", None, "")
        assert Appeal.objects.get().is_upheld is True
        bodies = {letter.to: letter.body for letter in Letter.objects.all()}
        assert (REASONS in bodies[cast.sam], REASONS in bodies[cast.hannah]) == (True, False)


class TestDismiss(Hears):
    step = "dismiss"
    told = {"sam": ["designation/designation_dismissed"]}

    def check(self, case, cast):
        assert (case.ended_for, Appeal.objects.get().is_upheld) == ("commitment", False)


def reinstate(client, cast, case):
    client.force_login(cast.rob)
    return client.post(case.page("reinstate"), {"reasons": REASONS})


def test_its_last_day_stays_and_its_certificate_is_valid_again(cast, client):
    case = stage.withdrawn(cast, hearers=[cast.rob])
    ends_on = case.ends_on
    assert certificate_page(case, client) == ["withdrawn"]
    reinstate(client, cast, case)
    case.refresh_from_db()
    assert (case.ends_on, certificate_page(case, client)) == (ends_on, ["valid"])


def test_dismissed_the_certificate_stays_out_of_force(cast, client):
    case = stage.withdrawn(cast, hearers=[cast.rob])
    certificate_page(case, client)
    client.force_login(cast.rob)
    client.post(case.page("dismiss"), {"reasons": REASONS})
    assert certificate_page(Designation.objects.get(pk=case.pk), client) == ["withdrawn"]


def test_one_whose_last_day_has_passed_counts_as_expired_and_says_so(cast, client):
    case = stage.withdrawn(cast, hearers=[cast.rob])
    Designation.objects.filter(pk=case.pk).update(ends_on=stage.today() - timedelta(days=1))
    client.force_login(cast.rob)
    assert (
        "The last day of this designation has passed" in client.get(case.page("reinstate")).content.decode()
    )
    reinstate(client, cast, case)
    case.refresh_from_db()
    assert (case.state, certificate_page(case, client)) == ("expired", ["expired"])
    assert "counts as expired" in Letter.objects.get(to=cast.sam).body


def test_it_cannot_stand_again_beside_a_newer_one(cast, client):
    case = stage.withdrawn(cast, hearers=[cast.rob])
    factories.DesignationFactory(person=cast.sam, role_type=case.role_type, home_school=cast.oakfield)
    page = reinstate(client, cast, case).content.decode()
    assert ("has been designated to this role again meanwhile" in page, REASONS in page) == (True, True)
    assert (Appeal.objects.get().is_upheld, Letter.objects.count()) == (None, 0)


def assign(client, cast, case, person):
    client.force_login(cast.mina)
    return client.post(case.page("assign"), {"others": person.email})


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("mina", "They took part in the decision."),
        ("hannah", "They have a conflict of interest"),
        ("sam", "The appeal is their own."),
    ],
)
def test_who_withdrew_it_and_who_stands_near_do_not_hear_it(cast, client, name, why):
    case = stage.withdrawn(cast)
    stage.appeal(case, against="withdrawn")
    page = assign(client, cast, case, getattr(cast, name)).content.decode()
    assert (why in page, case.appeal.hearers.count()) == (True, 0)


def test_who_suspended_it_before_took_part_as_well(cast, client):
    other = factories.PostFactory(school=None, role="alliance_manager").person
    case = stage.withdrawn(cast)
    case.entries.create(
        step="suspend", by=other, by_name=str(other), from_state="active", to_state="suspended"
    )
    stage.appeal(case, against="withdrawn")
    assert "They took part in the decision." in assign(client, cast, case, other).content.decode()


@pytest.mark.parametrize(("trust", "may"), [(True, False), (False, True)])
def test_neither_does_somebody_of_the_same_trust(cast, client, trust, may):
    if trust:
        ours = factories.TrustFactory()
        type(cast.oakfield).objects.filter(
            name__in=["Oakfield Primary School", "Brookside Primary School"]
        ).update(trust=ours)
    case = stage.withdrawn(cast)
    stage.appeal(case, against="withdrawn")
    assert (assign(client, cast, case, cast.rob).status_code == 302) is may


def test_a_hearer_reads_what_the_leader_was_told_and_no_private_note(cast, client):
    case = stage.withdrawn(cast, hearers=[cast.olga])
    page = page_of(case, cast.olga, client)
    assert (case.ended_words in page, stage.GROUNDS in page) == (True, True)


def test_the_leader_a_day_late_is_told_so_and_keeps_the_words(cast, client):
    case = stage.withdrawn(cast, appeal_by=stage.today() - timedelta(days=1))
    client.force_login(cast.sam)
    page = client.post(case.page("appeal"), {"grounds": stage.GROUNDS}).content.decode()
    assert ("The time to appeal ended at midnight" in page, stage.GROUNDS in page) == (True, True)

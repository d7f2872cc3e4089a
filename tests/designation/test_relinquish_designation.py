"""Sam gives the designation up, or Mina records that Sam said so: the seven questions, and what becomes of the work."""

from casework.models import Entry, Letter
from designation import actions
from directory.models import Post
from tests import factories
from tests.deployments import stage as support
from tests.designation import stage
from tests.designation.steps import OfSam
from tests.designation.test_suspend_designation import NOTE, certificate_page, page_of

TYPED = {"ended_for": "workload", "note": NOTE}
WHY = "Workload or personal circumstances"


class TestRelinquish(OfSam):
    step, actor, answer = "relinquish", "sam", TYPED
    others = ("olga", "hannah", "rob", "gwen")
    told = {
        "sam": ["designation/designation_relinquished"],
        "hannah": ["designation/staff_relinquished"],
        "mina": ["designation/leader_relinquished"],
    }

    def make(self, cast, state=None):
        return stage.designation(cast, state or "active")

    def check(self, case, cast):
        assert (case.ended_for, case.ended_on) == ("workload", stage.today())
        assert [
            letter.to for letter in Letter.objects.all() if WHY in letter.body or NOTE in letter.body
        ] == []


def test_a_manager_records_what_the_leader_said_by_phone(cast, client):
    case = stage.designation(cast, "active")
    client.force_login(cast.mina)
    page = client.get(case.page("relinquish")).content.decode()
    assert "Record that Sam Okoro gives the designation up" in page
    client.post(case.page("relinquish"), TYPED)
    entry = Entry.objects.of(case).get(step="relinquish")
    assert (entry.by, entry.on_behalf_of, entry.channel) == (cast.mina, "Sam Okoro", "phone")
    told = sorted(Letter.objects.values_list("to__first_name", "name"))
    assert told == [
        ("Hannah", "designation/staff_relinquished"),
        ("Sam", "designation/designation_relinquished"),
    ]


def test_the_letters_shown_beforehand_are_those_that_go(cast, client):
    case = stage.designation(cast, "active")
    client.force_login(cast.mina)
    shown = [draft.name for draft in client.get(case.page("relinquish")).context["drafts"]]
    client.post(case.page("relinquish"), TYPED)
    assert sorted(shown) == sorted(Letter.objects.values_list("name", flat=True))


def test_a_manager_who_leads_gives_it_up_in_their_own_name(cast, client):
    factories.PostFactory(person=cast.sam, school=None, role=Post.Role.ALLIANCE_MANAGER)
    case = stage.designation(cast, "active")
    client.force_login(cast.sam)
    client.post(case.page("relinquish"), TYPED)
    entry = Entry.objects.of(case).get(step="relinquish")
    assert (entry.on_behalf_of, entry.channel) == ("", "portal")


def test_only_the_leaders_own_reasons_are_offered(cast, client):
    case = stage.designation(cast, "active")
    client.force_login(cast.sam)
    assert client.post(case.page("relinquish"), {"ended_for": "conduct"}).status_code == 200
    assert "Choose a reason" in client.post(case.page("relinquish"), {}).content.decode()


def test_the_work_under_way_is_shown_before_the_act(cast, client):
    case = stage.designation(cast, "active")
    work = support.deployment(cast, "agreed", designation=case)
    client.force_login(cast.sam)
    page = client.get(case.page("relinquish")).content.decode()
    assert (work.get_absolute_url() in page, "the alliance arranges with the schools" in page) == (True, True)


def test_the_certificate_is_no_longer_in_force(cast, client):
    case = stage.designation(cast, "active")
    assert certificate_page(case, client) == ["valid"]
    actions.relinquish(case, by=cast.sam, ended_for="retirement")
    assert certificate_page(case, client) == ["withdrawn"]


def test_the_school_reads_that_and_not_why(cast, client):
    case = stage.designation(cast, "active")
    actions.relinquish(case, by=cast.sam, ended_for="workload", note=NOTE)
    reads = {name: WHY in page_of(case, getattr(cast, name), client) for name in ("sam", "hannah", "mina")}
    assert reads == {"sam": True, "hannah": False, "mina": True}
    assert NOTE not in page_of(case, cast.hannah, client)


def test_somebody_who_gave_it_up_may_be_designated_again(cast):
    actions.relinquish(stage.designation(cast, "active"), by=cast.sam, ended_for="other")
    again = factories.DesignationFactory(person=cast.sam, home_school=cast.oakfield)
    assert again.state == "active"

"""Mina suspends Sam and resumes: the seven questions, who reads why, and what the certificate says meanwhile."""

from datetime import timedelta

import pytest

from casework import documents
from casework.models import Letter
from designation import actions
from designation.models import Designation
from tests.deployments import stage as support
from tests.designation import stage
from tests.designation.steps import OfSam

OTHERS = ("olga", "hannah", "rob", "sam", "gwen")
WHY = "A concern is being looked into"
NOTE = "PRIVATE-NOTE-OF-THE-MANAGER"


class TestSuspend(OfSam):
    step, actor, others = "suspend", "mina", OTHERS
    answer = {"suspended_for": "concern", "note": NOTE}
    told = {"sam": ["designation/designation_suspended"], "hannah": ["designation/staff_suspended"]}

    def make(self, cast, state=None):
        return stage.designation(cast, state or "active")

    def check(self, case, cast):
        letters = {letter.to: letter.body for letter in Letter.objects.all()}
        assert (WHY in letters[cast.sam], WHY in letters[cast.hannah]) == (True, False)
        assert [NOTE in body for body in letters.values()] == [False, False]


class TestResume(OfSam):
    step, actor, others = "resume", "mina", OTHERS
    answer = {"note": NOTE}
    told = {"sam": ["designation/designation_resumed"], "hannah": ["designation/staff_resumed"]}

    def make(self, cast, state=None):
        return stage.designation(cast, state or "suspended")

    def check(self, case, cast):
        assert case.suspended_for == ""


def suspended(cast):
    case = stage.designation(cast, "active")
    actions.suspend(case, by=cast.mina, suspended_for="concern", note=NOTE)
    return case


def page_of(case, person, client):
    client.force_login(person)
    return client.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("name", "reads_why", "reads_note"),
    [("sam", True, False), ("hannah", False, False), ("mina", True, True)],
)
def test_the_leader_reads_why_the_school_that_it_is_and_managers_the_note(
    cast, client, name, reads_why, reads_note
):
    page = page_of(suspended(cast), getattr(cast, name), client)
    assert ("Suspended" in page, WHY in page, NOTE in page) == (True, reads_why, reads_note)


def test_the_letter_is_read_before_it_is_sent(cast, client):
    case = stage.designation(cast, "active")
    client.force_login(cast.mina)
    page = client.post(case.page("suspend"), {"suspended_for": "concern", "preview": "1"}).content.decode()
    assert (f"The reason: {WHY}" in page, Letter.objects.count()) == (True, 0)


def test_a_reason_is_chosen(cast, client):
    case = stage.designation(cast, "active")
    client.force_login(cast.mina)
    assert "Choose why it is suspended" in client.post(case.page("suspend"), {}).content.decode()


def certificate_page(case, client):
    terms = {"starts_on": case.starts_on, "ends_on": case.ends_on}
    certificate = documents.certificate_of(case) or documents.certify(
        case, case.person, role="Leader", role_cy="Arweinydd", **terms
    )
    page = client.get(certificate.get_absolute_url()).content.decode()
    words = {"valid": "valid today", "expired": "has ended", "withdrawn": "no longer in force"}
    return [standing for standing, said in words.items() if said in page]


def test_the_certificate_is_not_in_force_until_it_is_resumed(cast, client):
    case = suspended(cast)
    assert certificate_page(case, client) == ["withdrawn"]
    actions.resume(case, by=cast.mina)
    assert certificate_page(case, client) == ["valid"]


def test_a_term_that_ends_meanwhile_has_ended(cast, client):
    case = suspended(cast)
    Designation.objects.update(ends_on=stage.today() - timedelta(days=1))
    case.refresh_from_db()
    assert certificate_page(case, client) == ["expired"]


def test_a_suspended_leader_stands_in_no_public_directory(cast, client):
    case = stage.designation(cast, "active", listed=True)
    assert list(Designation.objects.listed()) == [case]
    actions.suspend(case, by=cast.mina, suspended_for="school")
    assert "Sam Okoro" not in client.get("/designation/directory/").content.decode()


def test_the_manager_sees_before_and_after_what_work_it_interrupts(cast, client):
    case = stage.designation(cast, "active")
    work = [support.deployment(cast, state, designation=case) for state in ("active", "closed")]
    client.force_login(cast.mina)
    pages = [client.get(case.page("suspend")).content.decode()]
    actions.suspend(case, by=cast.mina, suspended_for="school")
    pages.append(page_of(case, cast.mina, client))
    links = [[one.get_absolute_url() in page for one in work] for page in pages]
    assert links == [[True, False], [True, False]]
    assert work[0].get_absolute_url() not in page_of(case, cast.hannah, client)


@pytest.mark.parametrize("step", ["suspend", "withdraw"])
def test_what_it_means_is_said_once(cast, client, step):
    client.force_login(cast.mina)
    response = client.get(stage.designation(cast, "active").page(step))
    assert response.content.decode().count(str(response.context["explains"])) == 1

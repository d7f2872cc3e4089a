"""Hannah sets the days a term: the seven questions; and the days a term of her whole school."""

import pytest

from casework.models import Letter
from deployments.models import TermBudget
from designation import actions
from designation.models import Designation, SchoolRelease
from directory.queries.terms import term_of
from tests import factories
from tests.designation import stage
from tests.designation.steps import OfSam


class TestAllow(OfSam):
    step, actor, answer = "allow", "hannah", {"half_days_a_term": "2.5"}
    others = ("olga", "sam", "rob", "mina", "gwen")
    told = {"sam": ["designation/days_allowed"]}

    def check(self, case, cast):
        assert case.half_days_a_term == 5
        assert "2½ days" in Letter.objects.get(to=cast.sam).subject


def test_the_chair_allows_for_a_head(cast, client):
    case = stage.designation(cast, "active")
    Designation.objects.filter(pk=case.pk).update(person=cast.hannah)
    for name, code in [("gwen", 200), ("hannah", 403)]:
        client.force_login(getattr(cast, name))
        assert client.get(case.page("allow")).status_code == code, name


def page_of(school) -> str:
    return f"/designation/staff/{school.pk}/release/"


@pytest.mark.parametrize(
    ("name", "code"),
    [("hannah", 200), ("mina", 200), ("gwen", 403), ("rob", 403), ("sam", 403), ("olga", 403)],
)
def test_who_sets_the_days_of_a_school(cast, client, name, code):
    client.force_login(getattr(cast, name))
    assert client.get(page_of(cast.oakfield)).status_code == code
    client.post(page_of(cast.oakfield), {"half_days_a_term": "10"})
    assert SchoolRelease.objects.filter(school=cast.oakfield).exists() == (code == 200)


def test_the_days_of_a_school_are_set_changed_and_given_up(cast, client):
    client.force_login(cast.hannah)
    limits = []
    for days in ("10", "7½", ""):
        assert client.post(page_of(cast.oakfield), {"half_days_a_term": days}).status_code == 302
        limits.append(SchoolRelease.objects.values_list("half_days_a_term", flat=True).first())
    assert limits == [20, 15, None]
    history = SchoolRelease.history.order_by("history_id").values_list("history_type", "history_user")
    assert list(history) == [("+", cast.hannah.pk), ("~", cast.hannah.pk), ("-", cast.hannah.pk)]


def test_the_head_reads_what_is_agreed_and_taken(cast, client):
    case = stage.designation(cast, "active", half_days_a_term=12)
    factories.DesignationFactory(home_school=cast.oakfield, half_days_a_term=9)
    factories.DesignationFactory(home_school=cast.oakfield, half_days_a_term=50, state="expired")
    term = term_of(cast.oakfield, stage.today()).starts_on
    TermBudget.objects.create(designation=case, term_starts_on=term, half_days=12, taken=5)
    client.force_login(cast.hannah)
    page = client.get(page_of(cast.oakfield))
    values = [figure["value"] for figure in page.context["figures"]]
    assert (values, page.context["is_short"]) == (["No limit", "10½ days", "2½ days"], False)
    actions.set_release(cast.oakfield, by=cast.hannah, half_days_a_term=20)
    assert client.get(page_of(cast.oakfield)).context["is_short"] is True


def test_one_leader_and_thirty_cost_the_same(cast, client, django_assert_max_num_queries):
    client.force_login(cast.hannah)
    for count in (1, 29):
        for _each in range(count):
            factories.DesignationFactory(home_school=cast.oakfield)
        for url in (page_of(cast.oakfield), "/designation/staff/"):
            with django_assert_max_num_queries(12):
                assert client.get(url).status_code == 200


def test_the_head_finds_what_is_due_among_the_staff(cast, client):
    case = stage.designation(cast, "active", assurance_until=None, assurance_by=None)
    client.force_login(cast.hannah)
    page = client.get("/designation/staff/").content.decode()
    links = [case.page("allow"), case.page("assure"), page_of(cast.oakfield)]
    assert [link for link in links if link not in page] == []
    client.force_login(cast.gwen)  # the chair sees them, and answers for the head alone
    page = client.get("/designation/staff/").content.decode()
    assert [link for link in links if link in page] == []
    assert "Sam Okoro" in page

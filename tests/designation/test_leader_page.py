"""A leader's page with everything: facts, work, years, file and history as tabs that are plain links."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Letter
from designation import actions
from designation.terms import years_of
from tests.deployments import stage as support
from tests.designation import stage, years

PARTS = ["detail", "work", "years", "evidence", "record"]


@pytest.fixture
def leader(cast):
    """Return Sam in the second year, with a file, a review, a deployment under way and one agreed."""
    made = years.leader(cast, left=2 * 365 + 100, half_days_a_term=60)
    years.whole_file(made)
    years.review(cast, designation=made)
    support.deployment(cast, "active", designation=made)
    return made


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", ["mina", "sam", "hannah"])
def test_every_part_leads_to_every_other(cast, client, leader, part, name):
    client.force_login(getattr(cast, name))
    response = client.get(leader.page(part))
    page = response.content.decode()
    links = [leader.page(one) for one in PARTS]
    assert (response.status_code, [link for link in links if f'href="{link}"' not in page]) == (200, [])
    assert f'<a href="{leader.page(part)}" aria-current="page">' in page


@pytest.mark.parametrize("name", ["rob", "olga", "fay", "dai"])
def test_nobody_else_finds_any_part(cast, client, leader, name):
    client.force_login(getattr(cast, name))
    assert {client.get(leader.page(part)).status_code for part in PARTS} == {404}


def test_who_hears_an_appeal_sees_no_work_and_no_years(cast, client):
    case = stage.withdrawn(cast, hearers=[cast.rob])
    client.force_login(cast.rob)
    codes = {part: client.get(case.page(part)).status_code for part in PARTS}
    assert codes == {"detail": 200, "work": 403, "years": 403, "evidence": 403, "record": 200}
    page = client.get(case.get_absolute_url()).content.decode()
    assert [part for part in PARTS if f'href="{case.page(part)}"' in page] == ["detail", "record"]


def test_the_work_is_counted_and_listed(cast, client, leader):
    support.deployment(cast, "refused", designation=leader)
    client.force_login(cast.mina)
    response = client.get(leader.page("work"))
    figures = [figure["value"] for figure in response.context["figures"]]
    agreed = leader.deployments.filter(agreed_at__isnull=False).get()
    assert len(response.context["rows"]) == 2
    assert (figures[0], figures[2]) == ("1", "2½ days")
    assert agreed.get_absolute_url() in response.content.decode()


def test_every_year_stands_with_its_review(cast, client, leader):
    client.force_login(cast.sam)
    [term] = client.get(leader.page("years")).context["terms"]
    said = [row["cells"][1]["text"] for row in term["years"]]
    leads = [row["cells"][1].get("url") for row in term["years"]]
    review, on = leader.reviews.get(), leader.reviews.get().due_on
    expected = [first <= on <= last for first, last in years_of(leader.starts_on, leader.ends_on)]
    assert (len(said), [url is not None for url in leads]) == (4, expected)
    assert review.get_absolute_url() in leads


def test_letters_are_for_managers_alone(cast, client, leader):
    Letter.objects.all().delete()
    leader.assurance_until = None
    leader.save()
    actions.ask_assurance(leader, by=cast.mina)
    subject = Letter.objects.get().subject
    seen = {}
    for name in ("mina", "sam", "hannah"):
        client.force_login(getattr(cast, name))
        seen[name] = subject in client.get(leader.page("record")).content.decode()
    assert seen == {"mina": True, "sam": False, "hannah": False}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_takes_twelve_queries_at_most_however_much_there_is(cast, client, leader, part):
    client.force_login(cast.mina)
    counts = []
    for more in (0, 8):
        for number in range(more):
            years.evidence(leader, "cpd", minutes=30)
            on = stage.today() - timedelta(days=400 + number)
            years.review(cast, "concluded", designation=leader, due_on=on, starts_on=on - timedelta(days=364))
            support.deployment(cast, "refused", designation=leader)
        client.get(leader.page(part))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(leader.page(part)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_my_page_says_what_is_due_and_leads_there(cast, client):
    case = years.leader(cast, left=60)
    review = years.review(cast, designation=case)
    client.force_login(cast.sam)
    page = client.get("/designation/mine/").content.decode()
    for link in (
        review.page("reflect"),
        case.page("begin_renewal"),
        case.page("evidence"),
        case.page("years"),
    ):
        assert f'href="{link}"' in page, link


def test_a_head_finds_the_review_in_the_list_of_staff(cast, client):
    review = years.review(cast, designation=years.leader(cast, left=385))
    client.force_login(cast.hannah)
    page = client.get("/designation/staff/").content.decode()
    assert f'href="{review.page("support")}"' in page

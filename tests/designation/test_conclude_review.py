"""Mina concludes Sam's review: the seven questions, the figures that are frozen, and the letters read beforehand."""

from datetime import timedelta

import pytest

from casework.models import Letter
from designation import actions
from designation.models import Designation, Review
from designation.queries.home.designations import designation_tasks
from designation.queries.noticed import noticed
from tests.designation import years
from tests.seven import SevenQuestions

AGREED = "Two visits are shared with a colleague."


class TestConclude(SevenQuestions):
    model, step = Review, "conclude"
    others = ("olga", "sam", "hannah", "rob")
    told = {"sam": ["designation/review_concluded"], "hannah": ["designation/staff_reviewed"]}
    answer = {"outcome": "conditions", "conditions": AGREED}

    def make(self, cast, state=None):
        return years.review(cast, state)

    def check(self, case, cast):
        letters = Letter.objects.filter(to__in=[cast.sam, cast.hannah])
        assert (case.outcome, case.conditions, case.concluded_on) == ("conditions", AGREED, years.today())
        assert [AGREED in letter.body for letter in letters] == [True, True]


def test_the_figures_are_those_of_the_year(cast):
    case = years.review(cast)
    years.whole_file(case.designation)
    years.evidence(case.designation, "visit", half_days=9, on=case.starts_on - timedelta(days=1))
    years.evidence(case.designation, "visit", half_days=9, on=case.due_on + timedelta(days=1))
    actions.conclude(case, by=cast.mina, outcome="continue")
    assert (case.expected_half_days, case.delivered_half_days, case.learned_minutes) == (12, 5, 90)


@pytest.mark.parametrize(
    ("results", "mean"), [((), False), ((4, 4), False), ((4, 4, 3), True), ((1, 2, 3, 4), True)]
)
def test_a_few_results_have_no_average(cast, client, results, mean):
    case = years.review(cast)
    for result in results:
        years.evidence(case.designation, "evaluation", result=result)
    client.force_login(cast.mina)
    page = client.get(case.page("conclude")).content.decode()
    assert ("mean result, of 4" in page, "no average" in page) == (mean, not mean)


def test_the_letters_are_read_before_they_are_sent(cast, client):
    case = years.review(cast)
    client.force_login(cast.mina)
    page = client.post(case.page("conclude"), TestConclude.answer | {"preview": "1"}).content.decode()
    assert (page.count("The letter as it will be sent"), page.count(AGREED)) == (1, 3)
    case.refresh_from_db()
    assert (case.state, Letter.objects.count()) == ("open", 0)


def test_an_outcome_with_something_to_agree_says_what(cast, client):
    case = years.review(cast)
    client.force_login(cast.mina)
    response = client.post(case.page("conclude"), {"outcome": "support"})
    assert b"Say what is agreed" in response.content


def test_an_end_leads_to_the_designation_where_it_is_withdrawn(cast, client):
    case = years.review(cast)
    client.force_login(cast.mina)
    response = client.post(case.page("conclude"), {"outcome": "end", "conditions": "No days were given."})
    assert response["Location"] == case.designation.get_absolute_url()
    case.designation.refresh_from_db()
    assert case.designation.state == "active"


def test_a_manager_does_not_conclude_their_own(cast, client):
    case = years.review(cast)
    type(case.designation).objects.update(person=cast.mina)
    client.force_login(cast.mina)
    assert client.get(case.page("conclude")).status_code == 403


def ended(cast):
    """Return the designation whose review said that it should end."""
    case = years.review(cast)
    actions.conclude(case, by=cast.mina, outcome="end")
    return case.designation


def titles(cast) -> list[str]:
    return [one.title for one in designation_tasks(cast.mina, years.today())]


def test_a_review_that_says_it_should_end_stays_with_the_managers_until_it_has(cast, client):
    designation, title = ended(cast), "Decide whether the designation of Sam Okoro ends"
    assert titles(cast) == [title]
    assert Designation.objects.filter(noticed("ending", years.today())).get() == designation
    client.force_login(cast.mina)
    page = client.get(designation.get_absolute_url()).content.decode()
    assert "The last annual review says that this designation should end." in page
    actions.relinquish(designation, by=cast.sam, ended_for="workload")
    assert (titles(cast), Designation.objects.filter(noticed("ending", years.today())).exists()) == (
        [],
        False,
    )


def test_the_next_review_or_another_term_settles_it(cast):
    designation = ended(cast)
    later = years.today() + timedelta(days=300)
    held = {"designation": designation, "starts_on": later - timedelta(days=200), "due_on": later}
    made = years.review(cast, "concluded", **held)
    assert titles(cast) == []
    made.delete()
    assert titles(cast) != []
    first = years.today() + timedelta(days=1)
    designation.terms.create(number=9, starts_on=first, ends_on=first + timedelta(days=900))
    assert titles(cast) == []

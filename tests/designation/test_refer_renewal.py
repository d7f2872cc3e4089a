"""Hannah gives the reference for another term: the seven questions, by link, in person, and nothing of it to Sam."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Entry, Letter
from designation import actions, tasks
from designation.letters.renewals import RENEWAL_DOORS
from designation.models import Renewal
from designation.queries.renewals import renewals_waiting_for_head
from designation.terms import months_after
from directory.models import Post
from tests import factories
from tests.designation import years
from tests.seven import SevenQuestions

TYPED = {
    "head_strength": "strong",
    "head_statement": years.STATEMENT,
    "head_half_days": "3",
    "head_signed_name": "Hannah Price",
}


class TestRefer(SevenQuestions):
    model, step, actor = Renewal, "refer", "hannah"
    others = ("olga", "sam", "mina", "rob", "gwen")
    told = {"sam": ["designation/renewal_reference_received"]}
    answer = TYPED

    def make(self, cast, state=None):
        return years.renewal(cast, state, referred=False)

    def check(self, case, cast):
        assert (case.head, case.head_half_days, case.head_signed_on) == (cast.hannah, 6, years.today())


def test_a_link_is_enough(cast, client):
    case = years.renewal(cast, referred=False)
    token = links.token_of(links.issue(case, cast.hannah, "renewal_reference", RENEWAL_DOORS))
    assert client.get(f"/link/{token}/").status_code == 200
    client.post(f"/link/{token}/renewal-refer/", TYPED)
    case.refresh_from_db()
    entry = Entry.objects.of(case).get(step="refer")
    assert (case.head_statement, entry.by, entry.channel) == (years.STATEMENT, cast.hannah, "link")


def test_it_is_given_once(cast):
    case = years.renewal(cast, referred=False)
    stale = Renewal.objects.get(pk=case.pk)
    given = {key: value for key, value in TYPED.items() if key != "head_half_days"}
    actions.refer(case, by=cast.hannah, head_half_days=6, **given)
    with pytest.raises(StepNotOpen):
        actions.refer(stale, by=cast.hannah, head_half_days=0, **given)


def test_the_leader_finds_no_word_of_it_anywhere(cast, client):
    case = years.renewal(cast, "submitted")
    client.force_login(cast.sam)
    pages = [
        client.get(url).content.decode()
        for url in (case.get_absolute_url(), case.designation.page("evidence"))
    ]
    actions.decline_renewal(case, by=cast.mina, feedback="Not this time.")
    pages += [letter.body for letter in Letter.objects.all()]
    pages += [client.get(case.get_absolute_url()).content.decode()]
    assert [page for page in pages if "SECRET" in page] == []


def test_a_delegate_does_not_give_it(cast, client):
    case = years.renewal(cast, referred=False)
    deputy = factories.PersonFactory()
    factories.DelegationFactory(post=Post.objects.get(person=cast.hannah), delegate=deputy)
    client.force_login(deputy)
    assert client.get(case.page("refer")).status_code == 403


def test_whoever_follows_in_the_post_is_asked_and_the_old_link_is_dead(cast, client):
    case = years.renewal(cast, referred=False)
    token = links.token_of(links.issue(case, cast.hannah, "renewal_reference", RENEWAL_DOORS))
    Post.objects.filter(person=cast.hannah).update(person=cast.rob)
    Renewal.objects.update(created_at=case.created_at - timedelta(days=8))
    with patch("designation.tasks.is_working_day", return_value=True):
        tasks.remind_of_renewals()
    letter = Letter.objects.get()
    assert (letter.to, letter.name) == (cast.rob, "designation/renewal_reference_due")
    assert client.get(f"/link/{token}/").status_code == 410


@pytest.mark.parametrize(("age", "milestone"), [(6, None), (7, 7), (13, 7), (30, 14)])
def test_the_head_is_reminded_after_one_week_and_two(cast, age, milestone):
    case = years.renewal(cast, referred=False)
    Renewal.objects.update(created_at=case.created_at - timedelta(days=age))
    asked_on = timezone.localdate(
        Renewal.objects.get().created_at
    )  # in summer an hour later than it was counted
    found = [day for _one, day in renewals_waiting_for_head(years.today())]
    assert found == ([asked_on + timedelta(days=milestone)] if milestone else [])


@pytest.mark.parametrize(("left", "months"), [(170, 6), (80, 3)])
def test_the_head_is_reminded_again_when_half_a_year_and_three_months_are_left(cast, left, months):
    case = years.renewal(cast, referred=False, designation=years.leader(cast, left=left))
    Renewal.objects.update(created_at=case.created_at - timedelta(days=120))
    [(_one, due_on)] = renewals_waiting_for_head(years.today())
    assert due_on == months_after(case.designation.ends_on, -months)


def test_nobody_is_reminded_of_a_reference_that_is_given(cast):
    case = years.renewal(cast)
    Renewal.objects.update(created_at=case.created_at - timedelta(days=8))
    assert list(renewals_waiting_for_head(years.today())) == []

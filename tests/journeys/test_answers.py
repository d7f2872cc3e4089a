"""What the parties of a proposal answer, each from a letter: no, nothing at all, or through a deputy who stands in."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework import letters
from casework.models import Channel, Entry, Letter
from deployments import actions, tasks
from deployments.models import Consent, Deployment
from deployments.queries import due
from designation.models import Area
from directory.calendar import add_working_days
from tests import factories
from tests.journeys import chapters
from tests.journeys.steps import (
    fill,
    follow,
    letter_to,
    open_letter,
    pass_by,
    press,
    sees,
    sees_not,
    today,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
REASON = "ONLY-FOR-MINA: we are being inspected"


@pytest.fixture
def nia(people):
    """Nia of Hillside, which Pat heads, leads mathematics as Sam of Oakfield does."""
    cast, pat = people
    maths = [Area.objects.get(name="Maths")]
    hillside = pat.posts.get().school
    leader = factories.PersonFactory(first_name="Nia", last_name="Evans", email="nia@hillside.example")
    factories.PostFactory(person=leader, school=hillside, role="middle_leader")
    factories.DesignationFactory(person=cast.sam, home_school=cast.oakfield, areas=maths)
    factories.DesignationFactory(person=leader, home_school=hillside, areas=maths, travel_miles=90)
    return leader


def let_working_days_pass(proposal: Deployment, count: int) -> date:
    """Ask the parties as if it had been so many working days before the last one; return that one."""
    newest = add_working_days(today() + timedelta(days=1), -1)
    asked_on = add_working_days(newest, -count)
    asked_at = timezone.make_aware(datetime.combine(asked_on, time(10)))
    Consent.objects.filter(deployment=proposal).update(
        asked_at=asked_at, due_on=add_working_days(asked_on, 5)
    )
    return newest


@pytest.mark.parametrize("refuser", ["sam", "rob"])
def test_whoever_refuses_the_next_best_is_found_and_nobody_else_learns_who(people, nia, sit, refuser):
    cast, pat = people
    request = chapters.ask_for_support(sit(cast.rob))
    mina = sit(cast.mina)
    refused = chapters.propose(mina, request, cast.sam)
    pass_by(cast.hannah, refused, "consent")

    person = getattr(cast, refuser)
    desk = sit()
    open_letter(desk, person, "deployments/consent_requested")
    follow(desk, "Refuse")
    fill(desk, why="dates", reason=REASON)
    press(desk, "Refuse this deployment")

    letter = letter_to(cast.mina, "deployments/deployment_refused")
    assert REASON in letter.body
    others = {"sam": cast.sam, "rob": cast.rob, "hannah": cast.hannah}
    del others[refuser]
    told = Letter.objects.filter(name="deployments/deployment_not_available")
    assert {one.to for one in told} == set(others.values())
    for other in others.values():
        desk = sit(other)
        visit(desk, refused)
        sees_not(desk, "ONLY-FOR-MINA")
        sees_not(desk, f"{person} refused")

    second = chapters.propose(mina, request, nia)
    for party in (nia, pat, cast.rob):
        pass_by(party, second, "consent")
    request.refresh_from_db()
    assert (second.state, request.state) == ("agreed", "matched")


def test_silence_is_reminded_lapses_and_leads_to_the_next_best(people, nia, sit):
    cast, _pat = people
    request = chapters.ask_for_support(sit(cast.rob))
    mina = sit(cast.mina)
    silent = chapters.propose(mina, request, cast.sam)
    pass_by(cast.sam, silent, "consent")
    pass_by(cast.rob, silent, "consent")

    for consent, day in due.reminders_due(let_working_days_pass(silent, 4)):
        actions.remind(consent, day)
    assert Letter.objects.get(name="deployments/consent_due").to == cast.hannah

    let_working_days_pass(silent, 6)
    assert tasks.lapse_proposals() == 1
    silent.refresh_from_db()
    assert silent.state == Deployment.State.LAPSED
    letter = letter_to(cast.mina, "deployments/deployment_lapsed")
    assert "No answer from: Hannah Price" in letter.body
    assert f"The next best match is {nia}" in letter.body

    # Hannah's newest link is dead, and no new one is sent for a question nobody asks; Mina proposes the next best.
    path, sent = link_in(Letter.objects.get(name="deployments/consent_due")), Letter.objects.count()
    answers = [Client().get(path), Client().post(f"{path}new/")]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert "This question is closed" in answers[1].content.decode()
    assert Letter.objects.count() == sent
    second = chapters.propose(mina, request, nia)
    assert second.state == Deployment.State.PROPOSED


def link_in(letter: Letter) -> str:
    """Return the path of the signed link in a letter."""
    text, _html = letters.texts_of(letter, reveal=True)
    return re.findall(r"https?://[^/\s]+(/link/\S+)", text)[0]


def test_a_delegate_decides_by_the_heads_letter_and_history_says_for_whom(people, nia, sit):
    cast, _pat = people
    deputy = factories.PersonFactory(first_name="Dee", last_name="Hall", email="dee@oakfield.example")
    factories.DelegationFactory(post=cast.hannah.posts.get(), delegate=deputy)
    request = chapters.ask_for_support(sit(cast.rob))
    asked = chapters.propose(sit(cast.mina), request, cast.sam)

    desk = sit(deputy)
    visit(desk, "/")
    sees(desk, "Sam Okoro")
    visit(desk, asked)
    follow(desk, "Agree")
    press(desk, "Agree")

    entry = Entry.objects.of(asked).get(step="consent")
    assert (entry.by, entry.on_behalf_of, entry.channel) == (deputy, "Hannah Price", Channel.PORTAL)
    pass_by(cast.sam, asked, "consent")
    pass_by(cast.rob, asked, "consent")
    assert asked.state == Deployment.State.AGREED

"""Nobody at Brookside says anything about the work with its group: they are reminded; then it counts by itself."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from casework import links
from casework.models import Entry, Letter, Link
from deployments import actions, tasks
from deployments.models import Claim, ClaimLine, Facilitation
from deployments.queries import awaiting, due
from directory.calendar import LONDON, add_working_days
from directory.models import Person
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.journeys.steps import typed

MONDAY = date(2026, 6, 8)


def recorded(cast, days_ago: int) -> Facilitation:
    """Return work recorded so many working days ago."""
    work = stage.facilitation(cast)
    asked = add_working_days(stage.today(), -days_ago)
    at = timezone.make_aware(datetime.combine(asked, datetime.min.time())) + timedelta(hours=12)
    Facilitation.objects.filter(pk=work.pk).update(state_at=at)
    return fresh(work)


@pytest.fixture
def a_working_day(monkeypatch):
    """Let today be a Monday on which the alliance works, whatever day it is."""
    noon = datetime(2026, 6, 8, 12, tzinfo=LONDON)
    monkeypatch.setattr(timezone, "now", lambda: noon)


def told(name: str) -> list[str]:
    return sorted(Letter.objects.filter(name=f"deployments/{name}").values_list("to__first_name", flat=True))


def tasks_of(person) -> list[tuple]:
    person = Person.objects.get(pk=person.pk)
    return [(task.title, task.url, task.due_on) for task in awaiting(person, stage.today())]


def test_after_ten_working_days_it_counts_and_can_be_claimed(cast, a_working_day):
    work = recorded(cast, 11)
    assert (tasks.presume_facilitations(), tasks.presume_facilitations()) == (1, 0)
    work = fresh(work)
    assert (work.state, work.acknowledged_by, work.acknowledged_by_itself) == ("acknowledged", None, True)
    assert list(ClaimLine.objects.values_list("facilitation", "amount_pence")) == [(work.pk, 150_00)]
    entry = Entry.objects.of(work).get(step="presume")
    assert (entry.by, entry.channel, entry.from_state) == (None, "night", "recorded")
    assert told("facilitation_presumed") == ["Rob"]


@pytest.mark.parametrize("days", [0, 5, 10])
def test_until_the_tenth_working_day_is_over_the_lead_school_has_its_say(cast, a_working_day, days):
    work = recorded(cast, days)
    assert (tasks.presume_facilitations(), fresh(work).state) == (0, "recorded")


@pytest.mark.parametrize("state", [one for one in Facilitation.State.values if one != "recorded"])
def test_only_what_nobody_answered_counts_by_itself(cast, state):
    work = stage.facilitation(cast, state)
    assert (actions.presume_facilitation(work), fresh(work).state) == (False, state)
    assert (Letter.objects.count(), ClaimLine.objects.count()) == (0, 0)


def test_who_acknowledged_meanwhile_is_named(cast):
    work = recorded(cast, 11)
    stale = fresh(work)
    actions.acknowledge_facilitation(work, by=cast.rob)
    assert actions.presume_facilitation(stale) is False
    assert (fresh(work).acknowledged_by, fresh(work).acknowledged_by_itself) == (cast.rob, False)
    assert ClaimLine.objects.count() == 1


def test_nobody_has_the_button(cast):
    work = recorded(cast, 11)
    people = cast.people().items()
    assert [name for name, one in people if one.has_perm("deployments.presume_facilitation", work)] == []


@pytest.mark.parametrize(("days", "sent"), [(4, []), (5, ["Rob"]), (7, ["Rob"]), (10, ["Rob"]), (11, [])])
def test_the_lead_school_is_reminded_once_from_the_fifth_working_day(cast, a_working_day, days, sent):
    recorded(cast, days)
    tasks.remind_of_facilitations()
    tasks.remind_of_facilitations()
    assert told("facilitation_due") == sent


def test_nothing_runs_on_a_day_off(cast):
    recorded(cast, 30)
    sunday = MONDAY - timedelta(days=1)
    assert (due.facilitations_to_presume(sunday), due.facilitations_due(sunday)) == ([], [])


def test_by_the_reminder_s_link_the_lead_school_may_say_that_it_is_not_right(cast, client, a_working_day):
    work = recorded(cast, 5)
    tasks.remind_of_facilitations()
    address = urlsplit(links.url_of(Link.objects.get())).path
    page = client.get(address).content.decode()
    assert [label in page for label in ("Acknowledge this work", "It is not right")] == [True, True]
    answer = client.post(f"{address}facilitation-refuse/", typed({"reason": "It was a day later."}))
    assert (answer.status_code, fresh(work).state) == (302, "refused")
    assert (client.get(address).status_code, tasks.presume_facilitations()) == (200, 0)


def test_it_waits_on_the_home_page_of_whoever_speaks_for_the_lead_school(cast, a_working_day):
    work = recorded(cast, 5)
    deputy = factories.PostFactory(role="deputy_head", school=cast.brookside).person
    title = f"Acknowledge the work with the group: {work}"
    expected = [(title, work.get_absolute_url(), due.acknowledgement_due_on(work))]
    assert [tasks_of(person) for person in (cast.rob, deputy)] == [expected, expected]
    assert [tasks_of(person) for person in (cast.sam, cast.hannah, cast.mina, cast.olga)] == [[]] * 4
    actions.acknowledge_facilitation(work, by=cast.rob)
    assert tasks_of(cast.rob) == []


def test_where_the_leader_heads_the_lead_school_a_colleague_is_asked(cast, a_working_day):
    deputy = factories.PostFactory(role="deputy_head", school=cast.brookside).person
    factories.PostFactory(role="headteacher", school=cast.brookside, person=cast.sam)
    cast.rob.posts.all().delete()
    work = recorded(cast, 5)
    tasks.remind_of_facilitations()
    assert told("facilitation_due") == [deputy.first_name]
    assert [len(tasks_of(person)) for person in (cast.sam, deputy)] == [0, 1]
    assert fresh(work).state == "recorded"


def test_the_page_and_the_claim_say_that_nobody_acknowledged_it(cast, client, a_working_day):
    work = recorded(cast, 11)
    client.force_login(cast.rob)
    page = client.get(work.get_absolute_url()).content.decode()
    assert "says by Friday 5 June 2026 whether this is right" in page
    tasks.presume_facilitations()
    page = client.get(work.get_absolute_url()).content.decode()
    assert "By itself: the school said nothing in ten working days" in page
    assert "Nobody objected in ten working days: the work counts as acknowledged" in page
    client.force_login(cast.hannah)
    claim = client.get(Claim.objects.get().get_absolute_url()).content.decode()
    assert claim.count("By itself") == 1


def test_the_statement_says_so_of_visits_and_of_work_with_groups(cast, a_working_day):
    recorded(cast, 11)
    tasks.presume_facilitations()
    claim, by_itself = Claim.objects.get(), {"acknowledged_by": None, "acknowledged_by_itself": True}
    stage.line(claim, stage.visit(cast, "acknowledged", **by_itself))
    claim.approved_by = cast.fay
    text = render_to_string("documents/deployments/statement.html", {"case": claim, "language": "en"})
    assert (text.count("<td>By itself</td>"), text.count("<td>None</td>")) == (2, 0)

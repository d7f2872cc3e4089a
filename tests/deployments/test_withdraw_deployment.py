"""Rob takes his consent back before the first visit: the seven questions, and that only Mina learns who and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Entry, Letter
from deployments import actions
from deployments.models import Deployment
from directory.models import Person
from leadership_portal.queries import changes_for
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions

REASON = "SECRET: two classes have no teacher."


class TestWithdraw(SevenQuestions):
    model, step, actor = Deployment, "withdraw", "rob"
    answer = {"ended_for": "workload", "reason": REASON}
    others = ("olga", "gwen", "fay", "dai", "mina")
    told = {
        "mina": ["deployments/deployment_withdrawn"],
        "sam": ["deployments/deployment_no_longer_available"],
        "hannah": ["deployments/deployment_no_longer_available"],
    }

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "agreed")

    def check(self, case, cast):
        assert (case.ended_for, case.request.state, case.rate_pence) == ("workload", "open", 300_00)
        assert {one.decision for one in case.consents.all()} == {"given"}
        assert stage.taken(designation=case.designation) == 0


@pytest.mark.parametrize("who", ["sam", "hannah", "rob"])
def test_each_of_the_three_parties_may(cast, client, who):
    case = stage.deployment(cast, "agreed")
    client.force_login(getattr(cast, who))
    client.post(case.page("withdraw"), TestWithdraw.answer)
    assert (fresh(case).state, Entry.objects.of(case).get().by) == ("withdrawn", getattr(cast, who))


def test_a_school_s_days_go_back_to_it_too(cast):
    budget = stage.school_budget(cast)
    case = stage.deployment(cast, "agreed", school_budget=budget)
    actions.withdraw(case, by=cast.hannah, ended_for="cover", reason=REASON)
    assert fresh(budget).taken == 0


@pytest.mark.parametrize("who", ["sam", "hannah", "rob"])
def test_nobody_but_the_manager_reads_who_withdrew_or_why(cast, client, who):
    case = stage.deployment(cast, "agreed")
    actions.withdraw(fresh(case), by=getattr(cast, who), ended_for="workload", reason=REASON)
    name = str(getattr(cast, who))
    now = timezone.now()
    for other in {"sam", "hannah", "rob", "mina"} - {who}:
        reader = Person.objects.get(pk=getattr(cast, other).pk)
        client.force_login(reader)
        page = client.get(case.get_absolute_url()).content.decode()
        reads = other == "mina"
        assert ("SECRET" in page, "The leader&#x27;s workload" in page, f"{name}: SECRET" in page) == (
            reads,
            reads,
            reads,
        )
        assert "Not available any more: the agreement ended" in page
        assert ("Withdrawn" in page) == reads
        said = [change.text for change in changes_for(reader, now - timedelta(days=1), timezone.now())]
        assert [text for text in said if "SECRET" in text or "withdr" in text.lower()] == []
    letters = Letter.objects.filter(name="deployments/deployment_no_longer_available")
    assert [one.body for one in letters if "SECRET" in one.body or "workload" in one.body.lower()] == []
    # Two texts alike but for whom each was written to: no reader can tell by theirs who it was.
    assert len({one.body.split("This letter was written to")[0] for one in letters}) == 1


def test_the_manager_finds_the_next_best_in_the_letter(cast):
    case = stage.deployment(cast, "agreed")
    heir = stage.leader(cast.dai, cast.oakfield)
    actions.withdraw(case, by=cast.sam, ended_for="workload", reason=REASON)
    letter = Letter.objects.get(to=cast.mina)
    assert (f"The next best match is {heir.person}" in letter.body, REASON in letter.body) == (True, True)
    assert case.request.page("propose") in letter.url


def test_planned_visits_leave_calendars(cast):
    case = stage.deployment(cast, "agreed")
    visit = stage.visit(cast, of=case, on=stage.school_day(5))
    actions.withdraw(case, by=cast.rob, ended_for="dates", reason=REASON)
    assert (fresh(visit).state, fresh(visit).missed_because) == ("not_held", "called_off")
    letters = Letter.objects.filter(name="deployments/visit_called_off")
    assert ["METHOD:CANCEL" in one.calendar for one in letters] == [True, True]


@pytest.mark.parametrize(
    ("language", "why"),
    [("en-gb", "The deployment did not come about."), ("cy", "Ni ddaeth y lleoliad i fod.")],
)
def test_why_a_visit_was_called_off_is_said_in_the_reader_s_language(cast, client, language, why):
    case = stage.deployment(cast, "agreed")
    visit = stage.visit(cast, of=case, on=stage.school_day(5))
    Person.objects.filter(pk=cast.rob.pk).update(language="cy")
    Person.objects.filter(pk=cast.sam.pk).update(language=language)
    actions.withdraw(case, by=cast.rob, ended_for="dates", reason=REASON)
    client.force_login(cast.sam)
    assert why in client.get(visit.get_absolute_url()).content.decode()
    assert list(Entry.objects.of(visit).values_list("step", "note")) == [("call_off", "")]


@pytest.mark.parametrize("ago", [0, 3])
def test_a_visit_that_may_have_been_held_is_asked_about_first(cast, client, ago):
    case = stage.deployment(cast, "agreed")
    visit = stage.visit(cast, of=case, on=stage.today() - timedelta(days=ago))
    client.force_login(cast.rob)
    response = client.post(case.page("withdraw"), TestWithdraw.answer)
    [sentence] = response.context["form"].non_field_errors()
    assert (sentence.startswith("Say first whether the visit of"), fresh(case).state) == (True, "agreed")
    assert (fresh(visit).state, Letter.objects.count(), fresh(case).ended_for) == ("planned", 0, "")


def test_the_reason_and_what_stands_in_the_way_are_asked(cast, client):
    case = stage.deployment(cast, "agreed")
    client.force_login(cast.sam)
    response = client.post(case.page("withdraw"), {})
    assert sorted(response.context["form"].errors) == ["ended_for", "reason"]

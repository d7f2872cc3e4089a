"""Each objective says where the evidence will come from and by when it is met; what is overdue is seen and moved."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from casework import documents
from casework.models import Letter
from casework.templatetags.casework import day
from deployments import actions
from deployments.actions import Aim, Mark, Obstacle
from deployments.models import Deployment, Objective
from deployments.queries import awaiting
from deployments.queries.terms import Dates, due_then
from deployments.queries.watching import reasons_of, watched_deployments
from directory.models import Person
from tests.deployments import changes, stage
from tests.deployments.stage import fresh
from tests.journeys.steps import typed

SOON = stage.today() + timedelta(days=20)
AIM = Aim("One lesson structure", "Seen in every class", evidence="Notes of joint visits", due_on=SOON)


def texts(client, person, url: str) -> str:
    client.force_login(person)
    return " ".join(client.get(url).content.decode().split())


def due(case: Deployment, on: date | None) -> Deployment:
    """Let the only objective of a deployment be due on a day."""
    Objective.objects.filter(deployment=case).update(due_on=on)
    return fresh(case)


# Said when it is proposed.


def propose(cast, client, **fields):
    """Press the button of Mina's proposal of Sam, with one objective of six parts."""
    asked, sam = stage.request(cast), stage.sam_leads(cast)
    said = {"half_days": "2", "starts_on": asked.starts_on, "ends_on": asked.ends_on}
    said |= {f"{name}_1": value for name, value in AIM._asdict().items()}
    client.force_login(cast.mina)
    return client.post(f"{asked.page('propose')}{sam.pk}/", typed(said | {"one_time_key": uuid4()} | fields))


def test_who_is_asked_reads_both_and_the_agreement_prints_them(cast, client):
    assert propose(cast, client).status_code == 302
    case = Deployment.objects.get()
    wanted = ("Evidence: Notes of joint visits", f"Due by {day(SOON)}")
    read = texts(client, cast.hannah, case.page("consent"))
    printed = documents.html_of(case, "deployments/agreement", "en")
    assert [words in read and words in printed for words in wanted] == [True, True]
    assert f"One lesson structure (due by {day(SOON)})" in Letter.objects.get(to=cast.rob).body


def test_without_a_day_it_is_due_on_the_last_day(cast, client):
    last = stage.today() + timedelta(days=60)
    assert propose(cast, client, due_on_1="").status_code == 302
    assert [(one.due_on, one.due_by) for one in Objective.objects.all()] == [(None, last)]


@pytest.mark.parametrize("after", [-1, 61])
def test_it_lies_within_the_dates_of_the_work(cast, client, after):
    outside = stage.today() + timedelta(days=after)
    form = propose(cast, client, due_on_1=outside).context["form"]
    assert list(form.errors) == ["due_on_1"]
    assert Deployment.objects.count() == 0
    case = stage.deployment(cast, "agreed", starts_on=stage.today())
    with pytest.raises(Obstacle, match="An objective must be due between"):
        actions.set_objectives(case, by=cast.rob, objectives=[AIM._replace(due_on=outside)])


def test_what_was_agreed_keeps_its_own(cast):
    case = due(stage.deployment(cast, "agreed"), SOON)
    actions.set_objectives(case, by=cast.rob, objectives=[AIM._replace(due_on=None)])
    printed = " ".join(documents.html_of(fresh(case), "deployments/agreement", "en").split())
    assert printed.index(f"Due by {day(SOON)}") < printed.index(f"Due by {day(case.ends_on)}")


# The dates of the work move.

FIRST, LAST = date(2026, 3, 2), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("due_on", "first", "last", "then"),
    [
        (None, date(2026, 4, 1), date(2026, 6, 1), None),  # on the last day, whichever that is
        (date(2026, 4, 10), FIRST, date(2026, 6, 1), date(2026, 4, 10)),  # still within
        (date(2026, 4, 10), FIRST, date(2026, 4, 10), None),
        (date(2026, 4, 10), FIRST, date(2026, 4, 3), None),  # over before: on the new last day
        (date(2026, 3, 9), date(2026, 4, 1), date(2026, 6, 1), date(2026, 4, 8)),  # 30 days on, as the work
        (date(2026, 3, 9), date(2026, 4, 1), date(2026, 4, 5), None),
    ],
)
def test_where_an_objective_is_due_when_the_work_has_moved(due_on, first, last, then):
    assert due_then(due_on, Dates(FIRST, LAST), Dates(first, last)) == then


def test_a_change_says_what_is_due_when_and_then_it_is(cast, client):
    case = due(stage.deployment(cast, "active"), stage.today() + timedelta(days=40))
    shorter = stage.today() + timedelta(days=30)
    terms = {"half_days": 4, "starts_on": case.starts_on, "ends_on": shorter, "funding": "school"}
    change = actions.vary(case, by=cast.rob, reason="Sooner.", **terms)
    before = day(stage.today() + timedelta(days=40))
    assert f"Objective 1 due by: {day(shorter)}, before: {before}" in Letter.objects.get(to=cast.hannah).body
    read = texts(client, cast.hannah, change.page("consent"))
    assert f"<dt>Objective 1 due by</dt><dd>{day(shorter)} (before: {before})</dd>" in read
    for person in (cast.sam, cast.hannah):
        assert Objective.objects.get().due_on == stage.today() + timedelta(days=40)
        actions.consent_variation(fresh(change), by=person)
    assert (Objective.objects.get().due_on, Objective.objects.get().due_by) == (None, shorter)
    assert f"{day(shorter)} (before: {before})" in documents.html_of(
        fresh(case), "deployments/agreement", "en"
    )


def test_what_had_been_agreed_to_moves_with_it(cast):
    case = due(stage.deployment(cast, "agreed"), stage.today() - timedelta(days=20))
    actions.set_objectives(case, by=cast.rob, objectives=[AIM])
    change = changes.variation(cast, of=fresh(case), starts_on=stage.today() - timedelta(days=10))
    for person in (cast.sam, cast.hannah):
        actions.consent_variation(fresh(change), by=person)
    agreed, now = fresh(case).agreed_objectives[0], Objective.objects.get()
    assert (agreed.due_by, now.due_by) == (stage.today(), SOON)


def test_longer_work_moves_none_that_lies_within(cast, client):
    case = due(stage.deployment(cast, "active"), SOON)
    client.force_login(cast.rob)
    assert client.post(case.page("vary"), changes.answer(case)).status_code == 302
    assert case.variations.get().dues == []


# The day is over.


def late(cast, state: str = "active", **fields) -> Deployment:
    case = due(stage.deployment(cast, state), stage.today() - timedelta(days=3))
    Objective.objects.update(**fields)
    return case


@pytest.mark.parametrize(
    ("state", "progress", "seen"),
    [
        ("active", "amber", True),
        ("agreed", "none", True),
        ("active", "green", False),
        ("paused", "amber", False),
        ("completed", "amber", False),
    ],
)
def test_an_overdue_objective_is_seen_on_the_page_and_by_the_managers(cast, client, state, progress, seen):
    case = late(cast, state, progress=progress)
    page = texts(client, cast.sam, case.get_absolute_url())
    assert ('<span class="tag bad">Overdue</span>' in page) == seen
    watched = watched_deployments(Person.objects.get(pk=cast.mina.pk), stage.today())
    reasons = [f"An objective was due by {day(stage.today() - timedelta(days=3))}"]
    assert [reasons_of(one) for one in watched] == ([reasons] if seen else [])


def test_on_its_day_it_is_not_overdue(cast, client):
    case = due(stage.deployment(cast, "active"), stage.today())
    assert "Overdue" not in texts(client, cast.sam, case.get_absolute_url())


@pytest.mark.parametrize(("state", "step"), [("active", "review"), ("agreed", "set_objectives")])
def test_the_leader_finds_it_at_home(cast, state, step):
    case = late(cast, state)
    stage.visit(cast, of=case, on=stage.school_day(3))
    tasks = {
        name: [(task.title, task.url) for task in awaiting(Person.objects.get(pk=person.pk), stage.today())]
        for name, person in (("sam", cast.sam), ("rob", cast.rob))
    }
    title = "An objective is overdue: Sam Okoro to Brookside Primary School"
    assert tasks == {"sam": [(title, case.page(step))], "rob": []}


def test_a_review_agrees_on_another_day(cast, client):
    case = late(cast)
    client.force_login(cast.sam)
    form = client.get(case.page("review")).context["form"]
    assert form["due_on_1"].value() == stage.today() - timedelta(days=3)
    said = {"kind": "interim", "colour_1": "amber", "sentence_1": "Two of four.", "text_1": AIM.text}
    said |= {
        "criterion_1": AIM.success_criterion,
        "on": stage.today(),
        "due_on_1": case.ends_on + timedelta(days=1),
    }
    assert list(client.post(case.page("review"), typed(said)).context["form"].errors) == ["due_on_1"]
    assert client.post(case.page("review"), typed(said | {"due_on_1": SOON})).status_code == 302
    assert (Objective.objects.get().due_on, fresh(case).objectives_changed_by) == (SOON, cast.sam)
    assert "words or due dates" in Letter.objects.filter(to=cast.rob).latest("pk").body


def test_an_older_review_moves_no_day(cast):
    case = late(cast)
    changes.progress_review(cast, "interim", of=case)
    mark = Mark(Objective.objects.get(), "amber", "So so.", AIM.text, AIM.success_criterion, SOON)
    yesterday = stage.today() - timedelta(days=1)
    type(case).objects.update(agreed_at=case.agreed_at - timedelta(days=9))
    actions.review(fresh(case), by=cast.sam, kind="interim", on=yesterday, marks=[mark])
    assert Objective.objects.get().due_on == stage.today() - timedelta(days=3)


def test_who_goes_on_with_it_finds_the_days_to_come(cast, client):
    asked, sam = stage.request(cast), stage.sam_leads(cast)
    before = stage.deployment(cast, "stopped", request=asked)
    Objective.objects.update(evidence="Notes", due_on=SOON)
    Objective.objects.create(
        deployment=before,
        position=2,
        text="Two",
        success_criterion="Seen",
        due_on=stage.today() - timedelta(days=1),
    )
    client.force_login(cast.mina)
    form = client.get(f"{asked.page('propose')}{sam.pk}/").context["form"]
    read = [form[name].value() for name in ("evidence_1", "due_on_1", "text_2", "due_on_2")]
    assert read == ["Notes", SOON, "Two", None]

"""What a manager leaves to others waits for them nowhere: not on the grid, not in a file, not on the home page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import Letter
from designation import actions, queries
from designation.models import Conflict, PendingDecision
from directory.models import Person, Post
from tests import factories
from tests.designation import stage

FEEDBACK = "FEEDBACK-NOBODY-TOLD-HER"
PIPELINE = "/designation/applications/pipeline/"


def again(person):
    """Return a person as a new request reads them."""
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def other(cast):
    """Return a second manager."""
    person = factories.PersonFactory(email="second@northdale-alliance.example")
    factories.PostFactory(person=person, role=Post.Role.ALLIANCE_MANAGER, school=None)
    return person


def near(case, person):
    Conflict.objects.create(application=case, member=person, kind="family")


def page(name, case):
    return reverse(f"designation:round-{name}", args=[case.round_id])


def tick(case):
    return f"{page('prepare', case)}?chosen={case.pk}"


@pytest.fixture
def judged(cast, other):
    """Return an application scored by Rob, with a decision prepared, that stands too near to Mina."""
    case = stage.application(cast)
    stage.seat(cast.rob)
    reason = case.role_type.criteria.first()
    factories.ScoreFactory(
        application=case, assessor=cast.rob, criterion=reason, rag="amber", submitted_at=timezone.now()
    )
    actions.prepare(case, by=other, decision="sift_out", reasons=[reason], feedback=FEEDBACK)
    near(case, cast.mina)
    return case


def prepared_by(client, person, case):
    """Return whether a person finds a box to tick on the grid, and what becomes of ticking it all the same."""
    client.force_login(again(person))
    box = f'name="chosen" value="{case.pk}"' in client.get(page("panel", case)).content.decode()
    before = PendingDecision.objects.get().at
    shown = client.get(tick(case)).status_code
    client.post(tick(case), {"decision": "shortlist"})
    return box, shown, PendingDecision.objects.get().at != before


def test_in_conflict_a_manager_prepares_no_decision_past_the_single_page(cast, client, other, judged):
    assert prepared_by(client, cast.mina, judged) == (False, 302, False)
    assert prepared_by(client, other, judged) == (True, 200, True)
    near(judged, other)  # nobody is free: somebody must
    assert prepared_by(client, cast.mina, judged) == (True, 200, True)


def test_a_conflict_declared_meanwhile_stops_a_decision_about_many(cast, client, other, monkeypatch):
    case = stage.application(cast)
    client.force_login(again(cast.mina))
    monkeypatch.setattr("designation.views.decisions.decided_by", lambda rows, person: rows)
    near(case, cast.mina)
    said = client.post(tick(case), {"decision": "shortlist"}, follow=True).content.decode()
    assert (PendingDecision.objects.exists(), str(case.applicant) in said) == (False, True)


def invited_by(client, person, case):
    client.force_login(again(person))
    plan = client.get(page("interviews", case)).context["to_invite"]
    form = client.get(page("interviews-invite", case)).context["form"]
    offered = list(form.fields["applications"].queryset)
    client.post(page("interviews-invite", case), {"applications": [case.pk]})
    case.refresh_from_db()
    return plan, offered, case.state


def test_in_conflict_a_manager_invites_nobody_past_the_single_page(cast, client, other):
    case = stage.application(cast, "shortlisted")
    stage.slot(cast)
    near(case, cast.mina)
    assert invited_by(client, cast.mina, case) == (0, [], "shortlisted")
    assert invited_by(client, other, case) == (1, [case], "invited")


def test_where_no_other_is_free_a_manager_in_conflict_invites(cast, client):
    case = stage.application(cast, "shortlisted")
    stage.slot(cast)
    near(case, cast.mina)
    assert invited_by(client, cast.mina, case) == (1, [case], "invited")


def seen_by(client, person, case):
    """Return what the grid, the file and the decisions to tell give away."""
    client.force_login(again(person))
    shown = client.get(page("panel", case))
    [row] = shown.context["page"]
    line = client.get(page("export", case)).getvalue().decode("utf-8-sig").splitlines()[1]
    to_tell = client.get(page("decisions", case))
    return (
        len(row.judged.scored), row.pending is not None, shown.context["prepared"], line.split(",", 6)[6].rstrip(),
        len(to_tell.context["rows"]), FEEDBACK in to_tell.content.decode(),
    )  # fmt: skip


def test_in_conflict_a_manager_reads_neither_scores_nor_the_letter_nobody_was_sent(
    cast, client, other, judged
):
    hidden, open_ = (0, False, 0, "0,,0,0,0,0,0", 0, False), (1, True, 1, "1,1.0,0,1,0,0,0,Amber", 1, True)
    assert seen_by(client, cast.mina, judged) == hidden
    assert seen_by(client, other, judged) == open_
    near(judged, other)  # nobody is free: somebody must
    assert seen_by(client, cast.mina, judged) == open_


@pytest.mark.parametrize("name", ["panel", "export", "decisions", "interviews"])
def test_leaving_thirty_to_others_costs_no_more_than_leaving_one(cast, client, other, name):
    counts = []
    client.force_login(again(cast.mina))
    for more in (1, 29):
        for _n in range(more):
            case = factories.ApplicationFactory(round=stage.round_(), state="submitted")
            actions.prepare(case, by=other, decision="shortlist")
            near(case, cast.mina)
        client.get(page(name, case))
        with CaptureQueriesContext(connection) as asked:
            client.get(page(name, case)).getvalue()
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


# The home page and the pipeline.

WAITING = ("submitted", "shortlisted", "interviewed", "upheld", "returned", "appealed")


def of_round(cast):
    """Return an application in each state that asks something of managers, one without a time for the interview."""
    cases = []
    for state in WAITING:
        late = {"answer_by": stage.today() - timedelta(days=1)} if state == "returned" else {}
        words = {"feedback": "Not yet."} if state in ("upheld", "appealed") else {}
        cases.append(factories.ApplicationFactory(round=stage.round_(), state=state, **late, **words))
    stage.appeal(cases[-1])
    stage.appeal(cases[3], hearers=[cast.fay], is_upheld=True)
    return [*cases, factories.ApplicationFactory(round=stage.round_(), state="invited")]


def titles(person):
    return [task.title for task in queries.awaiting(again(person), stage.today())]


def test_home_sends_a_manager_who_applies_to_no_closed_door(cast, client, other):
    of_round(cast)
    stage.application(cast, applicant=cast.mina)
    assert (titles(cast.mina), len(titles(other))) == ([], 7)
    client.force_login(again(other))
    doors = [task.url for task in queries.awaiting(again(other), stage.today())]
    assert [client.get(door).status_code for door in doors] == [200] * 7


def test_home_leaves_out_what_a_manager_in_conflict_leaves_to_others(cast, other):
    cases = of_round(cast)
    for case in cases:
        near(case, cast.mina)
    assert (titles(cast.mina), len(titles(other))) == ([], 7)
    for case in cases:
        near(case, other)  # nobody is free: somebody must
    assert len(titles(cast.mina)) == 7


def test_the_pipeline_of_a_manager_who_applies_counts_what_they_find(cast, client, other):
    elsewhere = factories.ApplicationFactory(
        round=factories.RoundFactory(name="Another round"), state="submitted"
    )
    stage.draft(cast)
    of_round(cast)
    mine = stage.application(cast, applicant=cast.mina)

    def met(person):
        client.force_login(again(person))
        shown = client.get(PIPELINE)
        counts = {
            row["head"]["text"]: sum(int(cell["text"]) for cell in row["cells"])
            for row in shown.context["rows"]
        }
        oldest = [row["cells"][-1]["url"] for row in shown.context["waits"]]
        return counts, {client.get(address).status_code for address in oldest}

    here, there = str(mine.round), str(elsewhere.round)
    assert met(cast.mina) == ({here: 1, there: 1}, {200})
    assert met(other) == ({here: 9, there: 1}, {200})


def test_an_appeal_asks_the_managers_who_look_after_the_application(cast, other):
    case = stage.application(cast, "not_shortlisted", decided_by=other)
    near(case, cast.mina)
    actions.appeal(case, by=cast.sam, grounds="You did not read it all.")
    asked = Letter.objects.filter(name="designation/appeal_lodged")
    assert [letter.to for letter in asked] == [other]


def test_a_rival_hears_of_no_appeal(cast, other):
    stage.application(cast, applicant=cast.mina)
    case = stage.application(cast, "not_shortlisted", decided_by=other)
    actions.appeal(case, by=cast.sam, grounds="You did not read it all.")
    assert [letter.to for letter in Letter.objects.filter(name="designation/appeal_lodged")] == [other]

"""A manager acts on many leaders at once: reads what would happen, presses once, and nobody is told twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Certificate, Entry, Letter
from designation import actions
from designation.models import Designation, Review
from designation.queries.together import MOST, planned
from designation.terms import years_after
from tests import factories
from tests.designation import stage

PAGE = "/designation/leaders/together/"


@pytest.fixture
def mina(cast, client):
    client.force_login(cast.mina)
    return cast.mina


def leader(name, state="designated", **fields):
    """Return a leader of Oakfield signed and trained, with an assurance that holds for a year."""
    done = {"agreement_signed_on": stage.today(), "induction_done_on": stage.today()}
    first = stage.today() - timedelta(days=200)
    term = {"starts_on": first, "ends_on": years_after(first, 4) - timedelta(days=1)}
    person = fields.pop("person", None) or factories.PersonFactory(last_name=name)
    return factories.DesignationFactory(person=person, state=state, **done | term | fields)


def tick(step, *cases, **more):
    return {"step": step, "chosen": [case.pk for case in cases]} | more


def press(client, step, *cases):
    return client.post(PAGE, {"step": step, "read": [case.pk for case in cases]})


def test_leaders_are_activated_together_and_those_left_out_say_why(cast, client, mina):
    ready = [leader(name, home_school=cast.oakfield) for name in ("Ash", "Beech")]
    unsigned, active = leader("Cedar", agreement_signed_on=None), leader("Dogwood", "active")
    shown = client.get(PAGE, tick("activate", *ready, unsigned, active))
    assert [one.designation for one, _drafts in shown.context["ready"]] == ready
    assert [one.designation for one in shown.context["skipped"]] == [unsigned, active]
    page = shown.content.decode()
    assert "The leader has not signed the agreement yet." in page
    assert ("2 leaders" in page, "4 letters will be sent" in page) == (True, True)
    assert (Letter.objects.count(), Certificate.objects.count()) == (0, 0)
    done = press(client, "activate", *ready)
    assert (done.context["taken"], done.context["failed"]) == (ready, [])
    states = Designation.objects.order_by("person__last_name").values_list("state", flat=True)
    assert list(states) == ["active", "active", "designated", "active"]
    assert Letter.objects.filter(name="designation/designation_activated").count() == 2
    assert Certificate.objects.count() == 2


def test_the_letters_are_shown_in_full_as_they_will_be_sent(cast, client, mina):
    one = leader("Ash", home_school=cast.oakfield)
    _one, shown = client.get(PAGE, tick("activate", one)).context["ready"][0]
    press(client, "activate", one)
    sent = Letter.objects.order_by("pk")
    assert [(draft.to, draft.body) for draft in shown] == [(letter.to, letter.body) for letter in sent]


@pytest.mark.parametrize("step", ["activate", "ask_assurance", "open_review"])
def test_pressed_twice_nothing_happens_twice(cast, client, mina, step):
    state = "designated" if step == "activate" else "active"
    until = {"assurance_until": None, "assurance_by": None} if step == "ask_assurance" else {}
    case = leader("Ash", state, home_school=cast.oakfield, **until)
    first = press(client, step, case)
    told, entries = Letter.objects.count(), Entry.objects.count()
    again = press(client, step, case)
    assert (first.context["taken"], again.context["taken"]) == ([case], [])
    assert [one for one, _why in again.context["failed"]] == [case]
    assert told > 0
    assert (Letter.objects.count(), Entry.objects.count()) == (told, entries)


def test_one_that_fails_keeps_no_other_from_being_done(cast, client, mina):
    nobody = leader("Ash", "active", assurance_until=None, assurance_by=None)
    case = leader("Beech", "active", assurance_until=None, assurance_by=None, home_school=cast.oakfield)
    done = press(client, "ask_assurance", nobody, case)
    assert done.context["taken"] == [case]
    [(failed, why)] = done.context["failed"]
    assert (failed, "Nobody answers for" in why) == (nobody, True)
    assert list(Letter.objects.values_list("name", "to")) == [
        ("designation/assurance_requested", cast.hannah.pk)
    ]
    assert Entry.objects.filter(step="ask_assurance").count() == 1


def test_a_review_is_opened_now_for_the_year_that_runs(cast, client, mina):
    running, last = leader("Ash", "active", home_school=cast.oakfield), leader("Beech", "active")
    first = years_after(stage.today(), -4) + timedelta(days=40)
    Designation.objects.filter(pk=last.pk).update(
        starts_on=first, ends_on=years_after(first, 4) - timedelta(days=1)
    )
    last.terms.update(starts_on=first, ends_on=years_after(first, 4) - timedelta(days=1))
    shown = client.get(PAGE, tick("open_review", running, last))
    assert [one.designation for one in shown.context["skipped"]] == [last]
    press(client, "open_review", running, last)
    review = Review.objects.get()
    due_on = years_after(running.starts_on, 1) - timedelta(days=1)
    assert (review.designation, review.starts_on, review.due_on) == (running, running.starts_on, due_on)
    entry = Entry.objects.of(review).get()
    assert (entry.by, entry.channel) == (cast.mina, "portal")


def test_a_manager_never_acts_on_her_own_designation(cast, client, mina):
    mine = leader("Shah", person=cast.mina)
    assert [one.why_not != "" for one in planned(Designation.objects.all(), "activate", mina, stage.today())]
    assert press(client, "activate", mine).context["taken"] == []


def test_all_that_is_filtered_may_be_chosen_up_to_a_limit(cast, client, mina, monkeypatch):
    monkeypatch.setattr("designation.views.bulk.MOST", 2)
    cases = [leader(name) for name in ("Ash", "Beech", "Cedar")]
    leader("Dogwood", "active")
    shown = client.get(PAGE, {"step": "activate", "every": "on", "filters": "state=designated"})
    assert [one.designation for one, _drafts in shown.context["ready"]] == cases[:2]
    assert "You chose more than 2 leaders" in shown.content.decode()
    assert MOST == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_those_ticked_are_exported(cast, client, mina, kind):
    chosen, _other = leader("Ash"), leader("Beech")
    response = client.get(PAGE, tick(kind, chosen))
    assert response.headers["Content-Disposition"] == f'attachment; filename="leaders.{kind}"'
    if kind == "csv":
        text = response.getvalue().decode()
        assert ("Ash" in text, "Beech" in text) == (True, False)


@pytest.mark.parametrize("asked", [{}, {"step": "activate"}, {"step": "nonsense", "chosen": "1"}])
def test_who_ticks_nobody_is_led_back_to_the_list(cast, client, mina, asked):
    response = client.get(PAGE, asked | {"filters": "state=active"})
    assert (response.status_code, response.url) == (302, "/designation/leaders/?state=active")
    assert client.post(PAGE, {"step": "nonsense"}).status_code == 302


@pytest.mark.parametrize("name", ["sam", "hannah", "rob", "olga", "fay"])
def test_managers_alone_act_on_many(cast, client, name):
    case = leader("Ash")
    client.force_login(getattr(cast, name))
    assert client.get(PAGE, tick("activate", case)).status_code == 403
    assert press(client, "activate", case).status_code == 403
    case.refresh_from_db()
    assert case.state == "designated"


def test_what_is_told_to_many_needs_as_many_reads_for_them_as_for_one(cast, django_assert_num_queries):
    for number in range(5):
        leader(f"Leader{number}")
    for rows in (Designation.objects.all()[:1], Designation.objects.all()):
        keys = list(rows.values_list("pk", flat=True))
        with django_assert_num_queries(5):
            planned(Designation.objects.filter(pk__in=keys), "open_review", cast.mina, stage.today())


@pytest.mark.parametrize("step", ["activate", "ask_assurance", "open_review"])
def test_the_letters_of_thirty_leaders_cost_as_many_reads_as_of_one(cast, client, mina, step):
    state = "designated" if step == "activate" else "active"
    until = {"assurance_until": None, "assurance_by": None} if step == "ask_assurance" else {}
    counts, cases = [], []
    for more in (1, 29):
        for number in range(more):
            school = factories.SchoolFactory()
            factories.PostFactory(person=factories.PersonFactory(), school=school, role="headteacher")
            cases.append(leader(f"Leader{number}", state, home_school=school, **until))
        client.get(PAGE, tick(step, *cases))
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(PAGE, tick(step, *cases)).context
        counts.append(len(asked))
        assert (len(shown["ready"]), {len(drafts) for _one, drafts in shown["ready"]}) == (
            len(cases),
            {1 if step == "ask_assurance" else 2},
        )
    assert counts[0] == counts[1] <= 12


def test_reading_a_step_for_nobody_takes_it_for_nobody(cast):
    assert actions.together("activate", [], by=cast.mina) == ([], [])


@pytest.mark.parametrize("sent", ["9" * 23, "9" * 5000, "x", "-1", "½"])
def test_what_is_no_number_of_a_leader_is_led_back_to_the_list(cast, client, mina, sent):
    answers = (
        client.get(PAGE, {"step": "activate", "chosen": sent}),
        client.post(PAGE, {"step": "activate", "read": sent}),
    )
    assert [(one.status_code, one.url.split("?")[0]) for one in answers] == [
        (302, "/designation/leaders/")
    ] * 2

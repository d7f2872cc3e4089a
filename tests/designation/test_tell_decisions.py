"""Many decisions are prepared on the grid, read, and told together: each once, each right, each by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from casework.models import Entry, Letter
from designation import actions
from designation.forms.prepared import PrepareManyForm
from designation.models import Application, Area, Conflict, Designation, Moderation, PendingDecision
from designation.queries.decisions import prepared, waiting
from designation.queries.panel import criteria_of, stage_of
from tests import factories
from tests.deployments.test_races import database_of_threads  # noqa: F401 - a fixture
from tests.designation import stage
from tests.designation.test_prepare_application import boxes


def applications(count, state="submitted", **fields):
    made = []
    for _ in range(count):
        case = factories.ApplicationFactory(round=stage.round_(), state=state, **fields)
        case.areas.set([factories.AreaFactory()])
        made.append(case)
    return made


def page(name):
    return f"/designation/rounds/{stage.round_().pk}/{name}/"


def tick(*cases):
    return page("prepare") + "?" + "&".join(f"chosen={case.pk}" for case in cases)


def keys():
    return [f"{one.pk}:{one.at.isoformat()}" for one in PendingDecision.objects.order_by("pk")]


@pytest.fixture
def mina(cast, client):
    client.force_login(cast.mina)
    return cast.mina


def score(case, reds=(), agreed=None):
    """Let one assessor send in a sheet: green but for these."""
    for criterion in case.role_type.criteria.all():
        rag = "red" if criterion in reds else "green"
        factories.ScoreFactory(
            application=case, criterion=criterion, rag=rag, assessor=case.round.panel.first()
        )


def test_thirty_decisions_at_once_with_thirty_right_letters(cast, client, mina):
    stage.seat(cast.rob)
    cases = applications(30)
    criteria = list(cases[0].role_type.criteria.all())
    good, poor = cases[:18], cases[18:]
    for number, case in enumerate(cases):
        score(case, [criteria[number % len(criteria)]] if case in poor else [])
    client.post(tick(*good), {"decision": "shortlist"} | boxes(stage.today()))
    client.post(tick(*poor), {"decision": "sift_out"} | boxes(stage.today()))
    assert (PendingDecision.objects.count(), Letter.objects.count()) == (30, 0)
    shown = client.get(page("decisions")).content.decode()
    assert "Tell 30 people" in shown
    response = client.post(page("decisions"), {"read": keys()})
    assert "30 people have been told" in response.content.decode()
    letters = {letter.to_id: letter for letter in Letter.objects.all()}
    assert len(letters) == Letter.objects.count() == 30
    for number, case in enumerate(cases):
        letter = letters[case.applicant_id]
        case.refresh_from_db()
        if case in good:
            assert (letter.name, case.state) == ("designation/application_shortlisted", "shortlisted")
        else:
            reason = criteria[number % len(criteria)]
            assert (letter.name, case.state) == ("designation/application_not_shortlisted", "not_shortlisted")
            named = [one for one in criteria if f"- {one}. {one.advice}" in letter.body]
            assert (named, list(case.reasons.all()), case.decided_by) == ([reason], [reason], cast.mina)
            assert case.feedback in letter.body
    assert PendingDecision.objects.count() == 0


def test_the_letter_read_is_the_letter_sent(cast, client, mina):
    cast.sam.language = "cy"
    cast.sam.save()
    case = stage.application(cast, "interviewed")
    typed = {"decision": "designate", "with_support": "on", "feedback": "Da iawn."} | boxes(stage.today())
    client.post(tick(case), typed)
    [row] = client.get(page("decisions")).context["rows"]
    client.post(page("decisions"), {"read": keys()})
    sent = [Letter.objects.get(to=reader) for reader in (cast.sam, cast.hannah)]
    assert [(one.subject, one.body) for one in row["letters"]] == [(one.subject, one.body) for one in sent]
    made = Designation.objects.get()
    assert (made.with_support, sorted(area.name for area in made.areas.all())) == (True, ["Maths", "Science"])


def upheld(cast, count):
    """Return applications whose appeal was upheld after an interview."""
    cases = applications(count, "upheld", feedback="Not yet.")
    for case in cases:
        stage.appeal(case, hearers=[cast.rob], is_upheld=True, against="unsuccessful")
        Entry.objects.create(case=case, step="interview", by=cast.mina, by_name="Mina Shah")
    return cases


def test_upheld_appeals_are_decided_and_told_together_with_others(cast, client, mina):
    cases = [*upheld(cast, 2), *applications(1, "interviewed")]
    client.post(tick(*cases), {"decision": "designate"} | boxes(stage.today()))
    rows = client.get(page("decisions")).context["rows"]
    assert [one.name for row in rows for one in row["letters"]] == ["designation/application_successful"] * 3
    told = client.post(page("decisions"), {"read": keys()}).content.decode()
    assert ("3 people have been told" in told, Designation.objects.count()) == (True, 3)
    assert set(Application.objects.values_list("state", flat=True)) == {"successful"}


def test_upheld_before_an_interview_they_are_invited_together_and_not_decided(cast, client, mina):
    [case] = applications(1, "upheld", feedback="Not yet.")
    stage.slot(cast)
    assert "Tick at least one application" in client.get(tick(case), follow=True).content.decode()
    grid = client.get(page("panel")).content.decode()
    assert f'name="chosen" value="{case.pk}"' not in grid
    invite = page("interviews/invite")
    assert list(client.get(invite).context["form"].fields["applications"].queryset) == [case]
    client.post(invite, {"applications": [case.pk]})
    case.refresh_from_db()
    assert case.state == "invited"


def test_pressed_twice_tells_nobody_twice(client, mina):
    cases = applications(2)
    client.post(tick(*cases), {"decision": "shortlist"})
    read = {"read": keys()}
    client.post(page("decisions"), read)
    again = client.post(page("decisions"), read).content.decode()
    assert "Nothing was sent twice" in again
    assert Letter.objects.count() == 2
    assert Entry.objects.filter(step="shortlist").count() == 2


def test_one_that_fails_keeps_no_other_from_being_told(cast, client, mina):
    cases = applications(3, "interviewed")
    client.post(tick(*cases), {"decision": "designate"} | boxes(stage.today()))
    factories.DesignationFactory(person=cases[1].applicant, role_type=cases[1].role_type)
    told = client.post(page("decisions"), {"read": keys()}).content.decode()
    assert ("2 people have been told" in told, "1 decision was not told" in told) == (True, True)
    assert "is designated to this role already" in told
    states = [Application.objects.get(pk=case.pk).state for case in cases]
    assert states == ["successful", "interviewed", "successful"]
    assert [one.application for one in PendingDecision.objects.all()] == [cases[1]]
    assert not Letter.objects.filter(to=cases[1].applicant).exists()


def test_what_was_changed_since_it_was_read_is_not_told(cast, client, mina):
    [case] = applications(1)
    client.post(tick(case), {"decision": "shortlist"})
    read = {"read": keys()}
    actions.prepare(case, by=cast.mina, decision="shortlist")
    assert "was changed after you read it" in client.post(page("decisions"), read).content.decode()
    assert Letter.objects.count() == 0


def test_what_was_dropped_or_never_read_is_not_told(cast, client, mina):
    first, second = applications(2)
    client.post(tick(first), {"decision": "shortlist"})
    read = {"read": [*keys(), "nonsense", "1:yesterday"]}
    actions.drop(first, by=cast.mina)
    client.post(tick(second), {"decision": "shortlist"})
    client.post(page("decisions"), read)
    assert (Letter.objects.count(), PendingDecision.objects.count()) == (0, 1)


def _clash(case):
    criterion = case.role_type.criteria.first()
    for rag in ("red", "green"):
        factories.ScoreFactory(application=case, criterion=criterion, rag=rag)
    return criterion


def _talked_to_red(case):
    criterion = _clash(case)
    Moderation.objects.create(
        application=case, criterion=criterion, stage="shortlist", rag="red", note="Thin.", by=case.applicant
    )


def _withdrawn(case):
    Application.objects.filter(pk=case.pk).update(state="withdrawn")


def _designated(case):
    factories.DesignationFactory(person=case.applicant, role_type=case.role_type)


HINDERED = {
    _clash: ("submitted", "shortlist", "Red against green is not talked about yet"),
    _talked_to_red: ("submitted", "shortlist", "An essential criterion stands at red"),
    _withdrawn: ("submitted", "shortlist", "The application has moved on"),
    _designated: ("interviewed", "designate", "The applicant is designated to this role already"),
}


@pytest.mark.parametrize("happened", HINDERED)
def test_what_happens_after_a_decision_was_prepared_holds_it_up_in_words(client, mina, happened):
    state, decision, sentence = HINDERED[happened]
    [case] = applications(1, state)
    client.post(tick(case), {"decision": decision} | boxes(stage.today()))
    assert PendingDecision.objects.count() == 1
    happened(case)
    shown = client.get(page("decisions")).content.decode()
    assert (sentence in shown, 'name="read"' in shown) == (True, False)
    client.post(page("decisions"), {"read": keys()})  # pressed on a page opened before
    assert (Letter.objects.count(), PendingDecision.objects.count()) == (0, 1)


def sheet(case, assessor):
    """Let somebody send in a sheet of the stage that is open, green on one criterion."""
    at = stage_of(case)
    factories.ScoreFactory(
        application=case, assessor=assessor, criterion=case.role_type.criteria.first(), rag="green", stage=at
    )


def test_warnings_name_what_a_manager_should_know(cast, client, mina):
    case = stage.application(cast, "interviewed")
    actions.prepare(
        case, by=mina, decision="designate", starts_on=stage.today(), areas=list(case.areas.all())
    )

    def warned():
        return prepared(waiting(case.round, mina))[0].warnings

    alone, missing = (
        "Only one member of the panel has sent in scores that count.",
        "No reference has come in yet.",
    )
    assert warned() == [missing, "No member of the panel has sent in scores that count."]
    sheet(case, cast.rob)
    assert warned() == [missing, alone]
    stage.reference(cast, "given", application=case, kind="second", school=None)
    heads = "The headteacher’s reference is missing: only the second referee has answered."
    assert warned() == [heads, alone]
    stage.reference(cast, "given", application=case)
    sheet(case, cast.dai)
    assert warned() == []
    Area.objects.filter(name="Maths").update(active_to=stage.today() - timedelta(days=1))
    Conflict.objects.create(application=case, member=mina, kind="work")
    [one] = prepared(waiting(case.round, mina))
    assert one.warnings == [
        "The area “Maths” is no longer offered.",
        "You have a conflict of interest here. Let another manager decide if you can.",
    ]
    assert one.blocks == []


def test_applications_in_different_states_are_not_decided_together(client, mina):
    cases = [*applications(1), *applications(1, "interviewed")]
    shown = client.get(tick(*cases), follow=True).content.decode()
    assert "No one decision is open for all of these" in shown
    assert "Tick at least one application" in client.get(page("prepare"), follow=True).content.decode()


def test_without_scores_or_words_there_is_no_letter_to_prepare(client, mina):
    [case] = applications(1)
    form = client.post(tick(case), {"decision": "sift_out"}).context["form"]
    why = f"no member of the panel has sent in scores that count for {case.applicant}."
    assert form.errors == {"reasons": [f"Choose criteria: {why}"], "feedback": [f"Write the feedback: {why}"]}
    typed = {
        "decision": "sift_out",
        "feedback": "Show figures.",
        "reasons": [case.role_type.criteria.first().pk],
    }
    assert client.post(tick(case), typed).status_code == 302
    assert PendingDecision.objects.get().feedback == "Show figures."


def test_who_stands_at_green_throughout_is_not_said_to_be_unscored(cast, client, mina):
    stage.seat(cast.rob)
    [green], [bare] = applications(1), applications(1)
    score(green)
    form = client.post(tick(green, bare), {"decision": "sift_out", "feedback": "Show figures."}).context[
        "form"
    ]
    assert form.errors == {
        "reasons": [
            f"Choose criteria: no member of the panel has sent in scores that count for {bare.applicant}.",
            f"Choose criteria: none stands at red or amber for {green.applicant}.",
        ]
    }


def test_where_the_panel_agreed_on_green_the_feedback_is_asked_for(cast, client, mina):
    [case] = applications(1)
    criterion = _clash(case)
    words = {"stage": "shortlist", "rag": "green", "note": "Strong after all.", "by": case.applicant}
    Moderation.objects.create(application=case, criterion=criterion, **words)
    form = client.post(tick(case), {"decision": "sift_out", "reasons": [criterion.pk]}).context["form"]
    asked = f"Write the feedback: the scores of {case.applicant} give no words to begin with."
    assert form.errors == {"feedback": [asked]}


ASKED = {
    "submitted": ["decision", "reasons", "feedback"],
    "interviewed": ["decision", "reasons", "feedback", "starts_on", "with_support"],
}


@pytest.mark.parametrize("state", ASKED)
def test_many_are_asked_only_for_what_goes_with_a_decision_offered(client, mina, state):
    fields = client.get(tick(*applications(2, state))).context["form"].fields
    assert list(fields) == ASKED[state]


def test_after_telling_each_stands_with_the_state_it_has_now(client, mina):
    cases = applications(2)
    client.post(tick(*cases), {"decision": "shortlist"})
    told = client.post(page("decisions"), {"read": keys()})
    assert [one.state for one in told.context["told"]] == ["shortlisted"] * 2
    words = told.content.decode()
    assert (words.count(">Shortlisted</span>"), words.count(">Submitted</span>")) == (2, 0)


def test_nobody_decides_on_their_own_application(cast, client, mina):
    own = stage.application(cast, applicant=mina)
    prepared = client.post(tick(own, *applications(1)), {"decision": "shortlist"})
    assert (prepared.status_code, PendingDecision.objects.count()) == (403, 0)
    PendingDecision.objects.create(application=own, step="shortlist", by=cast.fay)
    told = client.post(page("decisions"), {"read": keys()})
    own.refresh_from_db()
    assert (told.status_code, own.state) == (403, "submitted")


@pytest.mark.parametrize("name", ["rob", "sam", "olga", "fay"])
def test_only_managers_come_here(cast, client, name):
    stage.seat(cast.rob)
    [case] = applications(1)
    actions.prepare(case, by=cast.mina, decision="shortlist")
    client.force_login(getattr(cast, name))
    for address in (page("decisions"), tick(case)):
        assert (client.get(address).status_code, client.post(address, {"read": keys()}).status_code) == (
            403,
            403,
        )
    assert Letter.objects.count() == 0


def test_the_page_of_decisions_takes_as_many_queries_for_thirty_as_for_one(cast, client, mina):
    """Whichever decisions wait, at both stages at once, with references still asked for and heads to be written to."""
    counts, address = [], page("decisions")
    for more in (1, 15):
        for case in applications(more):
            factories.ReferenceFactory(application=case, referee=cast.hannah)
            stage.appeal(case, hearers=[cast.fay], is_upheld=False)
            words = {"reasons": [case.role_type.criteria.first()], "feedback": "No."}
            actions.prepare(case, by=cast.mina, decision="sift_out", **words)
        for case in applications(more, "interviewed"):
            factories.PostFactory(person=factories.PersonFactory(), school=case.school, role="headteacher")
            score(case) if case.round.panel.exists() else None
            starts = {"starts_on": stage.today(), "areas": list(case.areas.all())}
            actions.prepare(case, by=cast.mina, decision="designate", **starts)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            rows = client.get(address).context["rows"]
        counts.append(len(seen))
        assert {len(row["letters"]) for row in rows} == {2}
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_more_than_thirty_are_read_and_told_page_by_page(cast, client, mina):
    for case in applications(32):
        actions.prepare(case, by=cast.mina, decision="shortlist")
    shown = client.get(page("decisions"))
    assert (len(shown.context["rows"]), "Tell 30 people" in shown.content.decode()) == (30, True)
    assert "the button tells those you see" in shown.content.decode()
    second = client.get(page("decisions") + "?page=2").context["rows"]
    assert len({row["one"].decision.pk for row in [*shown.context["rows"], *second]}) == 32
    told = client.post(page("decisions"), {"read": [row["one"].key for row in shown.context["rows"]]})
    said = told.content.decode()
    assert ("30 people have been told" in said, "Read and tell 2 decisions" in said) == (True, True)
    assert PendingDecision.objects.count() == 2
    rest = client.get(page("decisions"))
    assert (len(rest.context["rows"]), "the button tells those" in rest.content.decode()) == (2, False)


@pytest.mark.parametrize(("decision", "most"), [("designate", 38), ("reject", 29), ("reserve", 26)])
def test_of_each_decision_told_only_its_own_writing_costs(cast, client, mina, decision, most):
    """Who answers for the applicant, the words of the letter and who may tell it are read once for all of them."""

    def told(count):
        for case in applications(count, "interviewed"):
            factories.PostFactory(person=factories.PersonFactory(), school=case.school, role="headteacher")
            words = {"reasons": [case.role_type.criteria.first()], "feedback": "No."}
            words = (
                {"starts_on": stage.today(), "areas": list(case.areas.all())}
                if decision == "designate"
                else words
            )
            actions.prepare(case, by=cast.mina, decision=decision, **words)
        read = [(one.pk, one.at) for one in PendingDecision.objects.all()]
        with CaptureQueriesContext(connection) as asked:
            assert len(actions.tell(read, by=cast.mina)[0]) == count
        return len(asked)

    told(1)
    assert (told(6) - told(1)) / 5 <= most


@pytest.mark.parametrize(("state", "decision"), [
    ("submitted", "shortlist"), ("submitted", "sift_out"), ("interviewed", "designate"), ("interviewed", "reject"),
])  # fmt: skip
def test_preparing_thirty_reads_no_more_than_preparing_one(cast, client, mina, state, decision):
    stage.seat(cast.rob)
    typed = {"decision": decision} | {name: str(box) for name, box in boxes(stage.today()).items()}
    counts, cases = [], []
    for more in (1, 29):
        for number, case in enumerate(applications(more, state)):
            if number % 2:
                case.criteria.set(case.role_type.criteria.all()[:4])
            for criterion in case.role_type.criteria.all():
                factories.ScoreFactory(
                    application=case, criterion=criterion, rag="red", assessor=cast.rob, stage=stage_of(case)
                )
            cases.append(case)
        client.get(tick(*cases))
        rows = list(
            Application.objects.filter(pk__in=[case.pk for case in cases]).select_related("applicant")
        )
        with CaptureQueriesContext(connection) as asked:
            form = PrepareManyForm(typed, applications=rows)
            assert form.is_valid(), form.errors
        reads = len(asked)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(tick(*cases)).status_code == 200
        counts.append((reads, len(seen)))
    assert counts[0] == counts[1]
    assert counts[1][1] <= 12
    words = dict(form.cleaned_data["prepared"])
    if decision in ("sift_out", "reject"):  # each by the criteria it was sent in under
        assert {case: words[case]["reasons"] for case in rows} == {case: criteria_of(case) for case in rows}
    if decision == "designate":
        assert {case: words[case]["areas"] for case in rows} == {
            case: list(case.areas.all()) for case in rows
        }


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_tell_everybody_once(database_of_threads):  # noqa: F811
    mina, second = (factories.PersonFactory() for _ in range(2))
    for person in (mina, second):
        factories.PostFactory(person=person, school=None, role="alliance_manager")
    for case in applications(4):
        actions.prepare(case, by=mina, decision="shortlist")
    read = [(one.pk, one.at) for one in PendingDecision.objects.all()]
    barrier = Barrier(2)

    def press(person):
        try:
            barrier.wait(timeout=30)
            return actions.tell(read, by=person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(press, (mina, second)))
    told = [case.pk for done, _failed in results for case in done]
    assert sorted(told) == sorted(Application.objects.values_list("pk", flat=True))
    assert [failed for _done, failed in results] == [[], []]
    assert Letter.objects.count() == 4

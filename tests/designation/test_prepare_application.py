"""Mina decides about Sam and tells later: the seven questions, and nobody but managers learns of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Entry, Letter
from designation import actions
from designation.models import Application, Designation, PendingDecision
from leadership_portal.queries import changes_for
from tests import factories
from tests.designation import stage
from tests.designation.steps import FEEDBACK, Decision

MARK = "MARKED-FEEDBACK-NOBODY-WAS-TOLD"


def boxes(day):
    return {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}


def interviewed(case, cast):
    """Write down that an interview was held before the appeal."""
    Entry.objects.create(case=case, step="interview", by=cast.mina, by_name="Mina Shah")
    return case


class TestPrepare(Decision):
    step = "prepare"

    def make(self, cast, state=None):
        PendingDecision.objects.all().delete()
        return super().make(cast, state)

    def answer_for(self, case, cast):
        if case.state == "upheld":
            interviewed(case, cast)
            return {"decision": "reserve", "feedback": FEEDBACK} | boxes(stage.today())
        against = "sift_out" if case.state == "submitted" else "reject"
        reasons = [case.role_type.criteria.first().pk]
        return {"decision": against, "reasons": reasons, "feedback": FEEDBACK} | boxes(stage.today())

    def check(self, case, cast):
        kept = PendingDecision.objects.get()
        assert (kept.application, kept.step, kept.feedback, kept.by) == (
            case,
            "sift_out",
            FEEDBACK,
            cast.mina,
        )
        assert (list(kept.reasons.all()), kept.areas.count()) == ([case.role_type.criteria.first()], 0)
        assert Letter.objects.count() == 0


OPEN = {
    "submitted": ["shortlist", "sift_out"],
    "interviewed": ["designate", "reserve", "reject"],
    "reserve": ["designate", "reject"],
}


ASKED = {
    "submitted": ["decision", "reasons", "feedback"],
    "interviewed": ["decision", "reasons", "feedback", "starts_on", "with_support", "areas"],
    "upheld": ["decision", "feedback", "starts_on", "with_support", "areas"],
}


@pytest.mark.parametrize("state", ASKED)
def test_nothing_is_asked_that_goes_with_no_decision_offered(cast, client, state):
    case = interviewed(stage.application(cast, state), cast)
    client.force_login(cast.mina)
    assert list(client.get(case.page("prepare")).context["form"].fields) == ASKED[state]


@pytest.mark.parametrize("state", OPEN)
def test_only_decisions_that_are_open_are_offered(cast, client, state):
    case = stage.application(cast, state)
    client.force_login(cast.mina)
    form = client.get(case.page("prepare")).context["form"]
    assert [value for value, _label in form.fields["decision"].choices] == OPEN[state]


def test_upheld_after_an_interview_a_decision_is_prepared_by_the_same_rules(cast, client):
    case = interviewed(stage.application(cast, "upheld"), cast)
    client.force_login(cast.mina)
    form = client.get(case.page("prepare")).context["form"]
    assert [value for value, _label in form.fields["decision"].choices] == ["designate", "reserve"]


@pytest.mark.parametrize("step", ["prepare", "designate", "reserve"])
def test_upheld_before_an_interview_nobody_is_decided_on_but_invited(cast, client, step):
    case = stage.application(cast, "upheld")
    client.force_login(cast.mina)
    answers = client.get(case.page(step)), client.post(case.page(step), boxes(stage.today()))
    assert [one.status_code for one in answers] == [403, 403]
    assert client.get(case.page("invite")).status_code == 200


def test_who_withdraws_an_upheld_application_leaves_nothing_prepared_to_tell(cast, client):
    case = interviewed(stage.application(cast, "upheld"), cast)
    actions.prepare(case, by=cast.mina, decision="reserve")
    pending = PendingDecision.objects.get()
    for name, status in [("mina", 403), ("hannah", 404), ("rob", 403), ("sam", 302)]:
        client.force_login(getattr(cast, name))
        assert client.post(case.page("withdraw")).status_code == status, name
    told, failed = actions.tell([(pending.pk, pending.at)], by=cast.mina)
    assert (told, failed, Application.objects.get().state) == ([], [], "withdrawn")
    assert not PendingDecision.objects.exists()


def test_a_decision_is_changed_by_preparing_it_again(cast, client):
    case = stage.application(cast, "interviewed")
    client.force_login(cast.mina)
    area = factories.AreaFactory(name="Maths")
    first = {"decision": "designate", "areas": [area.pk], "with_support": "on", "feedback": "Well done."}
    client.post(case.page("prepare"), first | boxes(stage.today()))
    kept = PendingDecision.objects.get()
    assert (kept.step, kept.starts_on, kept.with_support) == ("designate", stage.today(), True)
    assert list(kept.areas.all()) == [area]
    shown = client.get(case.page("prepare")).context["form"].initial
    assert (shown["decision"], shown["feedback"], shown["areas"]) == ("designate", "Well done.", [area])
    client.post(case.page("prepare"), {"decision": "reserve", "feedback": ""} | boxes(stage.today()))
    kept = PendingDecision.objects.get()
    assert (kept.step, kept.with_support, kept.areas.count()) == ("reserve", False, 0)


def test_what_a_decision_needs_is_asked_for_and_nothing_typed_is_lost(cast, client):
    case = stage.application(cast, "interviewed")
    client.force_login(cast.mina)
    page = client.post(case.page("prepare"), {"decision": "reject", "feedback": MARK}).content.decode()
    assert ("Choose at least one criterion" in page, MARK in page) == (True, True)
    page = client.post(case.page("prepare"), {"decision": "designate"}).content.decode()
    assert ("Enter the first day" in page, "Choose at least one area" in page) == (True, True)
    assert PendingDecision.objects.count() == 0


def test_nobody_designated_to_the_role_already_is_prepared_for_it(cast, client):
    case = stage.application(cast, "interviewed")
    stage.designation(cast, "active", role_type=case.role_type)
    client.force_login(cast.mina)
    typed = {"decision": "designate", "areas": [factories.AreaFactory(name="Maths").pk]} | boxes(
        stage.today()
    )
    assert "is designated to this role already" in client.post(case.page("prepare"), typed).content.decode()
    with pytest.raises(actions.AlreadyDesignated):
        actions.prepare(case, by=cast.mina, decision="designate", areas=[], starts_on=stage.today())


def test_the_letter_is_read_before_the_decision_is_kept(cast, client):
    case = stage.application(cast)
    client.force_login(cast.mina)
    typed = TestPrepare().answer_for(case, cast) | {"preview": "1"}
    page = client.post(case.page("prepare"), typed).content.decode()
    assert ("was not shortlisted" in page, page.count(FEEDBACK)) == (True, 2)
    assert (PendingDecision.objects.count(), Letter.objects.count()) == (0, 0)


def test_the_form_begins_from_the_scores(cast, client):
    case = stage.application(cast)
    strong, weak = case.role_type.criteria.all()[:2]
    for criterion, rag in [(strong, "green"), (weak, "red")]:
        factories.ScoreFactory(application=case, criterion=criterion, rag=rag)
    client.force_login(cast.mina)
    initial = client.get(case.page("prepare")).context["form"].initial
    assert initial["reasons"] == [weak]
    assert (str(strong) in initial["feedback"], str(weak) in initial["feedback"]) == (True, False)


def test_nobody_but_managers_learns_of_it(cast, client):
    """On no page, in no letter, in no list of changes, in no export, not even on the panel."""
    stage.seat(cast.rob)
    case = stage.application(cast)
    actions.prepare(
        case, by=cast.mina, decision="sift_out", reasons=[case.role_type.criteria.first()], feedback=MARK
    )
    round_ = f"/designation/rounds/{case.round_id}"
    pages = [
        case.get_absolute_url(),
        f"{round_}/panel/",
        f"{round_}/",
        "/",
        "/designation/mine/",
        case.page("score"),
    ]
    pages += [f"{round_}/decisions/", case.page("prepare"), case.page("drop"), f"{round_}/panel/export.csv"]
    for name in ("sam", "rob", "hannah", "olga", "fay"):
        person = getattr(cast, name)
        client.force_login(person)
        for page in pages:
            said = client.get(page).getvalue().decode()
            found = [word for word in (MARK, "prepared a decision", "nobody was told") if word in said]
            assert found == [], (name, page)
        changes = changes_for(person, case.created_at, case.created_at.__class__.now(case.created_at.tzinfo))
        assert [one.text for one in changes if "decision" in one.text] == []
    client.force_login(cast.mina)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("Mina Shah prepared a decision" in page, "A decision nobody was told" in page) == (True, True)
    assert MARK in client.get(f"{round_}/decisions/").content.decode()


def test_a_decision_at_once_settles_what_was_prepared(cast, client):
    case = stage.application(cast)
    actions.prepare(case, by=cast.mina, decision="shortlist")
    client.force_login(cast.mina)
    client.post(case.page("shortlist"))
    assert (PendingDecision.objects.count(), Application.objects.get().state) == (0, "shortlisted")
    assert Designation.objects.count() == 0


def test_the_administration_shows_it_to_managers_alone(cast, client):
    case = stage.application(cast)
    actions.prepare(case, by=cast.mina, decision="shortlist")
    address = "/admin/designation/pendingdecision/"
    for name, status in [("fay", 403), ("mina", 200)]:
        person = getattr(cast, name)
        person.is_staff = person.is_superuser = True
        person.save()
        client.force_login(person)
        assert client.get(address).status_code == status
        assert ("pendingdecision" in client.get("/admin/").content.decode()) == (status == 200)


@pytest.mark.parametrize("decision", ["designate", "reject", None])
def test_whatever_was_prepared_before_the_page_stays_within_twelve_queries(cast, client, decision):
    case = stage.application(cast, "interviewed")
    criteria = list(case.role_type.criteria.all())
    for assessor in (cast.rob, cast.dai):
        stage.seat(assessor)
        for criterion in criteria:
            factories.ScoreFactory(
                application=case, assessor=assessor, criterion=criterion, stage="interview"
            )
    stage.reference(cast, "given", application=case)
    words = {
        "designate": {"areas": list(case.areas.all()[:1]), "starts_on": stage.today()},
        "reject": {"reasons": criteria[:2], "feedback": "Show figures."},
    }
    if decision:
        actions.prepare(case, by=cast.mina, decision=decision, **words[decision])
    client.force_login(cast.mina)
    client.get(case.page("prepare"))
    with CaptureQueriesContext(connection) as asked:
        form = client.get(case.page("prepare")).context["form"]
    assert len(asked) <= 12
    chosen = list(case.areas.all()[:1]) if decision == "designate" else list(case.areas.all())
    assert form.initial["areas"] == chosen
    assert [label for _key, label in form.fields["reasons"].choices] == [str(one) for one in criteria]
    assert [label for _key, label in form.fields["areas"].choices] == [str(one) for one in case.areas.all()]
    assert form.initial["reasons"] == criteria[:2] if decision == "reject" else True

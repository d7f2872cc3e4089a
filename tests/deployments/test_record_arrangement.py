"""Mina puts the phone down and records what was agreed: one short form makes request, deployment and consents."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.models import Document, Entry, Letter
from deployments.models import Deployment, SupportRequest
from designation.models import Designation
from tests import factories
from tests.deployments import stage

URL = "/deployments/arranged/"
ALL = ["leader", "line_manager", "receiving_head"]


def typed(cast, **more) -> dict:
    answers = {
        "one_time_key": str(uuid4()),
        "school": cast.brookside.pk,
        "school_words": str(cast.brookside),
        "designation_words": "Sam Okoro",
        "area": stage.phonics().pk,
        "kind": "coaching",
        "half_days": "2",
        "text": "One lesson structure",
        "success_criterion": "Seen in every class",
        "said_yes": ALL,
    }
    days = {
        "starts_on": stage.today(),
        "ends_on": stage.today() + timedelta(days=60),
        "said_on": stage.today(),
    }
    for name, on in days.items():
        answers |= {f"{name}_{part}": getattr(on, part) for part in ("day", "month", "year")}
    return answers | more


@pytest.fixture
def mina(cast, client):
    stage.sam_leads(cast)
    client.force_login(cast.mina)
    return client


def record(client, cast, **more) -> Deployment:
    response = client.post(URL, typed(cast, **more))
    assert response.status_code == 302, response.context["form"].errors.as_text()
    made = Deployment.objects.get()
    assert response["Location"] == made.get_absolute_url()
    return made


def test_when_all_said_yes_it_is_agreed_at_once(cast, mina):
    made = record(mina, cast)
    request = made.request
    assert (made.state, request.state, made.half_days, made.rate_pence) == ("agreed", "matched", 4, 300_00)
    assert (request.school, request.made_by, request.contact, request.source) == (
        cast.brookside,
        cast.mina,
        cast.rob,
        "alliance",
    )
    assert list(made.consents.values_list("party", "decision", "by", "channel", "confirmed_at")) == [
        ("leader", "given", cast.sam.pk, "phone", None),
        ("line_manager", "given", cast.hannah.pk, "phone", None),
        ("receiving_head", "given", cast.rob.pk, "phone", None),
        ("alliance", "given", cast.mina.pk, "phone", None),
    ]
    assert stage.taken() == 4
    assert Document.objects.count() == 2


def test_the_history_says_who_recorded_it_and_for_whom(cast, mina):
    made = record(mina, cast)
    consents = Entry.objects.of(made).filter(step="consent")
    assert list(consents.values_list("by", "on_behalf_of", "channel")) == [
        (cast.mina.pk, str(person), "phone") for person in (cast.sam, cast.hannah, cast.rob)
    ]


def test_each_is_asked_to_confirm_and_nobody_is_asked_to_agree(cast, mina):
    record(mina, cast)
    told = Letter.objects.order_by("name", "to__first_name").values_list("name", "to__first_name")
    assert list(told) == [
        *(("deployments/consent_recorded", name) for name in ("Hannah", "Rob", "Sam")),
        *(("deployments/deployment_agreed", name) for name in ("Hannah", "Mina", "Rob", "Sam")),
    ]


def test_who_said_nothing_yet_is_asked_as_in_any_proposal(cast, mina):
    made = record(mina, cast, said_yes=["leader", "receiving_head"])
    assert (made.state, made.request.state) == ("proposed", "proposed")
    assert made.consents.get(party="line_manager").is_pending
    told = Letter.objects.order_by("to__first_name").values_list("name", "to__first_name")
    assert list(told) == [
        ("deployments/consent_requested", "Hannah"),
        ("deployments/consent_recorded", "Rob"),
        ("deployments/consent_recorded", "Sam"),
    ]
    mina.force_login(cast.hannah)
    assert mina.post(made.page("consent")).status_code == 302
    assert stage.fresh(made).state == "agreed"


def test_when_it_was_said_is_kept(cast, mina):
    on = stage.today() - timedelta(days=3)
    said = {f"said_on_{part}": getattr(on, part) for part in ("day", "month", "year")}
    made = record(mina, cast, **said)
    assert made.consents.get(party="leader").at.date() == on


def test_what_stands_in_the_way_is_said_and_nothing_is_kept(cast, mina):
    Designation.objects.update(assurance_until=None, assurance_by=None)
    response = mina.post(URL, typed(cast))
    assert response.context["form"].non_field_errors() == [
        "The safeguarding assurance is missing or runs out before the work would end"
    ]
    assert (SupportRequest.objects.count(), Deployment.objects.count()) == (0, 0)
    assert response.context["form"]["text"].value() == "One lesson structure"


def test_somebody_asked_often_lately_has_said_yes_all_the_same(cast, mina):
    for _one in range(3):
        stage.deployment(cast, "lapsed")
    mina.post(URL, typed(cast))
    assert Deployment.objects.filter(state="agreed").count() == 1


def test_a_double_click_records_one(cast, mina):
    once = typed(cast)
    first, second = mina.post(URL, once), mina.post(URL, once)
    assert (first["Location"], Deployment.objects.count()) == (second["Location"], 1)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("said_yes", [], "Tick who said yes; for a plain proposal start from a request"),
        ("designation_words", "Nobody Known", "Nothing we know matches “Nobody Known”."),
    ],
)
def test_what_is_missing_is_asked_for(cast, mina, field, value, problem):
    response = mina.post(URL, typed(cast, **{field: value}))
    assert response.context["form"].errors[field.removesuffix("_words")][0].startswith(problem)
    assert Deployment.objects.count() == 0


LEAST = ("area", "kind", "success_criterion")


def test_the_least_is_enough(cast, mina):
    answers = {name: value for name, value in typed(cast).items() if name not in LEAST}
    assert mina.post(URL, answers).status_code == 302
    made = Deployment.objects.get()
    assert (made.state, list(made.request.areas.all())) == ("agreed", [stage.phonics()])
    assert (made.request.kind, made.objectives.get().text) == ("coaching", "One lesson structure")
    assert made.objectives.get().success_criterion == "To be agreed at the first visit"


def test_nobody_need_tick_who_is_ticked_already(mina):
    form = mina.get(URL).context["form"]
    assert form["said_yes"].value() == ALL
    nothing = (None, "", ["", ""])
    to_answer = [
        name for name, field in form.fields.items() if field.required and form[name].value() in nothing
    ]
    assert to_answer == ["school", "designation", "half_days", "starts_on", "ends_on", "text"]


def dated(name: str, on) -> dict:
    return {f"{name}_{part}": getattr(on, part) for part in ("day", "month", "year")}


@pytest.mark.parametrize(("days", "problem"), [(21, False), (120, False), (200, True)])
def test_what_has_begun_already_can_be_recorded(cast, mina, days, problem):
    on = stage.today() - timedelta(days=days)
    response = mina.post(URL, typed(cast, **dated("starts_on", on)))
    assert (response.status_code == 200) == problem
    assert Deployment.objects.filter(starts_on=on).exists() == (not problem)


def test_an_open_request_of_the_school_in_the_area_is_met_by_it(cast, mina):
    waiting = stage.request(cast)
    made = record(mina, cast)
    assert (made.request, SupportRequest.objects.count()) == (waiting, 1)
    assert (stage.fresh(waiting).state, stage.fresh(waiting).need) == ("matched", "Phonics results fell.")


def test_the_one_that_waits_longest_is_met_where_no_area_is_chosen(cast, mina):
    stage.request(cast), stage.request(cast)
    old = stage.request(cast, state_at=timezone.now() - timedelta(days=9))
    answers = {name: value for name, value in typed(cast).items() if name not in LEAST}
    mina.post(URL, answers)
    assert Deployment.objects.get().request == old


def test_a_request_in_another_area_waits_on(cast, mina):
    waiting = stage.request(cast)
    waiting.areas.set([factories.AreaFactory(name="Maths")])
    record(mina, cast)
    assert (stage.fresh(waiting).state, SupportRequest.objects.count()) == ("open", 2)


@pytest.mark.parametrize("name", ["rob", "hannah", "sam", "dai", "olga", "fay", "gwen"])
def test_nobody_else_records(cast, client, name):
    client.force_login(getattr(cast, name))
    assert client.get(URL).status_code == 403
    assert client.post(URL, typed(cast)).status_code == 403

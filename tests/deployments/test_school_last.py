"""The leader and the leader's school are asked first; the school supported when both have agreed, with its own days."""

from datetime import timedelta

from casework.models import Letter
from deployments import actions, tasks
from deployments.actions import Aim
from deployments.models import Consent, Deployment
from deployments.queries import awaiting
from directory.calendar import add_working_days
from directory.models import Person
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.journeys.steps import typed

AIMS = [Aim("One lesson structure", "Seen in every class")]


def propose(cast) -> Deployment:
    request = stage.request(cast)
    return actions.propose(
        request,
        by=cast.mina,
        designation=stage.sam_leads(cast),
        half_days=4,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
        objectives=AIMS,
        school_last=True,
    )


def asked() -> list[str]:
    letters = Letter.objects.filter(name="deployments/consent_requested").order_by("pk")
    return [letter.to.first_name for letter in letters]


def test_the_school_is_asked_when_the_other_two_have_agreed(cast):
    case = propose(cast)
    assert asked() == ["Sam", "Hannah"]
    actions.consent(case, by=cast.sam)
    assert case.consents.get(party="receiving_head").decision == "later"
    Consent.objects.update(due_on=stage.today())
    actions.consent(fresh(case), by=cast.hannah)
    last = case.consents.get(party="receiving_head")
    assert (asked(), last.decision, last.due_on, fresh(case).state) == (
        ["Sam", "Hannah", "Rob"],
        "asked",
        add_working_days(stage.today(), 5),
        "proposed",
    )
    actions.consent(fresh(case), by=cast.rob)
    assert fresh(case).state == "agreed"


def test_until_then_the_school_has_nothing_to_answer(cast, client):
    case = propose(cast)
    rob = Person.objects.get(pk=cast.rob.pk)
    assert awaiting(rob, stage.today()) == []
    client.force_login(rob)
    for step in ("consent", "refuse"):
        assert client.get(case.page(step)).status_code == 403
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Not asked yet" in page


def test_silence_of_the_others_lapses_it_and_names_them_alone(cast):
    case = propose(cast)
    Consent.objects.update(due_on=stage.today() - timedelta(days=1))
    assert tasks.lapse_proposals() == 1
    assert [one.decision for one in case.consents.all()] == ["void", "void", "void", "given"]
    body = Letter.objects.get(name="deployments/deployment_lapsed").body
    assert [name in body for name in ("Sam Okoro", "Hannah Price", "Rob Ellis")] == [True, True, False]


def test_changed_terms_begin_with_the_first_two_again(cast):
    case = propose(cast)
    actions.consent(case, by=cast.sam)
    actions.change_terms(
        fresh(case),
        by=cast.mina,
        half_days=2,
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        objectives=AIMS,
    )
    told = Letter.objects.filter(name="deployments/terms_changed").values_list("to__first_name", flat=True)
    assert (sorted(told), case.consents.get(party="receiving_head").decision) == (["Hannah", "Sam"], "later")


def test_it_is_chosen_on_the_proposal(cast, client):
    request, designation = stage.request(cast), stage.sam_leads(cast)
    client.force_login(cast.mina)
    page = f"{request.page('propose')}{designation.pk}/"
    terms = {"half_days": "2", "starts_on": request.starts_on, "ends_on": request.ends_on}
    first = client.get(page).context["form"]["one_time_key"].value()
    answer = terms | {
        "text_1": "Aim",
        "success_criterion_1": "Sign",
        "school_last": True,
        "one_time_key": first,
    }
    assert client.post(page, typed(answer)).status_code == 302
    assert (Deployment.objects.get().school_last, asked()) == (True, ["Sam", "Hannah"])

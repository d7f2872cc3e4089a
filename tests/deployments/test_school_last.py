"""The leader and the leader's school are asked first; the school supported when both have agreed, with its own days."""

from datetime import timedelta
from uuid import uuid4

from casework.models import Letter
from deployments import actions, tasks
from deployments.actions import Aim
from deployments.models import Audience, Consent, Deployment
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
        assert client.get(case.page(step)).status_code == 404


def test_silence_of_the_others_lapses_it_and_names_them_alone(cast):
    case = propose(cast)
    Consent.objects.update(due_on=stage.today() - timedelta(days=1))
    assert tasks.lapse_proposals() == 1
    assert [one.decision for one in case.consents.all()] == ["void", "void", "later", "given"]
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


def seen_by(client, person, *pages: str) -> list[int]:
    client.force_login(Person.objects.get(pk=person.pk))
    return [client.get(page).status_code for page in pages]


def test_until_it_is_asked_the_school_does_not_learn_who_is_proposed(cast, client):
    case = propose(cast)
    pages = (case.get_absolute_url(), case.page("message"))
    for person in (cast.rob, cast.dai):
        assert seen_by(client, person, *pages) == [404, 404], person
        for shown in ("/", "/deployments/", case.request.get_absolute_url()):
            assert "Sam Okoro" not in client.get(shown).content.decode(), (person, shown)
    assert [seen_by(client, person, pages[0]) for person in (cast.sam, cast.hannah, cast.mina)] == [[200]] * 3


def test_nor_does_the_school_hear_of_messages_or_that_somebody_refused(cast, client):
    case = propose(cast)
    actions.message(
        case, by=cast.mina, audience=Audience.ALL_PARTIES, text="Could it be Tuesdays?", key=uuid4()
    )
    actions.refuse(fresh(case), by=cast.hannah, reason="Year 6 needs Sam")
    assert not Letter.objects.filter(to=cast.rob).exists()
    assert seen_by(client, cast.rob, case.get_absolute_url()) == [404]
    assert "Sam Okoro" not in client.get("/deployments/requests/new/").content.decode()


def test_once_asked_the_school_sees_it_and_keeps_seeing_it(cast, client):
    case = propose(cast)
    for person in (cast.sam, cast.hannah):
        actions.consent(fresh(case), by=person)
    assert seen_by(client, cast.rob, case.get_absolute_url()) == [200]
    actions.change_terms(
        fresh(case),
        by=cast.mina,
        half_days=2,
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        objectives=AIMS,
    )
    assert seen_by(client, cast.rob, case.get_absolute_url()) == [200]
    assert case.consents.get(party="receiving_head").decision == "asked"


def test_who_is_asked_first_reads_that_the_school_does_not_know(cast):
    propose(cast)
    for letter in Letter.objects.filter(name="deployments/consent_requested"):
        assert ("Rob Ellis" in letter.body, "Brookside Primary School is asked only when" in letter.body) == (
            False,
            True,
        )


def test_the_manager_reads_who_was_asked_at_once(cast, client):
    request, designation = stage.request(cast), stage.sam_leads(cast)
    client.force_login(cast.mina)
    page = f"{request.page('propose')}{designation.pk}/"
    response = client.get(page)
    assert "unless you choose below to ask the school last" in response.content.decode()
    terms = {"half_days": "2", "starts_on": request.starts_on, "ends_on": request.ends_on}
    key = response.context["form"]["one_time_key"].value()
    answer = {"text_1": "Aim", "success_criterion_1": "Sign", "school_last": True, "one_time_key": key}
    said = client.post(page, typed(terms | answer), follow=True).content.decode()
    assert "The leader and the leader&#x27;s school have been asked" in said
    assert "the school supported have been asked" not in said

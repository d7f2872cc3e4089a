"""The portal checks itself: each rule holds over the demonstration, and is seen to find the fault planted for it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import links
from casework.lifecycle import Lifecycle
from casework.models import Entry, Letter, Link
from deployments.lifecycle import FACILITATION, VARIATION
from deployments.models import (
    Claim,
    ClaimLine,
    Consent,
    Deployment,
    Facilitation,
    Fund,
    Objective,
    SupportRequest,
    TermBudget,
    TermShare,
    Variation,
    VariationConsent,
    Visit,
)
from designation.models import Appeal, Designation, DesignationTerm, Reference, SchoolRelease
from directory.models import Person
from leadership_portal import tasks
from leadership_portal.invariants import breaches, every, rows_watched
from tests import told
from tests.factories import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# PostgreSQL reads many rows through a cursor.
READING = ("SELECT", "WITH", "DECLARE")
FAULTS: dict[str, Callable[[], object]] = {}
# What breaks with it, as it must: a budget is looked at from both sides.
ALSO: dict[str, set[str]] = {}


@pytest.fixture(scope="module")
def laid_out(django_db_setup, django_db_blocker):
    """The demonstration, played by the portal's own actions."""
    with django_db_blocker.unblock(), transaction.atomic():
        told.tell()
        yield
        transaction.set_rollback(True)


def planted(*also: str):
    """Declare a fault: the function's name is that of the rule it breaks; `also` are others that then break too."""

    def keep(fault: Callable[[], object]):
        FAULTS[fault.__name__], ALSO[fault.__name__] = fault, set(also)
        return fault

    return keep


def broken() -> set[str]:
    return {breach.invariant.name for breach in breaches()}


def one(rows, **fields) -> None:
    """Write into one row past every action, as only a fault would."""
    assert type(rows.first())._base_manager.filter(pk=rows.first().pk).update(**fields) == 1


def day(after: int):
    return timezone.localdate() + timedelta(days=after)


def visits(state: str):
    return Visit.objects.filter(state=state).order_by("pk")


def deployments(state: str):
    return Deployment.objects.filter(state=state).order_by("pk")


# Every case.


@planted()
def history_has_no_gap():
    entry = Entry.objects.filter(step="agree").first()
    Entry.objects.filter(pk=entry.pk).update(from_state="lapsed")


@planted()
def letter_has_its_text():
    one(Letter.objects.order_by("pk"), name="deployments/nothing_of_the_kind")


@planted()
def letter_has_its_reader():
    one(Letter.objects.filter(object_id__isnull=False).order_by("pk"), to=None)


@planted()
def letter_leaves_in_time():
    one(Letter.objects.order_by("pk"), status="waiting", send_after=timezone.now() - timedelta(days=3))


@planted()
def link_is_kept_as_a_hash():
    link = Link.objects.filter(used_at=None, closed_at=None, expires_at__gt=timezone.now()).first()
    Link.objects.filter(pk=link.pk).update(token_hash=links.token_of(link))


@planted()
def letter_keeps_no_token():
    one(Letter.objects.order_by("pk"), body=f"Open https://portal.example/link/{'0' * 64}/")


# Designation.


@planted()
def designation_terms_do_not_overlap():
    first = DesignationTerm.objects.filter(number=1, designation__terms__number=2).first()
    DesignationTerm.objects.filter(pk=first.pk).update(ends_on=F("ends_on") + timedelta(days=9))


@planted()
def designation_runs_as_long_as_its_terms():
    one(Designation.objects.filter(state="active").order_by("pk"), ends_on=day(9))


@planted("designation_runs_as_long_as_its_terms")
def designation_ends_on_its_day():
    one(Designation.objects.filter(state="active").order_by("starts_on"), ends_on=day(-5))


@planted()
def ended_designation_says_since_when():
    one(Designation.objects.filter(state="active").order_by("pk"), ended_on=day(-5), ended_for="terms")


@planted()
def successful_applicant_is_designated():
    one(Designation.objects.filter(application__isnull=False).order_by("pk"), application=None)


@planted()
def appeal_agrees_with_its_application():
    lodged = Appeal.objects.filter(is_upheld=None, application__isnull=False).first()
    lodged.is_upheld, lodged.decided_by, lodged.decided_at = False, Person.objects.first(), timezone.now()
    lodged.reasons = "None"
    lodged.save()


@planted()
def nobody_refers_for_themselves():
    reference = Reference.objects.first()
    Reference.objects.filter(pk=reference.pk).update(referee=reference.application.applicant)


@planted()
def nobody_hears_their_own_appeal():
    lodged = Appeal.objects.filter(application__isnull=False).first()
    lodged.hearers.add(lodged.application.applicant)


# Deployments.


@planted()
def consent_is_to_the_rate_offered():
    one(deployments("proposed"), rate_pence=F("rate_pence") + 50_00)


@planted()
def school_pays_what_it_agreed_to_pay():
    own = {"fund": None, "request__funding": "school"}
    work = Deployment.objects.filter(state__in=Deployment.CAME_ABOUT, **own).earliest("pk")
    one(Consent.objects.filter(deployment=work, party="receiving_head"), school_pays=False)


@planted()
def work_lies_within_the_designation():
    one(deployments("closed"), ends_on=day(5000))


@planted()
def leader_budget_is_what_is_held():
    one(
        TermBudget.objects.filter(designation__isnull=False, taken__gt=0).order_by("pk"), taken=F("taken") - 1
    )


@planted()
def school_budget_is_what_is_held():
    budget = TermBudget.objects.filter(school__isnull=False, taken__gt=0).order_by("pk")
    if not budget.exists():
        case = deployments("agreed").first()
        SchoolRelease.objects.get_or_create(school=case.home_school, defaults={"half_days_a_term": 60})
        terms = {"school": case.home_school, "term_starts_on": case.shares.first().term_starts_on}
        TermBudget.objects.create(**terms, half_days=60, taken=1)
        return
    one(budget, taken=F("taken") - 1)


@planted()
def shares_are_what_is_held():
    case, term = deployments("agreed").first(), {"term_starts_on": date(2000, 1, 1)}
    TermBudget.objects.create(designation=case.designation, half_days=1, taken=1, **term)
    TermShare.objects.create(deployment=case, half_days=1, **term)


@planted()
def visit_counts_in_a_share():
    one(visits("planned").order_by("pk"), term_starts_on=date(2000, 1, 1))


@planted()
def objective_due_within_the_work():
    objective = Objective.objects.filter(deployment__state="active").order_by("pk").first()
    one(Objective.objects.filter(pk=objective.pk), due_on=objective.deployment.ends_on + timedelta(days=1))


@planted()
def held_half_days_have_their_budget():
    case = deployments("agreed").first()
    shares = case.shares.values("term_starts_on")
    TermBudget.objects.filter(designation=case.designation, term_starts_on__in=shares).delete()


@planted()
def agreed_has_every_consent():
    one(Consent.objects.filter(deployment__state="active", party="leader").order_by("pk"), decision="asked")


@planted()
def proposal_waits_for_somebody():
    Consent.objects.filter(deployment=deployments("proposed").first()).update(
        decision="given", by=Person.objects.first(), at=timezone.now()
    )


@planted()
def word_by_phone_is_anothers():
    one(Consent.objects.filter(deployment__state="active", party="leader"), recorded_by=F("by"))


@planted()
def word_about_a_change_is_anothers():
    change_of_terms("agreed", "given").consents.filter(party="leader").update(recorded_by=F("by"))


@planted("agreed_has_every_consent")
def refusal_stands():
    said = {"decision": "refused", "reason": "No", "by": Person.objects.first(), "at": timezone.now()}
    one(Consent.objects.filter(deployment__state="agreed", party="line_manager").order_by("pk"), **said)


@planted()
def ended_work_asks_nothing():
    over = Consent.objects.filter(deployment__state__in=["lapsed", "cancelled"])
    one(over.order_by("pk"), decision="asked")


@planted("request_stands_where_its_history_says")
def request_agrees_with_its_deployments():
    one(SupportRequest.objects.filter(deployments__state="agreed").order_by("pk"), state="open")


def change_of_terms(state: str, decision: str) -> Variation:
    """A change of an active deployment by no days, to which all three parties said the same."""
    case, today = deployments("active").filter(variations=None).first(), timezone.localdate()
    terms = {"half_days": case.half_days, "starts_on": case.starts_on, "ends_on": case.ends_on}
    before = {f"{name}_before": value for name, value in terms.items()} | {"ends_on_before": day(-400)}
    change = Variation(deployment=case, state=state, reason="More", proposed_by=case.designation.person)
    for name, value in (terms | before).items():
        setattr(change, name, value)
    change.save()
    said = {"decision": decision, "reason": "No", "by": case.designation.person, "at": timezone.now()}
    for party in ("leader", "line_manager", "receiving_head"):
        change.consents.create(
            party=party, asked_of=case.designation.person, asked_at=timezone.now(), due_on=today, **said
        )
    VARIATION.begin(change, by=None)
    return change


@planted()
def change_waits_for_somebody():
    VariationConsent.objects.filter(variation__state="proposed").update(
        decision="given", by=Person.objects.first(), at=timezone.now()
    )


@planted()
def change_agreed_has_every_consent():
    change_of_terms("agreed", "given").consents.filter(party="leader").update(decision="void")


@planted()
def change_refused_stands():
    change_of_terms("lapsed", "refused")


@planted()
def visit_is_of_the_leader():
    visit = visits("planned").first()
    other = Person.objects.exclude(pk=visit.leader_id).first()
    Visit.objects.filter(pk=visit.pk).update(leader=other)


@planted("visit_is_of_the_leader")
def leader_is_in_one_place():
    held = visits("held").first()
    other = Visit.objects.counted().filter(leader=held.leader).exclude(pk=held.pk).first()
    # The database refuses the plain fault; under another name the leader is in two places all the same.
    Visit.objects.filter(pk=other.pk).update(leader=Person.objects.filter(visits=None).first(), on=held.on)


@planted("shares_are_what_is_held")
def visits_keep_to_what_was_agreed():
    visits_of = {one: sum(visit.half_days for visit in one.visits.counted()) for one in deployments("active")}
    case, used = max(visits_of.items(), key=lambda found: found[1])
    assert used > 1
    Deployment.objects.filter(pk=case.pk).update(half_days=used - 1)


@planted("visit_counts_in_a_share")
def visit_is_planned_in_open_work():
    visit = visits("planned").filter(deployment__state="active").first()
    other = (
        deployments("closed").filter(designation__person=visit.leader).first()
        or deployments("closed").first()
    )
    leader = other.designation.person
    Visit.objects.filter(pk=visit.pk).update(deployment=other, leader=leader)


@planted()
def visit_held_began_the_work():
    case = deployments("agreed").first()
    visit = visits("held").first()
    Visit.objects.filter(pk=visit.pk).update(deployment=case, leader=case.designation.person)


@planted()
def visit_is_settled_with_its_reason():
    one(visits("planned"), settled_because="Both were heard.")


@planted("visit_stands_where_its_history_says")
def disputed_visit_asks_nobody_else():
    visit = visits("held").first()
    rob = visit.deployment.request.contact
    links.issue(visit, rob, "acknowledge", ["deployments:visit-acknowledge"])
    one(Visit.objects.filter(pk=visit.pk), state="disputed", disputed_by=rob, disputed_because="No.")


@planted()
def live_work_has_a_contact():
    case = deployments("agreed").first()
    stranger = Person.objects.create_user("nobody@elsewhere.example")
    SupportRequest.objects.filter(pk=case.request_id).update(contact=stranger, contact_named=False)


@planted("claim_is_the_sum_of_its_lines")
def acknowledged_visit_is_claimed():
    ClaimLine.objects.order_by("pk").first().delete()


@planted()
def claim_line_is_its_visit():
    one(ClaimLine.objects.order_by("pk"), rate_pence=F("rate_pence") + 100)


def facilitation(state: str = "recorded", **fields) -> Facilitation:
    """A leader's two hours with a group, paid half the rate of a four-hour day."""
    leads = Designation.objects.filter(state="active").first()
    values = {
        "designation": leads,
        "home_school": leads.home_school,
        "school": deployments("active").first().school,
        "group": "Reading",
        "on": day(-3),
        "minutes": 120,
        "rate_pence": 300_00,
        "amount_pence": 150_00,
        "made_by": leads.person,
        "acknowledged_by": leads.person,
        "state": state,
    }
    made = Facilitation.objects.create(**values | fields)
    FACILITATION.begin(made, by=None)
    return made


def claimed(line: ClaimLine) -> None:
    """Put a line on a claim being collected, its total raised by it."""
    line.claim = Claim.objects.filter(state="collecting").first()
    line.save()
    Claim.objects.filter(pk=line.claim_id).update(total_pence=F("total_pence") + line.amount_pence)


@planted()
def acknowledged_facilitation_is_claimed():
    facilitation("acknowledged")


@planted()
def claim_line_is_its_facilitation():
    work = facilitation("acknowledged")
    terms = {"on": work.on, "half_days": 0, "minutes": 120, "rate_pence": 300_00, "amount_pence": 149_99}
    claimed(ClaimLine(facilitation=work, **terms))


@planted()
def leader_is_paid_a_day_a_day():
    facilitation(group="Writing", minutes=300, amount_pence=300_00, on=day(-4))
    facilitation(minutes=1, amount_pence=1_00, on=day(-4))


@planted()
def adjustment_corrects_what_was_approved():
    wrong = ClaimLine.objects.filter(claim__state="submitted").first()
    terms = {"on": wrong.on, "half_days": 0, "rate_pence": wrong.rate_pence, "amount_pence": 1}
    claimed(ClaimLine(corrects=wrong, reason="A penny", deployment=wrong.deployment, **terms))


@planted()
def fund_has_taken_what_is_held():
    a_fund(taken_pence=1)


def a_fund(**fields) -> Fund:
    days = {"starts_on": day(-99), "ends_on": day(99)}
    return Fund.objects.create(name="A fund", payer="A council", amount_pence=100_000_00, **days | fields)


@planted("line_is_paid_from_the_fund_of_its_work")
def fund_holds_what_is_claimed():
    one(ClaimLine.objects.filter(visit__isnull=False, deployment__fund=None).order_by("pk"), fund=a_fund())


@planted()
def line_is_paid_from_the_fund_of_its_work():
    line = ClaimLine.objects.filter(visit__isnull=False, deployment__fund=None).order_by("pk").first()
    held, fund = sum(one.amount_pence for one in line.deployment.claim_lines.all()), a_fund()
    Fund.objects.filter(pk=fund.pk).update(taken_pence=held)
    Deployment.objects.filter(pk=line.deployment_id).update(fund=fund, held_pence=held)
    ClaimLine.objects.filter(deployment=line.deployment_id).exclude(pk=line.pk).update(fund=fund)


@planted()
def claim_is_the_sum_of_its_lines():
    one(Claim.objects.order_by("pk"), total_pence=F("total_pence") + 1)


@planted()
def claim_is_approved_by_another():
    one(Claim.objects.filter(state="approved").order_by("pk"), approved_by=F("submitted_by"))


@planted()
def claim_is_approved_by_another_school():
    claim = Claim.objects.filter(state="approved").order_by("pk").first()
    entry = Entry.objects.of(claim).get(step="approve")
    since = {"starts_on": day(-400), "confirmed_at": timezone.now() - timedelta(days=400)}
    PostFactory(person=entry.by, school=claim.school, role="business_manager", **since)


def test_every_rule_holds_over_the_demonstration(laid_out, capsys):
    call_command("check_invariants")
    said = capsys.readouterr().out
    assert said == f"{len(every())} rules hold over {rows_watched()} rows.\n"
    assert rows_watched() > 1000


def test_every_rule_has_its_fault():
    moved = {f"{model.NOUN}_stands_where_its_history_says" for model in Lifecycle.of_model}
    assert {rule.name for rule in every()} == set(FAULTS) | moved


def test_every_rule_is_said_in_words_and_has_a_name_of_its_own():
    assert [rule.name for rule in every() if not rule.words.endswith(".")] == []
    assert len({rule.name for rule in every()}) == len(every())


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(laid_out, name):
    FAULTS[name]()
    assert broken() == {name} | ALSO[name]


@pytest.mark.parametrize("noun", ["deployment", "request", "visit", "claim", "application", "designation"])
def test_a_case_that_moved_without_a_line_in_its_history_is_found(laid_out, noun):
    model = next(model for model in Lifecycle.of_model if noun == model.NOUN)
    cases = model._base_manager.order_by("pk")
    newest = (Entry.objects.of(case).order_by("-pk").first() for case in cases)
    next(entry for entry in newest if entry.from_state != entry.to_state).delete()
    assert broken() == {f"{noun}_stands_where_its_history_says"}


def test_the_command_names_what_is_broken_and_nobody_and_exits_with_1(laid_out, capsys):
    claim_is_the_sum_of_its_lines()
    claim = Claim.objects.order_by("pk").first()
    with pytest.raises(CommandError, match=r"^1 of \d+ rules are broken\.$") as failure:
        call_command("check_invariants")
    assert failure.value.returncode == 1
    assert capsys.readouterr().err == (
        "claim_is_the_sum_of_its_lines: A claim's total is the sum of its lines.\n"
        f"  deployments.Claim {claim.pk} ({claim.reference})\n"
    )


def test_the_night_work_raises_an_alarm_for_each(laid_out, caplog):
    caplog.set_level("ERROR", logger="leadership_portal.tasks")
    assert (tasks.check_invariants(), caplog.records) == (0, [])
    claim_is_the_sum_of_its_lines()
    assert tasks.check_invariants() == 1
    assert ["claim_is_the_sum_of_its_lines" in record.getMessage() for record in caplog.records] == [True]


def test_a_rule_is_one_query_that_only_reads(laid_out):
    with CaptureQueriesContext(connection) as asked:
        assert list(breaches()) == []
    assert len(asked) <= len(every()) + 2  # the kinds of letters, and the live links
    assert [query["sql"] for query in asked if not query["sql"].startswith(READING)] == []

"""Managers see who owes an answer and remind those they tick, each at most once a day."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from casework.letters import deliver_due
from casework.models import Letter
from deployments import actions as deployments
from deployments.models import Consent, Deployment, SupportRequest, Visit
from tests.answers import body_of
from tests.deployments import changes, stage
from tests.deployments.test_pages import MOST, queries

URL = "/owed/"
KINDS = [
    "consent", "confirmation", "acknowledgement", "facilitation", "decision", "evaluation", "query", "change",
    "concern", "midpoint", "record", "change_confirmation",
]  # fmt: skip
LETTERS = {
    "consent": ("hannah", "deployments/consent_due"),
    "confirmation": ("hannah", "deployments/consent_recorded"),
    "acknowledgement": ("rob", "deployments/acknowledgement_due"),
    "facilitation": ("rob", "deployments/facilitation_due"),
    "decision": ("mina", "deployments/dispute_due"),
    "evaluation": ("rob", "evaluations/evaluation_due"),
    "query": ("hannah", "deployments/claim_query_due"),
    "change": ("hannah", "deployments/variation_due"),
    "change_confirmation": ("hannah", "deployments/variation_recorded"),
    "concern": ("dai", "deployments/concern_due"),
    "midpoint": ("sam", "deployments/midpoint_due"),
    "record": ("sam", "evaluations/record_due"),
}


@pytest.fixture(autouse=True)
def wednesday():
    with freeze_time("2026-05-20 12:00") as frozen:
        yield frozen


def by_phone(cast):
    case = stage.deployment(cast, "agreed")
    case.consents.filter(party="line_manager").update(channel="phone", asked_at=timezone.now())
    return case


def said_to_a_change(cast):
    change = changes.variation(cast, "agreed")
    change.consents.filter(party="line_manager").update(channel="phone", asked_at=timezone.now())
    return change


def queried(cast):
    claim = stage.claim(cast, "submitted")
    deployments.query_claim(claim, by=cast.fay, reason="Which day was it?")
    # So long ago that nobody asks for its record.
    Visit.objects.filter(pk__in=claim.lines.values("visit")).update(on=stage.today() - timedelta(days=400))
    return claim


def half_way(cast):
    """Let the mid-point have come, at a school whose head is not known: one person is asked."""
    cast.rob.posts.update(confirmed_at=None)
    return stage.deployment(cast, "active", midpoint_due_on=stage.today())


OWE = {
    "consent": lambda cast: stage.deployment(cast, answered=("leader", "receiving_head")),
    "confirmation": by_phone,
    "acknowledgement": lambda cast: stage.visit(cast, "held"),
    "facilitation": lambda cast: stage.facilitation(cast),
    "decision": lambda cast: stage.visit(cast, "disputed", on=stage.school_day(-4)),
    "evaluation": lambda cast: stage.deployment(cast, "completed"),
    "query": queried,
    "change": lambda cast: changes.variation(cast, answered=("leader",)),
    "change_confirmation": said_to_a_change,
    "concern": lambda cast: stage.concern(cast, "escalated"),
    "midpoint": half_way,
    "record": lambda cast: stage.visit(cast, "acknowledged", on=stage.today() - timedelta(days=9)),
}


def owe(cast, kind: str):
    """Let somebody owe exactly one answer of this kind; return its case."""
    return OWE[kind](cast)


def shown(client, address: str = URL) -> list[list[str]]:
    rows = client.get(address).context["rows"]
    return [
        [row["head"]["text"], *(cell.get("tag") or cell["text"] for cell in row["cells"])] for row in rows
    ]


def keys(client, address: str = URL) -> list[str]:
    return [row["key"] for row in client.get(address).context["rows"]]


def remind(client, *chosen: str) -> list[str]:
    answer = client.post(URL, {"chosen": chosen or keys(client)}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def reminders(kind: str) -> list[tuple[str, str]]:
    """Return who got the reminder of this kind, and for which day."""
    found = Letter.objects.filter(name=LETTERS[kind][1], due_on__isnull=False).order_by("pk")
    return [(letter.to.first_name.lower(), str(letter.due_on)) for letter in found]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_owed_is_shown_and_asked_for_again_once_a_day(cast, client, wednesday, kind):
    case, name = owe(cast, kind), LETTERS[kind][0]
    client.force_login(cast.mina)
    assert [(row[0], row[2], row[3], row[5]) for row in shown(client)] == [
        (f"{case} ({case.reference})", str(getattr(cast, name)), "0 hours", "Never")
    ]
    key = keys(client)[0]
    assert remind(client, key) == ["1 answer was asked for again."]
    assert reminders(kind) == [(name, "2026-05-20")]
    assert shown(client)[0][5] == "1 time, last on Wednesday 20 May 2026"
    assert remind(client, key) == [f"Nobody was reminded of these: {case.reference}: reminded today already."]
    assert reminders(kind) == [(name, "2026-05-20")]
    wednesday.tick(timedelta(days=1))
    client.force_login(cast.mina)
    remind(client, key)
    assert reminders(kind) == [(name, "2026-05-20"), (name, "2026-05-21")]


ANSWER = {
    "consent": lambda cast, case: deployments.consent(case, by=cast.hannah),
    "confirmation": lambda cast, case: deployments.confirm(case, by=cast.hannah),
    "acknowledgement": lambda cast, case: deployments.acknowledge_visit(case, by=cast.rob),
    "facilitation": lambda cast, case: deployments.acknowledge_facilitation(case, by=cast.rob),
    "decision": lambda cast, case: deployments.uphold_visit(case, by=cast.mina, reason="Both were heard."),
    "evaluation": lambda cast, case: deployments.evaluate(case, by=cast.rob, overall=4),
    "query": lambda cast, case: deployments.correct_claim(
        case, by=cast.hannah, answer="The second of May", invoice_number="7"
    ),
    "change": lambda cast, case: deployments.consent_variation(case, by=cast.hannah),
    "change_confirmation": lambda cast, case: deployments.confirm(case, by=cast.hannah),
    "concern": lambda cast, case: deployments.resolve_concern(case, by=cast.dai, outcome="We talked."),
    "midpoint": lambda _cast, case: Deployment.objects.filter(pk=case.pk).update(midpoint_due_on=None),
    "record": lambda _cast, case: Visit.objects.filter(pk=case.pk).update(
        state="not_held", missed_because="Snow"
    ),
}


def answer(cast, kind: str, case) -> None:
    ANSWER[kind](cast, case)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_answered_meanwhile_is_left_alone(cast, client, kind):
    case = owe(cast, kind)
    client.force_login(cast.mina)
    key = keys(client)[0]
    answer(cast, kind, case)
    assert keys(client) == []
    assert remind(client, key) == ["Nobody was reminded of these: Answered meanwhile."]
    assert reminders(kind) == []


def test_a_reminder_of_a_query_answered_before_it_leaves_is_dropped(cast, client):
    claim = owe(cast, "query")
    client.force_login(cast.mina)
    remind(client)
    assert "Which day was it?" in Letter.objects.get(name="deployments/claim_query_due").body
    answer(cast, "query", claim)
    deliver_due()
    assert Letter.objects.get(name="deployments/claim_query_due").status == "dropped"


def test_a_concern_about_the_manager_is_not_on_her_list(cast, client):
    concern = stage.concern(cast, "escalated", whom=cast.mina)
    client.force_login(cast.mina)
    assert keys(client) == []
    assert remind(client, f"concern-{concern.pk}") == ["Nobody was reminded of these: Answered meanwhile."]
    assert reminders("concern") == []


def test_nobody_is_reminded_on_a_day_off(cast, client, wednesday):
    owe(cast, "consent")
    wednesday.move_to("2026-05-25 12:00")  # a bank holiday
    client.force_login(cast.mina)
    assert remind(client) == ["Today is no working day, so nobody is reminded. Try again on the next one."]
    assert reminders("consent") == []


def test_the_longest_waits_first_and_late_is_said(cast, client, wednesday):
    owe(cast, "consent")
    Consent.objects.update(due_on=stage.today() - timedelta(days=1))
    wednesday.tick(timedelta(days=2))
    owe(cast, "evaluation")
    client.force_login(cast.mina)
    assert [(row[1], row[3], row[4]) for row in shown(client)] == [
        ("An answer to a proposal", "2 working days", "Overdue since Tuesday 19 May 2026"),
        ("An evaluation", "0 hours", "Monday 8 June 2026"),
    ]


def test_it_is_narrowed_by_kind_and_school(cast, client):
    for kind in sorted(KINDS, key="midpoint".__eq__):  # the one that takes Rob's post away comes last
        owe(cast, kind)
    client.force_login(cast.mina)
    for kind in KINDS:
        found = keys(client, f"{URL}?kind={kind}")
        assert [key.partition("-")[0] for key in found] == [kind], kind
    assert len(keys(client)) == len(KINDS)
    assert len(keys(client, f"{URL}?q=brookside")) == len(KINDS) - 1  # the claim is Oakfield's own
    assert keys(client, f"{URL}?q=elsewhere") == []


def test_nonsense_ticked_and_nothing_ticked_reminds_nobody(cast, client):
    owe(cast, "consent")
    client.force_login(cast.mina)
    answer = client.post(URL, {"chosen": ["consent-x", "secret-1", "consent-"]}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Tick at least one row."]
    assert Letter.objects.count() == 0


def test_a_school_without_a_head_is_said_and_not_counted(cast, client):
    case = owe(cast, "evaluation")
    cast.rob.posts.update(confirmed_at=None)
    client.force_login(cast.mina)
    assert shown(client)[0][2] == "Nobody known"
    said = (
        f"Nobody was reminded of these: {case.reference}: nobody at the school could be asked. Confirm the head's post "
        "first."
    )
    assert remind(client) == [said]


def test_the_file_holds_what_is_filtered(cast, client):
    case = owe(cast, "consent")
    owe(cast, "evaluation")
    client.force_login(cast.mina)
    remind(client)
    lines = list(
        csv.DictReader(io.StringIO(body_of(client.get(f"{URL}export.csv?kind=consent")).decode("utf-8-sig")))
    )
    assert [(line["Number"], line["By whom"], line["Times reminded"]) for line in lines] == [
        (case.reference, "Hannah Price", "1")
    ]


@pytest.mark.parametrize("name", ["hannah", "rob", "sam", "dai", "fay", "olga"])
def test_none_but_managers_see_or_remind(cast, client, name):
    owe(cast, "consent")
    client.force_login(getattr(cast, name))
    assert [client.get(url).status_code for url in (URL, f"{URL}export.csv")] == [403, 403]
    assert client.post(URL, {"chosen": ["consent-1"]}).status_code == 403
    assert Letter.objects.count() == 0


def test_it_costs_the_same_for_a_few_and_thirty(cast, client):
    client.force_login(cast.mina)
    counts = []
    for number in (1, 3):
        for _one in range(number):
            stage.deployment(cast, half_days=1)
            stage.deployment(cast, "completed", half_days=1)
            case = stage.deployment(cast, "active", half_days=1)
            day = stage.today() - timedelta(days=Visit.objects.count() + 1)
            stage.visit(cast, "held", of=case, on=day)
            stage.facilitation(cast, on=day)
            other = stage.deployment(cast, "active", half_days=1)
            stage.visit(cast, "disputed", of=other, on=day - timedelta(days=40))
        if number == 1:
            owe(cast, "query")
        counts.append(queries(client, URL))
    assert Deployment.objects.count() == SupportRequest.objects.count() == 17
    assert counts[0] == counts[1] <= MOST

"""Twenty press the same button at the same moment, through the very doors they use: one succeeds, nothing is torn."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from casework import links
from casework.models import Entry
from deployments.letters import CONSENT, CONSENT_DOORS
from deployments.models import Consent, Deployment, SupportRequest, TermBudget
from tests.deployments import stage
from tests.deployments.test_races import cast, database_of_threads  # noqa: F401 - fixtures

AT_ONCE = 20
REASON = {"why": "cover", "reason": "Two teachers are ill."}
Press = tuple[Client, str, dict[str, str]]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_the_door_of(person: Any) -> Callable[[], Client]:
    """Return who opens one more browser for a person, all with the same session."""
    first = Client()
    first.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def one_more() -> Client:
        client = Client()
        client.cookies = first.cookies
        return client

    return one_more


def all_at_once(presses: list[Press]) -> Counter:
    """Press all of these at the same moment, each in a connection of its own; count the answers."""
    barrier = Barrier(len(presses))

    def press(one: Press) -> int:
        client, address, typed = one
        try:
            barrier.wait(timeout=30)
            return client.post(address, typed).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as pool:
        return Counter(pool.map(press, presses))


def steps_of(case: Deployment) -> Counter:
    return Counter(Entry.objects.of(case).values_list("step", flat=True))


def test_one_head_consents_once_however_often_they_press(cast):  # noqa: F811
    case, rob = stage.deployment(cast), at_the_door_of(cast.rob)
    answers = all_at_once([(rob(), case.page("consent"), {}) for _press in range(AT_ONCE)])
    assert answers == {302: 1, 409: AT_ONCE - 1}
    assert steps_of(case)["consent"] == 1
    assert case.consents.get(party=Consent.Party.RECEIVING_HEAD).decision == "given"


def test_one_link_answers_once_however_often_it_is_pressed(cast):  # noqa: F811
    case = stage.deployment(cast)
    link = links.issue(case, cast.rob, CONSENT, CONSENT_DOORS)
    address = f"/link/{links.token_of(link)}/deployment-consent/"
    answers = all_at_once([(Client(), address, {}) for _press in range(AT_ONCE)])
    assert answers[302] == 1
    assert set(answers) <= {200, 302, 409}  # the others read that it is done, or was just done
    assert steps_of(case)["consent"] == 1


def test_a_refusal_and_a_last_consent_at_the_same_moment_are_one_of_the_two(cast):  # noqa: F811
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    taken = stage.taken(designation=case.designation)
    hannah, rob = at_the_door_of(cast.hannah), at_the_door_of(cast.rob)
    presses: list[Press] = []
    for _press in range(AT_ONCE // 2):
        presses += [(rob(), case.page("consent"), {}), (hannah(), case.page("refuse"), REASON)]
    answers = all_at_once(presses)
    case.refresh_from_db()
    steps = steps_of(case)
    # Who was first is chance; the other reads that it has moved on. Once all have agreed a party withdraws.
    request, budget = SupportRequest.objects.get(), TermBudget.objects.get(designation=case.designation)
    assert (case.state, steps["refuse"], steps["consent"], steps["agree"], request.state, budget.taken) in [
        (Deployment.State.REFUSED, 1, 0, 0, "open", taken - case.half_days),
        (Deployment.State.AGREED, 0, 1, 1, "matched", taken),
    ]
    assert answers[302] == 1
    assert set(answers) <= {302, 403, 409}

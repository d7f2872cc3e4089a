"""A party agrees by the keyboard alone: from the link in the letter to the thanks, no pointer is needed."""

import pytest

from deployments import letters
from deployments.models import Consent
from tests.deployments import stage
from tests.journeys.steps import Desk, open_letter, said, sees, settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAR = 60  # nobody presses Tab more often than this


def tab_to(desk: Desk, words: str) -> None:
    """Press Tab until what reads so has the focus, and see that the focus shows."""
    for _press in range(FAR):
        desk.page.keyboard.press("Tab")
        focused = desk.page.locator(":focus")
        if focused.count() and focused.inner_text().strip() == said(desk, words):
            width = focused.evaluate("one => getComputedStyle(one).outlineWidth")
            assert width not in ("", "0px"), f"nobody sees that {words!r} has the focus"
            return
    raise AssertionError(f"{words!r} cannot be reached with Tab on {desk.page.url}")


def test_a_head_agrees_without_a_mouse(people, sit):
    cast, _pat = people
    case = stage.deployment(cast)
    asked = case.consents.get(party=Consent.Party.LINE_MANAGER)
    letters.consent_requested(asked)
    hannah = sit()
    open_letter(hannah, cast.hannah, "deployments/consent_requested")
    tab_to(hannah, "Agree")
    hannah.page.keyboard.press("Enter")
    settle(hannah)
    hannah.page.wait_for_url("**/deployment-consent/")
    tab_to(hannah, "Agree")
    hannah.page.keyboard.press("Space")
    hannah.page.wait_for_url("**/link/*/")
    settle(hannah)
    sees(hannah, said(hannah, "Your answer is stored."))
    asked.refresh_from_db()
    assert (asked.decision, asked.channel) == ("given", "link")

"""The page all parties share: they write to each other, and a concern goes from the school to the officer and back."""

import pytest

from casework.models import Letter
from deployments.models import Concern
from directory.models import Post
from tests import factories
from tests.deployments import stage as support
from tests.journeys.steps import fill, follow, label_of, letter_to, press, sees, sees_not, take_step, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
BETWEEN_TWO = "SECRET-OF-TWO: could both teachers join us at half past two?"
WORRY = "SECRET-FOR-MINA: two visits began an hour late."
WHY = "SECRET-FOR-DAI: it happened before."
DONE = "Visits begin at nine from now on, and Sam rings when a train is late."


@pytest.fixture
def case(people):
    return support.deployment(people[0], "active")


def test_the_parties_write_to_each_other(people, case, sit):
    cast, _pat = people
    sam = sit(cast.sam)
    label = label_of(case, "message")
    take_step(sam, case, "message", "Send this message", audience="leader_and_school", text=BETWEEN_TWO)
    sees(sam, BETWEEN_TWO)
    assert BETWEEN_TWO not in letter_to(cast.rob, "deployments/message_written").body

    rob = sit(cast.rob)
    visit(rob, case)
    sees(rob, BETWEEN_TWO)
    follow(rob, label)
    fill(rob, text="Yes, both are free then.")
    rob.page.get_by_role("button", name="Send this message", exact=True).click()
    sees(rob, "Choose who it is for")
    fill(rob, audience="leader_and_school")
    press(rob, "Send this message")
    sees(rob, "Yes, both are free then.")
    for person in (cast.hannah, cast.mina):
        desk = sit(person)
        visit(desk, case)
        sees_not(desk, "SECRET-OF-TWO")
        sees_not(desk, "Yes, both are free then.")


def test_a_concern_is_raised_passed_on_and_resolved(people, case, sit):
    cast, _pat = people
    nell = factories.PersonFactory(first_name="Nell", last_name="Ash", email="nell@alliance.example")
    factories.PostFactory(person=nell, role=Post.Role.ALLIANCE_MANAGER, school=None)
    rob = sit(cast.rob)
    visit(rob, case)
    follow(rob, "Raise a concern")
    fill(rob, text=WORRY, whom=str(nell.pk), shared_with="alliance")
    press(rob, "Raise this concern")
    sees(rob, "The alliance's manager reads it, and resolves it or passes it on.")
    concern = Concern.objects.get()

    # Nell, whom it is about, learns nothing; neither do the leader and the leader's school.
    for person in (nell, cast.sam, cast.hannah):
        desk = sit(person)
        for page in (case, "/", "/deployments/"):
            visit(desk, page)
            sees_not(desk, "SECRET-FOR-MINA")
            sees_not(desk, concern.reference)

    mina = sit(cast.mina)
    letter_to(cast.mina, "deployments/concern_raised")
    visit(mina, "/")
    follow(mina, "Read the concern: %(deployment)s", deployment=case)
    sees(mina, WORRY)
    take_step(mina, concern, "escalate", "Pass it on", to=str(cast.dai.pk), reason=WHY)

    dai = sit(cast.dai)
    letter_to(cast.dai, "deployments/concern_escalated")
    visit(dai, "/")
    follow(dai, "Look into the concern: %(deployment)s", deployment=case)
    sees(dai, WHY)
    take_step(dai, concern, "resolve", "Resolve this concern", outcome=DONE)

    letter_to(cast.rob, "deployments/concern_resolved")
    visit(rob, concern)
    sees(rob, DONE)
    sees_not(rob, "SECRET-FOR-DAI")
    assert [one.name for one in Letter.objects.all() if "SECRET" in one.subject + one.body] == []

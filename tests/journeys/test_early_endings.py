"""What was agreed does not always go to its end: somebody withdraws, the work rests, or its leader leaves."""

from datetime import timedelta

import pytest

from casework.models import Letter
from deployments.models import Claim, Deployment, TermBudget, Visit
from designation.models import Area
from tests import factories
from tests.deployments import stage
from tests.deployments import stage as support
from tests.journeys import chapters
from tests.journeys.steps import (
    label_of,
    letter_to,
    pass_by,
    sees,
    sees_not,
    take_step,
    today,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
SECRET = "SECRET-FOR-MINA: two classes have no teacher"


@pytest.fixture
def leaders(people):
    """Sam of Oakfield, and Nia of Hillside, which Pat heads: both lead mathematics."""
    cast, pat = people
    maths = [Area.objects.get(name="Maths")]
    hillside = pat.posts.get().school
    nia = factories.PersonFactory(first_name="Nia", last_name="Evans", email="nia@hillside.example")
    factories.PostFactory(person=nia, school=hillside, role="middle_leader")
    factories.DesignationFactory(person=cast.sam, home_school=cast.oakfield, areas=maths)
    factories.DesignationFactory(person=nia, home_school=hillside, areas=maths, travel_miles=90)
    return nia


def agree(sit, cast, request, leader, head) -> Deployment:
    """The manager proposes a leader, and everybody agrees."""
    made = chapters.propose(sit(cast.mina), request, leader)
    for person in (leader, head, cast.rob):
        pass_by(person, made, "consent")
    assert made.state == Deployment.State.AGREED
    return made


def test_a_party_withdraws_before_the_first_visit(people, leaders, sit):
    cast, pat = people
    request = chapters.ask_for_support(sit(cast.rob))
    agreed = agree(sit, cast, request, cast.sam, cast.hannah)
    ahead = support.school_day(7)
    pass_by(cast.sam, agreed, "plan", on=ahead, part="morning", where="school", anyway=True)

    hannah = sit(cast.hannah)
    take_step(hannah, agreed, "withdraw", label_of(agreed, "withdraw"), ended_for="cover", reason=SECRET)
    sees(hannah, "You have withdrawn.")
    agreed.refresh_from_db()
    assert (agreed.state, Visit.objects.get().state) == ("withdrawn", "not_held")
    assert {budget.taken for budget in TermBudget.objects.all()} == {0}

    # Mina reads why, and who could do it; the leader and the school read that it cannot go ahead.
    letter = letter_to(cast.mina, "deployments/deployment_withdrawn")
    assert (SECRET in letter.body, f"The next best match is {leaders}" in letter.body) == (True, True)
    for person in (cast.sam, cast.rob):
        desk = sit(person)
        for page in (agreed, "/", "/deployments/"):
            visit(desk, page)
            sees_not(desk, "SECRET-FOR-MINA")
        told = letter_to(person, "deployments/deployment_no_longer_available")
        assert "cannot go ahead after all" in told.body

    second = agree(sit, cast, request, leaders, pat)
    request.refresh_from_db()
    assert (second.state, request.state) == ("agreed", "matched")


def test_a_case_is_paused_and_resumed(people, sit):
    cast, _pat = people
    case = support.deployment(cast, "active")
    ahead = support.visit(cast, of=case, on=support.school_day(7))
    rob = sit(cast.rob)
    words = "An inspection is announced."
    take_step(rob, case, "pause", "Pause the work", look_again_on=support.school_day(20), reason=words)
    sees(rob, "Paused, and read only")
    ahead.refresh_from_db()
    assert (ahead.state, ahead.missed_because) == ("not_held", "paused")

    # Sam reads why, finds nothing to plan, and goes on with it sooner than was thought.
    sam = sit(cast.sam)
    assert words in letter_to(cast.sam, "deployments/deployment_paused").body
    visit(sam, case)
    sees(sam, words)
    assert sam.page.get_by_role("link", name=label_of(case, "plan"), exact=True).count() == 0
    take_step(sam, case, "resume", label_of(case, "resume"))
    take_step(
        sam,
        case,
        "plan",
        "Plan this visit",
        on=today() + timedelta(days=1),
        part="morning",
        where="school",
        anyway=True,
    )
    case.refresh_from_db()
    assert (case.state, case.visits.filter(state="planned").count()) == ("active", 1)
    assert letter_to(cast.rob, "deployments/deployment_resumed").to == cast.rob


def test_a_leader_leaves_mid_way_and_another_goes_on(people, leaders, sit):
    cast, pat = people
    request = chapters.ask_for_support(sit(cast.rob))
    begun = agree(sit, cast, request, cast.sam, cast.hannah)
    held = chapters.hold_visit_today(sit(cast.sam), begun)
    pass_by(cast.rob, held, "acknowledge")
    pass_by(cast.sam, begun, "plan", on=support.school_day(7), part="morning", where="school", anyway=True)

    # Sam tells Mina that she moves away: Mina stops the work and opens the request again.
    mina = sit(cast.mina)
    take_step(
        mina,
        begun,
        "stop",
        label_of(begun, "stop"),
        ended_for="left",
        reason=SECRET,
        look_for_another="yes",
    )
    begun.refresh_from_db()
    request.refresh_from_db()
    assert (begun.state, request.state) == ("stopped", "open")
    assert stage.taken(designation=begun.designation) == 1
    rob = sit(cast.rob)
    visit(rob, begun)
    sees(rob, "Stopped, and read only.")
    sees_not(rob, "SECRET-FOR-MINA")
    assert [one.name for one in Letter.objects.exclude(to=cast.mina) if SECRET in one.body] == []

    # Nia goes on, and what Sam gave is paid.
    second = agree(sit, cast, request, leaders, pat)
    assert (second.state, second.carries_on, second.half_days) == ("agreed", begun, begun.half_days - 1)
    hannah = sit(cast.hannah)
    made = Claim.objects.get()
    take_step(hannah, made, "submit", "Submit this claim", invoice_number="OAK-17")
    made.refresh_from_db()
    assert made.state == Claim.State.SUBMITTED

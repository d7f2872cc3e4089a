"""The headteacher refuses: the reason stays with the manager, who finds somebody else the school is glad of."""

import pytest

from casework import letters
from casework.models import Letter
from deployments.models import Deployment
from designation.models import Area
from tests import factories
from tests.journeys import chapters
from tests.journeys.steps import fill, follow, letter_to, open_letter, press, sees, sees_not, take_step, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
REASON = "REASON-FOR-MINA-ALONE: two teachers are ill"


@pytest.fixture
def leaders(people):
    """Sam of Oakfield, near; and Nia of Hillside, which Pat heads, farther away."""
    cast, pat = people
    maths = [Area.objects.get(name="Maths")]
    hillside = pat.posts.get().school
    hillside.easting, hillside.northing = 440000, 520000
    hillside.save()
    nia = factories.PersonFactory(first_name="Nia", last_name="Evans", email="nia@hillside.example")
    factories.PostFactory(person=nia, school=hillside, role="middle_leader")
    factories.DesignationFactory(person=cast.sam, home_school=cast.oakfield, areas=maths)
    factories.DesignationFactory(person=nia, home_school=hillside, areas=maths, travel_miles=90)
    return nia


def test_a_refusal_is_rematched_and_its_reason_goes_no_further(people, leaders, sit):
    cast, pat = people
    rob, mina = sit(cast.rob), sit(cast.mina)
    request = chapters.ask_for_support(rob)
    refused = chapters.propose(mina, request, cast.sam)

    hannah = sit()
    open_letter(hannah, cast.hannah, "deployments/consent_requested")
    follow(hannah, "Refuse")
    fill(hannah, why="cover", reason=REASON)
    press(hannah, "Refuse this deployment")
    refused.refresh_from_db()
    assert refused.state == Deployment.State.REFUSED

    # Mina reads why, and who could do it instead; nobody else reads a word of the reason.
    letter = letter_to(cast.mina, "deployments/deployment_refused")
    assert REASON in letter.body
    assert f"The next best match is {leaders}" in letter.body
    visit(mina, refused)
    sees(mina, REASON)
    letters.deliver_due()
    others = Letter.objects.exclude(to=cast.mina)
    assert [one.name for one in others if REASON in one.body + one.subject] == []
    told = others.filter(name="deployments/deployment_not_available")
    assert {one.to for one in told} == {cast.sam, cast.rob}
    for person, pages in {
        cast.sam: ["/", "/deployments/", refused],
        cast.rob: ["/", "/deployments/", refused, request, "/deployments/requests/"],
        cast.hannah: ["/", "/deployments/"],
    }.items():
        desk = sit(person)
        for page in pages:
            visit(desk, page)
            sees_not(desk, "REASON-FOR-MINA-ALONE")

    # The next best is proposed, and agreed.
    second = chapters.propose(mina, request, leaders)
    take_step(sit(leaders), second, "consent", "Agree")
    chapters.consent_by_link(sit(), pat)
    chapters.consent_by_link(sit(), cast.rob)
    second.refresh_from_db()
    request.refresh_from_db()
    assert (second.state, request.state) == ("agreed", "matched")

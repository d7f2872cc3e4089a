"""Two schools want the same leader: Mina reads who would best go where, and why, and goes on to propose."""

import pytest

from casework.models import Letter
from deployments.models import Deployment
from tests import factories
from tests.deployments import stage as support
from tests.journeys.steps import follow, press, sees, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_manager_reads_who_best_goes_where_and_goes_on_to_propose(people, sit):
    cast, _pat = people
    sam = support.sam_leads(cast, half_days_a_term=4)
    nell = factories.PersonFactory(first_name="Nell", last_name="Ash")
    support.leader(nell, factories.SchoolFactory(easting=412000, northing=492000), half_days_a_term=4)
    asked = [support.request(cast) for _number in range(3)]

    # From the board of requests she opens the page, on which every open request is ticked.
    mina = sit(cast.mina)
    visit(mina, "/deployments/requests/")
    follow(mina, "Leaders for several requests")
    assert mina.page.locator("[name=request]:checked").count() == len(asked)
    press(mina, "Show who would best go where")

    # Two leaders for three requests: each goes to one, and the third reads why nobody is left.
    sees(mina, "2 of 3 requests can be met")
    sees(mina, "Everybody who could do this is needed more for another of these requests.")
    sees(mina, "These match better here, but are needed elsewhere: Nell Ash (Brookside Primary School).")

    # Nothing is sent; the row leads to the proposal, where she goes on as always.
    links = mina.page.get_by_role("link", name="Propose Sam Okoro for")
    assert links.count() == 1
    links.click()
    mina.page.wait_for_url(f"**/propose/{sam.pk}/")
    sees(mina, "Sam Okoro")
    assert (Deployment.objects.count(), Letter.objects.count()) == (0, 0)

"""An agreement made by phone is recorded in one short form, and those who said yes put their own names to it."""

from datetime import timedelta

import pytest

from deployments.models import Deployment
from designation.models import Area
from tests import factories
from tests.journeys.steps import fill, follow, open_letter, press, sees, take_step, today, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_recorded_by_phone_then_confirmed(people, sit):
    cast, _pat = people
    maths = Area.objects.get(name="Maths")
    factories.DesignationFactory(person=cast.sam, home_school=cast.oakfield, areas=[maths])

    # Mina has spoken with Sam and Rob; Hannah was out.
    mina = sit(cast.mina)
    visit(mina, "/deployments/requests/")
    follow(mina, "Record an agreement made by phone")
    fill(
        mina,
        school_words=str(cast.brookside),
        designation_words="Sam Okoro",
        half_days="2",
        starts_on=today(),
        ends_on=today() + timedelta(days=60),
        text="One structure for every lesson",
    )
    # All are ticked beforehand; Hannah was out.
    mina.page.locator("[name='said_yes'][value='line_manager']").uncheck(force=True)
    press(mina, "Record this agreement")
    case = Deployment.objects.get()
    assert case.state == Deployment.State.PROPOSED
    sees(mina, "by phone, to be confirmed")

    # Rob confirms by the link in his letter, Sam on his own page; Hannah agrees, and it is agreed.
    rob = sit()
    open_letter(rob, cast.rob, "deployments/consent_recorded")
    follow(rob, "Confirm what you said by phone")
    press(rob, "Confirm")
    take_step(sit(cast.sam), case, "confirm", "Confirm")
    take_step(sit(cast.hannah), case, "consent", "Agree")
    case.refresh_from_db()
    assert case.state == Deployment.State.AGREED
    assert case.consents.unconfirmed().count() == 0
    visit(mina, case)
    sees(mina, "by phone, confirmed on")

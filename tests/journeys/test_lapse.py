"""Sam's term ends while work goes on: the certificate says so, nothing new begins, and the work is finished."""

from datetime import timedelta

import pytest

from casework import documents
from deployments.models import Deployment, Visit
from designation import tasks
from designation.models import Designation
from tests.deployments import stage as support
from tests.journeys import chapters
from tests.journeys.steps import (
    follow,
    label_of,
    letter_to,
    pass_by,
    sees,
    sees_not,
    today,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_work_that_was_agreed_outlasts_the_term(people, sit):
    cast, _pat = people
    yesterday = today() - timedelta(days=1)
    running = support.deployment(cast, "active")
    asked = support.request(cast)
    Designation.objects.update(ends_on=yesterday)
    held = Designation.objects.get()
    days = {"starts_on": held.starts_on, "ends_on": held.ends_on}
    held.terms.create(number=1, **days)
    certificate = documents.certify(held, cast.sam, role="Leader", role_cy="Arweinydd", **days)

    # In the night the designation expires; Sam, Hannah and Mina are told.
    tasks.expire_designations()
    held.refresh_from_db()
    assert held.state == Designation.State.EXPIRED
    letter_to(cast.sam, "designation/designation_expired")
    letter_to(cast.hannah, "designation/staff_expired")
    desk = sit()
    visit(desk, certificate.get_absolute_url())
    sees(desk, "The term of this certificate has ended.")

    # Nobody can propose Sam to a new school.
    mina = sit(cast.mina)
    visit(mina, asked)
    follow(mina, label_of(asked, "propose"))
    sees(mina, "0 leaders could do this")
    sees_not(mina, "Propose Sam Okoro")

    # Sam visits Brookside once more and writes it up; Rob acknowledges by his link.
    answers = {"on": today(), "part": "morning", "starts_at": "9:15", "where": "school", "anyway": True}
    pass_by(cast.sam, running, "plan", **answers)
    sam = sit(cast.sam)
    planned = Visit.objects.get()
    chapters.write_up(sam, planned)
    chapters.acknowledge_by_link(desk, cast.rob)
    planned.refresh_from_db()
    assert planned.state == Visit.State.ACKNOWLEDGED

    # The work is completed and evaluated; it stands in Sam's file, and Sam may still ask for another term.
    pass_by(cast.sam, running, "complete", **support.EXIT)
    chapters.evaluate_by_link(desk, cast.rob)
    running.refresh_from_db()
    assert running.state == Deployment.State.EVALUATED
    visit(sam, held.page("evidence"))
    sees(sam, "Brookside Primary School")
    visit(sam, "/")
    sees(sam, "Ask for another term, if you would like one")

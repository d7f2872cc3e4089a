"""The main job from application to payment, as five people do it: in English, in Welsh, and with scripts off."""

from datetime import timedelta

import pytest
from django.utils import translation

from casework import documents
from casework.models import Certificate, Document
from deployments.models import Deployment
from tests.deployments import stage as support
from tests.journeys import chapters
from tests.journeys.steps import (
    WELSH,
    choose_language,
    sees,
    take_step,
    today,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
WAYS = {"in English": ("en-gb", True), "in Welsh": (WELSH, True), "with scripts off": ("en-gb", False)}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_from_application_to_payment(people, round_, sit):
    cast, pat = people
    # Sam applies; Hannah gives the reference by her link; Pat scores; Mina decides.
    sam = sit()
    application = chapters.apply(sam, round_, cast.sam)
    chapters.give_reference(sit(), cast.hannah)
    chapters.score(sit(pat), application)
    mina = sit(cast.mina)
    designation = chapters.decide(mina, application, [pat, cast.rob])

    # Sam signs, Mina trains, Hannah assures, Mina activates.
    take_step(sam, designation, "sign", "Sign the agreement", agrees=True, signed_name=str(cast.sam))
    items = list(designation.induction.values_list("pk", flat=True))
    take_step(mina, designation, "train", "Record induction", items=items, done_on=today())
    hannah = sit(cast.hannah)
    until = today() + timedelta(days=700)
    assured = {"seen": True, "checks_seen_on": today(), "until": until}
    take_step(hannah, designation, "assure", "Give the safeguarding assurance", **assured)
    take_step(mina, designation, "activate", "Activate")
    designation.refresh_from_db()
    assert (designation.state, designation.half_days_a_term) == ("active", 8)

    # The certificate is made, and anyone may check it.
    documents.make_due()
    papers = Document.objects.filter(name="designation/certificate")
    assert sorted(papers.values_list("language", "error")) == [("cy", ""), ("en", "")]
    assert papers.filter(made_at__isnull=True).count() == 0
    certificate = Certificate.objects.get(holder=cast.sam)
    stranger = sit()
    visit(stranger, certificate.get_absolute_url())
    choose_language(stranger)
    with translation.override(stranger.language):
        sees(stranger, str(Certificate.Standing.VALID.label))
    sees(stranger, "Sam Okoro")

    # Rob asks for support; Mina proposes Sam from the explained shortlist; three agree.
    rob = sit(cast.rob)
    request = chapters.ask_for_support(rob)
    deployment = chapters.propose(mina, request, cast.sam)
    take_step(sam, deployment, "consent", "Agree")
    chapters.consent_by_link(sit(), cast.hannah)
    chapters.consent_by_link(sit(), cast.rob)
    deployment.refresh_from_db()
    assert (deployment.state, deployment.rate_pence) == (Deployment.State.AGREED, 300_00)
    visit(rob, deployment)

    # Sam visits and writes it up; Rob acknowledges; Sam completes; Rob evaluates.
    held = chapters.hold_visit_today(sam, deployment)
    chapters.acknowledge_by_link(sit(), cast.rob)
    held.refresh_from_db()
    assert held.state == "acknowledged"
    take_step(sam, deployment, "complete", "Complete this work", **support.EXIT)
    chapters.evaluate_by_link(sit(), cast.rob)
    deployment.refresh_from_db()
    assert deployment.state == Deployment.State.EVALUATED

    # Oakfield is owed £150 for the half day; Hannah submits, Fay approves and pays.
    claim = chapters.claim(hannah, sit(cast.fay))
    visit(hannah, claim)
    sees(hannah, "£150")
    assert claim.total_pence == 150_00

"""Mina activates Sam: the seven questions, only signed and trained, and a certificate that tells today's truth."""

from datetime import timedelta

from casework.documents import certificate_of
from casework.models import Certificate, Document
from designation import actions
from designation.models import Designation
from tests.designation import stage
from tests.designation.steps import OfSam


class TestActivate(OfSam):
    step, actor = "activate", "mina"
    others = ("olga", "hannah", "rob", "sam")
    told = {"sam": ["designation/designation_activated"], "hannah": ["designation/staff_activated"]}

    def make(self, cast, state=None):
        done = {"agreement_signed_on": stage.today(), "induction_done_on": stage.today()}
        return stage.designation(cast, state, **done)

    def check(self, case, cast):
        certificate = certificate_of(case)
        assert (certificate.holder, certificate.name, certificate.starts_on, certificate.ends_on) == (
            cast.sam,
            "Sam Okoro",
            case.starts_on,
            case.ends_on,
        )
        assert Document.objects.filter(name="designation/certificate").count() == 2


def test_a_leader_cannot_be_activated_unsigned_or_untrained(cast, client):
    for done in ({}, {"agreement_signed_on": stage.today()}, {"induction_done_on": stage.today()}):
        case = stage.designation(cast, **done)
        client.force_login(cast.mina)
        assert client.post(case.page("activate")).status_code == 403
        case.refresh_from_db()
        assert (case.state, Certificate.objects.count()) == ("designated", 0)


def test_the_certificate_tells_todays_truth(cast, client):
    case = TestActivate().make(cast)
    actions.activate(case, by=cast.mina)
    page = certificate_of(case).get_absolute_url()
    assert b"valid today" in client.get(page).content
    Designation.objects.filter(pk=case.pk).update(ends_on=stage.today() - timedelta(days=1))
    assert b"term of this certificate has ended" in client.get(page).content
    Designation.objects.filter(pk=case.pk).update(
        state="withdrawn", ended_for="terms", ended_on=stage.today()
    )
    assert b"no longer in force" in client.get(page).content

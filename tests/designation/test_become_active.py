"""Sam signs, Mina records training, Hannah assures, Mina activates: each step with the seven questions."""

from datetime import timedelta

from casework.documents import certificate_of
from casework.models import Certificate, Document
from designation import actions
from designation.models import Designation
from directory.models import Post
from tests.designation import stage
from tests.seven import SevenQuestions


class OfSam(SevenQuestions):
    model = Designation

    def make(self, cast, state=None):
        return stage.designation(cast, state)


class TestSign(OfSam):
    step, actor = "sign", "sam"
    answer = {"agrees": "on", "signed_name": "Sam Okoro"}
    others = ("olga", "hannah", "rob", "mina")

    def check(self, case, cast):
        assert case.agreement_signed_on == stage.today()

    def test_from_these_states_only(self, cast, client):
        codes = {
            state: self.press(client, self.make(cast, state), cast).status_code
            for state in Designation.State.values
        }
        assert {state for state, code in codes.items() if code == 302} == {"designated"}


class TestTrain(OfSam):
    step, actor = "train", "mina"
    others = ("olga", "hannah", "rob", "sam")

    def answer_for(self, case, cast):
        day = stage.today()
        return {"done_on_day": day.day, "done_on_month": day.month, "done_on_year": day.year}

    def check(self, case, cast):
        assert case.induction_done_on == stage.today()


class TestAssure(OfSam):
    step, actor = "assure", "hannah"
    others = ("olga", "mina", "rob", "sam")

    def answer_for(self, case, cast):
        until = stage.today() + timedelta(days=700)
        return {"seen": "on", "until_day": until.day, "until_month": until.month, "until_year": until.year}

    def check(self, case, cast):
        assert (case.assurance_by, case.assurance_until) == (cast.hannah, stage.today() + timedelta(days=700))


class TestPublish(OfSam):
    step, actor = "publish", "sam"
    answer = {"listed": "yes"}
    others = ("olga", "hannah", "rob", "mina")

    def check(self, case, cast):
        assert case.listed is True


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


def test_the_chair_assures_for_a_head(cast, client):
    case = stage.designation(cast)
    Designation.objects.filter(pk=case.pk).update(person=cast.hannah)
    for name, code in [("gwen", 200), ("hannah", 403), ("rob", 404)]:
        client.force_login(getattr(cast, name))
        assert client.get(case.page("assure")).status_code == code, name


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
    Designation.objects.filter(pk=case.pk).update(state="withdrawn")
    assert b"no longer in force" in client.get(page).content


def test_the_new_head_assures_after_a_change(cast, client):
    case = stage.designation(cast)
    Post.objects.filter(person=cast.hannah).update(ends_on=stage.today() - timedelta(days=1))
    client.force_login(cast.hannah)
    assert client.get(case.page("assure")).status_code == 404

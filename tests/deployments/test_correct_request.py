"""Rob typed a wrong date: he corrects it while the request waits, the history says so, and the managers are told."""

import pytest

from casework.lifecycle import StepNotOpen
from casework.models import Entry, Letter
from deployments.actions import correct_request
from deployments.forms.corrections import CorrectRequestForm
from deployments.forms.requests import ASKED
from deployments.models import SupportRequest
from tests import factories
from tests.deployments import stage
from tests.deployments.test_make_request import typed
from tests.seven import SevenQuestions


def answer(case: SupportRequest, **more) -> dict:
    """Return the form as it is filled in beforehand, with what is corrected."""
    last = {f"ends_on_{part}": getattr(case.ends_on, part) for part in ("day", "month", "year")}
    same = {"half_days": "2", "approval": "head"} | last
    return typed(**(same | more))


class TestCorrect(SevenQuestions):
    model, step, actor = SupportRequest, "correct", "rob"
    others = ("sam", "hannah", "dai", "olga", "fay")
    told = {"mina": ["deployments/request_corrected"]}

    def make(self, cast, state=None):
        return stage.request(cast, state or "open")

    def answer_for(self, case, cast):
        return answer(case, half_days="3", purchase_order="PO 9")

    def check(self, case, cast):
        assert (case.half_days, case.purchase_order, case.need) == (6, "PO 9", "Phonics results fell.")

    def test_twice_at_once(self, cast, client):
        """The second finds nothing left to change."""
        case = self.make(cast)
        client.force_login(cast.rob)
        first, second = (client.post(case.page("correct"), self.answer_for(case, cast)) for _two in "12")
        assert (first.status_code, second.status_code) == (302, 200)
        assert second.context["form"].non_field_errors() == ["Nothing is changed yet."]


def test_a_leader_once_wished_for_need_not_stay_so(cast, client):
    case = stage.request(cast, preferred=stage.deployment(cast, "closed").designation)
    client.force_login(cast.rob)
    offered = client.get(case.page("correct")).context["form"].fields["preferred"].choices
    assert [str(label) for _value, label in offered] == ["Nobody in particular", "Sam Okoro"]
    assert client.post(case.page("correct"), answer(case, preferred="")).status_code == 302
    assert stage.fresh(case).preferred is None


def test_the_history_and_the_letter_say_what_changed(cast, client):
    case = stage.request(cast, approval="head")
    other = factories.AreaFactory(name="Maths")
    client.force_login(cast.rob)
    answered = client.post(
        case.page("correct"), answer(case, half_days="3", areas=[other.pk], outcomes=case.outcomes)
    )
    assert answered.status_code == 302, answered.context["form"].errors.as_text()
    lines = Entry.objects.of(case).get(step="correct").note.splitlines()
    assert lines == [
        "Areas: Maths (before: Phonics for the test)",
        "Half days wanted: 3 days (before: 2 days)",
    ]
    assert list(stage.fresh(case).areas.all()) == [other]
    assert lines[1] in Letter.objects.get(to=cast.mina).body


def test_a_manager_corrects_and_the_school_is_told(cast, client):
    case = stage.request(cast)
    client.force_login(cast.mina)
    client.post(case.page("correct"), answer(case, half_days="1"))
    assert list(Letter.objects.values_list("name", "to")) == [("deployments/request_corrected", cast.rob.pk)]


def test_what_is_confidential_stays_so(cast, client):
    case = stage.request(cast)
    client.force_login(cast.mina)
    client.post(case.page("correct"), answer(case, avoided_note="Not Mr Grey"))
    note = Entry.objects.of(case).get(step="correct").note
    assert "Anybody who should not come: changed" in note
    assert "Grey" not in note + Letter.objects.get(to=cast.rob).body
    assert stage.fresh(case).avoided_note == "Not Mr Grey"


def test_once_somebody_is_asked_only_what_touches_no_terms_is_corrected(cast, client):
    case = stage.deployment(cast).request
    client.force_login(cast.rob)
    page = client.get(case.page("correct"))
    fields = set(page.context["form"].fields)
    assert {"half_days", "starts_on", "areas", "need"} & fields == set()
    assert {"purchase_order", "contact_phone"} <= fields
    client.post(
        case.page("correct"), answer(case, half_days="9", contact_phone="01632 960123", source="school")
    )
    assert (stage.fresh(case).half_days, stage.fresh(case).contact_phone) == (case.half_days, "01632 960123")


def test_who_proposed_in_the_same_moment_wins(cast):
    case = stage.request(cast)
    SupportRequest.objects.filter(pk=case.pk).update(state="proposed")
    with pytest.raises(StepNotOpen):
        correct_request(case, by=cast.rob, half_days=9)
    assert stage.fresh(case).half_days == 4


def test_every_answer_but_school_and_contact_can_be_corrected(cast):
    form = CorrectRequestForm(case=stage.request(cast), person=cast.rob)
    asked = {name for names in ASKED.values() for name in names}
    assert asked - set(form.fields) == {"school", "contact_name", "contact_email", "preferred", "avoided"}

"""Mina renews: the seven questions, the term that follows, and certificates that each tell their own truth."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from casework import documents
from casework.models import Certificate, Letter
from designation import actions
from designation.models import Designation, Renewal
from designation.terms import ends_on
from tests.designation import stage, years
from tests.factories import AreaFactory
from tests.seven import SevenQuestions

DAY = timedelta(days=1)


class TestRenew(SevenQuestions):
    model, step = Renewal, "renew"
    others = ("olga", "sam", "hannah", "rob")
    told = {"sam": ["designation/renewal_renewed"], "hannah": ["designation/staff_renewed"]}
    answer = {"half_days_a_term": "3", "feedback": "Thank you, Sam."}

    def make(self, cast, state=None):
        return years.renewal(cast, state or "submitted")

    def check(self, case, cast):
        designation = case.designation
        first = years.today() + timedelta(days=101)
        last = ends_on(first, designation.role_type.years)
        assert (case.term.number, case.term.starts_on, case.term.ends_on) == (2, first, last)
        held = (designation.state, designation.ends_on, designation.half_days_a_term)
        assert held == ("active", last, 6)
        assert "Thank you, Sam." in Letter.objects.get(to=cast.sam).body


def renewed(cast, *, left: int) -> Designation:
    case = years.renewal(
        cast,
        "submitted",
        designation=years.leader(cast, left=left, state="active" if left >= 0 else "expired"),
    )
    actions.renew(case, by=cast.mina, half_days_a_term=6)
    return Designation.objects.get()


@pytest.mark.parametrize("left", [0, 1, 200, -1, -80])
def test_within_the_grace_there_is_no_gap(cast, left):
    found = renewed(cast, left=left)
    one, other = found.terms.all()
    assert other.starts_on == one.ends_on + DAY
    assert (found.state, found.ends_on, found.starts_on) == ("active", other.ends_on, one.starts_on)


@pytest.mark.parametrize("left", [-120, -400])
def test_decided_after_the_grace_the_term_begins_that_day(cast, left):
    found = renewed(cast, left=left)
    one, other = found.terms.all()
    assert (other.starts_on, other.ends_on) == (years.today(), ends_on(years.today(), 4))
    assert (found.state, found.ends_on, found.starts_on) == ("active", other.ends_on, one.starts_on)


def test_who_holds_the_role_again_is_not_renewed_in_the_old_designation(cast, client):
    case = years.renewal(cast, "submitted", designation=years.leader(cast, left=-10, state="expired"))
    other = Designation.objects.get()
    other.pk, other.reference, other.state, other.application = None, "", "designated", None
    other.starts_on, other.ends_on = years.today(), ends_on(years.today(), 4)
    other.save()
    client.force_login(cast.mina)
    page = client.post(case.page("renew"), TestRenew.answer)
    assert (page.status_code, b"nobody holds it twice" in page.content) == (200, True)
    assert Renewal.objects.get().state == "submitted"


def test_while_the_release_is_refused_nobody_is_renewed(cast, client):
    case = years.renewal(cast, "submitted")
    Designation.objects.update(release_asked_at=timezone.now(), release_refused_at=timezone.now())
    client.force_login(cast.mina)
    page = client.post(case.page("renew"), TestRenew.answer)
    assert (page.status_code, b"refused the release" in page.content) == (200, True)
    assert Renewal.objects.get().state == "submitted"


@pytest.mark.parametrize(("state", "left"), [("suspended", 50), ("relinquished", 50)])
def test_what_is_not_active_any_more_is_not_renewed(cast, client, state, left):
    designation = years.leader(cast, left=left, state=state)
    case = years.renewal(cast, "submitted", designation=designation)
    client.force_login(cast.mina)
    page = client.post(case.page("renew"), TestRenew.answer)
    assert (page.status_code, b"Only an active designation" in page.content) == (200, True)
    assert designation.terms.count() == 1


def test_without_the_reference_there_is_no_decision_to_renew(cast, client):
    case = years.renewal(cast, "submitted", referred=False)
    client.force_login(cast.mina)
    page = client.post(case.page("renew"), TestRenew.answer)
    assert (page.status_code, "reference has not arrived" in page.content.decode()) == (200, True)


def test_only_the_areas_asked_for_are_kept(cast):
    case = years.renewal(cast, "submitted")
    case.designation.areas.add(AreaFactory(name="Science"))
    actions.renew(case, by=cast.mina, half_days_a_term=6)
    assert [str(area) for area in Designation.objects.get().areas.all()] == ["Maths"]


def test_the_form_offers_what_both_offer(cast, client):
    case = years.renewal(cast, "submitted")
    client.force_login(cast.mina)
    form = client.get(case.page("renew")).context["form"]
    assert form["half_days_a_term"].value() == "3"


@pytest.mark.parametrize(
    ("offered", "typed", "kept"), [(0, "1", None), (0, "0", 0), (6, "3.5", None), (6, "3", 6)]
)
def test_no_more_days_than_the_head_offers(cast, client, offered, typed, kept):
    case = years.renewal(cast, "submitted")
    Renewal.objects.update(head_half_days=offered)
    client.force_login(cast.mina)
    form = client.get(case.page("renew")).context["form"]
    assert form.initial["half_days_a_term"] == offered
    client.post(case.page("renew"), TestRenew.answer | {"half_days_a_term": typed})
    held = Designation.objects.get()
    assert (held.half_days_a_term if held.terms.count() == 2 else None) == kept


def certificates(cast, *, left: int) -> tuple[Designation, Certificate, Certificate]:
    designation = years.leader(cast, left=left)
    days = {"starts_on": designation.starts_on, "ends_on": designation.ends_on}
    first = documents.certify(designation, cast.sam, role="Leader", role_cy="Arweinydd", **days)
    case = years.renewal(cast, "submitted", designation=designation)
    actions.renew(case, by=cast.mina, half_days_a_term=6)
    second = Certificate.objects.exclude(pk=first.pk).get()
    return Designation.objects.get(), Certificate.objects.get(pk=first.pk), second


def test_the_old_certificate_stands_until_its_own_end_and_the_new_one_beside_it(cast, client):
    case, first, second = certificates(cast, left=100)
    truth = [
        (documents.standing_of(first, day), documents.standing_of(second, day))
        for day in (years.today(), first.ends_on, first.ends_on + DAY, second.ends_on, second.ends_on + DAY)
    ]
    assert truth == [
        ("valid", "not_yet"),
        ("valid", "not_yet"),
        ("expired", "valid"),
        ("expired", "valid"),
        ("expired", "expired"),
    ]
    assert documents.certificate_of(case) == second
    assert b"valid today" in client.get(first.get_absolute_url()).content
    page = client.get(second.get_absolute_url()).content.decode()
    said = date_format(second.starts_on, "l j F Y")
    assert (f"This certificate is valid from {said}." in page, "valid today" in page) == (True, False)


@pytest.mark.parametrize("days", [0, 1])
def test_the_certificate_of_a_first_term_is_not_valid_before_its_first_day(cast, client, days):
    first = years.today() + timedelta(days=days)
    done = {"agreement_signed_on": years.today(), "induction_done_on": years.today()}
    case = stage.designation(cast, "designated", starts_on=first, ends_on=ends_on(first, 4), **done)
    actions.activate(case, by=cast.mina)
    certificate = Certificate.objects.get()
    assert documents.standing_of(certificate, years.today()) == ["valid", "not_yet"][days]
    assert (b"valid today" in client.get(certificate.get_absolute_url()).content) is (days == 0)


def test_withdrawn_in_the_second_term_the_first_has_merely_expired(cast):
    _case, first, second = certificates(cast, left=100)
    Designation.objects.update(state="withdrawn", ended_for="terms", ended_on=years.today())
    first, second = (Certificate.objects.get(pk=one.pk) for one in (first, second))
    later = first.ends_on + DAY
    assert (documents.standing_of(first, later), documents.standing_of(second, later)) == (
        "expired",
        "withdrawn",
    )
    assert documents.standing_of(first, years.today()) == "withdrawn"


def test_issued_anew_within_a_term_the_earlier_one_is_withdrawn(cast):
    case, first, second = certificates(cast, left=100)
    days = {"starts_on": second.starts_on, "ends_on": second.ends_on}
    third = documents.certify(case, cast.sam, role="Leader", role_cy="Arweinydd", **days)
    second.refresh_from_db()
    truth = [documents.standing_of(one, years.today()) for one in (first, second, third)]
    assert truth == ["valid", "withdrawn", "not_yet"]

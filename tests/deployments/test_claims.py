"""The school submits its claim; finance queries, approves and pays it; who submitted does not approve."""

import pytest
from django.db import IntegrityError, transaction

from casework.models import Document
from deployments import actions
from deployments.models import Claim
from directory.models import Person
from tests import factories
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestSubmit(SevenQuestions):
    model, step, actor = Claim, "submit", "hannah"
    answer = {"invoice_number": "OAK-7"}
    others = ("olga", "gwen", "dai", "rob", "sam", "mina", "fay")
    told = {"fay": ["deployments/claim_submitted"]}

    def make(self, cast, state=None):
        return stage.claim(cast, state or "collecting")

    def check(self, case, cast):
        assert (case.submitted_by, case.invoice_number) == (cast.hannah, "OAK-7")


class TestApprove(SevenQuestions):
    model, step, actor = Claim, "approve", "fay"
    others = ("olga", "gwen", "dai", "rob", "sam", "hannah")
    told = {"hannah": ["deployments/claim_approved"]}

    def make(self, cast, state=None):
        return stage.claim(cast, state or "submitted")

    def check(self, case, cast):
        assert case.approved_by == cast.fay
        assert sorted(Document.objects.values_list("name", "language")) == [
            ("deployments/statement", "cy"),
            ("deployments/statement", "en"),
        ]


class TestQuery(SevenQuestions):
    model, step, actor = Claim, "query", "fay"
    answer = {"reason": "Which day was the second visit?"}
    others = ("olga", "gwen", "dai", "rob", "sam", "hannah")
    told = {"hannah": ["deployments/claim_queried"]}

    def make(self, cast, state=None):
        return stage.claim(cast, state or "submitted")


class TestPay(SevenQuestions):
    model, step, actor = Claim, "pay", "fay"
    others = ("olga", "gwen", "dai", "rob", "sam", "hannah")
    told = {"hannah": ["deployments/claim_paid"]}

    def make(self, cast, state=None):
        return stage.claim(cast, state or "approved")

    def answer_for(self, case, cast):
        day = stage.today()
        return {"paid_on_day": day.day, "paid_on_month": day.month, "paid_on_year": day.year}

    def check(self, case, cast):
        assert case.paid_on == stage.today()


def test_the_business_manager_submits_too_and_hears_of_it(cast):
    bea = stage.business_manager(cast)
    claim = stage.claim(cast)
    actions.submit_claim(claim, by=bea)
    assert bea.has_perm("deployments.submit_claim", claim)
    actions.query_claim(claim, by=cast.fay, reason="Which day?")
    assert sorted(
        claim.letters.filter(name="deployments/claim_queried").values_list("to__first_name", flat=True)
    ) == [
        "Bea",
        "Hannah",
    ]


def test_an_empty_claim_cannot_be_submitted(cast, client):
    claim = stage.claim(cast, with_line=False)
    client.force_login(cast.hannah)
    response = client.post(claim.page("submit"), {})
    assert "Nothing can be claimed yet" in response.context["form"].non_field_errors()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(state="submitted")


def test_who_submitted_does_not_approve(cast):
    claim = stage.claim(cast, "submitted")
    Claim.objects.filter(pk=claim.pk).update(submitted_by=cast.fay)
    fay = Person.objects.get(pk=cast.fay.pk)
    assert not fay.has_perm("deployments.approve_claim", Claim.objects.get())
    assert cast.mina.has_perm("deployments.approve_claim", Claim.objects.get())


@pytest.mark.parametrize("role", ["headteacher", "business_manager"])
@pytest.mark.parametrize("name", ["fay", "mina"])
def test_who_speaks_for_the_school_that_is_paid_does_not_settle_its_claim(cast, client, name, role):
    submitted, approved = stage.claim(cast, "submitted"), stage.claim(cast, "approved")
    factories.PostFactory(person=getattr(cast, name), school=cast.oakfield, role=role)
    person = Person.objects.get(pk=getattr(cast, name).pk)
    steps = [("approve", submitted), ("query", submitted), ("pay", approved), ("adjust", approved)]
    assert [person.has_perm(f"deployments.{step}_claim", claim) for step, claim in steps] == [False] * 4
    client.force_login(person)
    assert client.get("/deployments/claims/to-pay/").context["rows"] == []
    day = {"paid_on_day": 1, "paid_on_month": 1, "paid_on_year": stage.today().year, "claims": [approved.pk]}
    client.post("/deployments/claims/to-pay/", day)
    assert stage.fresh(approved).state == "approved"


def test_a_school_sees_its_own_claims_only(cast):
    mine = stage.claim(cast)
    other = factories.PostFactory(role="headteacher").person
    assert list(Claim.objects.visible_to(cast.hannah)) == [mine]
    assert [Claim.objects.visible_to(person).count() for person in (other, cast.rob, cast.sam, cast.dai)] == [
        0
    ] * 4

"""Rob acknowledges a visit: from then Oakfield may claim it, once."""

import pytest
from django.db import IntegrityError, transaction

from deployments import actions
from deployments.models import Claim, ClaimLine, Visit
from deployments.queries.parties import school_readers
from directory.models import Post
from tests import factories
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestAcknowledge(SevenQuestions):
    model, step, actor = Visit, "acknowledge", "rob"
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam", "mina")

    def make(self, cast, state=None):
        return stage.visit(cast, state or "held", on=stage.school_day(-Visit.objects.count() * 4 - 1))

    def check(self, case, cast):
        assert case.acknowledged_by == cast.rob
        line = ClaimLine.objects.get()
        assert (line.visit, line.half_days, line.rate_pence, line.amount_pence) == (case, 1, 300_00, 150_00)
        assert (line.claim.school, line.claim.state, line.claim.total_pence) == (
            cast.oakfield,
            "collecting",
            150_00,
        )


def held(cast, days, *, of=None, **fields) -> Visit:
    of = of or stage.deployment(cast, "active")
    return stage.visit(cast, "held", of=of, on=stage.school_day(-days), **fields)


def test_visits_of_a_term_come_together_on_one_claim(cast):
    of = stage.deployment(cast, "active")
    for days, whole in ((1, False), (5, True)):
        visit = held(cast, days, of=of, afternoon=whole, half_days=1 + whole)
        actions.acknowledge_visit(visit, by=cast.rob)
    assert list(Claim.objects.values_list("total_pence", flat=True)) == [450_00]


def test_after_the_claim_is_sent_the_next_one_begins(cast):
    of = stage.deployment(cast, "active")
    actions.acknowledge_visit(held(cast, 1, of=of), by=cast.rob)
    actions.submit_claim(Claim.objects.get(), by=cast.hannah)
    actions.acknowledge_visit(held(cast, 5, of=of), by=cast.rob)
    assert sorted(Claim.objects.values_list("state", "total_pence")) == [
        ("collecting", 150_00),
        ("submitted", 150_00),
    ]


def test_the_database_lets_nobody_claim_a_visit_twice(cast):
    visit = held(cast, 1)
    actions.acknowledge_visit(visit, by=cast.rob)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.collect_visit(visit)
    assert ClaimLine.objects.count() == 1
    assert Claim.objects.get().total_pence == 150_00


def test_the_contact_may_acknowledge_but_never_the_leader(cast):
    visit = held(cast, 1)
    contact = factories.PersonFactory()
    type(visit.deployment.request).objects.update(contact=contact, contact_named=True)
    visit = Visit.objects.get(pk=visit.pk)
    assert contact.has_perm("deployments.acknowledge_visit", visit)
    type(visit.deployment.request).objects.update(contact=cast.sam, contact_named=True)
    assert not cast.sam.has_perm("deployments.acknowledge_visit", Visit.objects.get(pk=visit.pk))


def test_where_the_school_has_no_head_whoever_else_may_answer_is_asked_and_nobody_who_may_not(cast):
    Post.objects.filter(person=cast.rob).delete()
    chair, deputy = (
        factories.PostFactory(school=cast.brookside, role=role).person
        for role in ("chair_of_governors", "deputy_head")
    )
    visit = stage.visit(cast, "held")
    asked = school_readers(visit.deployment, stage.today())
    may = [person.has_perm("deployments.acknowledge_visit", visit) for person in (*asked, chair)]
    assert (asked, may) == ([deputy], [True, False])

"""Rob is told that money or days are too few, and no more; who sees the fund or gives the days reads the figures."""

from datetime import timedelta

import pytest
from django.db.models import F

from casework.links import token_of
from casework.models import Link
from deployments import actions
from deployments.models import TermBudget, Variation
from designation.models import Designation, SchoolRelease
from tests.deployments import changes, stage
from tests.deployments.test_vary_deployment import vary
from tests.deployments.test_vary_funding import paid_by, to

NO_MONEY = (
    "There is not enough money for this in what pays for it. Talk to the alliance. Nothing was changed."
)
NOT_THEN = "What pays for this does not pay for work that begins on that day. Talk to the alliance."
NO_DAYS = "Not enough days are left in these terms. Nothing was changed."


def reads(client, person, page: str, answer: dict) -> list[str]:
    """Return what a person who presses the button of a page reads above the form."""
    client.force_login(person)
    return list(client.post(page, answer).context["form"].non_field_errors())


def by_link(client, person) -> list[str]:
    """Return what a person reads who presses the button of the newest link they were sent."""
    token = token_of(Link.objects.filter(person=person).order_by("pk").last())
    return list(client.post(f"/link/{token}/variation-consent/").context["form"].non_field_errors())


def all_but(person, made: Variation) -> None:
    """Let everybody who is asked have agreed to a change, but one."""
    for consent in made.consents.filter(decision="asked").exclude(asked_of=person):
        actions.consent_variation(Variation.objects.in_full().get(pk=made.pk), by=consent.asked_of)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("rob", NO_MONEY),
        ("sam", NO_MONEY),
        ("mina", "Reading fund has £100 left, and this needs £300. Nothing was changed."),
    ],
)
def test_who_proposes_a_change_reads_what_a_fund_has_left_only_where_they_see_funds(cast, client, who, said):
    case = paid_by(cast, stage.fund(name="Reading fund", amount_pence=700_00), "grant")
    answer = changes.answer(case, funding="grant", fund=case.fund_id)
    assert reads(client, getattr(cast, who), case.page("vary"), answer) == [said]


def test_the_last_who_agrees_reads_neither_the_name_of_a_fund_nor_its_money(cast, client):
    case, fund = paid_by(cast), stage.fund()
    made = to(case, cast.mina, "grant", fund=fund)
    all_but(cast.hannah, made)
    type(fund).objects.update(amount_pence=500_00)
    assert reads(client, cast.hannah, made.page("consent"), {}) == [NO_MONEY]
    client.logout()
    assert by_link(client, cast.hannah) == [NO_MONEY]


def test_the_last_who_agrees_does_not_read_from_when_to_when_a_fund_pays(cast, client):
    case, fund = paid_by(cast), stage.fund()
    made = to(case, cast.mina, "grant", fund=fund)
    all_but(cast.rob, made)
    type(fund).objects.update(starts_on=stage.today())
    assert reads(client, cast.rob, made.page("consent"), {}) == [NOT_THEN]


@pytest.mark.parametrize("whose", ["leader", "school"])
@pytest.mark.parametrize(("who", "figures"), [("rob", False), ("sam", True), ("mina", True)])
def test_who_proposes_a_change_reads_days_left_only_where_they_are_theirs(cast, client, who, figures, whose):
    case = stage.deployment(cast, "active", school_budget=stage.school_budget(cast))
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=60 if whose == "leader" else 4)
    Designation.objects.update(half_days_a_term=4 if whose == "leader" else 60)
    answer = changes.answer(case, half_days="20", ends_on=case.ends_on)
    (said,) = reads(client, getattr(cast, who), case.page("vary"), answer)
    assert (said == NO_DAYS, "20 needed" in said) == (not figures, figures)


@pytest.mark.parametrize(("last", "figures"), [("rob", False), ("hannah", True)])
def test_the_last_who_agrees_reads_days_left_only_where_they_are_theirs(cast, client, last, figures):
    case = stage.deployment(cast, "agreed")
    later = {"starts_on": stage.today() + timedelta(days=150), "ends_on": stage.today() + timedelta(days=240)}
    made = vary(case, cast.mina, half_days=4, **later)
    all_but(getattr(cast, last), made)
    TermBudget.objects.filter(taken=0).update(taken=F("half_days"))  # by other work meanwhile
    (said,) = by_link(client, getattr(cast, last))
    assert (said == NO_DAYS, said.endswith("2 needed")) == (not figures, figures)
    assert stage.fresh(made).state == "proposed"

"""The agreement prints what each party said, by which way and when; and nothing as signed that nobody signed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.documents import html_of
from casework.models import Letter
from casework.templatetags.casework import day
from deployments import actions
from deployments.actions import Aim
from deployments.actions.progress import Mark
from deployments.models import Deployment
from tests.deployments import stage
from tests.deployments.stage import fresh

NAME = "deployments/agreement"


def said_by_phone(cast, *, days_ago: int = 3) -> Deployment:
    """Return what Mina recorded: all three had said yes on a day before."""
    return actions.record_arrangement(
        by=cast.mina,
        school=cast.brookside,
        designation=stage.sam_leads(cast),
        area=stage.phonics(),
        kind="coaching",
        half_days=4,
        starts_on=stage.today(),
        ends_on=stage.today() + timedelta(days=60),
        objective=Aim("One lesson structure", "Seen in every class"),
        said_yes=["leader", "line_manager", "receiving_head"],
        said_on=stage.today() - timedelta(days=days_ago),
    )


def printed(case: Deployment) -> str:
    return " ".join(html_of(Deployment.objects.in_full().get(pk=case.pk), NAME, "en").split())


def test_what_was_said_by_phone_is_printed_as_said_and_not_as_signed(cast):
    case = said_by_phone(cast)
    said = day(stage.today() - timedelta(days=3))
    html = printed(case)
    assert html.count(f"Said by phone on {said}, recorded by Mina Shah; not yet confirmed") == 3
    assert "12pm" not in html


def test_confirmed_it_says_when_and_is_made_anew(cast):
    case = said_by_phone(cast)
    before = list(case.documents.in_force().values_list("pk", flat=True))
    actions.confirm(fresh(case), by=cast.sam)
    html, said = printed(case), day(stage.today() - timedelta(days=3))
    confirmed = f"Said by phone on {said}, recorded by Mina Shah; confirmed on {day(stage.today())}"
    assert (html.count(confirmed), html.count("not yet confirmed")) == (1, 2)
    now = case.documents.in_force()
    assert (now.count(), now.filter(pk__in=before).count()) == (2, 0)


@pytest.mark.parametrize(("days_ago", "is_possible"), [(-1, False), (0, True), (60, True), (61, False)])
def test_it_was_said_lately(cast, days_ago, is_possible):
    if is_possible:
        said_by_phone(cast, days_ago=days_ago)
    else:
        with pytest.raises(actions.Obstacle, match="in the last 60 days"):
            said_by_phone(cast, days_ago=days_ago)
    assert Deployment.objects.exists() == is_possible


NEW = [Aim("Every class has one structure", "Seen in four of four")]


def test_objectives_changed_afterwards_stand_below_the_signatures_with_who_changed_them(cast):
    case = stage.deployment(cast, "agreed")
    actions.set_objectives(case, by=cast.mina, objectives=NEW)
    html = printed(case)
    order = [
        html.index(words)
        for words in (
            "One lesson structure",
            "Agreed by",
            f"Changed by Mina Shah on {day(stage.today())}. The parties were told and have not agreed anew.",
            "Every class has one structure",
        )
    ]
    assert order == sorted(order)
    actions.set_objectives(fresh(case), by=cast.rob, objectives=[Aim("Another aim", "Seen")])
    html = printed(case)
    shown = ("One lesson structure", "Every class has one structure", "Another aim", "Changed by Rob Ellis")
    assert [words in html for words in shown] == [True, False, True, True]


def test_so_do_those_a_review_put_in_other_words_and_all_are_told(cast):
    case = stage.deployment(cast, "active")
    one = case.objectives.get()
    same = Mark(one, "green", "It is green.", one.text, one.success_criterion)
    actions.review(case, by=cast.rob, kind="interim", on=stage.today(), marks=[same])
    assert fresh(case).objectives_changed_at is None
    Letter.objects.all().delete()
    other = same._replace(text="One structure in two key stages")
    actions.review(fresh(case), by=cast.rob, kind="interim", on=stage.today(), marks=[other])
    html = printed(case)
    assert html.index("One lesson structure") < html.index("Agreed by") < html.index("One structure in two")
    told = {letter.to.first_name: "changed the words" in letter.body for letter in Letter.objects.all()}
    assert told == {"Sam": True, "Hannah": True, "Mina": True}


def test_the_page_says_it_too(cast, client):
    case = stage.deployment(cast, "agreed")
    actions.set_objectives(case, by=cast.mina, objectives=NEW)
    client.force_login(cast.hannah)
    page = " ".join(client.get(case.get_absolute_url()).content.decode().split())
    assert "Changed by Mina Shah on" in page


def test_changed_before_all_agreed_they_are_what_was_agreed(cast):
    case = stage.deployment(cast)
    actions.change_terms(
        case, by=cast.mina, half_days=4, starts_on=case.starts_on, ends_on=case.ends_on, objectives=NEW
    )
    assert fresh(case).objectives_changed_at is None


def test_the_agreement_of_an_answer_in_the_portal_has_its_moment(cast):
    case = stage.deployment(cast, "agreed")
    case.consents.update(at=timezone.now().replace(hour=9, minute=5))
    assert printed(case).count(f"{day(stage.today())}, ") >= 4

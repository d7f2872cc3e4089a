"""How the applicants of a round answered the equality questions, for managers: counted, late, no small number."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from designation.models import EqualityCount, Round
from tests import factories
from tests.designation import stage


def page_of(round_):
    return reverse("designation:round-equality", args=[round_.pk])


def count(round_, question, **answers):
    for answer, number in answers.items():
        EqualityCount.objects.create(round=round_, question=question, answer=answer, count=number)


@pytest.fixture
def closed(cast):
    """Return a round that closed an hour ago, with answers counted."""
    round_ = stage.round_()
    count(round_, "sex", female=12, male=5, rather_not=4)
    count(round_, "disability", disabled=1)
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - stage.timedelta(hours=1))
    return Round.objects.get(pk=round_.pk)


def said(client, round_):
    """Return what the tables say, by question and answer."""
    page = client.get(page_of(round_))
    assert page.status_code == 200
    return {
        table["caption"]: {row["head"]["text"]: row["cells"][0]["text"] for row in table["rows"]}
        for table in page.context["tables"]
    }


def test_numbers_under_five_are_held_back_and_nobody_sees_how_small_they_are(cast, client, closed):
    client.force_login(cast.mina)
    found, few = said(client, closed), "Fewer than 5"
    assert found["What is your sex?"] == {"Female": "12", "Male": "5", "I would rather not say": few}
    disability = {"I have one": few, "I have none": few, "I would rather not say": few}
    assert found["Do you have a disability or a long-term health condition?"] == disability
    assert [len(found), set(found["How old are you?"].values())] == [4, {few}]
    text = re.sub(r"<[^>]+>", " ", client.get(page_of(closed)).content.decode().split("<main")[1])
    assert (" 21 " in text, " 17 " in text) == (False, False)  # no sum tells what is held back


def test_another_rounds_answers_are_not_among_them(cast, client, closed):
    count(factories.RoundFactory(name="Another round"), "age", under_30=30)
    client.force_login(cast.mina)
    assert set(said(client, closed)["How old are you?"].values()) == {"Fewer than 5"}


def test_before_the_round_has_closed_nothing_is_shown(cast, client, closed):
    """Whoever read the counts before and after one application would see how it answered."""
    Round.objects.filter(pk=closed.pk).update(closes_at=timezone.now() + stage.timedelta(days=1))
    client.force_login(cast.mina)
    page = client.get(page_of(closed))
    assert (page.context["tables"], "once nobody can apply any more" in page.content.decode()) == ([], True)


def test_nor_before_the_last_who_was_given_more_time(cast, client, closed):
    stage.extend(cast.sam, days=3)
    client.force_login(cast.mina)
    assert said(client, closed) == {}
    closed.extensions.update(until=timezone.now() - stage.timedelta(minutes=1))
    assert len(said(client, closed)) == 4


@pytest.mark.parametrize("name", ["rob", "sam", "hannah", "olga", "fay"])
def test_it_is_for_managers_alone(cast, client, closed, name):
    stage.seat(cast.rob)
    client.force_login(getattr(cast, name))
    assert client.get(page_of(closed)).status_code == 403


def test_not_for_a_manager_who_applies_in_the_round(cast, client, closed):
    stage.application(cast, applicant=cast.mina)
    client.force_login(cast.mina)
    assert client.get(page_of(closed)).status_code == 403


def test_nobody_who_is_signed_out_reads_it_and_a_round_that_is_not_there_has_none(cast, client, closed):
    assert client.get(page_of(closed)).status_code == 302
    client.force_login(cast.mina)
    assert client.get(reverse("designation:round-equality", args=[closed.pk + 99])).status_code == 404


def test_the_panels_page_leads_managers_there(cast, client, closed):
    stage.seat(cast.rob)
    found = {}
    for name in ("mina", "rob"):
        client.force_login(getattr(cast, name))
        panel = client.get(reverse("designation:round-panel", args=[closed.pk])).content.decode()
        found[name] = page_of(closed) in panel
    assert found == {"mina": True, "rob": False}


def test_it_is_read_in_few_queries(cast, client, closed, django_assert_max_num_queries):
    client.force_login(cast.mina)
    client.get(page_of(closed))
    with django_assert_max_num_queries(6):
        client.get(page_of(closed))

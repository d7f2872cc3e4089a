"""An application comes back with answers: what the panel wrote before counts no more until it scores again."""

import pytest

from casework.models import Letter
from designation import actions, queries
from designation.models import Moderation, PendingDecision, Score
from designation.queries.grid import grid, judgement_of
from designation.queries.panel import progress_of
from designation.queries.warnings import warnings_for
from directory.models import Person, Post
from tests import factories
from tests.designation import stage

NOTICE = "no longer count until the panel scores again"
ROW = "From before the answers: it no longer counts."


def again(person):
    """Return a person as a new request reads them."""
    return Person.objects.get(pk=person.pk)


def score(case, person, rag):
    for criterion in case.role_type.criteria.all():
        factories.ScoreFactory(application=case, assessor=person, criterion=criterion, rag=rag)


def score_again(case, person, rag):
    typed = {criterion.pk: (rag, "") for criterion in case.role_type.criteria.all()}
    actions.score(case, by=again(person), scores=typed, stage="shortlist", sent=True)


@pytest.fixture
def before(cast):
    """Return Sam's application, scored red by Rob against green by Dai."""
    case = stage.application(cast)
    stage.panel(cast)
    score(case, cast.rob, "red")
    score(case, cast.dai, "green")
    return case


def ask(cast, case, by=None):
    words = {"sections": [], "question": "Which figures?", "answer_by": stage.today()}
    actions.send_back(case, by=by or cast.mina, **words)


def answer(cast, case):
    ask(cast, case)
    actions.resubmit(case, by=cast.sam)
    return case


def test_colours_from_before_are_no_red_against_green(cast, before):
    assert judgement_of(before).clashes
    found = judgement_of(answer(cast, before))
    assert (found.scored, found.assessors, set(found.outdated)) == ({}, {}, {cast.rob.pk, cast.dai.pk})
    assert not again(cast.mina).has_perm("designation.moderate_application", before)
    score_again(before, cast.rob, "green")
    found = judgement_of(before)
    assert (found.clashes, set(found.assessors), set(found.outdated)) == (set(), {cast.rob.pk}, {cast.dai.pk})
    score_again(before, cast.dai, "red")
    assert judgement_of(before).clashes
    assert again(cast.mina).has_perm("designation.moderate_application", before)


def test_the_page_counts_the_same_as_everywhere(cast, client, before):
    """The buttons of the page are worked out from what was read for it."""
    moderate = before.page("moderate")
    client.force_login(cast.mina)
    assert moderate in client.get(before.get_absolute_url()).content.decode()
    answer(cast, before)
    assert moderate not in client.get(before.get_absolute_url()).content.decode()


def test_a_colour_agreed_before_counts_no_more(cast, before):
    first = before.role_type.criteria.first()
    actions.moderate(before, by=cast.mina, agreed={first.pk: ("green", "Thin but there.")})
    assert judgement_of(before).agreed == {first.pk: "green"}
    answer(cast, before)
    score_again(before, cast.rob, "red")
    found = judgement_of(before)
    assert (found.agreed, first.pk in found.red_essentials) == ({}, first.is_essential)
    actions.moderate(before, by=cast.mina, agreed={first.pk: ("amber", "Seen again.")})
    assert judgement_of(before).agreed == {first.pk: "amber"}
    assert Moderation.objects.count() == 1


def test_the_members_are_asked_to_score_again(cast, before):
    def asked(person):
        return [task.title for task in queries.awaiting(again(person), stage.today())]

    assert asked(cast.rob) == []
    answer(cast, before)
    assert (asked(cast.rob), asked(cast.dai)) == (["Score 1 application"], ["Score 1 application"])
    assert [(one.scored, one.still) for one in progress_of(before.round, "shortlist")] == [(0, 1), (0, 1)]
    score_again(before, cast.rob, "red")  # the same colour counts, once it is sent in again
    assert (asked(cast.rob), asked(cast.dai)) == ([], ["Score 1 application"])
    assert [(one.scored, one.still) for one in progress_of(before.round, "shortlist")] == [(1, 0), (0, 1)]


def test_the_grid_ranks_by_what_counts(cast, before):
    answer(cast, before)
    [row] = grid(before.round, cast.mina)
    assert (row.points, row.judged.heat, row.has_changed_for_some) == (None, [], True)
    [row] = grid(before.round, cast.rob)
    assert (row.is_mine_in, row.may_revise) == (True, True)
    score_again(before, cast.rob, "green")
    [row] = grid(before.round, cast.mina)
    assert (row.points, row.has_changed_for_some) == (2.0, True)


def test_whoever_decides_is_warned_that_nothing_counts(cast, before):
    said = "No member of the panel has sent in scores that count."
    assert said not in warnings_for(before, cast.mina)
    answer(cast, before)
    assert said in warnings_for(before, again(cast.mina))


@pytest.mark.parametrize("name", ["mina", "rob"])
def test_the_pages_say_so_in_words_beside_each_score(cast, client, before, name):
    client.force_login(getattr(cast, name))
    page = client.get(before.get_absolute_url()).content.decode()
    assert (NOTICE in page, ROW in page) == (False, False)
    answer(cast, before)
    page = client.get(before.get_absolute_url()).content.decode()
    shown = Score.objects.count() // (1 if name == "mina" else 2)  # a member's own are not among them
    assert (NOTICE in page, page.count(ROW)) == (True, shown)


def test_the_sheet_says_so_and_begins_from_what_was_sent_in(cast, client, before):
    answer(cast, before)
    client.force_login(cast.rob)
    page = client.get(before.page("score"))
    assert "send in yours again, changed or not" in page.content.decode()
    assert {field.initial for name, field in page.context["form"].fields.items() if "rag" in name} == {"red"}


# A decision prepared before.


@pytest.fixture
def other(cast):
    """Return a second manager, who prepared the decision."""
    person = factories.PersonFactory(email="second@northdale-alliance.example")
    factories.PostFactory(person=person, role=Post.Role.ALLIANCE_MANAGER, school=None)
    return person


def told(person):
    found = Letter.objects.filter(to=person, name="designation/decision_dropped")
    return [letter.body for letter in found]


def test_who_prepared_a_decision_learns_that_it_is_dropped(cast, client, other):
    case = stage.application(cast)
    actions.prepare(case, by=other, decision="shortlist")
    client.force_login(cast.mina)
    typed = {"sections": ["impact"], "question": "Which figures?"} | until(
        stage.today() + stage.timedelta(days=7)
    )
    page = client.post(case.page("send_back"), typed | {"preview": "1"})
    drafts = [(one.name, one.to, one.body) for one in page.context["drafts"]]
    assert client.post(case.page("send_back"), typed).status_code == 302
    assert set(drafts) == {(one.name, one.to, one.body) for one in Letter.objects.all()}
    [body] = told(other)
    assert ("Mina Shah asked Sam Okoro for more" in body, "Shortlist" in body) == (True, True)
    assert not PendingDecision.objects.exists()


def until(day):
    return {"answer_by_day": day.day, "answer_by_month": day.month, "answer_by_year": day.year}


def test_who_asks_for_more_themselves_needs_no_letter(cast, other):
    case = stage.application(cast)
    actions.prepare(case, by=other, decision="shortlist")
    ask(cast, case, by=other)
    assert told(other) == []


def test_who_is_a_manager_no_more_is_told_nothing(cast, other):
    case = stage.application(cast)
    actions.prepare(case, by=other, decision="shortlist")
    Post.objects.filter(person=other).update(ends_on=stage.today() - stage.timedelta(days=1))
    ask(cast, case)
    assert (told(other), PendingDecision.objects.exists()) == ([], False)

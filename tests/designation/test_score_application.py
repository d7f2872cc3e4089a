"""Rob scores Sam's application: the seven questions, others' scores after one's own, and conflicts block."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.lifecycle import StepNotOpen
from designation import actions
from designation.models import Application, Score
from designation.queries.grid import grid
from designation.queries.panel import conflicts_of
from leadership_portal.queries import changes_for
from tests import factories
from tests.designation import stage
from tests.seven import SevenQuestions

SECRET = "SECRET-COMMENT-OF-AN-ASSESSOR"


def sheet(case, rag="green", comment=""):
    rows = case.role_type.criteria.all()
    return {f"rag_{one.pk}": rag for one in rows} | {f"comment_{one.pk}": comment for one in rows}


class TestScore(SevenQuestions):
    model, step, actor = Application, "score", "rob"
    others = ("olga", "sam", "hannah", "mina")

    def make(self, cast, state=None):
        stage.seat(cast.rob, is_alliance_head=True)
        return stage.begun(stage.application(cast, state))  # an interview's sheet opens when it begins

    def answer_for(self, case, cast):
        return sheet(case)

    def check(self, case, cast):
        rows = Score.objects.filter(application=case, assessor=cast.rob, submitted_at__isnull=False)
        assert (rows.count(), set(rows.values_list("rag", "stage"))) == (8, {("green", "shortlist")})

    def test_from_these_states_only(self, cast, client):
        codes = {}
        for state in Application.State.values:
            case = self.make(cast, state)
            codes[state] = self.press(client, case, cast).status_code
        assert {state for state, code in codes.items() if code == 302} == set(self.declared.sources)


def test_a_sheet_without_every_colour_is_not_sent_and_nothing_is_lost(cast, client):
    stage.seat(cast.rob)
    case = stage.application(cast)
    client.force_login(cast.rob)
    first = case.role_type.criteria.first()
    response = client.post(
        case.page("score"), {f"rag_{first.pk}": "red", f"comment_{first.pk}": "Thin evidence"}
    )
    assert response.status_code == 200
    assert b"Thin evidence" in response.content
    assert Score.objects.count() == 0


def test_others_scores_only_after_ones_own(cast, client):
    stage.seat(cast.rob)
    case = stage.application(cast)
    factories.ScoreFactory(
        application=case, criterion=case.role_type.criteria.first(), comment=SECRET, assessor=cast.mina
    )
    client.force_login(cast.rob)
    pages = [case.get_absolute_url(), case.page("score"), f"/designation/rounds/{case.round_id}/panel/"]
    assert [page for page in pages if SECRET in client.get(page).content.decode()] == []
    client.post(case.page("score"), sheet(case))
    assert SECRET in client.get(case.get_absolute_url()).content.decode()


def test_no_score_ever_reaches_the_applicant(cast, client):
    case = stage.application(cast)
    factories.ScoreFactory(
        application=case, criterion=case.role_type.criteria.first(), comment=SECRET, assessor=cast.rob
    )
    client.force_login(cast.sam)
    page = client.get(case.get_absolute_url()).content.decode()
    assert (SECRET in page, "Rob Ellis" in page) == (False, False)
    assert client.get(f"/designation/rounds/{case.round_id}/panel/").status_code == 403


def test_the_history_hides_from_the_applicant_who_scored(cast, client):
    stage.seat(cast.rob)
    case = stage.application(cast)
    client.force_login(cast.rob)
    client.post(case.page("score"), sheet(case))
    client.force_login(cast.sam)
    assert "sent in their scores" not in client.get(case.get_absolute_url()).content.decode()
    client.force_login(cast.mina)
    assert "Rob Ellis sent in their scores" in client.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize("conflict", ["own", "school", "trust", None])
def test_conflicts_are_found_and_block(cast, client, conflict):
    trust = factories.TrustFactory()
    case = stage.application(cast)
    if conflict == "trust":
        for school in (cast.oakfield, cast.brookside):
            school.trust = trust
            school.save()
    member = {"own": cast.sam, "school": cast.hannah}.get(conflict, cast.rob)
    stage.seat(member)
    client.force_login(member)
    found = conflicts_of(member, [Application.objects.get(pk=case.pk)])
    assert found == ({case.pk: conflict} if conflict else {})
    assert client.get(case.page("score")).status_code == {None: 200, "own": 403}.get(conflict, 404)
    page = client.get(f"/designation/rounds/{case.round_id}/panel/").content.decode()
    assert ("You cannot score" in page) == (conflict is not None)


def test_the_grid_ranks_and_asks_for_moderation(cast):
    strong, weak = stage.application(cast), stage.application(cast, applicant=cast.olga)
    essential = strong.role_type.criteria.filter(is_essential=True).first()
    for assessor, rags in [(cast.rob, ("green", "red")), (cast.mina, ("green", "green"))]:
        for case, rag in zip((strong, weak), rags, strict=True):
            factories.ScoreFactory(application=case, assessor=assessor, criterion=essential, rag=rag)
    rows = grid(strong.round, cast.mina)
    seen = [(row.application, row.points, row.needs_moderation, row.judged.clashes) for row in rows]
    assert seen == [(strong, 2.0, False, set()), (weak, 1.0, True, {essential.pk})]


def test_what_changed_does_not_tell_the_applicant_who_scored_or_read(cast, client):
    stage.seat(cast.mina)
    case = stage.application(cast)
    given = stage.reference(cast, "given", application=case)
    client.force_login(cast.mina)
    client.post(case.page("score"), sheet(case))
    client.post(given.page("read"))
    now = timezone.now()
    changes = changes_for(cast.sam, now - timedelta(days=1), now)
    assert [change.text for change in changes if "Mina Shah" in change.text] == []


def test_the_panel_reads_that_a_referees_post_is_only_what_the_applicant_typed(cast, client):
    case = stage.application(cast, "submitted")
    known = stage.reference(cast, application=case)
    sentence = "The alliance has not confirmed that this person holds the post."
    client.force_login(cast.mina)
    assert sentence not in client.get(case.get_absolute_url()).content.decode()
    known.referee.posts.update(confirmed_at=None)
    assert sentence in client.get(case.get_absolute_url()).content.decode()


# A sheet is kept as it is typed.


@pytest.fixture
def robs(cast, client):
    stage.seat(cast.rob)
    client.force_login(cast.rob)
    return stage.application(cast)


def test_a_sheet_is_kept_as_it_is_typed_and_counts_for_nothing(cast, client, robs):
    first, second = robs.role_type.criteria.all()[:2]
    typed = {f"rag_{first.pk}": "red", f"comment_{first.pk}": "Thin", f"rag_{second.pk}": "purple"}
    response = client.post(robs.page("score"), typed, headers={"X-Autosave": "1"})
    assert response.status_code == 204
    kept = {row.criterion_id: (row.rag, row.comment, row.submitted_at) for row in Score.objects.all()}
    assert (kept[first.pk], kept[second.pk]) == (("red", "Thin", None), ("", "", None))
    assert "Thin" in client.get(robs.page("score")).content.decode()
    assert [row.points for row in grid(robs.round, cast.mina)] == [None]
    client.force_login(cast.mina)
    assert "Thin" not in client.get(robs.get_absolute_url()).content.decode()


def test_one_may_come_back_later_however_many_words_are_written(cast, client, robs):
    first = robs.role_type.criteria.first()
    words = "word " * 200
    response = client.post(robs.page("score"), {f"comment_{first.pk}": words, "later": "1"}, follow=True)
    assert "Your sheet is kept as a draft" in response.content.decode()
    assert Score.objects.get(criterion=first).comment.split() == words.split()


def test_a_draft_becomes_the_sheet_that_is_sent_in(cast, client, robs):
    client.post(robs.page("score"), sheet(robs, "red", "Draft"), headers={"X-Autosave": "1"})
    client.post(robs.page("score"), sheet(robs, "green", "Final"))
    rows = Score.objects.filter(application=robs, submitted_at__isnull=False)
    assert (rows.count(), set(rows.values_list("rag", "comment"))) == (8, {("green", "Final")})


def test_nothing_is_kept_once_the_stage_is_over_or_the_sheet_is_in(cast, client, robs):
    client.post(robs.page("score"), sheet(robs, "green"))
    for state in ("submitted", "shortlisted"):
        Application.objects.filter(pk=robs.pk).update(state=state)
        response = client.post(robs.page("score"), sheet(robs, "red"), headers={"X-Autosave": "1"})
        assert response.status_code == 409
    assert set(Score.objects.values_list("rag", flat=True)) == {"green"}


def test_the_sheet_holds_what_the_application_was_sent_in_under(cast, client, robs):
    kept = list(robs.role_type.criteria.all()[:3])
    robs.criteria.set(kept)
    page = client.get(robs.page("score")).content.decode()
    names = [one for one in robs.role_type.criteria.all() if f"rag_{one.pk}" in page]
    assert names == kept


def test_the_action_keeps_no_draft_either_once_the_stage_is_over(cast, robs):
    Application.objects.filter(pk=robs.pk).update(state="shortlisted")
    robs.refresh_from_db()
    with pytest.raises(StepNotOpen):
        actions.score(robs, by=cast.rob, scores={}, stage="shortlist", sent=False)

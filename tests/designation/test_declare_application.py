"""Rob declares a conflict of interest with Sam: the seven questions, and what he scored counts no more."""

from casework.models import Letter
from designation import actions, letters
from designation.models import Application, Conflict
from designation.queries.grid import grid
from tests import factories
from tests.designation import stage
from tests.seven import SevenQuestions

SECRET = "SECRET-COMMENT-OF-AN-ASSESSOR"


class TestDeclare(SevenQuestions):
    model, step, actor = Application, "declare", "rob"
    others = ("olga", "sam", "hannah", "mina")
    unseen = ("draft",)
    answer = {"kind": "family", "note": "We are cousins."}

    def make(self, cast, state=None):
        stage.seat(cast.rob)
        return stage.application(cast, state)

    def check(self, case, cast):
        row = Conflict.objects.get()
        assert (row.member, row.kind, row.note) == (cast.rob, "family", "We are cousins.")

    def test_twice_at_once(self, cast, client):
        """Whoever has declared does not find the application any more."""
        case = self.make(cast)
        assert [self.press(client, case, cast).status_code for _ in range(2)] == [302, 404]
        assert Conflict.objects.count() == 1


def test_what_somebody_scored_before_they_declared_neither_counts_nor_shows(cast, client):
    for person in (cast.rob, cast.dai):
        stage.seat(person)
    case = stage.application(cast)
    essential = case.role_type.criteria.filter(is_essential=True).first()
    for person, rag, comment in [(cast.rob, "red", SECRET), (cast.dai, "green", "")]:
        factories.ScoreFactory(
            application=case, assessor=person, criterion=essential, rag=rag, comment=comment
        )
    [row] = grid(case.round, cast.mina)
    assert (row.points, row.needs_moderation, len(row.judged.assessors)) == (1.0, True, 2)
    client.force_login(cast.rob)
    client.post(case.page("declare"), TestDeclare.answer)
    [row] = grid(case.round, cast.mina)
    assert (row.points, row.needs_moderation, list(row.judged.assessors)) == (2.0, False, [cast.dai.pk])
    for person in (cast.dai, cast.mina):
        client.force_login(person)
        assert SECRET not in client.get(case.get_absolute_url()).content.decode()


def test_an_interview_ahead_goes_on_without_whoever_declares(cast):
    case = stage.invited(cast)
    meeting = stage.interview(case, stage.slot(cast))
    before = set(Letter.objects.values_list("pk", flat=True))
    actions.declare(case, by=cast.rob, kind="family")
    assert cast.rob not in meeting.panel.all()
    told = Letter.objects.exclude(pk__in=before)
    assert {(one.name, one.to) for one in told} == {
        ("designation/panel_cancelled", cast.rob),
        ("designation/panel_unfit", cast.mina),  # Dai alone is left
    }
    letters.interview_due(case, interview=meeting)
    assert not Letter.objects.filter(to=cast.rob, name="designation/panel_due").exists()

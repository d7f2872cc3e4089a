"""What a manager should know stands on every form that decides about one application, as on the list of decisions."""

from datetime import timedelta

import pytest

from casework.models import Letter
from designation import actions
from designation.models import Area, Conflict
from designation.queries.decisions import prepared, waiting
from designation.queries.panel import stage_of
from directory.models import Post
from tests import factories
from tests.designation import stage
from tests.designation.test_prepare_application import boxes

UNSCORED = "No member of the panel has sent in scores that count."
ALONE = "Only one member of the panel has sent in scores that count."
UNREFERRED = "No reference has come in yet."
APART = "You have a conflict of interest here. Let another manager decide if you can."
# Every form that decides about one application, with a state it is open in.
FORMS = {
    "shortlist": "submitted",
    "sift_out": "submitted",
    "designate": "interviewed",
    "reserve": "interviewed",
    "reject": "interviewed",
    "prepare": "submitted",
}


def warned(client, cast, case, step):
    client.force_login(cast.mina)
    return client.get(case.page(step)).context["warnings"]


def sheet(case, assessor, **fields):
    criterion = case.role_type.criteria.first()
    factories.ScoreFactory(
        application=case, assessor=assessor, criterion=criterion, rag="green", stage=stage_of(case), **fields
    )


@pytest.mark.parametrize("step", FORMS)
def test_scores_references_and_conflicts_are_warned_of_on_every_form(cast, client, step):
    case = stage.application(cast, FORMS[step])
    assert warned(client, cast, case, step) == [UNREFERRED, UNSCORED]
    sheet(case, cast.rob)
    stage.reference(cast, "given", application=case)
    Conflict.objects.create(application=case, member=cast.mina, kind="family")
    assert warned(client, cast, case, step) == [ALONE, APART]
    sheet(case, cast.dai)
    assert warned(client, cast, case, step) == [APART]
    page = client.get(case.page(step)).content.decode()
    assert page.count(APART) == 1


@pytest.mark.parametrize(
    ("post", "sentence"),
    [
        ("middle_leader", "The headteacher’s reference is missing: only the second referee has answered."),
        (
            "headteacher",
            "The reference of the chair of governors is missing: only the second referee has answered.",
        ),
    ],
)
def test_it_is_said_whose_reference_is_missing(cast, client, post, sentence):
    case = stage.application(cast, post_role=Post.Role(post))
    for member in (cast.rob, cast.dai):
        sheet(case, member)
    stage.reference(cast, "given", application=case, kind="second", school=None)
    assert warned(client, cast, case, "sift_out") == [sentence]


def test_the_sheet_of_a_member_in_conflict_and_a_draft_count_for_nothing(cast, client):
    case = stage.application(cast)
    stage.reference(cast, "given", application=case)
    sheet(case, cast.rob)
    sheet(case, cast.dai, submitted_at=None)
    sheet(case, cast.fay)
    Conflict.objects.create(application=case, member=cast.fay, kind="family")
    assert warned(client, cast, case, "shortlist") == [ALONE]


def test_nobody_is_missed_who_has_met_nobody_or_was_scored_before(cast, client):
    """Turned down before any interview, or from the reserve list: there is no sheet to wait for."""
    for state in ("shortlisted", "invited", "reserve"):
        case = stage.application(cast, state)
        stage.reference(cast, "given", application=case)
        assert warned(client, cast, case, "reject") == []


def test_an_area_no_longer_offered_is_warned_of_once_it_is_chosen(cast, client):
    case = stage.application(cast, "interviewed")
    stage.reference(cast, "given", application=case)
    for member in (cast.rob, cast.dai):
        sheet(case, member)
    Area.objects.filter(name="Maths").update(active_to=stage.today() - timedelta(days=1))
    assert warned(client, cast, case, "designate") == []
    maths = case.areas.get(name="Maths")
    shown = client.post(case.page("designate"), {"areas": [maths.pk], "preview": "1"} | boxes(stage.today()))
    assert shown.context["warnings"] == ["The area “Maths” is no longer offered."]
    assert Letter.objects.count() == 0


def test_the_list_of_decisions_says_the_same(cast, client):
    case = stage.application(cast)
    sheet(case, cast.rob)
    stage.reference(cast, "given", application=case, kind="second", school=None)
    said = warned(client, cast, case, "prepare")
    actions.prepare(case, by=cast.mina, decision="shortlist")
    assert (prepared(waiting(case.round, cast.mina))[0].warnings, len(said)) == (said, 2)

"""Rob proposes three days instead of two: Sam and Hannah are asked, and the days are held until it is decided."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from casework.models import Letter
from deployments import actions
from deployments.actions import Obstacle
from deployments.models import Deployment, Variation, VariationConsent
from designation.actions import set_release
from designation.models import Absence, Designation, SchoolRelease
from directory.models import Post
from tests.deployments import changes, stage
from tests.seven import SevenQuestions


class TestVary(SevenQuestions):
    model, step = Deployment, "vary"
    actor, others = "rob", ("hannah", "gwen", "fay", "dai", "olga")
    told = {name: ["deployments/variation_requested"] for name in ("sam", "hannah")}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def answer_for(self, case, cast):
        return changes.answer(case)

    def check(self, case, cast):
        made = Variation.objects.get()
        assert (made.state, made.half_days_before, made.half_days, made.ends_on) == (
            "proposed",
            4,
            6,
            changes.longer(),
        )
        assert (case.half_days, changes.taken(case)) == (4, 6)
        assert list(made.consents.values_list("party", "asked_of", "decision", "by")) == [
            ("leader", cast.sam.pk, "asked", None),
            ("line_manager", cast.hannah.pk, "asked", None),
            ("receiving_head", cast.rob.pk, "given", cast.rob.pk),
        ]


def vary(case, by, **fields):
    terms = {"half_days": 6, "starts_on": case.starts_on, "ends_on": case.ends_on}
    return actions.vary(case, by=by, **terms | {"reason": changes.REASON} | fields)


@pytest.mark.parametrize(
    ("who", "waiting"),
    [
        ("sam", ["line_manager", "receiving_head"]),
        ("rob", ["leader", "line_manager"]),
        ("mina", ["leader", "line_manager", "receiving_head"]),
    ],
)
def test_who_proposes_and_is_a_party_has_agreed_by_it(cast, who, waiting):
    made = vary(stage.deployment(cast, "agreed"), getattr(cast, who))
    asked = made.consents.filter(decision="asked").values_list("party", flat=True)
    assert list(asked) == waiting


def test_everybody_has_five_working_days_and_reads_what_changes_and_why(cast):
    vary(stage.deployment(cast, "active"), cast.rob)
    letter = Letter.objects.get(to=cast.sam)
    assert [words in letter.body for words in ("3 days, before: 2 days", changes.REASON, "From:")] == [
        True,
        True,
        False,
    ]
    assert letter.link.doors == ["deployments:variation-consent", "deployments:variation-refuse"]


def test_a_second_change_waits_for_the_first(cast):
    case = stage.deployment(cast, "active")
    vary(case, cast.rob)
    with pytest.raises(Obstacle, match="A change waits for answers already"):
        vary(case, cast.sam, half_days=8)
    assert changes.taken(case) == 6


def test_the_database_holds_one_live_change_a_deployment(cast):
    made = changes.variation(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        changes.variation(cast, of=made.deployment)
    changes.variation(cast, "refused", of=made.deployment)
    assert Variation.objects.count() == 2


@pytest.mark.parametrize(
    ("half_days", "says"), [(4, "Nothing would change"), (2, "Held or planned already: 1½ days")]
)
def test_what_cannot_be_is_said(cast, half_days, says):
    case = stage.deployment(cast, "active")
    stage.visit(cast, "held", of=case, morning=True, afternoon=True, half_days=2)
    stage.visit(cast, of=case, on=stage.school_day(7))
    with pytest.raises(Obstacle, match=says):
        vary(case, cast.rob, half_days=half_days)
    assert (Variation.objects.count(), changes.taken(case)) == (0, 4)


def test_no_visit_may_fall_outside_the_new_dates(cast):
    case = stage.deployment(cast, "active")
    stage.visit(cast, of=case, on=stage.school_day(20))
    with pytest.raises(Obstacle, match="outside these dates"):
        vary(case, cast.rob, ends_on=stage.today() + timedelta(days=10))


@pytest.mark.parametrize(
    ("leads", "says"),
    [
        ({"ends_on": stage.today() + timedelta(days=70)}, "The term ends before the work would"),
        (
            {"assurance_until": stage.today() + timedelta(days=70)},
            "The safeguarding assurance is missing or runs out",
        ),
        (
            {"assurance_until": None, "assurance_by": None},
            "The safeguarding assurance is missing or runs out",
        ),
    ],
)
def test_what_forbids_a_proposal_forbids_a_longer_time_too(cast, client, leads, says):
    case = stage.deployment(cast, "active")
    Designation.objects.update(**leads)
    with pytest.raises(Obstacle, match=says):
        vary(case, cast.rob, ends_on=changes.longer())
    vary(case, cast.rob)  # more days in the time agreed


def test_work_cannot_begin_before_the_leader_is_one_nor_lie_in_an_absence(cast):
    case = stage.deployment(cast, "agreed", starts_on=stage.today() + timedelta(days=10))
    Designation.objects.update(starts_on=stage.today() + timedelta(days=5))
    with pytest.raises(Obstacle, match="The designation begins later than the work would"):
        vary(case, cast.rob, starts_on=stage.today())
    first, last = stage.today() + timedelta(days=70), stage.today() + timedelta(days=100)
    Absence.objects.create(designation=case.designation, starts_on=first, ends_on=last)
    with pytest.raises(Obstacle, match="Away in the weeks asked for"):
        vary(case, cast.rob, starts_on=first, ends_on=last)
    assert Variation.objects.count() == 0


def test_an_assurance_that_ran_out_meanwhile_keeps_a_longer_time_from_holding(cast):
    made = changes.variation(cast, answered=("leader",))
    Designation.objects.update(assurance_until=stage.today())
    with pytest.raises(Obstacle, match="The safeguarding assurance is missing or runs out"):
        actions.consent_variation(made, by=cast.hannah)
    assert stage.fresh(made).state == "proposed"


@pytest.mark.parametrize("whose", ["leader", "school"])
def test_a_budget_with_too_few_days_stands_in_the_way(cast, whose):
    case = stage.deployment(cast, "active", school_budget=stage.school_budget(cast))
    few, many = 4, 60
    school = many if whose == "leader" else few
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=school)
    Designation.objects.update(half_days_a_term=few if whose == "leader" else many)
    says = {"leader": "^Not enough days: ", "school": "The leader's school has not enough days: "}
    with pytest.raises(Obstacle, match=says[whose]):
        vary(stage.fresh(case), cast.rob, half_days=40)
    assert (stage.taken(), stage.taken(school=cast.oakfield)) == (4, 4)


@pytest.mark.parametrize(("half_days", "taken"), [(4, 4), (6, 6)])
def test_a_school_that_sets_no_limit_any_more_stands_in_nobodys_way(cast, half_days, taken):
    case = stage.deployment(cast, "active", school_budget=stage.school_budget(cast, half_days=4))
    set_release(cast.oakfield, by=cast.hannah, half_days_a_term=None)
    made = vary(case, cast.rob, half_days=half_days, ends_on=changes.longer())
    assert (stage.taken(), stage.taken(school=cast.oakfield)) == (taken, taken)
    actions.refuse_variation(made, by=cast.hannah, reason="No cover")
    assert (stage.taken(), stage.taken(school=cast.oakfield)) == (4, 4)


def test_a_school_with_nobody_in_post_is_named(cast):
    case = stage.deployment(cast, "active")
    Post.objects.filter(person=cast.hannah).delete()
    with pytest.raises(Obstacle, match="Oakfield Primary School has nobody in post"):
        vary(case, cast.rob)


def test_the_form_keeps_what_was_typed(cast, client):
    case = stage.deployment(cast, "active")
    client.force_login(cast.rob)
    response = client.post(case.page("vary"), changes.answer(case, half_days="2", ends_on=case.ends_on))
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "Nothing would change. Change the days, the dates or who pays."
    ]
    assert changes.REASON in response.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_and_the_home_page_cost_the_same_queries(cast, client, rows, django_assert_max_num_queries):
    case = stage.deployment(cast, "active")
    made = changes.variation(cast, of=case)
    for _one in range(rows - 1):
        changes.variation(cast, "cancelled", of=case)
    client.force_login(cast.hannah)
    client.get("/")
    for page in (case, made):
        with django_assert_max_num_queries(12):
            assert client.get(page.get_absolute_url()).status_code == 200
    home = client.get("/").content.decode()
    assert ("Answer the change: Sam Okoro" in home, made.get_absolute_url() in home) == (True, True)
    assert VariationConsent.objects.pending().count() == 2

"""Sam reports a change of school or post: the seven questions; the new head is asked, and what was agreed goes on."""

from datetime import timedelta

import pytest

from casework.models import Letter, Link
from designation import actions, letters
from designation.models import Designation
from directory.models import Person, Post
from directory.queries.posts import head_of
from tests import factories
from tests.designation import stage
from tests.designation.steps import OfSam

DAY = timedelta(days=1)


def typed(school, *, role="deputy_head", on=None) -> dict:
    day = on or stage.today()
    boxes = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
    return {"school": school.pk, "role": role, "title": "Deputy"} | boxes


def moved(cast, state="active", **more) -> Designation:
    """Return Sam's designation after Sam reported the move to Brookside."""
    case = stage.designation(cast, state)
    fields = {"by": cast.sam, "school": cast.brookside, "role": "deputy_head", "starts_on": stage.today()}
    actions.move(case, **fields | more)
    return case


def posts_of(person) -> list[tuple]:
    """Return school, role, whether it is over, and whether a manager has confirmed it, of each post."""
    return [
        (post.school.name.split()[0], post.role, post.ends_on is not None, post.confirmed_at is not None)
        for post in Post.objects.filter(person=person).order_by("pk")
    ]


class TestMove(OfSam):
    step, actor = "move", "sam"
    others = ("olga", "hannah", "rob")
    told = {
        "sam": ["designation/designation_moved"],
        "rob": ["designation/release_requested"],
        "hannah": ["designation/staff_moved"],
    }

    def answer_for(self, case, cast):
        return typed(cast.brookside)

    def check(self, case, cast):
        assert (case.home_school, case.is_released, case.release_refused_at) == (cast.brookside, False, None)
        assert posts_of(cast.sam) == [
            ("Oakfield", "middle_leader", True, True),
            ("Brookside", "deputy_head", False, False),
        ]

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        codes = [self.press(client, case, cast).status_code for _time in range(2)]
        assert codes == [302, 302]
        assert len(posts_of(cast.sam)) == 2  # told twice it is still one post


def test_what_a_leader_reports_waits_for_a_manager_and_what_a_manager_reports_does_not(cast):
    moved(cast)
    assert not Post.objects.get(person=cast.sam, school=cast.brookside).confirmed_at
    Post.objects.filter(person=cast.sam, school=cast.brookside).delete()
    moved(cast, by=cast.mina)
    assert Post.objects.get(person=cast.sam, school=cast.brookside).confirmed_by == cast.mina


def test_nobody_answers_for_a_school_by_a_post_they_reported_of_themselves(cast):
    Post.objects.filter(person=cast.rob).delete()
    moved(cast, role="headteacher")
    sam = Person.objects.get(pk=cast.sam.pk)
    assert not sam.authority.at(cast.brookside.pk, *Post.HEADS)
    assert head_of(cast.brookside, stage.today()) is None  # nobody's reference or consent is asked of him
    assert letters.RELEASE not in Link.objects.values_list("purpose", flat=True)
    assert Letter.objects.get(name="designation/release_unasked").to == cast.mina


def test_a_day_to_come_is_waited_for(cast):
    case = moved(cast, starts_on=stage.today() + timedelta(days=40))
    assert (case.home_school, case.is_released, Letter.objects.count()) == (cast.oakfield, True, 0)
    [old, new] = Post.objects.filter(person=cast.sam).order_by("pk")
    assert (old.ends_on, new.starts_on) == (
        stage.today() + timedelta(days=39),
        stage.today() + timedelta(days=40),
    )


def test_a_new_post_at_the_same_school_asks_its_line_manager_again(cast, client):
    case = moved(cast, school=cast.oakfield, role="deputy_head")
    assert (case.home_school, case.is_released) == (cast.oakfield, False)
    told = Letter.objects.order_by("name").values_list("name", "to__first_name")
    assert list(told) == [
        ("designation/designation_moved", "Sam"),
        ("designation/release_requested", "Hannah"),
    ]


def test_for_a_leader_who_becomes_head_the_chair_of_governors_is_asked(cast):
    factories.PostFactory(school=cast.brookside, role="chair_of_governors", person=cast.olga)
    moved(cast, by=cast.mina, role="headteacher")
    assert Letter.objects.get(name="designation/release_requested").to == cast.olga


def test_a_leader_who_chairs_the_governors_goes_on_doing_so(cast):
    factories.PostFactory(person=cast.sam, school=cast.oakfield, role="chair_of_governors")
    moved(cast)
    assert ("Oakfield", "chair_of_governors", False, True) in posts_of(cast.sam)


def test_the_certificate_stays_and_the_old_head_finds_the_page_closed(cast, client):
    done = {"agreement_signed_on": stage.today(), "induction_done_on": stage.today()}
    case = stage.designation(cast, **done)
    actions.activate(case, by=cast.mina)
    certificate = case.standing(stage.today())
    actions.move(case, by=cast.sam, school=cast.brookside, role="deputy_head", starts_on=stage.today())
    case.refresh_from_db()
    assert case.standing(stage.today()) == certificate == "valid"
    codes = {}
    for name in ("hannah", "rob"):
        client.force_login(getattr(cast, name))
        codes[name] = client.get(case.get_absolute_url()).status_code
    assert codes == {"hannah": 404, "rob": 200}


def test_links_sent_to_the_old_head_are_dead(cast, client):
    case = stage.designation(cast, "active")
    letters.assurance_due(case, due_on=stage.today())
    actions.move(case, by=cast.sam, school=cast.brookside, role="deputy_head", starts_on=stage.today())
    assert [link.closed_at is not None for link in Link.objects.filter(purpose=letters.ASSURANCE)] == [True]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"school": ""}, "school"),
        ({"role": "chair_of_governors"}, "role"),
        ({"starts_on_year": "1999"}, "starts_on"),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(cast, client, change, field):
    case = stage.designation(cast, "active")
    client.force_login(cast.sam)
    page = client.post(case.page("move"), typed(cast.brookside) | change)
    assert list(page.context["form"].errors) == [field]
    case.refresh_from_db()
    assert (case.home_school, len(posts_of(cast.sam))) == (cast.oakfield, 1)


def assured(cast) -> Designation:
    fields = {"assurance_until": stage.today() + timedelta(days=300), "assurance_by": cast.hannah}
    return stage.designation(cast, "active", **fields)


@pytest.mark.parametrize(("to", "lasts"), [("brookside", False), ("oakfield", True)])
def test_the_assurance_of_a_school_ends_when_the_leader_leaves_it(cast, to, lasts):
    case = assured(cast)
    school = getattr(cast, to)
    actions.move(case, by=cast.mina, school=school, role="deputy_head", starts_on=stage.today())
    case.refresh_from_db()
    assert (case.assurance_until is not None, case.assurance_by is not None) == (lasts, lasts)
    letter = Letter.objects.get(name="designation/release_requested")
    assert ("one of a former school no longer counts" in letter.body) is not lasts


def test_a_new_report_takes_the_place_of_one_whose_day_has_not_come(cast):
    case, today = assured(cast), stage.today()
    report = {"by": cast.mina, "school": cast.brookside, "role": "headteacher"}
    actions.move(case, **report, starts_on=today + timedelta(days=30))
    report = {"by": cast.mina, "school": cast.oakfield, "role": "deputy_head"}
    actions.move(case, **report, starts_on=today + timedelta(days=40))
    assert list(Post.objects.filter(person=cast.sam).order_by("pk").values_list("role", "ends_on")) == [
        ("middle_leader", today + timedelta(days=39)),
        ("deputy_head", None),
    ]
    actions.move(case, by=cast.mina, school=cast.oakfield, role="middle_leader", starts_on=today)
    assert list(Post.objects.filter(person=cast.sam).values_list("role", "ends_on")) == [
        ("middle_leader", None)
    ]
    assert (case.is_released, Letter.objects.count()) == (True, 0)

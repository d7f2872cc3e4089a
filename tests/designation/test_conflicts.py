"""What keeps a member of the panel from judging an applicant, and that every page and rule agrees about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from designation import actions
from designation.models import Application, Conflict
from designation.queries.panel import conflicts_of, free_panel, progress_of
from directory.models import Person
from tests import factories
from tests.designation import stage


def _own(cast, case, member):
    Application.objects.filter(pk=case.pk).update(applicant=member)


def _rival(cast, case, member):
    """Applies in the same round, with a form that is not even sent in yet."""
    stage.draft(cast, applicant=member, school=cast.brookside)


def _rival_no_more(cast, case, member):
    stage.application(cast, "withdrawn", applicant=member, school=cast.brookside)


def _school(cast, case, member):
    factories.PostFactory(person=member, school=cast.oakfield, role="senior_teacher")


def _other_school(cast, case, member):
    """The applicant works at a second school too, which the member heads."""
    second = factories.SchoolFactory()
    factories.PostFactory(person=member, school=second)
    factories.PostFactory(person=cast.sam, school=second, role="middle_leader")


def _trust(cast, case, member):
    trust, school = factories.TrustFactory(), factories.SchoolFactory()
    for one in (cast.oakfield, school):
        one.trust = trust
        one.save()
    factories.PostFactory(person=member, school=school)


def _trust_of_other_school(cast, case, member):
    """The applicant works at a second school too, of the trust whose other school the member heads."""
    trust = factories.TrustFactory()
    second, third = (factories.SchoolFactory(trust=trust) for _ in range(2))
    factories.PostFactory(person=cast.sam, school=second, role="middle_leader")
    factories.PostFactory(person=member, school=third)


def _line_management(cast, case, member):
    Application.objects.filter(pk=case.pk).update(head_name="The head", head_email=member.email)


def _second_named(cast, case, member):
    Application.objects.filter(pk=case.pk).update(second_name="A colleague", second_email=member.email)


def _asked(cast, case, member):
    factories.ReferenceFactory(application=case, referee=member, kind="second")


def _gave(cast, case, member):
    """Gave a reference for an earlier school: it counts no more, the conflict stays."""
    given = {"statement": "Good.", "signed_name": "M", "signed_on": stage.today(), "is_shareable": True}
    factories.ReferenceFactory(application=case, referee=member, state="replaced", **given)


def _declared(cast, case, member):
    Conflict.objects.create(application=case, member=member, kind="family")


def _left(cast, case, member):
    """Worked there once, and no longer."""
    yesterday = stage.today() - timedelta(days=1)
    factories.PostFactory(person=member, school=cast.oakfield, role="deputy_head", ends_on=yesterday)


def _declined(cast, case, member):
    """Was asked for a reference and gave none."""
    factories.ReferenceFactory(application=case, referee=member, kind="second", state="declined")


def _nothing(cast, case, member):
    """Nothing connects them."""


FOUND = {
    _own: "own",
    _rival: "rival",
    _rival_no_more: None,
    _school: "school",
    _other_school: "school",
    _trust: "trust",
    _trust_of_other_school: "trust",
    _line_management: "line_management",
    _second_named: "reference",
    _asked: "reference",
    _gave: "reference",
    _declared: "declared",
    _left: None,
    _declined: None,
    _nothing: None,
}


@pytest.mark.parametrize("happened", FOUND)
def test_everybody_who_asks_gets_the_same_answer(cast, client, happened):
    member = factories.PersonFactory()
    seat = stage.seat(member)
    case, other = stage.application(cast), stage.application(cast, applicant=cast.olga, school=cast.brookside)
    given = stage.reference(cast, "given", application=case)
    happened(cast, case, member)
    case, member = Application.objects.get(pk=case.pk), Person.objects.get(pk=member.pk)
    conflict = FOUND[happened]
    is_free = conflict is None
    found = {} if is_free else {case: conflict}
    if conflict in ("own", "rival"):  # whoever applies judges nobody of the round
        found[other] = "rival"
    apart = len(found)
    assert conflicts_of(member, [case, other]) == {one.pk: name for one, name in found.items()}
    assert set(Application.objects.read_by_panel(member)) == {case, other} - set(found)
    assert set(free_panel(case)) == ({member} if is_free else set())
    assert member.has_perm("designation.score_application", case) == is_free
    assert member.has_perm("designation.read_reference", given) == is_free
    [row] = [one for one in progress_of(case.round, "shortlist") if one == seat]
    assert (row.still, row.apart) == (2 - apart, apart)
    client.force_login(member)
    page = client.get(f"/designation/rounds/{case.round_id}/panel/").content.decode()
    assert ("You cannot score" in page) == (not is_free)
    assert client.get(case.page("score")).status_code == (
        200 if is_free else 403 if conflict == "own" else 404
    )


def test_a_manager_reads_all_but_is_told_of_a_conflict_before_deciding(cast, client):
    case = stage.application(cast)
    sentence = "You have a conflict of interest here"
    client.force_login(cast.mina)
    assert sentence not in client.get(case.page("shortlist")).content.decode()
    Conflict.objects.create(application=case, member=cast.mina, kind="work")
    for page in (case.page("shortlist"), case.page("sift_out"), case.get_absolute_url()):
        assert sentence in client.get(page).content.decode(), page


# Declaring: the list of the round.


@pytest.fixture
def panel(cast):
    """Return Rob's seat, from which he has declared nothing yet, and an application that waits."""
    return stage.seat(cast.rob, declared_at=None), stage.application(cast)


def typed(case, kind="", note="", seen_at=None):
    seen = (seen_at or timezone.now()).isoformat()
    return {f"kind_{case.pk}": kind, f"note_{case.pk}": note, "is_all": "on", "seen_at": seen}


def declare_page(case):
    return f"/designation/rounds/{case.round_id}/conflicts/"


def test_nobody_scores_before_they_have_declared(cast, client, panel):
    _seat, case = panel
    client.force_login(cast.rob)
    response = client.get(case.page("score"))
    assert (response.status_code, response.url) == (302, f"{declare_page(case)}?next={case.page('score')}")
    assert not cast.rob.has_perm("designation.score_application", case)
    with pytest.raises(actions.NotDeclared):
        actions.score(case, by=cast.rob, scores={}, stage="shortlist", sent=True)
    response = client.post(response.url, typed(case))
    assert (response.status_code, response.url) == (302, case.page("score"))
    assert client.get(case.page("score")).status_code == 200
    assert Conflict.objects.count() == 0


def test_what_comes_in_later_is_declared_anew(cast, client, panel):
    _seat, case = panel
    client.force_login(cast.rob)
    client.post(declare_page(case), typed(case, seen_at=case.submitted_at + timedelta(seconds=1)))
    late = stage.application(cast, applicant=cast.olga, submitted_at=timezone.now() + timedelta(minutes=1))
    assert [client.get(one.page("score")).status_code for one in (case, late)] == [200, 302]
    page = client.get(f"/designation/rounds/{case.round_id}/panel/").content.decode()
    assert "Before you score" in page
    assert client.get(declare_page(case)).content.decode().count(">New<") == 1


def test_what_came_in_while_the_list_was_read_is_not_declared_with_it(cast, client, panel):
    _seat, case = panel
    client.force_login(cast.rob)
    client.post(declare_page(case), typed(case, seen_at=case.submitted_at - timedelta(seconds=1)))
    assert client.get(case.page("score")).status_code == 302


def test_nobody_declares_for_the_future(cast, client, panel):
    seat, case = panel
    client.force_login(cast.rob)
    client.post(declare_page(case), typed(case, seen_at=timezone.now() + timedelta(days=30)))
    seat.refresh_from_db()
    assert seat.declared_at <= timezone.now()


def test_a_conflict_declared_on_the_list_blocks_and_says_why_to_managers_alone(cast, client, panel):
    _seat, case = panel
    client.force_login(cast.rob)
    client.post(declare_page(case), typed(case, "family", "SECRET-NOTE"))
    row = Conflict.objects.get()
    assert (row.application, row.member, row.kind, row.note) == (case, cast.rob, "family", "SECRET-NOTE")
    assert client.get(case.get_absolute_url()).status_code == 404
    assert "you declared a conflict" in client.get(declare_page(case)).content.decode()
    for name in ("sam", "rob", "hannah"):
        client.force_login(getattr(cast, name))
        for page in (case.get_absolute_url(), f"/designation/rounds/{case.round_id}/panel/"):
            assert "SECRET-NOTE" not in client.get(page).content.decode()


def test_the_list_is_declared_as_a_whole(cast, client, panel):
    _seat, case = panel
    client.force_login(cast.rob)
    response = client.post(declare_page(case), typed(case, "family", "We are cousins") | {"is_all": ""})
    page = response.content.decode()
    assert ("Tick the box to confirm this" in page, "We are cousins" in page) == (True, True)
    assert Conflict.objects.count() == 0


HALF = {
    ("", "We are cousins"): "Say what kind of conflict of interest with Sam Okoro this is, or empty the note",
    ("other", ""): "Write in the note what the other conflict of interest is",
}


@pytest.mark.parametrize("said", HALF)
def test_what_is_declared_by_half_is_asked_for_and_kept_on_the_page(cast, client, panel, said):
    seat, case = panel
    client.force_login(cast.rob)
    response = client.post(declare_page(case), typed(case, *said))
    field = f"kind_{case.pk}" if said[1] else f"note_{case.pk}"
    assert response.context["form"].errors == {field: [HALF[said]]}
    page = response.content.decode()
    assert (page.count(HALF[said]), said[1] in page) == (2, True)  # once on top, once at its box
    seat.refresh_from_db()
    assert (Conflict.objects.count(), seat.declared_at) == (0, None)


def test_another_reason_is_named_for_one_applicant_too(cast, client):
    stage.seat(cast.rob)
    case = stage.application(cast)
    client.force_login(cast.rob)
    response = client.post(case.page("declare"), {"kind": "other", "note": " "})
    assert response.context["form"].errors == {"note": [HALF["other", ""]]}
    assert Conflict.objects.count() == 0


def test_only_members_of_the_panel_declare(cast, client, panel):
    _seat, case = panel
    for name in ("sam", "mina", "olga"):
        client.force_login(getattr(cast, name))
        assert client.get(declare_page(case)).status_code == 403, name
        assert client.post(declare_page(case), typed(case, "family")).status_code == 403, name


def test_the_list_takes_as_many_queries_for_thirty_applicants_as_for_one(
    cast, client, django_assert_max_num_queries
):
    stage.seat(cast.rob, declared_at=None)
    client.force_login(cast.rob)
    for _ in range(30):
        factories.ApplicationFactory(round=stage.round_())
    client.get(f"/designation/rounds/{stage.round_().pk}/conflicts/")
    with django_assert_max_num_queries(12):
        client.get(f"/designation/rounds/{stage.round_().pk}/conflicts/")

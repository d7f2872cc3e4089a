"""Sam moves to another school while applying: what Oakfield's head was asked or said no longer counts."""

import pytest
from django.urls import reverse

from casework import links
from casework.models import Entry, Letter, Link
from designation import actions
from designation.models import Application, Reference
from designation.queries import grid
from tests import factories
from tests.designation import stage


def part(case, name="about"):
    return reverse("designation:application-section", args=[case.pk, name])


@pytest.fixture
def case(cast, client):
    """Sam's complete draft at Oakfield, whose head Hannah has been asked."""
    case = stage.draft(cast)
    client.force_login(cast.sam)
    client.post(reverse("designation:application-ask", args=[case.pk]))
    Letter.objects.all().delete()
    return case


def test_moving_to_another_school_ends_what_was_asked_and_says_so(cast, client, case):
    old = Link.objects.get(purpose="reference")
    page = client.post(part(case), stage.about(cast.brookside), follow=True).content.decode()
    assert "the reference asked for before no longer counts" in page
    reference = case.references.get()
    entry = Entry.objects.of(reference).get(step="replace")
    assert (reference.state, entry.by, entry.from_state) == ("replaced", cast.sam, "requested")
    assert list(Letter.objects.values_list("name", "to")) == [
        ("designation/reference_not_needed", cast.hannah.pk)
    ]
    tasks = client.get(reverse("designation:application-tasks", args=[case.pk]))
    assert "The earlier one does not count" in tasks.content.decode()
    case.refresh_from_db()
    assert case.sections["referees"] == "started"
    client.logout()
    assert client.get(reverse("link", args=[links.token_of(old)])).status_code == 410


@pytest.mark.parametrize("state", ["requested", "given", "declined", "expired", "bounced"])
def test_the_head_of_the_new_school_is_asked_on_submit(cast, client, case, state):
    stage.reference(cast, state, application=case)
    client.post(part(case), stage.about(cast.brookside))
    client.post(part(case, "referees"), {})
    client.post(case.page("submit"))
    case.refresh_from_db()
    assert case.state == "submitted"
    rows = case.references.order_by("pk").values_list("referee", "school", "state")
    assert list(rows) == [
        (cast.hannah.pk, cast.oakfield.pk, "replaced"),
        (cast.rob.pk, cast.brookside.pk, "requested"),
    ]


def test_a_head_is_referred_by_the_chair(cast, client, case):
    case.role_type.eligible_roles = []
    case.role_type.save()
    client.post(part(case), stage.about(cast.oakfield, "headteacher"))
    client.post(part(case, "referees"), {})
    client.post(case.page("submit"))
    rows = case.references.order_by("pk").values_list("referee", "kind", "state")
    assert list(rows) == [
        (cast.hannah.pk, "headteacher", "replaced"),
        (cast.gwen.pk, "chair", "requested"),
    ]


def test_another_post_at_the_same_school_changes_nothing(cast, client, case):
    case.role_type.eligible_roles = []
    case.role_type.save()
    page = client.post(part(case), stage.about(cast.oakfield, "deputy_head"), follow=True).content.decode()
    case.refresh_from_db()
    assert (case.post_role, case.references.get().state) == ("deputy_head", "requested")
    assert (case.sections["referees"], "no longer counts" in page) == ("completed", False)


def test_the_second_referee_stays(cast, client, case):
    second = stage.reference(cast, "given", application=case, kind="second", referee=cast.olga)
    client.post(part(case), stage.about(cast.brookside))
    second.refresh_from_db()
    assert second.state == "given"


def test_saved_by_itself_nothing_is_called_off_yet(cast, client, case):
    client.post(part(case), stage.about(cast.brookside), headers={"X-Autosave": "1"})
    case.refresh_from_db()
    assert (case.school, case.references.get().state) == (cast.brookside, "requested")
    assert (case.is_filled_in, Letter.objects.count()) == (False, 0)
    assert client.get(case.page("submit")).status_code == 302


def test_a_reference_of_another_school_counts_nowhere(cast):
    case = stage.application(cast, "interviewed", school=cast.brookside, half_days_a_term=10)
    stage.reference(cast, "given", application=case, school=cast.oakfield)
    stage.reference(cast, "given", application=case, kind="second", referee=cast.olga, release_half_days=None)
    assert [row.references_in for row in grid(case.round, cast.mina)] == [1]
    areas = [factories.AreaFactory()]
    designation = actions.designate(case, by=cast.mina, areas=areas, starts_on=stage.today())
    assert designation.half_days_a_term == 10


def test_nobody_has_the_button(cast):
    reference = stage.reference(cast)
    assert not any(one.has_perm("designation.replace_reference", reference) for one in cast.people().values())


def test_twice_is_once(cast, client, case):
    Application.objects.filter(pk=case.pk).update(school=cast.brookside)
    case.refresh_from_db()
    assert [actions.follow_post(case, by=cast.sam) for _time in range(2)] == [True, False]
    assert Entry.objects.of(Reference.objects.get()).filter(step="replace").count() == 1


def test_an_unknown_head_of_the_new_school_is_named_anew(cast, client):
    case = stage.draft(cast, head_name="Old Head", head_email="old@oakfield.example")
    client.force_login(cast.sam)
    client.post(part(case), stage.about(factories.SchoolFactory()))
    case.refresh_from_db()
    assert (case.head_name, case.head_email, case.sections["referees"]) == ("", "", "started")

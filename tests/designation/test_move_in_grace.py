"""A leader changes school when the term has ended but may yet be renewed, or while a renewal is under way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Entry, Letter, Link
from designation import actions, queries, tasks
from designation.models import Designation, Renewal
from tests.designation import stage, years
from tests.designation.test_move_designation import typed
from tests.designation.test_notice_moves import converted, leave, take_up

ANSWERS = {
    "head_strength": "strong", "head_statement": "Sam teaches us daily.", "head_half_days": 4,
    "head_signed_name": "Rob Hughes",
}  # fmt: skip


def letters_since(*, after=()) -> list[tuple[str, str]]:
    found = Letter.objects.exclude(pk__in=after).order_by("name", "to__first_name")
    return [(one.name.removeprefix("designation/"), one.to.first_name) for one in found]


def gone_to_brookside(cast) -> None:
    """Let the directory say that Sam left Oakfield for Brookside."""
    leave(cast.sam)
    take_up(cast, cast.sam)


def titles(person) -> list[str]:
    return [task.title for task in queries.awaiting(person, stage.today())]


# The term has ended, and may yet be renewed.


def test_within_the_grace_the_directory_is_followed_and_the_new_head_asked(cast):
    case = years.leader(cast, left=-10, state="expired")
    gone_to_brookside(cast)
    for _night in range(2):
        tasks.notice_moves()
    case.refresh_from_db()
    assert (case.state, case.home_school, case.is_released) == ("expired", cast.brookside, False)
    assert letters_since() == [
        ("designation_moved", "Sam"),
        ("release_requested", "Rob"),
        ("staff_moved", "Hannah"),
    ]
    bodies = [one.body for one in Letter.objects.exclude(name="designation/staff_moved")]
    assert [("cannot be renewed" in body, "propose" in body) for body in bodies] == [(True, False)] * 2


def test_within_the_grace_sam_reports_it_and_rob_answers(cast, client):
    case = years.leader(cast, left=-10, state="expired")
    client.force_login(cast.sam)
    assert client.post(case.page("move"), typed(cast.brookside)).status_code == 302
    assert "Confirm the release of Sam Okoro" in titles(cast.rob)
    client.force_login(cast.rob)
    assert b"it cannot be renewed before" in client.get(case.get_absolute_url()).content
    assert client.post(case.page("release"), {"half_days_a_term": "4"}).status_code == 302
    case.refresh_from_db()
    assert (case.is_released, case.half_days_a_term) == (True, 8)
    assert "Confirm the release of Sam Okoro" not in titles(cast.rob)
    assert ("assurance_requested", "Rob") not in letters_since()


def test_renewed_at_the_new_school_its_head_is_asked_for_the_assurance(cast):
    case = years.leader(cast, left=-10, state="expired")
    gone_to_brookside(cast)
    tasks.notice_moves()
    case.refresh_from_db()
    actions.release(case, by=cast.rob, half_days_a_term=4)
    asked = actions.begin_renewal(case, by=cast.sam)
    assert Letter.objects.get(name="designation/renewal_reference_requested").to == cast.rob
    Renewal.objects.update(state="submitted", submitted_at=timezone.now(), signed_name="Sam Okoro")
    asked.refresh_from_db()
    actions.refer(asked, by=cast.rob, **ANSWERS)
    actions.renew(asked, by=cast.mina, half_days_a_term=4)
    assert Letter.objects.get(name="designation/assurance_requested").to == cast.rob


@pytest.mark.parametrize(
    ("left", "renewal", "again", "followed"),
    [
        (-10, None, False, True),
        (-100, None, False, False),
        (-100, "submitted", False, True),
        (-10, "declined", False, False),
        (-10, "withdrawn", False, True),
        (-10, None, True, False),
    ],
)
def test_who_is_followed_after_the_end(cast, client, left, renewal, again, followed):
    case = years.leader(cast, left=left, state="expired")
    if renewal:
        years.renewal(cast, renewal, designation=case)
    if again:
        newer = Designation.objects.get()
        newer.pk, newer.reference, newer.application, newer.state = None, "", None, "active"
        newer.ends_on = stage.today() + timedelta(days=900)
        newer.save()
    gone_to_brookside(cast)
    assert (case in [one for one, _school in queries.moved(stage.today())]) == followed
    client.force_login(cast.sam)
    assert client.get(case.page("move")).status_code == (200 if followed else 403)
    if not followed:
        with pytest.raises(StepNotOpen):
            actions.transfer(case, cast.brookside)


def test_whoever_holds_no_post_within_the_grace_is_asked_for_one(cast):
    case = years.leader(cast, left=-10, state="expired")
    leave(cast.sam)
    for _night in range(2):
        tasks.notice_moves()
    case.refresh_from_db()
    assert (case.is_released, letters_since()) == (False, [("designation_held_back", "Sam")])


def test_within_the_grace_a_leader_goes_with_a_school_that_became_another(cast):
    case = years.leader(cast, left=-10, state="expired")
    academy = converted(cast)
    tasks.follow_schools()
    case.refresh_from_db()
    assert (case.home_school, case.is_released) == (academy, True)


# A renewal is under way.


@pytest.mark.parametrize("state", ["open", "submitted"])
@pytest.mark.parametrize("left", [100, -10])
def test_the_former_heads_reference_is_set_aside_and_the_new_head_asked(cast, client, state, left):
    held = years.leader(cast, left=left, state="active" if left > 0 else "expired")
    case = years.renewal(cast, state, designation=held)
    gone_to_brookside(cast)
    tasks.notice_moves()
    case.refresh_from_db()
    given = [case.head, case.head_signed_on, case.head_statement, case.head_half_days, case.head_strength]
    assert (case.state, given) == (state, [None, None, "", None, ""])
    entry = Entry.objects.of(case).get(step="set_aside")
    assert (entry.by, entry.note) == (None, f"Hannah Price, {stage.today():%d/%m/%Y}")
    assert ("renewal_reference_requested", "Rob") in letters_since()
    assert "asked for the reference for your renewal as well" in Letter.objects.get(to=cast.sam).body
    assert years.STATEMENT not in "".join(Letter.objects.values_list("body", flat=True))
    client.force_login(cast.rob)
    assert client.get(case.page("refer")).status_code == 200


def test_a_link_of_the_former_head_opens_nothing_any_more(cast, client):
    held = years.leader(cast)
    case = actions.begin_renewal(held, by=cast.sam)
    token = links.token_of(Link.objects.get(purpose="renewal_reference"))
    actions.move(held, by=cast.mina, school=cast.brookside, role="deputy_head", starts_on=stage.today())
    assert client.get(f"/link/{token}/").status_code == 410
    assert not Entry.objects.of(case).filter(step="set_aside").exists()
    assert Link.objects.get(purpose="renewal_reference", closed_at=None).person == cast.rob


def test_another_post_at_the_same_school_keeps_the_reference(cast):
    case = years.renewal(cast, "submitted")
    actions.move(
        case.designation, by=cast.mina, school=cast.oakfield, role="deputy_head", starts_on=stage.today()
    )
    case.refresh_from_db()
    assert (case.head, case.head_statement) == (cast.hannah, years.STATEMENT)


def test_while_the_release_is_open_nobody_is_renewed(cast, client):
    case = years.renewal(cast, "submitted")
    Designation.objects.update(release_asked_at=timezone.now())
    client.force_login(cast.mina)
    page = client.post(case.page("renew"), {"half_days_a_term": "3", "feedback": ""})
    assert (page.status_code, b"has not confirmed the release" in page.content) == (200, True)
    assert Renewal.objects.get().state == "submitted"

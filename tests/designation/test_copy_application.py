"""Sam starts from an earlier application: what is taken over, what is not, and one press makes one."""

from datetime import timedelta

import pytest

from designation import actions
from designation.models import Application, Area
from tests import factories
from tests.designation import stage

KEPT = {"title": "Dr", "trn": "0123456", "adjustments": "Large print.", "second_name": "Ana Lopez"}


@pytest.fixture
def earlier(cast):
    """Sam's application of an earlier round, which came to nothing."""
    past = factories.RoundFactory(name="Autumn round")
    fields = {"second_email": "ana@elsewhere.example", "conflicts": "My cousin", "fte_percent": 80}
    case = stage.application(cast, "unsuccessful", round=past, **KEPT, **fields)
    stage.reference(cast, "given", application=case)
    return case


def begin(client, copy_from):
    round_ = stage.round_()
    typed = {"role_type": round_.role_types.get().pk, "copy_from": copy_from}
    return client.post(f"/designation/rounds/{round_.pk}/apply/", typed, follow=True)


def begun(cast):
    return Application.objects.get(applicant=cast.sam, round=stage.round_())


def test_it_is_offered_to_who_has_one(earlier, cast, client):
    address = f"/designation/rounds/{stage.round_().pk}/apply/"
    client.force_login(cast.sam)
    assert (
        "Start from your application of Autumn round: System leader" in client.get(address).content.decode()
    )
    client.force_login(cast.rob)
    assert "How do you want to start?" not in client.get(address).content.decode()


def test_every_part_is_taken_over_and_read_once_more(earlier, cast, client):
    client.force_login(cast.sam)
    page = begin(client, earlier.pk).content.decode()
    case = begun(cast)
    assert "Look through each part and save it once more" in page
    assert {name: getattr(case, name) for name in KEPT} == KEPT
    assert (case.fte_percent, case.travel_miles, case.phases) == (80, 25, ["primary"])
    rows = [(one.title, one.starts_on) for one in case.roles_held.all()]
    assert rows == [(one.title, one.starts_on) for one in earlier.roles_held.all()]
    assert set(case.statements.values_list("question", "text")) == set(
        earlier.statements.values_list("question", "text")
    )
    assert [(one.area.name, one.is_main, one.name) for one in case.chosen_areas.all()] == [
        ("Maths", True, ""),
        ("Science", False, ""),
    ]
    copied = set(Application.Section.values) - {"declarations", "equality"}
    assert (case.sections, case.copied_from) == (dict.fromkeys(copied, "started"), earlier)


def test_declarations_references_and_the_decision_are_not(earlier, cast, client):
    client.force_login(cast.sam)
    begin(client, earlier.pk)
    case = begun(cast)
    left = (case.declarations, case.conflicts, case.equality, case.feedback, case.references.count())
    assert left == ([], "", {}, "", 0)
    assert (case.state, case.submitted_at, case.role_name) == ("draft", None, "")


def test_an_area_no_longer_offered_is_left_out_and_said(earlier, cast, client):
    Area.objects.filter(name="Maths").update(active_to=stage.today() - timedelta(days=1))
    client.force_login(cast.sam)
    page = begin(client, earlier.pk).content.decode()
    case = begun(cast)
    assert "No longer offered, and not taken over: Maths" in page
    assert [str(one) for one in case.chosen_areas.all()] == ["Science"]
    part = client.get(f"/designation/applications/{case.pk}/parts/areas/").content.decode()
    assert "No longer offered: Maths" in part


def test_the_school_of_today_stands(earlier, cast, client):
    Application.objects.filter(pk=earlier.pk).update(
        school=cast.brookside, head_name="Rob Ellis", head_email="rob@brookside.example"
    )
    client.force_login(cast.sam)
    begin(client, earlier.pk)
    case = begun(cast)
    assert (case.school, case.head_name, case.head_email) == (cast.oakfield, "", "")


def test_pressed_twice_it_is_one_and_nothing_is_overwritten(earlier, cast, client):
    client.force_login(cast.sam)
    begin(client, earlier.pk)
    Application.objects.filter(pk=begun(cast).pk).update(title="Mx")
    begin(client, earlier.pk)
    case = begun(cast)
    assert (case.title, case.roles_held.count(), case.statements.count()) == ("Mx", 1, 5)


def test_an_empty_form_stays_empty(earlier, cast, client):
    client.force_login(cast.sam)
    begin(client, "")
    assert (begun(cast).sections, begun(cast).copied_from) == ({}, None)


def test_nobody_starts_from_somebody_elses(earlier, cast, client):
    client.force_login(cast.rob)
    round_ = stage.round_()
    typed = {"role_type": round_.role_types.get().pk, "copy_from": earlier.pk}
    client.post(f"/designation/rounds/{round_.pk}/apply/", typed)
    made = Application.objects.get(applicant=cast.rob)
    assert (made.copied_from, made.sections) == (None, {})
    made.delete()
    made = actions.apply(round_, round_.role_types.get(), by=cast.rob, copy_from=earlier)
    assert (made.copied_from, made.sections) == (None, {})

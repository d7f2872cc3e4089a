"""Sam asks for another term: from a year before the end until the grace is over, once; the head is asked at once."""

from datetime import timedelta

import pytest

from casework.models import Letter
from designation import actions
from designation.models import Designation, Renewal
from designation.terms import grace_ends_on, runway
from tests.designation import years
from tests.factories import AreaFactory


def press(client, case):
    page = client.get(case.page("begin_renewal"))
    if page.status_code != 200:
        return page
    key = page.context["form"].initial.get("one_time_key") or page.context["form"]["one_time_key"].value()
    return client.post(case.page("begin_renewal"), {"one_time_key": key})


def test_sam_begins_with_what_is_held_and_hannah_is_asked(cast, client):
    case = years.leader(cast, half_days_a_term=9)
    client.force_login(cast.sam)
    renewal_url = press(client, case)["Location"]
    made = Renewal.objects.get()
    assert (renewal_url, made.half_days_a_term) == (made.get_absolute_url(), 9)
    assert list(made.areas.all()) == list(case.areas.all())
    letter = Letter.objects.get()
    assert (letter.to, letter.name) == (cast.hannah, "designation/renewal_reference_requested")
    assert letter.link.doors == ["designation:renewal-refer"]


def test_pressed_twice_it_is_one(cast, client):
    case = years.leader(cast)
    client.force_login(cast.sam)
    key = client.get(case.page("begin_renewal")).context["form"]["one_time_key"].value()
    answers = [client.post(case.page("begin_renewal"), {"one_time_key": key}) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [Renewal.objects.get().get_absolute_url()] * 2


def test_a_second_form_says_that_one_is_under_way(cast, client):
    case = years.leader(cast)
    client.force_login(cast.sam)
    stale = client.get(case.page("begin_renewal")).context["form"]["one_time_key"].value()
    press(client, case)
    page = client.post(case.page("begin_renewal"), {"one_time_key": stale})
    assert (page.status_code, b"once." in page.content, Renewal.objects.count()) == (200, True, 1)


@pytest.mark.parametrize("name", ["hannah", "mina", "olga", "rob"])
def test_nobody_begins_for_sam(cast, client, name):
    case = years.leader(cast)
    client.force_login(getattr(cast, name))
    seen = {
        client.get(case.page("begin_renewal")).status_code,
        client.post(case.page("begin_renewal")).status_code,
    }
    assert seen <= {403, 404}


@pytest.mark.parametrize("state", Designation.State.values)
def test_from_these_states_only(cast, state):
    case = years.leader(cast, state=state)
    if state in ("active", "expired"):
        actions.begin_renewal(case, by=cast.sam)
        return
    with pytest.raises(actions.TooEarlyOrLate):
        actions.begin_renewal(case, by=cast.sam)


@pytest.mark.parametrize(
    ("edge", "days", "may"), [("first", -1, False), ("first", 0, True), ("last", 0, True), ("last", 1, False)]
)
def test_the_runway_and_the_grace_have_their_days(cast, edge, days, may, monkeypatch):
    case = years.leader(cast, left=30)
    day = runway(case.ends_on)[0] if edge == "first" else grace_ends_on(case.ends_on)
    monkeypatch.setattr("designation.rules.years.timezone.localdate", lambda *_: day + timedelta(days=days))
    assert cast.sam.has_perm("designation.begin_renewal", case) is may


@pytest.mark.parametrize(("state", "may"), [(state, state == "withdrawn") for state in Renewal.State.values])
def test_after_an_earlier_one(cast, state, may):
    case = years.renewal(cast, state).designation
    if state in ("renewed", "lapsed"):  # renewed the end has moved away; lapsed the grace is over
        return
    assert cast.sam.has_perm("designation.begin_renewal", case) is may


def test_a_retired_area_is_not_carried_on(cast):
    case = years.leader(cast)
    gone = AreaFactory(name="Latin", active_to=years.today() - timedelta(days=1))
    case.areas.add(gone)
    made = actions.begin_renewal(case, by=cast.sam)
    assert [str(area) for area in made.areas.all()] == ["Maths"]

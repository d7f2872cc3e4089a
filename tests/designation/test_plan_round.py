"""Mina plans a round, copies one, changes it, seats the panel and gives Sam more time; nobody else may."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import Entry, Letter
from designation import actions
from designation.models import Extension, PanelSeat, Round
from tests import factories
from tests.designation import stage

LONDON = ZoneInfo("Europe/London")
ONLY_MANAGERS = ("round-change", "round-extend", "round-seat")


def typed(role_type, **changes) -> dict:
    """Return what a manager types into the form of a round."""
    days = {"opens_on": (1, 2, 2027), "closes_on": (26, 2, 2027), "interviews_from": (15, 3, 2027)}
    days |= {"interviews_to": (19, 3, 2027), "scores_by": (8, 3, 2027), "training_on": (20, 4, 2027)}
    boxes = {
        f"{name}_{part}": str(value)
        for name, day in days.items()
        for part, value in zip(("day", "month", "year"), day, strict=True)
    }
    texts = {"name": "Round of 2027", "name_cy": "Rownd 2027", "public_text": "We look for maths."}
    clock = {
        "opens_time": "9",
        "closes_time": "12:00",
        "one_time_key": "6b1a0c0e-1f6e-4f6a-9d52-0a8f1c9f2b11",
    }
    return boxes | texts | clock | {"role_types": [role_type.pk]} | changes


@pytest.fixture
def role_type():
    return factories.RoleTypeFactory()


@pytest.fixture
def mina(cast, client):
    client.force_login(cast.mina)
    return cast.mina


def problems(response) -> dict:
    return response.context["form"].errors.get_json_data()


def test_a_round_opens_and_closes_by_londons_clock(mina, client, role_type):
    response = client.post(reverse("designation:round-new"), typed(role_type))
    made = Round.objects.get(name="Round of 2027")
    assert response.headers["Location"] == made.get_absolute_url()
    assert (made.opens_at, made.closes_at, list(made.role_types.all())) == (
        datetime(2027, 2, 1, 9, tzinfo=LONDON),
        datetime(2027, 2, 26, 12, tzinfo=LONDON),
        [role_type],
    )


def test_pressed_twice_it_is_one_round(mina, client, role_type):
    for _press in range(2):
        client.post(reverse("designation:round-new"), typed(role_type))
    assert Round.objects.filter(name="Round of 2027").count() == 1


@pytest.mark.parametrize(
    ("changes", "where", "says"),
    [
        ({"closes_on_year": "2026"}, "closes_on", "The round must close after it opens"),
        ({"closes_time": "half past"}, "closes_time", "Enter a time, like 2pm or 14:30"),
        ({"interviews_to_day": "1"}, "interviews_to", "Interviews must end on or after the day they begin"),
        ({"interviews_from_month": "2"}, "interviews_from", "Interviews must begin after the round closes"),
        (
            {"closes_on_day": "28", "closes_on_month": "3", "closes_time": "1:30am"},
            "closes_time",
            "The clocks go forward that night, and this time does not exist. Choose another",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_the_question(mina, client, role_type, changes, where, says):
    response = client.post(reverse("designation:round-new"), typed(role_type, **changes))
    assert [one["message"] for one in problems(response)[where]] == [says]
    assert not Round.objects.filter(name="Round of 2027").exists()


def test_a_round_like_an_earlier_one_keeps_its_panel_and_asks_for_new_dates(cast, mina, client, role_type):
    earlier = factories.RoundFactory(role_types=[role_type], public_text="Come and lead.")
    seat = factories.PanelSeatFactory(round=earlier, person=cast.rob, is_alliance_head=True)
    PanelSeat.objects.filter(pk=seat.pk).update(declared_at=timezone.now())
    address = f"{reverse('designation:round-new')}?copy={earlier.pk}"
    form = client.get(address).context["form"]
    assert (form.initial["public_text"], form.initial["role_types"], form.initial["name"]) == (
        "Come and lead.", [role_type.pk], "",
    )  # fmt: skip
    client.post(address, typed(role_type))
    seats = Round.objects.get(name="Round of 2027").seats
    assert list(seats.values_list("person", "is_alliance_head", "declared_at")) == [(cast.rob.pk, True, None)]


def test_an_open_round_never_closes_earlier_than_it_said(cast, mina):
    round_ = stage.round_()
    with pytest.raises(actions.EarlierThanPromised):
        actions.change_round(round_, {"closes_at": round_.closes_at - timedelta(minutes=1)}, by=mina)


def test_everybody_with_a_draft_is_told_that_a_round_closes_later(cast, mina):
    draft = stage.draft(cast)
    Letter.objects.all().delete()
    later = draft.round.closes_at + timedelta(days=2)
    actions.change_round(draft.round, {"closes_at": later}, by=mina)
    assert list(Letter.objects.values_list("name", "to")) == [("designation/round_extended", cast.sam.pk)]
    actions.change_round(draft.round, {"name": "Renamed"}, by=mina)
    assert Letter.objects.count() == 1


def give_more_time(client, cast, round_, until, **changes):
    boxes = {"until_on_day": until.day, "until_on_month": until.month, "until_on_year": until.year}
    answers = {"person_words": cast.sam.email, "until_time": "17:00", "reason": "In hospital", **boxes}
    return client.post(reverse("designation:round-extend", args=[round_.pk]), answers | changes)


def test_sam_gets_more_time_and_is_told(cast, mina, client):
    draft = stage.draft(cast)
    until = timezone.localtime(draft.round.closes_at).date() + timedelta(days=3)
    give_more_time(client, cast, draft.round, until)
    extension = Extension.objects.get()
    assert (extension.person, extension.granted_by, draft.deadline) == (cast.sam, mina, extension.until)
    assert timezone.localtime(extension.until).strftime("%H:%M") == "17:00"
    entry = Entry.objects.of(draft).get(step="extend")
    assert (entry.by, entry.note, entry.note_is_private) == (mina, "In hospital", True)
    letter = Letter.objects.latest("pk")
    assert (letter.name, letter.to, "In hospital" in letter.body) == (
        "designation/deadline_extended", cast.sam, False,
    )  # fmt: skip


def test_more_time_must_be_more_time(cast, mina, client):
    round_ = stage.round_()
    response = give_more_time(client, cast, round_, timezone.localdate())
    assert [one["message"][:47] for one in problems(response)["__all__"]] == [
        "Choose a time that lies ahead and after the rou"
    ]
    assert not Extension.objects.exists()


def test_more_time_once_granted_is_not_taken_back(cast, mina, client):
    round_ = stage.round_()
    granted = stage.extend(cast.sam, days=10)
    response = give_more_time(client, cast, round_, timezone.localtime(granted.until) - timedelta(days=8))
    assert [one["message"][:38] for one in problems(response)["__all__"]] == [
        "Sam Okoro was told that they have unti"
    ]
    assert Extension.objects.get().until == granted.until


def test_sam_may_begin_after_the_round_closed_for_others(cast, client):
    closed = factories.RoundFactory(closes_at=timezone.now() - timedelta(hours=1))
    actions.extend(closed, cast.sam, by=cast.mina, until=timezone.now() + timedelta(days=1), reason="Ill")
    shown = {}
    for name in ("sam", "olga"):
        client.force_login(getattr(cast, name))
        shown[name] = client.get(closed.get_absolute_url()).context["is_open"]
    assert shown == {"sam": True, "olga": False}


def test_a_member_joins_the_panel_is_told_and_may_leave_before_scoring(cast, mina, client):
    round_ = stage.round_()
    address = reverse("designation:round-seat", args=[round_.pk])
    client.post(address, {"person_words": cast.rob.email, "is_alliance_head": "yes"})
    seat = round_.seats.get()
    letters = Letter.objects.filter(name="designation/panel_seated")
    assert (seat.person, seat.is_alliance_head, letters.get().to) == (cast.rob, True, cast.rob)
    response = client.post(unseat_page(seat), follow=True)
    assert "Rob Ellis is no longer on the panel." in response.content.decode()
    assert not round_.seats.exists()


def unseat_page(seat) -> str:
    return reverse("designation:round-unseat", args=[seat.round_id, seat.pk])


def test_what_it_does_to_take_a_member_off_the_panel_is_read_first(cast, mina, client):
    case = stage.invited(cast)
    stage.interview(case, stage.slot(cast))
    factories.ScoreFactory(application=case, assessor=cast.rob, stage="interview", submitted_at=None)
    seat = PanelSeat.objects.get(person=cast.rob)
    address = unseat_page(seat)
    panel = client.get(reverse("designation:round-panel", args=[seat.round_id])).content.decode()
    assert f'<a href="{address}">Take off the panel' in panel
    response = client.get(address)
    page, shown = response.content.decode(), response.context["drafts"]
    said = ["1 sheet that they have begun", "Sam Okoro, ", "Too small a panel is left"]
    assert [one for one in said if one not in page] == []
    assert (PanelSeat.objects.count(), Letter.objects.count()) == (2, 0)
    client.post(address)
    sent = Letter.objects.order_by("pk")
    read = [(one.name, one.to, one.subject, one.plain) for one in shown]
    assert read == [(one.name, one.to, one.subject, one.plain) for one in sent]
    assert [one.name for one in sent] == ["designation/panel_cancelled", "designation/panel_unfit"]
    assert not PanelSeat.objects.filter(pk=seat.pk).exists()


def test_a_member_with_nothing_ahead_leaves_without_a_letter(cast, mina, client):
    page = client.get(unseat_page(stage.seat(cast.rob))).content.decode()
    assert "They have no interview ahead. Nobody is written to" in page
    assert "sent in is deleted" not in page


def test_the_page_says_why_whoever_sent_in_scores_stays(cast, mina, client):
    seat, case = stage.seat(cast.rob), stage.application(cast)
    factories.ScoreFactory(application=case, assessor=cast.rob, submitted_at=timezone.now())
    response = client.post(unseat_page(seat))
    assert [one["message"] for one in problems(response)["__all__"]] == [
        "Rob Ellis has sent in scores for this round and stays on its panel."
    ]


def test_the_page_before_unseating_costs_the_same_for_many_interviews(
    cast, mina, client, django_assert_max_num_queries
):
    for number in range(5):
        case = stage.invited(cast, applicant=factories.PersonFactory())
        stage.interview(case, stage.slot(cast, days=31 + number))
    address = unseat_page(PanelSeat.objects.get(person=cast.rob))
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)


def test_whoever_sent_in_scores_stays_on_the_panel(cast, mina):
    seat, case = stage.seat(cast.rob), stage.application(cast)
    factories.ScoreFactory(application=case, assessor=cast.rob, submitted_at=timezone.now())
    with pytest.raises(actions.SeatInUse):
        actions.unseat(seat, by=mina)
    assert PanelSeat.objects.filter(pk=seat.pk).exists()


def test_only_managers_keep_rounds(cast, client):
    round_ = stage.round_()
    addresses = [reverse(f"designation:{name}", args=[round_.pk]) for name in ONLY_MANAGERS]
    for name in ("sam", "rob", "hannah", "olga", "fay"):
        client.force_login(getattr(cast, name))
        found = [
            client.get(address).status_code for address in [reverse("designation:round-new"), *addresses]
        ]
        assert found == [403, 403, 403, 403], name

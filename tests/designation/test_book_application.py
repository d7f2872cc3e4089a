"""Sam chooses a time for the interview: the seven questions, by link, again until two days before, never twice one."""

from datetime import UTC, timedelta

import pytest

from casework import links
from casework.models import Entry, Letter
from designation import actions
from designation.models import Application, Conflict, Interview, Slot
from directory.calendar import add_working_days
from tests.designation import stage
from tests.designation.calendars import entries
from tests.seven import SevenQuestions

BOOKED = {
    "sam": ["designation/interview_booked"],
    "rob": ["designation/panel_invited"],
    "dai": ["designation/panel_invited"],
}


class TestBook(SevenQuestions):
    model, step, actor = Application, "book", "sam"
    others = ("olga", "hannah", "mina", "rob")
    told = BOOKED

    def make(self, cast, state=None):
        Slot.objects.all().delete()
        stage.slot(cast)
        return stage.invited(cast) if state in (None, "invited") else stage.application(cast, state)

    def answer_for(self, case, cast):
        return {"slot": Slot.objects.get().pk}

    def check(self, case, cast):
        held = case.interview
        assert (held.at, held.place, set(held.panel.all())) == (
            stage.at(),
            "Oakfield, the library",
            {cast.rob, cast.dai},
        )
        assert Slot.objects.get().taken_by == case


def book(client, case, slot) -> str:
    """Choose a slot as whoever is signed in; return the page when it is refused."""
    response = client.post(case.page("book"), {"slot": slot.pk})
    return response.content.decode() if response.status_code == 200 else ""


def test_the_link_of_the_invitation_books_without_signing_in(cast, client):
    slot, case = stage.slot(cast), stage.application(cast, "shortlisted")
    actions.invite(case, by=cast.mina)
    url = links.url_of(Letter.objects.get(name="designation/booking_requested").link)
    path = url.partition("//")[2].partition("/")[2]
    page = client.get(f"/{path}").content.decode()
    assert ("2.30pm" in page, Interview.objects.count()) == (True, 0)  # opening it does nothing
    assert client.post(f"/{path}application-book/", {"slot": slot.pk}).status_code == 302
    entry = Entry.objects.of(case).get(step="book")
    assert (entry.by, entry.channel, Slot.objects.get().taken_by) == (cast.sam, "link", case)


def test_another_time_is_chosen_by_the_link_of_the_confirmation_and_the_first_comes_free(cast, client):
    first, second, case = stage.slot(cast), stage.slot(cast, "16:00"), stage.invited(cast)
    actions.book(case, by=cast.sam, slot=first)
    url = links.url_of(Letter.objects.get(name="designation/interview_booked").link)
    path = url.partition("//")[2].partition("/")[2]
    assert client.post(f"/{path}application-book/", {"slot": second.pk}).status_code == 302
    taken = {slot.at: slot.taken_by for slot in Slot.objects.all()}
    assert taken == {first.at: None, second.at: case}
    assert Interview.objects.get().at == second.at
    sent = entries("interview_booked")
    assert [(one.uid == sent[0].uid, one.sequence, one.method) for one in sent] == [
        (True, 0, "REQUEST"),
        (True, 1, "REQUEST"),
    ]


def test_who_sits_in_the_first_alone_is_let_go_and_their_calendar_too(cast, client):
    first, second, case = stage.slot(cast), stage.slot(cast, "16:00"), stage.invited(cast)
    stage.seat(cast.fay)
    second.panel.set([cast.rob, cast.fay])
    actions.book(case, by=cast.sam, slot=first)
    actions.book(case, by=cast.sam, slot=second)
    gone = entries("panel_cancelled")
    assert [(one.to, one.sequence, one.method, one.status) for one in gone] == [
        (cast.dai.email, 1, "CANCEL", "CANCELLED")
    ]
    assert "2.30pm" in Letter.objects.get(name="designation/panel_cancelled").subject
    assert [(one.to, one.sequence) for one in entries("panel_invited")] == [
        (one.email, sequence) for sequence, panel in enumerate([first, second]) for one in panel.panel.all()
    ]


def test_choosing_the_time_one_has_changes_and_tells_nothing(cast, client):
    slot, case = stage.slot(cast), stage.invited(cast)
    client.force_login(cast.sam)
    assert [book(client, case, slot), book(client, case, slot)] == ["", ""]
    assert (Letter.objects.filter(to=cast.sam).count(), Interview.objects.get().sequence) == (1, 0)


def test_a_time_taken_meanwhile_reads_so_and_the_others_are_offered(cast, client):
    slot, other, case = stage.slot(cast), stage.slot(cast, "16:00"), stage.invited(cast)
    rival = stage.invited(cast, applicant=cast.olga, school=cast.brookside)
    stage.interview(rival, slot)
    client.force_login(cast.sam)
    page = book(client, case, slot)
    assert "This time is no longer free. Choose another one." in page
    assert (f'value="{slot.pk}"' in page, f'value="{other.pk}"' in page) == (False, True)
    with pytest.raises(actions.SlotTaken):
        actions.book(case, by=cast.sam, slot=slot)
    assert Slot.objects.get(pk=slot.pk).taken_by == rival


def test_a_lost_race_leaves_the_time_one_had(cast):
    mine, wanted, case = stage.slot(cast), stage.slot(cast, "16:00"), stage.invited(cast)
    rival = stage.invited(cast, applicant=cast.olga, school=cast.brookside)
    actions.book(case, by=cast.sam, slot=mine)
    stage.interview(rival, wanted)
    with pytest.raises(actions.SlotTaken):
        actions.book(case, by=cast.sam, slot=wanted)
    assert {one.pk: one.taken_by for one in Slot.objects.all()} == {mine.pk: case, wanted.pk: rival}
    assert Interview.objects.get(application=case).at == mine.at


@pytest.mark.parametrize("why", ["conflict", "today", "left", "taken", "another round"])
def test_only_a_time_whose_panel_may_see_them_is_offered(cast, client, why):
    fine, case = stage.slot(cast, "16:00"), stage.invited(cast)
    stage.seat(cast.fay)
    bad = stage.slot(cast, panel=[cast.rob, cast.fay])
    if why == "conflict":
        Conflict.objects.create(application=case, member=cast.fay, kind="family")
    elif why == "today":
        Slot.objects.filter(pk=bad.pk).update(at=stage.at("23:59", 0))
    elif why == "left":
        case.round.seats.filter(person=cast.fay).delete()
    elif why == "taken":
        stage.interview(stage.invited(cast, applicant=cast.olga, school=cast.brookside), bad)
    else:
        Slot.objects.filter(pk=bad.pk).update(round=stage.factories.RoundFactory(name="Another round"))
    client.force_login(cast.sam)
    page = client.get(case.page("book")).content.decode()
    assert (f'value="{fine.pk}"' in page, f'value="{bad.pk}"' in page) == (True, False)
    assert "no longer free" in book(client, case, bad)


@pytest.mark.parametrize(("working_days", "may"), [(2, True), (1, False)])
def test_another_time_can_be_chosen_until_two_working_days_before(cast, client, working_days, may):
    held = stage.slot(cast)
    other, case = stage.slot(cast, "16:00"), stage.invited(cast)
    day = add_working_days(add_working_days(stage.today(), 0), working_days)
    if add_working_days(day, -2) == stage.today() or not may:
        Slot.objects.filter(pk=held.pk).update(at=stage.at("10:00", (day - stage.today()).days))
    held.refresh_from_db()
    stage.interview(case, held)
    client.force_login(cast.sam)
    page = client.get(case.page("book")).content.decode()
    assert (f'value="{other.pk}"' in page, "too soon" in page) == (may, False)
    answer = book(client, case, other)
    assert ("too soon to choose another time here" in answer) == (not may)
    assert Interview.objects.get().at == (other.at if may else held.at)


def test_where_nothing_is_free_the_page_says_so_and_the_manager_is_asked_for_times(cast, client):
    stage.panel(cast)
    case = stage.invited(cast)
    client.force_login(cast.sam)
    page = client.get(case.page("book")).content.decode()
    assert ("No time is free at the moment" in page, 'name="slot"' in page) == (True, False)
    client.force_login(cast.mina)
    assert "Add interview times: 1 applicant waits to choose one" in client.get("/").content.decode()


def test_the_applicant_reads_until_when_they_may_change(cast, client):
    slot, case = stage.slot(cast), stage.invited(cast)
    stage.interview(case, slot)
    client.force_login(cast.sam)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("You can choose another time until" in page, "Rob Ellis" in page) == (True, True)


def test_half_past_two_is_half_past_two_in_summer_and_winter(cast):
    for day, utc in [("2027-03-26", 14), ("2027-03-29", 13), ("2027-10-29", 13), ("2027-11-01", 14)]:
        slot = stage.slot(cast)
        at = stage.timezone.make_aware(stage.datetime.fromisoformat(f"{day}T14:30"))
        assert at.astimezone(UTC).hour == utc
        slot.delete()
    assert timedelta(minutes=45) == stage.slot(cast).ends_at - stage.at()


def test_once_it_is_too_late_the_page_of_the_application_says_what_to_do_instead(cast, client):
    case = stage.invited(cast)
    stage.interview(case, stage.slot(cast, "00:00", -1))
    client.force_login(cast.sam)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("You can choose another time" in page, "If you cannot come, write to" in page) == (False, True)

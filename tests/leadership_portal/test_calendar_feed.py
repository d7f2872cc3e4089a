"""Visits in a person's own calendar: Sam and Rob subscribe once, and their calendars follow what becomes of a visit."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from icalendar import Calendar

from casework.models import Letter
from deployments import actions
from deployments.models import CalendarFeed, Visit
from directory.models import Person
from tests import factories
from tests.deployments import stage

pytestmark = pytest.mark.every_database

PAGE = "/profile/calendar/"


def feed_of(person) -> str:
    """Return the path at which a person's calendar is read."""
    return f"/calendar/{actions.renew_feed(person).token}.ics"


def events(client, path) -> list:
    client.logout()
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_a_person_makes_renews_and_closes_the_address(cast, client, settings):
    client.force_login(cast.sam)
    seen = []
    for _turn in range(2):
        assert client.post(PAGE, {"do": "renew"}).status_code == 302
        [feed] = CalendarFeed.objects.all()
        seen.append(f"/calendar/{feed.token}.ics")
        assert f'value="{settings.SITE_URL}{seen[-1]}"' in client.get(PAGE).content.decode()
    assert [client.get(path).status_code for path in seen] == [404, 200]
    client.post(PAGE, {"do": "close"})
    assert [client.get(path).status_code for path in seen] == [404, 404]
    assert "Make the address" in client.get(PAGE).content.decode()


def test_nothing_is_made_by_looking_or_by_sending_nothing(cast, client):
    client.force_login(cast.sam)
    client.get(PAGE)
    client.post(PAGE)
    assert CalendarFeed.objects.count() == 0


def test_the_token_is_long_and_not_kept(cast):
    feed = actions.renew_feed(cast.sam)
    kept = CalendarFeed.objects.values_list("salt", "token_hash").get()
    assert (len(feed.token), feed.token in kept) == (64, False)


@pytest.mark.parametrize("token", ["0" * 64, "x", "0" * 400])
def test_an_unknown_address_is_not_there(db, client, token):
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_who_may_not_sign_in_any_more_reads_nothing(cast, client):
    path = feed_of(cast.sam)
    Person.objects.filter(pk=cast.sam.pk).update(is_active=False)
    assert client.get(path).status_code == 404


def test_after_a_change_of_the_secret_key_a_new_address_is_offered(cast, client, settings):
    feed_of(cast.sam)
    settings.SECRET_KEY = "y" * 60
    client.force_login(cast.sam)
    assert "Make the address" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("name", "shown"), [("sam", 1), ("rob", 1), ("hannah", 0), ("olga", 0), ("mina", 0), ("dai", 0)]
)
def test_the_leader_and_the_school_visited_have_it(cast, client, name, shown):
    stage.visit(cast, on=stage.school_day(3))
    assert len(events(client, feed_of(getattr(cast, name)))) == shown


def test_who_left_the_post_reads_nothing_from_the_next_look(cast, client):
    stage.visit(cast, on=stage.school_day(3))
    path = feed_of(cast.rob)
    type(cast.rob.posts.get()).objects.filter(person=cast.rob).update(
        ends_on=stage.today() - timedelta(days=1)
    )
    Visit.objects.get().deployment.request.__class__.objects.update(contact=cast.olga, contact_named=True)
    assert events(client, path) == []


@pytest.mark.parametrize(
    ("state", "of", "status", "sequence"),
    [
        ("planned", "agreed", "CONFIRMED", 0),
        ("planned", "active", "CONFIRMED", 0),
        ("planned", "proposed", "TENTATIVE", 0),
        ("planned", "paused", "TENTATIVE", 0),
        ("held", "active", "CONFIRMED", 0),
        ("acknowledged", "active", "CONFIRMED", 0),
        ("not_held", "active", "CANCELLED", 1),
        ("planned", "refused", "CANCELLED", 1),
        ("planned", "lapsed", "CANCELLED", 1),
        ("planned", "cancelled", "CANCELLED", 1),
        ("planned", "withdrawn", "CANCELLED", 1),
        ("planned", "stopped", "CANCELLED", 1),
    ],
)
def test_how_sure_a_visit_is(cast, client, state, of, status, sequence):
    visit = stage.visit(cast, state, of=stage.deployment(cast, of))
    [event] = [one for one in events(client, feed_of(cast.sam)) if one["UID"].startswith(visit.reference)]
    assert (event["STATUS"], event["SEQUENCE"], event["CLASS"]) == (status, sequence, "PRIVATE")


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("proposed", ["TENTATIVE"]),
        ("refused", ["CANCELLED"]),
        ("lapsed", ["CANCELLED"]),
        ("cancelled", ["CANCELLED"]),
        ("agreed", []),
    ],
)
@pytest.mark.parametrize("name", ["sam", "rob"])
def test_the_dates_of_a_proposal_stand_in_it_while_it_waits(cast, client, state, status, name):
    case = stage.deployment(cast, state)
    found = events(client, feed_of(getattr(cast, name)))
    assert [event["STATUS"] for event in found] == status
    for event in found:
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (case.starts_on, case.ends_on + timedelta(days=1))
        assert (event["UID"].split("@")[0], event["TRANSP"]) == (case.reference, "TRANSPARENT")


@pytest.mark.parametrize("name", ["hannah", "olga", "mina", "dai"])
def test_nobody_else_has_the_dates_of_a_proposal(cast, client, name):
    stage.deployment(cast)
    assert events(client, feed_of(getattr(cast, name))) == []


def test_a_school_that_is_asked_last_does_not_read_of_it_before(cast, client):
    case = stage.deployment(cast, school_last=True)
    case.consents.filter(party="receiving_head").update(decision="later")
    assert events(client, feed_of(cast.rob)) == []
    assert len(events(client, feed_of(cast.sam))) == 1


@pytest.mark.parametrize("state", ["proposed", "refused"])
def test_who_left_the_post_reads_no_proposal_from_the_next_look_and_who_came_does(cast, client, state):
    stage.deployment(cast, state)
    path, yesterday = feed_of(cast.rob), stage.today() - timedelta(days=1)
    assert len(events(client, path)) == 1
    cast.rob.posts.update(ends_on=yesterday)
    factories.PostFactory(person=cast.olga, school=cast.brookside, starts_on=stage.today())
    assert (events(client, path), len(events(client, feed_of(cast.olga)))) == ([], 1)


@pytest.mark.parametrize(("days_left", "shown"), [(0, 1), (-1, 0)])
def test_a_delegate_has_the_dates_of_a_proposal_while_the_delegation_lasts(cast, client, days_left, shown):
    stage.deployment(cast)
    deputy, last = factories.PersonFactory(), stage.today() + timedelta(days=days_left)
    factories.DelegationFactory(post=cast.rob.posts.get(), delegate=deputy, ends_on=last)
    assert len(events(client, feed_of(deputy))) == shown


@pytest.mark.parametrize(("asked_as", "name"), [("head", "rob"), ("chair", "olga")])
def test_the_dates_of_a_proposal_are_for_the_post_that_is_asked(cast, client, asked_as, name):
    case = stage.deployment(cast)
    factories.PostFactory(person=cast.olga, school=cast.brookside, role="chair_of_governors")
    asked = getattr(cast, name)
    case.consents.filter(party="receiving_head").update(asked_as=asked_as, asked_of=asked)
    found = [one for one in (cast.rob, cast.olga) if events(client, feed_of(one))]
    assert found == [asked]


def test_it_is_the_visit_of_the_letter(cast, client):
    case = stage.deployment(cast, "agreed")
    actions.plan(case, by=cast.sam, on=stage.school_day(3), morning=True, afternoon=False)
    [letter] = [one for one in Letter.objects.filter(to=cast.rob) if one.calendar]
    [sent] = Calendar.from_ical(letter.calendar).walk("VEVENT")
    [read] = events(client, feed_of(cast.rob))
    for name in ("UID", "SUMMARY", "SEQUENCE", "STATUS", "LOCATION", "URL"):
        assert str(sent[name]) == str(read[name]), name
    assert [sent[name].dt for name in ("DTSTART", "DTEND")] == [
        read[name].dt for name in ("DTSTART", "DTEND")
    ]


def test_nothing_confidential_stands_in_it(cast, client):
    stage.visit(cast, "not_held", missed_because="Sam was taken ill")
    body = client.get(feed_of(cast.rob)).content.decode()
    words = ("ill", "Phonics results fell", "Ann Reed", "One lesson structure", cast.sam.email)
    assert [word for word in words if word in body] == []


def test_it_speaks_the_reader_s_language(cast, client):
    visit = stage.visit(cast)
    Person.objects.filter(pk=cast.rob.pk).update(language="cy")
    [event] = events(client, feed_of(cast.rob))
    with translation.override("cy"):
        assert event["SUMMARY"] == str(visit.deployment)
    assert event["SUMMARY"] != str(visit.deployment)


def test_visits_of_last_year_are_left_out(cast, client):
    of = stage.deployment(cast, "active")
    stage.visit(cast, "held", of=of, on=stage.today() - timedelta(days=91))
    kept = stage.visit(cast, "held", of=of, on=stage.today() - timedelta(days=90))
    assert [event["UID"].split("@")[0] for event in events(client, feed_of(cast.sam))] == [kept.reference]


def test_one_visit_or_thirty_are_read_with_as_many_questions(cast, client):
    path, counts = feed_of(cast.rob), []
    for rows in (1, 30):
        case = stage.deployment(
            cast, "active", designation=stage.leader(factories.PersonFactory(), cast.oakfield)
        )
        for after in range(rows):
            stage.visit(cast, of=case, on=stage.today() + timedelta(days=after))
        client.logout()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).content.count(b"BEGIN:VEVENT") >= rows
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 6


def test_who_asks_too_often_waits(cast, client):
    path = feed_of(cast.sam)
    answers = [client.get(path).status_code for _turn in range(61)]
    assert (answers[:60], answers[60]) == ([200] * 60, 429)
    assert client.get(feed_of(cast.rob)).status_code == 200
    cache.clear()
    assert client.get(path).status_code == 200


def test_who_tries_address_after_address_waits_and_others_do_not(cast, client):
    path = feed_of(cast.sam)
    answers = [client.get(f"/calendar/{turn:064x}.ics").status_code for turn in range(61)]
    assert (answers[:60], answers[60], client.get(path).status_code) == ([404] * 60, 429, 200)

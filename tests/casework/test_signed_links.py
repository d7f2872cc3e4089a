"""Signed links: one case, one person, one purpose; opening changes nothing; dead ones say so and offer a new one."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from casework import letters, links
from casework.models import Entry, Letter, Link
from leadership_portal.logs import HideTokens
from tests.factories import ReferenceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]
DOORS = ["designation:reference-give", "designation:reference-decline"]


@pytest.fixture
def reference(cast):
    return ReferenceFactory(
        referee=cast.hannah, application__applicant=cast.sam, application__school=cast.oakfield
    )


@pytest.fixture
def link(reference, cast):
    return links.issue(reference, cast.hannah, "reference", DOORS)


def address(link: Link) -> str:
    return links.url_of(link).removeprefix("http://127.0.0.1:8000")


def test_only_the_hash_of_the_token_is_kept(link):
    token = links.token_of(link)
    kept = [str(value) for value in Link.objects.values().get(pk=link.pk).values()]
    assert len(token) == 64
    assert token not in kept
    assert links.find(token) == link


@pytest.mark.parametrize("verb", ["get", "head"])
def test_opening_a_link_changes_nothing(client, link, verb):
    before = [list(Entry.objects.values()), list(Link.objects.values()), list(Letter.objects.values())]
    for _ in range(3):
        assert getattr(client, verb)(address(link)).status_code == 200
    assert before == [
        list(Entry.objects.values()),
        list(Link.objects.values()),
        list(Letter.objects.values()),
    ]


def test_a_link_signs_nobody_in(client, link):
    client.get(address(link))
    assert client.get("/designation/").status_code in (302, 404)
    assert "_auth_user_id" not in client.session


def test_its_page_is_kept_out_of_caches_and_search_engines(client, link):
    response = client.get(address(link))
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex, nofollow", "same-origin")


def test_a_tampered_link_says_so_clearly(client, link):
    token = links.token_of(link)
    response = client.get(f"/link/{token[:-1]}{'0' if token[-1] != '0' else '1'}/")
    assert response.status_code == 410
    assert "This link does not work" in response.content.decode()


def test_an_expired_link_offers_a_new_one_to_the_same_address(client, link, cast):
    with freeze_time(link.expires_at + timedelta(seconds=1)):
        response = client.get(address(link))
        assert response.status_code == 410
        assert "This link has expired" in response.content.decode()
        client.post(f"{address(link)}new/")
        client.post(f"{address(link)}new/")
        renewed = Letter.objects.get(name="casework/link_renewed")
        assert (renewed.to, renewed.link.doors) == (cast.hannah, DOORS)
        assert client.get(address(renewed.link)).status_code == 200


def test_a_link_works_to_its_last_moment(client, link):
    with freeze_time(link.expires_at - timedelta(seconds=1)):
        assert client.get(address(link)).status_code == 200


def test_a_newer_link_kills_the_older(client, link, reference, cast):
    newer = links.issue(reference, cast.hannah, "reference", DOORS)
    assert [client.get(address(link)).status_code, client.get(address(newer)).status_code] == [410, 200]


def test_a_link_dies_with_its_person(client, link, cast):
    cast.hannah.is_active = False
    cast.hannah.save()
    assert client.get(address(link)).status_code == 410


def test_a_link_opens_its_own_doors_and_no_other(client, link):
    assert client.get(f"{address(link)}reference-give/").status_code == 200
    assert client.get(f"{address(link)}reference-correct/").status_code == 404


def test_a_link_still_works_after_the_secret_key_was_changed_while_its_letter_waited(client, link, settings):
    settings.SECRET_KEY = "another-key-that-is-long-enough-to-be-taken-seriously-by-the-checks"
    assert client.get(address(link)).status_code == 200


def test_the_same_letter_sent_twice_carries_the_same_link(reference, cast):
    letter = letters.post("casework/link_renewed", cast.hannah, reference, doors=DOORS, purpose="reference")
    assert letters.texts_of(letter, reveal=True) == letters.texts_of(letter, reveal=True)
    assert links.url_of(letter.link) in letters.texts_of(letter, reveal=True)[0]


def test_a_letter_as_stored_and_as_others_see_it_shows_no_token(reference, cast):
    letter = letters.post("casework/link_renewed", cast.hannah, reference, doors=DOORS, purpose="reference")
    token = links.token_of(letter.link)
    shown = [letter.body, letter.plain, *letters.texts_of(letter, reveal=False)]
    assert [token in text for text in shown] == [False] * 4


@pytest.mark.parametrize("said", ["GET %s", "GET /link/{token}/"])
def test_tokens_are_taken_out_of_logs(link, said):
    path = f"/link/{links.token_of(link)}/give/"
    record = logging.LogRecord(
        "x", logging.INFO, "x", 1, said.format(token=links.token_of(link)), (path,), None
    )
    if "%s" not in said:
        record.args = ()
    HideTokens().filter(record)
    assert links.token_of(link) not in record.getMessage()
    assert "/link/(hidden)/" in record.getMessage()


def test_tokens_are_taken_out_of_structured_logs(link):
    record = logging.LogRecord("x", logging.INFO, "x", 1, "", (), None)
    record.msg = {"event": "request", "path": f"/link/{links.token_of(link)}/"}
    HideTokens().filter(record)
    assert record.msg["path"] == "/link/(hidden)/"


def test_a_damaged_link_is_not_remembered_as_used(link, client):
    client.get(address(link))
    link.refresh_from_db()
    assert (link.used_at, link.is_live(timezone.now())) == (None, True)


def test_a_question_that_passed_to_somebody_else_says_so(client, reference, cast):
    response = client.get(address(links.issue(reference, cast.olga, "reference", DOORS[:1])))
    assert response.status_code == 410
    assert "no longer yours to answer" in response.content.decode()


def test_a_used_link_shows_what_was_chosen_and_opens_nothing(client, link):
    links.use(link, DOORS[1])
    page = client.get(address(link)).content.decode()
    assert ("I cannot give a reference" in page, "<form" in page.split("</header>")[1]) == (True, False)

"""The demonstration's inbox shows letters with live links; the manager's log shows them without."""

import re

import pytest
from django.conf import settings as real
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework import letters, links
from casework.models import Letter
from tests.browser import widen
from tests.factories import PersonFactory, ReferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(cast):
    """A letter without a case, to Hannah."""
    context = {"sign_in_url": f"{real.SITE_URL}/accounts/login/code/", "sign_up_url": f"{real.SITE_URL}/up/"}
    return letters.post_notice("accounts/unknown_account", cast.hannah, cast.hannah.email, context=context)


@pytest.fixture
def linked(cast):
    """A letter with a signed link: Sam's reference asked of Hannah."""
    reference = ReferenceFactory(referee=cast.hannah, application__school=cast.oakfield)
    link = links.issue(reference, cast.hannah, "reference", ["designation:reference-give"])
    return Letter.objects.create(
        name="designation/reference_requested",
        key="k",
        case=reference,
        to=cast.hannah,
        address=cast.hannah.email,
        language="en",
        subject="Give a reference",
        body=f"Please.\n\n>> Give it | {letters.LINK_MARK}",
        link=link,
        message_id="<1@example>",
    )


def test_the_inbox_lists_letters_newest_first_and_by_reader(cast, client, letter):
    other = letters.post_notice(
        "accounts/login_code", cast.sam, cast.sam.email, context={"code": "BCDF-GHJK"}
    )
    rows = [row.pk for row in client.get(reverse("inbox")).context["page"]]
    assert rows == [other.pk, letter.pk]
    page = client.get(reverse("inbox", query={"to": cast.hannah.pk})).context["page"]
    assert [row.pk for row in page] == [letter.pk]


@pytest.mark.parametrize("reader", ["x", "-1", "0", "99999999999999999999", "1 OR 1"])
def test_a_strange_reader_breaks_nothing(client, letter, reader):
    assert client.get(reverse("inbox", query={"to": reader})).status_code == 200


def test_a_letter_is_read_with_its_link_live(client, linked):
    page = client.get(reverse("inbox-letter", args=[linked.pk])).content.decode()
    (path,) = re.findall(r'href="https?://[^/"]+(/link/[0-9a-f]{64}/)"', page)
    assert client.get(path).status_code == 200


def test_a_button_reads_as_its_label_and_its_address(client, letter):
    text, _html = letters.texts_of(letter, reveal=True)
    assert f"Make an account:\n{real.SITE_URL}/up/\n" in text
    assert " | " not in text


def test_the_e_mail_itself_can_be_looked_at_with_its_own_styles_only_there(client, letter):
    response = client.get(reverse("inbox-html", args=[letter.pk]))
    assert "'unsafe-inline'" in response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get(reverse("inbox")).headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["inbox", "inbox-letter", "inbox-html"])
def test_outside_a_demonstration_there_is_no_inbox(cast, client, settings, linked, name):
    settings.DEMO = False
    address = reverse(name, args=[] if name == "inbox" else [linked.pk])
    client.force_login(cast.mina)
    assert client.get(address).status_code == 404


def test_the_log_is_for_managers(cast, client, letter):
    for name, status in [("mina", 200), ("hannah", 403), ("fay", 403), ("olga", 403)]:
        client.force_login(getattr(cast, name))
        assert client.get(reverse("letters")).status_code == status, name
        assert client.get(reverse("letter", args=[letter.pk])).status_code == status, name
        assert client.get(reverse("letter-hold", args=[letter.pk])).status_code == 405, name


def test_the_log_never_shows_a_signed_link(cast, client, linked):
    client.force_login(cast.mina)
    for address in (reverse("letters"), reverse("letter", args=[linked.pk])):
        page = client.get(address).content.decode()
        assert (links.token_of(linked.link) in page, "/link/" in page) == (False, False)


def test_the_log_never_shows_a_code(cast, client, settings):
    settings.DEMO = False
    client.post(reverse("account_request_login_code"), {"email": cast.hannah.email})
    letter = Letter.objects.get()
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", letter.body).group()
    client.force_login(cast.mina)
    for address in (reverse("letters"), reverse("letter", args=[letter.pk])):
        assert code not in client.get(address).content.decode()


def test_the_log_is_filtered_by_what_stands_in_its_address(cast, client, letter):
    sent = letters.post_notice("accounts/login_code", cast.sam, cast.sam.email, context={"code": "BCDF-GHJK"})
    Letter.objects.filter(pk=sent.pk).update(status="sent", sent_at=timezone.now())
    client.force_login(cast.mina)
    for query, found in [
        ({}, [sent, letter]),
        ({"status": "sent"}, [sent]),
        ({"kind": "accounts/unknown_account"}, [letter]),
        ({"to": "price hannah"}, [letter]),
        ({"to": "sam@"}, [sent]),
        ({"status": "failed"}, []),
    ]:
        assert list(client.get(reverse("letters", query=query)).context["page"]) == found, query


def press(client, cast, name, letter):
    client.force_login(cast.mina)
    client.post(reverse(name, args=[letter.pk]))
    letter.refresh_from_db()
    return letter.status


@pytest.mark.parametrize(
    ("status", "after_hold", "after_retry"),
    [
        ("waiting", "held", "waiting"),
        ("held", "held", "waiting"),
        ("failed", "failed", "waiting"),
        ("sent", "sent", "sent"),
        ("dropped", "dropped", "dropped"),
    ],
)
def test_a_letter_is_held_and_let_go(cast, client, letter, status, after_hold, after_retry):
    for name, after in [("letter-hold", after_hold), ("letter-retry", after_retry)]:
        Letter.objects.filter(pk=letter.pk).update(status=status, sent_at=timezone.now())
        assert press(client, cast, name, letter) == after


def test_a_held_letter_is_not_delivered_and_a_released_one_is(cast, client, letter, mailoutbox):
    press(client, cast, "letter-hold", letter)
    assert letters.deliver_due() == 0
    press(client, cast, "letter-retry", letter)
    assert letters.deliver_due() == 1
    assert [message.to for message in mailoutbox] == [[cast.hannah.email]]


def test_others_may_not_hold_a_letter(cast, client, letter):
    client.force_login(cast.hannah)
    assert client.post(reverse("letter-hold", args=[letter.pk])).status_code == 403
    letter.refresh_from_db()
    assert letter.status == "waiting"


@pytest.mark.parametrize("name", ["inbox", "letters"])
def test_the_lists_cost_the_same_for_one_and_thirty(cast, client, name, letter):
    client.force_login(cast.mina)
    client.get(reverse(name))
    counts = []
    for more in (0, 29):
        for _n in range(more):
            person = PersonFactory()
            letters.post_notice("accounts/login_code", person, person.email, context={"code": "BCDF-GHJK"})
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_a_case_shows_its_letters_to_managers_only(cast, linked):
    shown = Template("{% case_letters case user %}")
    for name, is_shown in [("mina", True), ("hannah", False), ("fay", False)]:
        html = shown.render(Context({"case": linked.case, "user": getattr(cast, name)}))
        assert (reverse("letter", args=[linked.pk]) in html) is is_shown, name


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_long_address_does_not_make_the_page_wider_than_a_phone(cast, live_server, page):
    person = PersonFactory(email=f"{'long' * 12}@{'school' * 8}.example", first_name="Ann", last_name="Ash")
    letter = letters.post_notice("accounts/login_code", person, person.email, context={"code": "BCDF-GHJK"})
    widen(page, 360)
    page.goto(live_server.url + reverse("inbox-letter", args=[letter.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") == 360

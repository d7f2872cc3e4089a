"""People come in by a code, a password or a passkey, and nobody learns from outside whom we know."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import letters
from casework.models import Letter
from directory.models import Person
from tests.factories import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]
ASK, CONFIRM = "account_request_login_code", "account_confirm_login_code"


def ask(client, address, **headers):
    return client.post(reverse(ASK), {"email": address}, **headers)


def code_in(letter: Letter) -> str:
    return re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", letter.body).group()


def sign_in(client, address, **query):
    ask(client, address)
    answer = {"code": code_in(Letter.objects.filter(address=address).latest("pk"))}
    return client.post(reverse(CONFIRM, query=query or None), answer)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_by_letter_signs_in(cast, client):
    response = sign_in(client, cast.hannah.email)
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.hannah.pk)


def test_no_mail_is_sent_inside_the_request(cast, client):
    ask(client, cast.hannah.email)
    assert mail.outbox == []
    letters.deliver_due()
    assert [message.to for message in mail.outbox] == [[cast.hannah.email]]


def test_a_code_stands_in_no_subject_and_is_forgotten_once_sent(cast, client, settings):
    settings.DEMO = False
    ask(client, cast.hannah.email)
    letter = Letter.objects.get()
    assert code_in(letter) not in letter.subject
    letters.deliver_due()
    letter.refresh_from_db()
    assert (letter.status, letter.body) == ("sent", "")


def test_somebody_who_never_signed_in_comes_in_by_a_code_and_is_the_same_person(client):
    """An invitation is a letter to an address: the person is there already, and a code is single-use."""
    invited = Person.objects.meet("new.head@hillside.example", first_name="Nia", last_name="Head")
    assert (invited.has_usable_password(), EmailAddress.objects.count()) == (False, 0)
    sign_in(client, invited.email)
    assert client.session["_auth_user_id"] == str(invited.pk)
    assert EmailAddress.objects.get(user=invited).verified
    assert Person.objects.count() == 1


def test_a_code_works_once(cast, client):
    ask(client, cast.hannah.email)
    code = code_in(Letter.objects.get())
    other = client.__class__()
    client.post(reverse(CONFIRM), {"code": code})
    assert other.post(reverse(CONFIRM), {"code": code}).url == reverse(ASK)
    assert not signed_in(other)
    client.post(reverse("account_logout"))
    client.post(reverse(CONFIRM), {"code": code})
    assert not signed_in(client)


def test_three_wrong_codes_end_the_try(cast, client):
    ask(client, cast.hannah.email)
    for _try in range(3):
        client.post(reverse(CONFIRM), {"code": "BBBB-BBBB"})
    client.post(reverse(CONFIRM), {"code": code_in(Letter.objects.get())})
    assert not signed_in(client)


def test_known_and_unknown_addresses_get_the_same_answer_for_the_same_work(cast, client):
    EmailAddress.objects.create(user=cast.hannah, email=cast.hannah.email, verified=True, primary=True)
    answers, work = [], []
    for address in (cast.hannah.email, "nobody@nowhere.example", cast.hannah.email, "nobody@nowhere.example"):
        other = client.__class__()
        other.get(reverse(ASK))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = ask(other, address)
        page = other.get(response.url).content.decode().replace(address, "")
        answers.append((response.status_code, response.url, re.sub(r'value="\w{64}"', "", page)))
        work.append([re.sub(r"\d+|'[^']*'", "", query["sql"])[:60] for query in queries])
    assert answers[2] == answers[3]
    assert len(work[2]) == len(work[3])
    assert list(Letter.objects.values_list("name", flat=True).order_by("pk"))[:2] == [
        "accounts/login_code",
        "accounts/unknown_account",
    ]


def test_an_unknown_address_costs_a_password_check_too(cast, client, monkeypatch):
    checked = []
    hashed = Person.set_password
    monkeypatch.setattr(
        Person, "set_password", lambda person, raw: (checked.append(raw), hashed(person, raw))
    )
    answer = {"login": "nobody@nowhere.example", "password": "a wrong one 123"}
    response = client.post(reverse("account_login"), answer)
    assert checked == ["a wrong one 123"]
    known = client.post(reverse("account_login"), answer | {"login": cast.hannah.email})
    assert known.context["form"].errors == response.context["form"].errors


def test_thirty_passwords_a_minute_end_in_a_pause(cast, client):
    statuses = [client.post(reverse("account_login"), {}).status_code for _try in range(31)]
    assert statuses == [200] * 30 + [429]


def test_signing_up_with_a_known_address_looks_like_signing_up(cast, client):
    names = {"first_name": "Any", "last_name": "Body"}
    new = client.__class__().post(reverse("account_signup"), {"email": "new@nowhere.example"} | names)
    known = client.post(reverse("account_signup"), {"email": cast.hannah.email} | names)
    assert (known.status_code, known.url) == (new.status_code, new.url)
    told = dict(Letter.objects.values_list("address", "name"))
    assert told == {
        "new@nowhere.example": "accounts/email_code",
        cast.hannah.email: "accounts/account_already_exists",
    }
    cast.hannah.refresh_from_db()
    assert str(cast.hannah) == "Hannah Price"


def test_somebody_new_signs_up_and_confirms_the_address(client):
    answer = {"email": "Olwen.Ŵyn@Example.org".replace("Ŵ", "W"), "first_name": "Olwen", "last_name": "O'Ŵyn"}
    response = client.post(reverse("account_signup"), answer)
    client.post(response.url, {"code": code_in(Letter.objects.get())})
    person = Person.objects.get()
    assert (person.email, str(person), signed_in(client)) == ("olwen.wyn@example.org", "Olwen O'Ŵyn", True)


def test_an_address_gets_three_codes_a_minute(cast, client):
    for _try in range(4):
        response = ask(client.__class__(), cast.hannah.email)
    assert response.status_code == 200
    assert response.context["form"].errors == {"email": ["Too many failed login attempts. Try again later."]}
    assert Letter.objects.count() == 3


def test_a_forged_forwarded_for_counts_for_nothing(cast, client):
    """Twenty tries a minute from one machine, whatever addresses it claims to come from."""
    statuses = [
        ask(client.__class__(), f"person{n}@nowhere.example", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").status_code
        for n in range(21)
    ]
    assert statuses == [302] * 20 + [200]  # the form again, with what is wrong: too many tries


def test_behind_one_proxy_only_its_word_counts(cast, client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    statuses = [
        ask(
            client.__class__(), f"person{n}@nowhere.example", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 198.51.100.7"
        ).status_code
        for n in range(21)
    ]
    assert statuses == [302] * 20 + [200]  # the form again, with what is wrong: too many tries


@pytest.mark.parametrize(
    ("next_url", "lands"),
    [
        ("/profile/", "/profile/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver/profile/", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_next_stays_local(cast, client, next_url, lands):
    client.post(reverse(ASK, query={"next": next_url}), {"email": cast.hannah.email})
    address = reverse(CONFIRM, query={"next": next_url})
    response = client.post(address, {"code": code_in(Letter.objects.get())})
    assert response.url == lands


def test_the_session_is_new_at_sign_in_and_dead_at_sign_out(cast, client):
    client.get(reverse(ASK))
    ask(client, cast.hannah.email)
    before = client.session.session_key
    client.post(reverse(CONFIRM), {"code": code_in(Letter.objects.get())})
    after = client.session.session_key
    assert before != after
    client.post(reverse("account_logout"))
    thief = client.__class__()
    thief.cookies["sessionid"] = after
    assert thief.get(reverse("profile")).status_code == 302


def test_signing_out_is_a_post(cast, client):
    client.force_login(cast.hannah)
    client.get(reverse("account_logout"))
    assert signed_in(client)


def test_a_deactivated_person_is_out_with_the_next_request(cast, client):
    client.force_login(cast.hannah)
    assert client.get(reverse("profile")).status_code == 200
    Person.objects.filter(pk=cast.hannah.pk).update(is_active=False)
    assert client.get(reverse("profile")).status_code == 302


def test_a_deactivated_person_gets_no_code(cast, client):
    Person.objects.filter(pk=cast.hannah.pk).update(is_active=False)
    ask(client, cast.hannah.email)
    assert Letter.objects.get().name == "accounts/unknown_account"


def test_changing_the_password_signs_out_everywhere_else_and_is_told(client):
    person = PersonFactory(email="pat@example.org")
    person.set_password("a long enough one 1")
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    other = client.__class__()
    for browser in (client, other):
        browser.post(reverse("account_login"), {"login": person.email, "password": "a long enough one 1"})
        assert signed_in(browser)
    new = {
        "oldpassword": "a long enough one 1",
        "password1": "another long one 2",
        "password2": "another long one 2",
    }
    client.post(reverse("account_change_password"), new)
    assert other.get(reverse("profile")).status_code == 302
    letter = Letter.objects.get()
    assert letter.name == "accounts/account_changed"
    assert "The password of your account was changed." in letter.body


def test_a_forgotten_password_is_reset_by_a_code(client):
    person = PersonFactory(email="pat@example.org")
    response = client.post(reverse("account_reset_password"), {"email": person.email})
    response = client.post(response.url, {"code": code_in(Letter.objects.get())})
    new = {"password1": "another long one 2", "password2": "another long one 2"}
    assert client.post(response.url, new).status_code == 302
    person.refresh_from_db()
    assert person.check_password("another long one 2")


def test_the_language_somebody_signs_in_with_is_kept_when_we_knew_none(client, settings):
    person = PersonFactory(email="pat@example.org", language="")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    sign_in(client, person.email)
    person.refresh_from_db()
    assert person.language == "cy"


def enrol(person: Person) -> str:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_now(secret: str) -> str:
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


def test_an_authenticator_is_asked_for_after_the_code(cast, client):
    secret = enrol(cast.mina)
    response = sign_in(client, cast.mina.email)
    assert (response.url, signed_in(client)) == (reverse("mfa_authenticate"), False)
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert signed_in(client)


def test_the_secret_of_an_authenticator_is_not_readable_in_the_database(cast):
    secret = enrol(cast.mina)
    stored = Authenticator.objects.get(user=cast.mina).data["secret"]
    assert secret not in stored

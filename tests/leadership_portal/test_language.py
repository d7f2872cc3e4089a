"""The language switch keeps page and typed words, and the language is remembered."""

import pytest
from django.urls import reverse

from directory.models import Person

pytestmark = pytest.mark.django_db


def test_switching_keeps_the_page_and_remembers_on_the_person_and_in_a_cookie(cast, client):
    client.force_login(cast.hannah)
    response = client.post(reverse("set-language"), {"language": "cy", "next": "/profile/?tab=2"})
    assert (response.status_code, response.url) == (302, "/profile/?tab=2")
    assert response.cookies["django_language"].value == "cy"
    assert Person.objects.get(pk=cast.hannah.pk).language == "cy"
    assert client.get("/profile/").headers["Content-Language"] == "cy"


def test_a_person_s_language_goes_before_the_machine_s(cast, client):
    Person.objects.filter(pk=cast.hannah.pk).update(language="cy")
    client.force_login(cast.hannah)
    client.cookies["django_language"] = "en-gb"
    assert client.get("/profile/").headers["Content-Language"] == "cy"


def test_strangers_are_spoken_to_by_cookie_then_browser(client):
    assert client.get("/", headers={"accept-language": "cy"}).headers["Content-Language"] == "cy"
    client.cookies["django_language"] = "en-gb"
    assert client.get("/", headers={"accept-language": "cy"}).headers["Content-Language"] == "en-gb"


@pytest.mark.parametrize("language", ["fr", "", "<script>", "en"])
def test_an_unknown_language_is_refused(client, language):
    assert client.post(reverse("set-language"), {"language": language}).status_code == 400


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_it_leads_to_pages_of_ours_only(client, next_url):
    response = client.post(reverse("set-language"), {"language": "cy", "next": next_url})
    assert response.url == "/"


def test_opening_it_changes_nothing(client):
    assert client.get(reverse("set-language")).status_code == 405


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("account_request_login_code", {"email": "half@typ"}),
        ("account_login", {"login": "half@typ"}),
        ("account_signup", {"first_name": "Olwen", "last_name": "", "email": "half@typ"}),
    ],
)
def test_switching_on_an_entrance_page_keeps_what_was_typed_and_judges_nothing(client, name, typed):
    response = client.post(reverse(name), typed | {"switch_language": "cy"})
    page = response.content.decode()
    assert (response.status_code, response.headers["Content-Language"]) == (200, "cy")
    assert [f'value="{value}"' in page for value in typed.values() if value] == [True] * len(
        [v for v in typed.values() if v]
    )
    assert not response.context["form"].errors


def test_switching_in_the_middle_of_the_profile_keeps_what_was_typed(cast, client):
    client.force_login(cast.hannah)
    response = client.post("/profile/", {"first_name": "Johanna", "switch_language": "cy"})
    assert 'value="Johanna"' in response.content.decode()
    hannah = Person.objects.get(pk=cast.hannah.pk)
    assert (hannah.first_name, hannah.language) == ("Hannah", "cy")

"""Each error page says what happened and what to do now, and never falls over itself."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from django.urls import path, reverse

from leadership_portal import urls
from leadership_portal.views import errors

pytestmark = pytest.mark.django_db


def raiser(error):
    def view(request):
        raise error

    view.login_required = False
    return view


STRANGE = [
    "/posts/%F0%9F%98%80/confirm/",
    "/posts/99999999999999999999/confirm/",
    "/inbox/99999999999999999999/",
]


class WithFaults:
    """The site with doors that fail in every way."""

    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500
    urlpatterns = [
        path("fault/400/", raiser(SuspiciousOperation("x"))),
        path("fault/403/", raiser(PermissionDenied("secret reason"))),
        path("fault/404/", raiser(Http404("secret reason"))),
        path("fault/500/", raiser(RuntimeError("secret reason"))),
        *urls.urlpatterns,
    ]


@pytest.fixture(autouse=True)
def with_faults(settings):
    settings.ROOT_URLCONF = WithFaults


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "We could not read that request"),
        (403, "You cannot do this"),
        (404, "Page not found"),
        (500, "Something went wrong on our side"),
    ],
)
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_each_says_what_happened_and_nothing_of_the_inside(cast, status, title, is_signed_in):
    client = Client(raise_request_exception=False)
    if is_signed_in:
        client.force_login(cast.hannah)
    response = client.get(f"/fault/{status}/")
    page = response.content.decode()
    assert (response.status_code, f"<h1>{title}</h1>" in page, "secret reason" in page) == (
        status,
        True,
        False,
    )


def test_the_page_for_our_own_faults_asks_the_database_nothing(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert errors.broken(rf.get("/")).status_code == 500


def test_a_form_that_is_not_ours_is_refused_kindly(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.hannah)
    response = client.post(reverse("profile"), {"first_name": "Eve"})
    assert (response.status_code, "Send the form again" in response.content.decode()) == (403, True)
    cast.hannah.refresh_from_db()
    assert cast.hannah.first_name == "Hannah"


def test_a_foreign_host_is_refused(client):
    assert client.get("/", HTTP_HOST="evil.example").status_code == 400


def test_a_missing_page_does_not_tell_strangers_what_exists(client):
    assert client.get("/no-such-page/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/inbox/%00/",
        "/schools/?q=%00",
        "/?next=%ff%fe",
        "/posts/%F0%9F%98%80/confirm/",
        "/posts/99999999999999999999/confirm/",
        "/inbox/99999999999999999999/",
    ],
)
def test_bad_bytes_never_break_a_page(cast, address):
    client = Client(raise_request_exception=False)
    client.force_login(cast.mina)
    assert client.get(address).status_code < 500


@pytest.mark.parametrize("name", ["account_request_login_code", "account_login", "account_signup"])
def test_bad_bytes_never_break_a_form(name):
    client = Client(raise_request_exception=False)
    typed = {"email": "a\x00b@x.example", "login": "\x00@x.example", "password": "\x00", "first_name": "\x00"}
    assert client.post(reverse(name), typed).status_code == 200

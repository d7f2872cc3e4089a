"""Finding a school: by name, town, postcode or number, with and without the script, in a form and on its own."""

import re

import pytest
from django import forms
from django.shortcuts import resolve_url
from django.urls import reverse

from casework.forms import SchoolField
from directory.models import School
from directory.queries.schools import find_schools
from tests.factories import SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]
FIND = "directory:school-find"


@pytest.fixture
def oaks():
    """Five schools, four of them with an oak in their name or town."""
    names = [
        ("100001", "Royal Oakfield School", "Ashby", "AB1 1AA"),
        ("100002", "Oakfield Primary School", "Brigg", "BR2 2BB"),
        ("100003", "Oakfield Primary School", "Ashby", "AB1 3CC"),
        ("100004", "St Mary's", "Oakfield", "OK4 4DD"),
        ("100005", "Ysgol Gynradd Llŷn", "Pwllheli", "LL53 5EE"),
    ]
    return [SchoolFactory(number=n, name=name, town=town, postcode=code) for n, name, town, code in names]


def numbers(words: str, **options) -> list[str]:
    return [school.number for school in find_schools(words, **options)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("oakfield", ["100003", "100002", "100001", "100004"]),
        ("OAKFIELD  primary", ["100003", "100002"]),
        ("primary oakfield brigg", ["100002"]),
        ("100004", ["100004"]),
        ("ab1 1aa", ["100001"]),
        ("ab11aa", ["100001"]),
        ("st marys", ["100004"]),
        ("St. Mary’s", ["100004"]),
        ("llyn", ["100005"]),
        ("Llŷn", ["100005"]),
        ("Lly\u0302n", ["100005"]),
        ("nowhere", []),
        ("o", []),
        ("", []),
        ("%", []),
        ("__", []),
        ("\x00", []),
        ("x" * 5000, []),
    ],
)
def test_schools_are_found_best_first(oaks, words, found):
    assert numbers(words) == found


def test_a_number_comes_before_a_name_that_begins_with_it():
    SchoolFactory(number="100009", name="100001 Squadron School")
    SchoolFactory(number="100001", name="Zion School")
    assert numbers("100001") == ["100001", "100009"]


def test_at_most_twenty_are_found_and_only_open_ones():
    for n in range(25):
        SchoolFactory(name=f"Elm School {n:02d}")
    SchoolFactory(name="Elm Closed", number="200000", status=School.Status.CLOSED)
    assert len(find_schools("elm")) == 20
    assert numbers("elm closed") == []
    assert numbers("elm closed", among=School.objects.all()) == ["200000"]


@pytest.mark.parametrize("rows", [1, 30])
def test_finding_asks_one_query(rows, django_assert_num_queries):
    for _ in range(rows):
        SchoolFactory(name="Elm School")
    with django_assert_num_queries(1):
        [school.local_authority.name for school in find_schools("elm")]


def test_a_stranger_is_asked_to_sign_in(client, settings):
    response = client.get(reverse(FIND), {"q": "oak"})
    assert (response.status_code, response.url.split("?")[0]) == (302, resolve_url(settings.LOGIN_URL))


def test_the_script_is_answered_with_options(client, cast, oaks):
    client.force_login(cast.olga)
    response = client.get(reverse(FIND), {"q": "oakfield primary brigg"}, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "<html" not in text
    assert re.findall(r'data-value="(\d+)" data-text="([^"]*)"', text) == [
        (str(oaks[1].pk), "Oakfield Primary School, Brigg (100002)")
    ]
    assert "data-href" not in text


def test_on_its_own_page_an_option_leads_to_the_school(client, cast, oaks):
    client.force_login(cast.olga)
    response = client.get(reverse(FIND), {"q": "100002", "open": "1"}, headers={"HX-Request": "true"})
    assert re.findall(r'data-href="([^"]*)"', response.content.decode()) == ["/schools/100002/"]


def test_without_the_script_a_plain_page_links_what_is_found(client, cast, oaks):
    client.force_login(cast.olga)
    text = client.get(reverse(FIND), {"q": "oakfield primary"}).content.decode()
    assert re.findall(r'<a href="(/schools/1\d+/)">([^<]*)</a>', text) == [
        ("/schools/100003/", "Oakfield Primary School"),
        ("/schools/100002/", "Oakfield Primary School"),
    ]
    assert "3 schools found" in text  # with the cast's own Oakfield


def test_nothing_found_says_what_to_try(client, cast):
    client.force_login(cast.olga)
    text = client.get(reverse(FIND), {"q": "<b>nowhere"}).content.decode()
    assert "No open school matches “&lt;b&gt;nowhere”." in text


class AskForm(forms.Form):
    school = SchoolField(label="School")


def asked(**data: str) -> AskForm:
    return AskForm({f"school{key}": value for key, value in data.items()})


@pytest.mark.parametrize(
    "words", ["100002", "oakfield brigg", "Oakfield Primary School, Brigg (100002)", "br22bb"]
)
def test_words_that_fit_one_school_choose_it(oaks, words):
    form = asked(_words=words)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["school"] == oaks[1]


def test_words_that_fit_several_offer_them_and_keep_what_was_typed(oaks):
    form = asked(_words="oakfield")
    assert form.errors["school"] == ["We found 4 schools like that: choose one"]
    html = str(form["school"])
    assert re.findall(r'type="radio" name="school_pick" value="(\d+)"', html) == [
        str(oaks[at].pk) for at in (2, 1, 0, 3)
    ]
    assert 'name="school_words" value="oakfield"' in html
    chosen = asked(_words="oakfield", _asked="oakfield", _pick=str(oaks[0].pk))
    assert chosen.is_valid()
    assert chosen.cleaned_data["school"] == oaks[0]


def test_a_pick_counts_no_more_once_other_words_are_typed(oaks):
    form = asked(_words="llyn", _asked="oakfield", _pick=str(oaks[0].pk))
    assert form.is_valid()
    assert form.cleaned_data["school"] == oaks[4]


def test_more_than_are_offered_says_how_to_see_the_others():
    for _ in range(12):
        SchoolFactory(name="Elm School")
    form = asked(_words="elm")
    assert form.errors["school"] == [
        "We found 12 schools like that: choose one of these, or add the town or postcode"
    ]
    assert str(form["school"]).count('type="radio"') == 8


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Enter the name or number of a school"),
        ({"_words": "  "}, "Enter the name or number of a school"),
        (
            {"_words": "nowhere"},
            "We found no school like “nowhere”. Try fewer letters, its town, postcode or number",
        ),
        ({"": "999999", "_words": "x"}, "That choice is no longer in the list. Search again"),
        ({"": "9" * 400, "_words": "x"}, "That choice is no longer in the list. Search again"),
    ],
)
def test_what_cannot_be_a_school_is_said(data, said):
    assert asked(**data).errors["school"] == [said]


def test_a_closed_school_is_not_offered_unless_asked_for(oaks):
    School.objects.filter(number="100002").update(status=School.Status.CLOSED)
    assert asked(_words="100002").errors["school"] == [
        "We found no school like “100002”. Try fewer letters, its town, postcode or number"
    ]
    assert asked(**{"": str(oaks[1].pk), "_words": "x"}).is_valid() is False


def test_a_chosen_school_is_shown_again_by_its_name(oaks):
    html = str(AskForm(initial={"school": oaks[1]})["school"])
    assert 'value="Oakfield Primary School, Brigg (100002)"' in html

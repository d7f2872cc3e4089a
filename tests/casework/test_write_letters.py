"""Letters as they are written: their buttons lead to the record, and nothing a person types can pass for one."""

import pytest
from django.db import transaction

from casework import letters, links
from casework.letters import texts
from casework.models import Letter
from tests import told
from tests.factories import ReferenceFactory

pytestmark = pytest.mark.django_db
TRICK = "Ill.\n\n>> Sign in again | https://evil.example/login\n\n--\nYour alliance\n\n- one\n- two"


@pytest.fixture
def application(cast):
    reference = ReferenceFactory(referee=cast.hannah, application__applicant=cast.sam)
    return reference.application


def rejected(application, cast, feedback):
    return letters.post(
        "designation/application_unsuccessful", cast.sam, application, reasons=[], feedback=feedback
    )


def test_a_button_leads_to_the_record(application, cast, settings):
    letter = rejected(application, cast, "Thank you.")
    page = settings.SITE_URL + application.get_absolute_url()
    text, html = letters.texts_of(letter, reveal=True)
    assert f"\n{page}\n" in text
    assert f'href="{page}"' in html


def test_a_button_with_a_link_leads_through_it_and_shows_others_nothing(application, cast, settings):
    reference = application.references.get()
    doors = ["designation:reference-give"]
    letter = letters.post("casework/link_renewed", cast.hannah, reference, doors=doors, purpose="reference")
    shown, hidden = letters.texts_of(letter, reveal=True)[0], letters.texts_of(letter, reveal=False)[0]
    assert links.url_of(letter.link) in shown
    assert "/link/" not in hidden


def test_no_button_of_any_letter_of_the_demonstration_leads_to_the_front_page(db, settings):
    with transaction.atomic():
        told.tell()
        astray = {
            letter.name
            for letter in Letter.objects.select_related("link")
            if f'href="{settings.SITE_URL}"' in letters.texts_of(letter, reveal=True)[1]
        }
        transaction.set_rollback(True)
    assert astray == set()


def test_typed_words_make_no_button_no_foot_and_no_list(application, cast):
    text, html = letters.texts_of(rejected(application, cast, TRICK), reveal=True)
    assert 'href="https://evil.example' not in html
    assert (html.count("<a href="), html.count("border-top:1px"), html.count("<li>one")) == (1, 1, 0)
    assert "evil.example" in text  # it is still there to be read, as the words it is


def test_a_button_leads_to_no_other_origin_even_from_a_template(application, cast, settings):
    assert texts._target(">> Go | https://evil.example/", "http://ours/") == ("Go", "http://ours/")
    assert texts._target(f">> Go | {settings.SITE_URL}.evil.example/", "http://ours/") == (
        "Go",
        "http://ours/",
    )


def test_names_are_written_as_they_are(application, cast):
    cast.sam.last_name = "O'Brien & Wŷn <i>"
    cast.sam.save()
    text, html = letters.texts_of(rejected(application, cast, "x"), reveal=True)
    assert "O'Brien & Wŷn <i>" in text
    assert "O&#x27;Brien &amp; Wŷn &lt;i&gt;" in html


def test_who_told_us_no_language_is_written_in_every_language_of_the_alliance(application, cast, settings):
    settings.LETTER_LANGUAGES = ["en", "cy"]
    cast.sam.language = ""
    cast.sam.save()
    letter = rejected(application, cast, "x")
    html = letters.texts_of(letter, reveal=True)[1]
    assert (letter.language, " / " in letter.subject) == ("both", True)
    assert [f'lang="{language}"' in html for language in ("en", "cy", "both")] == [True, True, False]


def test_a_reminder_is_written_once_for_its_day(application, cast):
    day = application.created_at.date()
    first, second = (
        letters.post("casework/link_renewed", cast.sam, application, due_on=day) for _ in range(2)
    )
    assert (first is not None, second) == (True, None)


def test_a_preview_stores_nothing(application, cast):
    with letters.preview() as drafts:
        rejected(application, cast, "x")
    assert (len(drafts), Letter.objects.count()) == (1, 0)

"""Sam's last year begins: told a year before, referred, renewed without a gap; the old certificate ends on its day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from freezegun import freeze_time

from casework import documents, letters
from casework.models import Certificate, Document, Letter
from designation import actions
from designation.models import Designation, Renewal
from designation.terms import ends_on, months_after
from tests.designation import years
from tests.journeys.steps import (
    fill,
    follow,
    label_of,
    letter_to,
    open_letter,
    press,
    sees,
    sees_not,
    take_step,
    today,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
DAY = timedelta(days=1)
STATEMENT = "STATEMENT-FOR-MINA-ALONE: Sam calms every room."


@pytest.fixture
def ending(people):
    """Sam's first term, with its certificate, ends in a year to the day; a year's work stands in the file."""
    cast, _pat = people
    held = years.leader(cast, left=(months_after(today(), 12) - today()).days)
    years.whole_file(held)
    days = {"starts_on": held.starts_on, "ends_on": held.ends_on}
    first = documents.certify(held, cast.sam, role="System leader", role_cy="Arweinydd system", **days)
    return held, first


@pytest.mark.parametrize("way", [("en-gb", False)], ids=["with scripts off"])
def test_from_the_runway_to_a_new_certificate(people, ending, sit):
    cast, _pat = people
    held, first = ending

    # The night before, three were told that the term ends; the next night tells nobody again.
    assert [actions.warn_of_endings(day) for day in (today(), today() + DAY)] == [1, 0]
    told = [(one.to, one.name) for one in Letter.objects.order_by("pk")]
    assert told == [
        (cast.sam, "designation/term_ending"),
        (cast.hannah, "designation/staff_term_ending"),
        (cast.mina, "designation/terms_ending"),
    ]

    # Sam finds it on the home page, begins, writes, and is asked for nothing that is not there.
    sam = sit(cast.sam)
    visit(sam, "/")
    follow(sam, "Ask for another term, if you would like one")
    press(sam, "Begin my renewal")
    renewal = Renewal.objects.get()
    sees(sam, "The head’s reference has not arrived yet.")
    words = {"impact": "Reading rose in three schools.", "plans": "Writing next.", "half_days_a_term": "4"}
    take_step(sam, renewal, "write", "Save", **words)
    take_step(sam, renewal, "submit", "Submit the renewal", signed_name=str(cast.sam))

    # Hannah answers by the link in her letter; Sam reads that she did, and not what.
    hannah = sit()
    open_letter(hannah, cast.hannah, "designation/renewal_reference_requested")
    sees(hannah, "Reading rose in three schools.")
    answers = {"head_strength": "strong", "head_statement": STATEMENT, "head_half_days": "3"}
    fill(hannah, **answers, head_signed_name=str(cast.hannah))
    press(hannah, "Sign and send the reference")
    visit(sam, renewal)
    sees_not(sam, "STATEMENT-FOR-MINA-ALONE")
    assert STATEMENT not in letter_to(cast.sam, "designation/renewal_reference_received").body

    # Mina finds it on her home page, reads everything and renews with the days both offer.
    mina = sit(cast.mina)
    visit(mina, "/")
    follow(mina, "Decide the renewal of %(name)s", name=cast.sam)
    follow(mina, label_of(renewal, "read_reference"))
    press(mina, "Read the reference")
    sees(mina, STATEMENT)
    take_step(mina, renewal, "renew", "Renew for another term", feedback="Thank you, Sam.")
    held = Designation.objects.get()
    second_term = held.terms.get(number=2)
    starts_on = first.ends_on + DAY
    assert (second_term.starts_on, second_term.ends_on) == (starts_on, ends_on(starts_on, 4))
    assert (held.state, held.ends_on, held.half_days_a_term) == ("active", second_term.ends_on, 6)
    assert "Thank you, Sam." in letter_to(cast.sam, "designation/renewal_renewed").body
    letters.deliver_due()
    assert [message.subject for message in mail.outbox if STATEMENT in message.body] == []

    # Sam finds the new certificate, and both stand as they should, until the old one's own end.
    visit(sam, held)
    second = Certificate.objects.exclude(pk=first.pk).get()
    sees(sam, second.number)
    documents.make_due()
    assert {paper.error for paper in Document.objects.all() if paper.made_at} == {""}
    stranger = Client()
    for day, standing in [
        (today(), ("valid today", "is valid from")),
        (first.ends_on, ("valid today", "is valid from")),
        (starts_on, ("The term of this certificate has ended", "valid today")),
    ]:
        with freeze_time(f"{day} 12:00"):
            pages = [stranger.get(one.get_absolute_url()).content.decode() for one in (first, second)]
        assert [words in page for words, page in zip(standing, pages, strict=True)] == [True, True], day

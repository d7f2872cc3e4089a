"""Hannah cannot give the reference, and why is nobody's business; Sam names another, who can, without scripts."""

import pytest
from django.core import mail

from casework import letters
from designation.actions import references
from designation.models import Reference
from directory.models import Post
from tests.designation import stage
from tests.journeys import chapters
from tests.journeys.steps import (
    button,
    fill,
    follow,
    label_of,
    letter_to,
    open_letter,
    press,
    sees,
    sees_not,
    settle,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
REASON = "REASON-FOR-MINA-ALONE: a complaint is open"
TOLD = "Sam leads with tact"  # from what chapters.give_reference writes


@pytest.mark.parametrize("way", [("en-gb", False)], ids=["with scripts off"])
def test_a_reference_declined_is_given_by_somebody_else(people, round_, sit):
    cast, pat = people
    case = stage.application(cast)
    first = references.ask(case, "headteacher", by=cast.sam)

    # Hannah declines by the link in her letter.
    referee = sit()
    open_letter(referee, cast.hannah, "designation/reference_requested")
    old_link = referee.page.url
    follow(referee, label_of(first, "decline"))
    fill(referee, reason=REASON)
    press(referee, label_of(first, "decline"))
    assert (
        "Hannah Price cannot give the reference" in letter_to(cast.sam, "designation/reference_declined").body
    )

    # Sam finds it at home; a slip is refused in words, and nothing typed is lost.
    sam = sit(cast.sam)
    visit(sam, "/")
    follow(sam, "Name another referee: %(name)s cannot give the reference", name=cast.hannah)
    fill(sam, name="Ann Hughes", email=cast.sam.email)
    button(sam, "Ask this person").click()
    settle(sam)
    sees(sam, "This is your own address")
    assert sam.page.locator("[name=name]").input_value() == "Ann Hughes"
    fill(sam, email="ann@oakfield.example")
    press(sam, "Ask this person")
    sees(sam, "Ann Hughes")
    second = Reference.objects.counting().get()
    assert (first.pk != second.pk, second.state, second.email) == (True, "requested", "ann@oakfield.example")

    # Hannah's link says what was done; Ann's opens the very form, and needs no account.
    assert referee.page.goto(old_link).status in (200, 410)
    assert button(referee, label_of(first, "decline")).count() == 0
    chapters.give_reference(referee, second.referee)
    assert TOLD not in letter_to(cast.sam, "designation/reference_received").body
    visit(sam, case)
    sees(sam, "Ann Hughes")
    for page in (case, first, second, "/"):
        visit(sam, page)
        for words in (REASON, TOLD):
            sees_not(sam, words)

    # Pat of the panel reads Ann's words and not Hannah's reason; Mina reads both, and who has read.
    reader = sit(pat)
    read(reader, second)
    for page in (case, first):
        visit(reader, page)
        sees_not(reader, REASON)
    mina = sit(cast.mina)
    visit(mina, first)
    sees(mina, REASON)
    visit(mina, second)
    sees(mina, "Pat Lowe")
    held = Post.objects.get(person=second.referee)
    assert (held.named_by, held.confirmed_at) == (cast.sam, None)
    letters.deliver_due()
    assert [one.subject for one in mail.outbox if REASON in one.body or TOLD in one.body] == []


def read(desk, reference: Reference) -> None:
    """Open a reference, and its words, which is written down."""
    visit(desk, reference)
    follow(desk, label_of(reference, "read"))
    press(desk, "Read the reference")
    sees(desk, TOLD)

"""Mina tells thirty people at once: each reads their own words in their language, and a second press tells nobody."""

import pytest
from django.core import mail
from django.utils import translation

from casework import letters
from casework.models import Letter
from designation.models import Application, Criterion, Designation, PendingDecision, Score
from tests import factories
from tests.journeys.steps import WELSH, Desk, button, fill, follow, press, sees, today, type_everywhere, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
A = Application.State
NAMES = {
    A.SUCCESSFUL: "designation/application_successful",
    A.RESERVE: "designation/application_reserved",
    A.UNSUCCESSFUL: "designation/application_unsuccessful",
}
OWN_WORDS = "Ring us on Monday: the next round is made for you."


@pytest.fixture
def thirty(people, round_):
    """Thirty who were interviewed, every third a reader of Welsh, each weak on another criterion."""
    made = []
    for number in range(30):
        case = factories.ApplicationFactory(round=round_, state=A.INTERVIEWED)
        case.areas.set([factories.AreaFactory(name="Maths")])
        case.applicant.language = WELSH if number % 3 == 0 else "en-gb"
        case.applicant.save()
        made.append(case)
    criteria = list(round_.role_types.get().criteria.all())
    Score.objects.bulk_create(
        factories.ScoreFactory.build(
            application=case,
            criterion=one,
            assessor=people[1],
            stage="interview",
            rag="red" if one == criteria[number % len(criteria)] else "green",
        )
        for number, case in enumerate(made)
        for one in criteria
    )
    return made, {case.pk: criteria[number % len(criteria)] for number, case in enumerate(made)}


def decide(mina: Desk, cases: list[Application], **answers: object) -> None:
    """Tick these on the panel's page, decide about them, and keep it to tell later."""
    visit(mina, f"/designation/rounds/{cases[0].round_id}/panel/?stage=interview")
    fill(mina, chosen=[str(case.pk) for case in cases])
    press(mina, "Decide about those ticked")
    fill(mina, **answers)
    press(mina, "Keep these decisions")


def test_thirty_are_told_at_once_and_once(people, thirty, sit):
    cast, _pat = people
    cases, weak = thirty
    outcomes = {A.SUCCESSFUL: cases[:14], A.RESERVE: cases[14:20], A.UNSUCCESSFUL: cases[20:]}
    mina = sit(cast.mina)
    decide(mina, outcomes[A.SUCCESSFUL], decision="designate", starts_on=today())
    decide(mina, outcomes[A.RESERVE], decision="reserve", feedback="A place may come free.")
    decide(mina, outcomes[A.UNSUCCESSFUL], decision="reject")
    assert (PendingDecision.objects.count(), Letter.objects.count()) == (30, 0)

    # One letter she writes herself; she opens the page again in a second window, and forgets that one.
    singled = cases[-1]
    visit(mina, singled.page("prepare"))
    type_everywhere(mina, "feedback", OWN_WORDS)
    press(mina, "Keep this decision")
    second = Desk(mina.page.context.new_page(), mina.language)
    visit(second, mina.page.url)
    read = {text.split("\n")[0] for text in mina.page.locator("section.panel").all_inner_texts()}
    assert read == {str(case.applicant) for case in cases}

    # She tells everybody; the window she forgot tells nobody again.
    tell(mina)
    sees(mina, "30 people have been told")
    tell(second)
    sees(second, "Nothing was sent twice")
    letters.deliver_due()
    sent = {message.to[0]: message for message in mail.outbox}
    assert len(mail.outbox) == len(sent) == Letter.objects.count() == 30
    for state, told in outcomes.items():
        for case in told:
            case.refresh_from_db()
            assert case.state == state
            said = words_to(case, sent[case.applicant.email], NAMES[state])
            assert (OWN_WORDS in said) == (case == singled)
            assert named_in(said, case) == ([weak[case.pk]] if state == A.UNSUCCESSFUL else [])
    assert Designation.objects.count() == len(outcomes[A.SUCCESSFUL])
    follow(mina, str(cases[0].applicant))
    sees(mina, "Successful")


def tell(desk: Desk) -> None:
    button(desk, "Tell 30 people").click()
    desk.page.wait_for_load_state("load")


def words_to(case: Application, message: mail.EmailMessage, name: str) -> str:
    """Return the words of the only letter this applicant got: of this kind, in their language, about their case."""
    letter = Letter.objects.get(to=case.applicant)
    assert (letter.name, letter.language) == (name, case.applicant.language[:2])
    words = f"{message.subject}\n{message.body}"
    assert str(case.applicant) in words
    assert case.state == A.SUCCESSFUL or case.reference in words
    return words


def named_in(words: str, case: Application) -> list[Criterion]:
    """Return the criteria the letter names as those that decided."""
    with translation.override(case.applicant.language):
        return [one for one in case.role_type.criteria.all() if f"- {one}" in words]

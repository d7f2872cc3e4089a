"""The demonstration: laid out once, with something to do for everybody one may sign in as, and work in every state."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from freezegun import freeze_time

from casework.models import Message
from deployments.matching import assign
from deployments.models import ClaimLine, Concern, Facilitation, Fund, Watch
from deployments.queries.assigning import asks_of, open_requests
from designation.models import (
    Appeal,
    Application,
    Conflict,
    Designation,
    Evidence,
    Extension,
    Interview,
    Moderation,
    PendingDecision,
    Reference,
    Renewal,
    Review,
)
from directory.models import Person
from leadership_portal.demonstration.people import CAST
from leadership_portal.queries import tasks_of
from tests import told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def laid_out(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        told.tell()
        yield
        transaction.set_rollback(True)


def of_story(model, **fields):
    return model.objects.filter(**fields).exists()


@pytest.mark.one_database
@pytest.mark.parametrize("day", [f"2026-10-{day}" for day in range(26, 32)] + ["2026-11-01", "2026-12-26"])
def test_it_is_laid_out_on_every_day_of_the_week_and_in_the_holidays(db, day):
    with freeze_time(f"{day} 10:00", tick=True):
        call_command("demo", verbosity=0)
        call_command("check_invariants", verbosity=0)


def test_everybody_finds_something_to_do(laid_out):
    people = {one.key: Person.objects.get(email__startswith=f"{one.key}@") for one in CAST}
    idle = {key for key, person in people.items() if not tasks_of(person, timezone.localdate())}
    assert idle == set()


def test_laid_out_twice_it_is_there_once(laid_out, capsys):
    before = Person.objects.count(), Application.objects.count()
    call_command("demo")
    assert "nothing was changed" in capsys.readouterr().out
    assert (Person.objects.count(), Application.objects.count()) == before


def test_several_open_requests_compete_for_the_same_leaders(laid_out):
    mina = Person.objects.get(posts__role="alliance_manager")
    asks = asks_of(open_requests(mina))
    wanted: dict[int, int] = {}
    for ask in asks:
        for match in ask.matches:
            if match.is_possible:
                wanted[match.candidate.pk] = wanted.get(match.candidate.pk, 0) + 1
    assert max(wanted.values()) >= 3
    found = assign(asks)
    assert [bool(one.match) for one in found].count(True) >= 3
    assert any(one.taken_by for one in found) or not all(one.match for one in found)


def test_the_story_has_what_one_may_want_to_try(laid_out):
    now, today = timezone.now(), timezone.localdate()
    there = {
        "a conflict of interest": of_story(Conflict),
        "a moderation": of_story(Moderation),
        "a decision nobody was told": of_story(PendingDecision),
        "an appeal nobody hears": of_story(Appeal, hearers=None, is_upheld=None),
        "an interview ahead": of_story(Interview, at__gt=now, cancelled_at=None, missed_at=None),
        "somebody who is to choose a time": of_story(Application, state="invited", interview=None),
        "more time": of_story(Extension),
        "answers asked for": of_story(Application, state="returned"),
        "an address that does not work": of_story(Reference, state="bounced"),
        "a suspension": of_story(Designation, state="suspended"),
        "a designation given up": of_story(Designation, state="relinquished"),
        "a release asked for": of_story(Designation, release_asked_at__isnull=False),
        "an induction half done": of_story(Designation, state="designated", induction__done_on__isnull=False),
        "a review without the head": of_story(Review, state="open", head_supports=None),
        "a file that was uploaded": of_story(Evidence, attachment__isnull=False),
        "a renewal to decide": of_story(Renewal, state="submitted", head_signed_on__isnull=False),
        "a fund that pays for work": of_story(Fund, taken_pence__gt=0),
        "facilitation to acknowledge": of_story(Facilitation, state="recorded"),
        "an adjustment": of_story(ClaimLine, corrects__isnull=False),
        "a message for two of the parties": of_story(Message, audience="leader_and_school"),
        "a concern to read": of_story(Concern, state="raised"),
        "a watched request": of_story(Watch, request__isnull=False),
        "a second term": of_story(Designation, terms__number=2, ends_on__gt=today),
    }
    assert [name for name, is_there in there.items() if not is_there] == []

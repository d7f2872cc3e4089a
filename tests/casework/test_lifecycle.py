"""The one line that writes a state: conditional, in its own savepoint, with history."""

import pytest
from django.db import transaction

from casework.lifecycle import StepNotOpen
from casework.models import Entry
from designation.lifecycle import REFERENCE
from designation.models import Reference
from tests.factories import ReferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference(cast):
    return ReferenceFactory(referee=cast.hannah, application__applicant=cast.sam)


def test_a_step_sets_state_and_fields_together_and_writes_history(reference, cast):
    REFERENCE.advance(reference, "decline", by=cast.hannah, note="Too busy", private=True, name="Known as")
    entry = Entry.objects.of(reference).get(step="decline")
    assert (reference.state, reference.name) == ("declined", "Known as")
    assert (entry.from_state, entry.to_state, entry.by_name, entry.note_is_private) == (
        "requested",
        "declined",
        "Hannah Price",
        True,
    )


def test_a_step_from_a_wrong_state_changes_nothing(reference, cast):
    REFERENCE.advance(reference, "expire", by=None)
    known = Reference.objects.get(pk=reference.pk).name
    with pytest.raises(StepNotOpen):
        REFERENCE.advance(reference, "decline", by=cast.hannah, name="Known as")
    reference.refresh_from_db()
    assert (reference.state, reference.name) == ("expired", known)
    assert list(Entry.objects.of(reference).values_list("step", flat=True)) == ["expire"]


def test_a_stale_copy_cannot_take_a_step_twice(reference, cast):
    stale = Reference.objects.get(pk=reference.pk)
    REFERENCE.advance(reference, "decline", by=cast.hannah)
    with pytest.raises(StepNotOpen):
        REFERENCE.advance(stale, "decline", by=cast.hannah)
    assert stale.state == "declined"


def test_a_step_that_failed_does_not_poison_what_is_around_it(reference, cast):
    with transaction.atomic():
        REFERENCE.advance(reference, "decline", by=cast.hannah)
        with pytest.raises(StepNotOpen):
            REFERENCE.advance(reference, "decline", by=cast.hannah)
        reference.name = "Still writable"
        reference.save(update_fields=["name"])
    assert Reference.objects.get(pk=reference.pk).name == "Still writable"


def test_history_is_never_edited(reference, cast):
    REFERENCE.advance(reference, "decline", by=cast.hannah)
    entry = Entry.objects.of(reference).get()
    entry.note = "Something else"
    with pytest.raises(TypeError, match="never edited"):
        entry.save()


def test_what_runs_by_itself_is_written_as_such(reference):
    REFERENCE.advance(reference, "expire", by=None)
    assert Entry.objects.of(reference).values_list("channel", "by_name").get() == ("night", "")


def test_reference_numbers_follow_one_another(cast):
    first, second = (ReferenceFactory(application__applicant=person) for person in (cast.sam, cast.rob))
    assert int(second.reference[-4:]) == int(first.reference[-4:]) + 1

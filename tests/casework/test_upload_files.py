"""A file is kept with its row or not at all, within limits that two at once cannot pass, and removed with a trace."""

import errno
import os
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from casework import files, tasks
from casework.files import BadFile
from casework.models import Attachment
from tests.casework.samples import pdf, upload
from tests.deployments import stage
from tests.deployments.test_races import database_of_threads  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NO_ROOM = "There is no room for more files"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PRIVATE_DIR = tmp_path / "private"
    return settings.PRIVATE_DIR


@pytest.fixture
def case(cast):
    return stage.deployment(cast)


def add(case, by, name="Plan.pdf", content=None):
    return files.attach(case, upload(name, content or pdf()), by=by, purpose="proof")


def found(store):
    """Return what lies in the store, whole and half."""
    return sorted(place for place in store.rglob("*") if place.is_file())


def test_a_file_is_kept_under_a_name_nobody_guesses_with_all_that_is_known_of_it(case, cast, store):
    kept = add(case, cast.sam, "Cynllun – Tŷ.pdf")
    (place,) = found(store)
    assert (place, place.read_bytes()) == (store / kept.path, pdf())
    assert "Cynllun" not in kept.path
    assert (kept.name, kept.kind, kept.size, len(kept.sha256)) == (
        "Cynllun – Tŷ.pdf",
        "application/pdf",
        len(pdf()),
        64,
    )
    assert (kept.case, kept.uploaded_by, kept.purpose) == (case, cast.sam, "proof")
    assert list(case.attachments.all()) == [kept]


def test_a_refused_file_leaves_nothing(case, cast, store):
    with pytest.raises(BadFile):
        add(case, cast.sam, content=b"MZ")
    assert (found(store), Attachment.objects.count()) == ([], 0)


def test_a_rollback_takes_the_file_along(case, cast, store):
    def add_and_go_wrong():
        with transaction.atomic():
            add(case, cast.sam)
            raise LookupError(len(found(store)))

    with pytest.raises(LookupError, match=r"^1$"):
        add_and_go_wrong()
    assert (found(store), Attachment.objects.count()) == ([], 0)


def test_a_row_that_cannot_be_written_takes_the_file_along(case, cast, store):
    with pytest.raises(IntegrityError), patch("casework.files.attachments._check_room"):
        files.attach(
            case, files.Checked("a.pdf", ".pdf", "application/pdf", b""), by=cast.sam, purpose="proof"
        )
    assert found(store) == []


@pytest.mark.django_db(transaction=True)
def test_a_commit_keeps_the_file(cast, store):
    kept = add(stage.deployment(cast), cast.sam)
    assert found(store) == [store / kept.path]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize(
    "call", ["os.fsync", "pathlib.Path.open", "pathlib.Path.mkdir", "pathlib.Path.rename"]
)
def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing(case, cast, store, call, number):
    with patch(call, side_effect=OSError(number, "full")), pytest.raises(BadFile, match=NO_ROOM):
        add(case, cast.sam)
    assert (found(store), Attachment.objects.count()) == ([], 0)


def test_another_trouble_of_the_disk_is_not_called_a_full_one(case, cast):
    with patch("os.fsync", side_effect=OSError(errno.EIO, "broken")), pytest.raises(OSError, match="broken"):
        add(case, cast.sam)


def test_the_portal_keeps_a_gigabyte_for_itself(case, cast):
    for free, taken in [(2**30 - 1, False), (2**30, True)]:
        with patch("shutil.disk_usage", return_value=SimpleNamespace(free=free)):
            assert taken is not refused(lambda: add(case, cast.sam), NO_ROOM)


def refused(act: Callable[[], object], sentence: str) -> bool:
    try:
        act()
    except BadFile as bad:
        return str(bad).startswith(sentence)
    return False


def test_a_case_has_twenty_files_and_a_removed_one_makes_room(case, cast):
    kept = [add(case, cast.sam) for _n in range(20)]
    assert refused(lambda: add(case, cast.rob), "There are 20 files here already")
    files.remove(kept[0], by=cast.sam)
    assert not refused(lambda: add(case, cast.rob), "")


def test_a_person_has_200_megabytes_in_all_cases_and_a_removed_file_makes_room(case, cast):
    kept = add(stage.deployment(cast), cast.sam)
    Attachment.objects.update(size=200 * 1024 * 1024 - len(pdf()))
    assert not refused(lambda: add(case, cast.sam), "")
    assert refused(lambda: add(case, cast.sam), "Your files take up more than 200 MB")
    assert not refused(lambda: add(case, cast.rob), "")
    files.remove(kept, by=cast.sam)
    assert not refused(lambda: add(case, cast.sam), "")


def test_a_removed_file_is_gone_once_committed_and_its_row_says_who_removed_it(
    case, cast, store, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        kept = add(case, cast.sam)
    with django_capture_on_commit_callbacks(execute=True):
        assert files.remove(kept, by=cast.mina)
        assert len(found(store)) == 1
    kept.refresh_from_db()
    assert (found(store), kept.removed_by, kept.removed_at <= timezone.now()) == ([], cast.mina, True)


def test_it_is_removed_once(case, cast):
    kept = add(case, cast.sam)
    assert [files.remove(kept, by=cast.sam), files.remove(kept, by=cast.mina)] == [True, False]
    kept.refresh_from_db()
    assert kept.removed_by == cast.sam


def test_what_a_crash_left_is_tidied_away_after_a_day_and_nothing_else(case, cast, store):
    kept, removed = add(case, cast.sam), add(case, cast.sam)
    Attachment.objects.filter(pk=removed.pk).update(removed_at=timezone.now(), removed_by=cast.sam)
    orphan = store / files.store(b"orphan", ".pdf", "attachments")
    document = store / files.store(b"a document of the portal's own", ".pdf")
    half, young = orphan.with_suffix(".part"), orphan.with_name("young.part")
    for place in (half, young):
        place.write_bytes(b"half")
    long_ago = time.time() - 25 * 60 * 60
    for place in found(store):
        if place != young:
            os.utime(place, (long_ago, long_ago))
    assert tasks.tidy_files() == 3
    assert found(store) == sorted([store / kept.path, document, young])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_limits_together(database_of_threads, cast):  # noqa: F811
    cases = [stage.deployment(cast) for _n in range(2)]
    kept = add(cases[0], cast.sam)
    Attachment.objects.filter(pk=kept.pk).update(size=200 * 1024 * 1024 - len(pdf()))
    assert at_once(lambda number: add(cases[number % 2], cast.sam)) == {"kept": 1, "refused": 7}
    Attachment.objects.update(size=1)
    for _n in range(20 - cases[0].attachments.count() - 1):
        add(cases[0], cast.rob)
    people = [cast.sam, cast.hannah, cast.rob, cast.mina]
    assert at_once(lambda number: add(cases[0], people[number % 4])) == {"kept": 1, "refused": 7}


def at_once(act: Callable[[int], object], times: int = 8) -> Counter:
    """Do this so many times at the same moment, each in a connection of its own; count how it ended."""
    barrier = Barrier(times)

    def one(number: int) -> str:
        try:
            barrier.wait(timeout=30)
            return "refused" if refused(lambda: act(number), "") else "kept"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return Counter(pool.map(one, range(times)))

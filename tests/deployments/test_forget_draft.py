"""A draft nobody sends: Rob is reminded once after thirty days, and after ninety it is forgotten."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from casework import letters
from casework.models import Letter
from casework.templatetags.casework import day
from deployments import actions, tasks
from deployments.models import RequestDraft
from directory.calendar import is_working_day
from tests.deployments import stage


def lying(cast, days: int) -> RequestDraft:
    """Return Rob's draft as he left it so many days ago."""
    draft = stage.draft(cast)
    RequestDraft.objects.filter(pk=draft.pk).update(saved_at=timezone.now() - timedelta(days=days))
    draft.refresh_from_db()
    return draft


def on_a_working_day(days: int):
    """Return the first working day so many days from now, frozen at ten."""
    while not is_working_day(stage.today() + timedelta(days=days)):
        days += 1
    return freeze_time(f"{stage.today() + timedelta(days=days)} 10:00")


def test_he_is_reminded_once_and_reads_until_when_it_is_kept(cast):
    draft = stage.draft(cast)
    with on_a_working_day(30):
        assert (tasks.remind_of_drafts(), tasks.remind_of_drafts()) == (1, 1)
    with on_a_working_day(50):
        tasks.remind_of_drafts()
    letter = Letter.objects.get()
    assert (letter.name, letter.to) == ("deployments/request_unfinished", cast.rob)
    assert day(stage.today() + timedelta(days=90)) in letter.body
    assert letter.url.endswith(reverse("deployments:request-tasks", args=[draft.pk]))
    assert "Reading fell" not in letter.body


@pytest.mark.parametrize("days", [29, 95])
def test_nobody_is_reminded_too_early_or_of_what_is_forgotten(cast, days):
    stage.draft(cast)
    with on_a_working_day(days):
        assert (tasks.remind_of_drafts(), Letter.objects.count()) == (0, 0)


def test_nobody_is_reminded_on_a_day_off(cast):
    stage.draft(cast)
    with freeze_time("2027-01-02 10:00"):  # a Saturday
        assert (tasks.remind_of_drafts(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize("then", ["sent", "changed", "thrown away"])
def test_the_reminder_stays_behind_where_it_is_no_longer_true(cast, then):
    draft = lying(cast, 31)
    actions.remind_of_draft(draft, stage.today())
    if then == "sent":
        RequestDraft.objects.update(request=stage.request(cast))
    elif then == "changed":
        actions.keep_draft(draft, part="need", typed={"need": ["More."]}, completed=True)
    else:
        actions.discard_draft(draft)
    letters.deliver_due()
    assert Letter.objects.get().status == Letter.Status.DROPPED


@pytest.mark.parametrize(("days", "left"), [(90, 1), (91, 0)])
def test_after_its_last_day_it_is_forgotten(cast, days, left):
    draft = lying(cast, days)
    assert draft.kept_until == stage.today() + timedelta(days=90 - days)
    assert (tasks.forget_drafts(), RequestDraft.objects.count()) == (1 - left, left)


def test_what_was_sent_stays(cast):
    draft = lying(cast, 200)
    RequestDraft.objects.filter(pk=draft.pk).update(request=stage.request(cast))
    assert (tasks.forget_drafts(), RequestDraft.objects.count()) == (0, 1)


def test_what_was_changed_meanwhile_is_kept(cast):
    draft = lying(cast, 91)
    actions.keep_draft(RequestDraft.objects.get(), part="need", typed={"need": ["More."]}, completed=True)
    assert (actions.forget_draft(draft), RequestDraft.objects.count()) == (False, 1)


def test_the_pages_say_until_when_it_is_kept(cast, client):
    draft = lying(cast, 10)
    client.force_login(cast.rob)
    kept = day(stage.today() + timedelta(days=80))
    pages = [reverse("deployments:request-tasks", args=[draft.pk]), reverse("deployments:request-new")]
    assert [kept in client.get(page).content.decode() for page in pages] == [True, True]

"""What the portal itself writes can be read in the administration and not rewritten."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from casework import letters
from casework.models import Letter
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, cast):
    person = PersonFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


@pytest.fixture
def letter(cast):
    return letters.post_notice("accounts/login_code", cast.olga, cast.olga.email, context={"code": "ABC-123"})


@pytest.mark.parametrize("model", ["entry", "letter", "link", "document", "attachment", "certificate"])
def test_a_list_is_read_and_nothing_can_be_added(admin, model):
    assert admin.get(reverse(f"admin:casework_{model}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:casework_{model}_add")).status_code == 403


def test_a_letters_words_are_not_shown(admin, letter):
    page = admin.get(reverse("admin:casework_letter_change", args=[letter.pk])).content.decode()
    assert (letter.address in page, "ABC-123" in page) == (True, False)


def test_a_letter_cannot_be_changed_or_deleted(admin, letter):
    admin.post(reverse("admin:casework_letter_change", args=[letter.pk]), {"address": "else@example.org"})
    admin.post(reverse("admin:casework_letter_delete", args=[letter.pk]), {"post": "yes"})
    assert Letter.objects.get(pk=letter.pk).address == letter.address


def test_what_could_not_be_delivered_is_sent_again_and_it_is_written_down_by_whom(admin, letter):
    Letter.objects.update(status=Letter.Status.FAILED, attempts=9)
    form = {"action": "send_again", "_selected_action": [letter.pk]}
    admin.post(reverse("admin:casework_letter_changelist"), form)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("waiting", 0)
    assert LogEntry.objects.get().get_change_message() == "send again"

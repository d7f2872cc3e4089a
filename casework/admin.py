"""Letters, links, documents, files, certificates and history in the administration: to be read, never rewritten."""

from typing import cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.models import Attachment, Certificate, Document, Entry, Letter, Link, Message
from directory.models import Person


class ReadOnlyAdmin(admin.ModelAdmin):
    """What only the portal itself writes: shown, searched, never added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "content_type", "object_id", "step", "by_name", "channel", "from_state", "to_state"]
    list_filter = ["channel", "content_type", "at"]
    search_fields = ["by_name", "step"]
    exclude = ["note"]  # reasons of refusals are for the alliance's managers, who read them on the case
    list_select_related = ["content_type"]
    show_full_result_count = False


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "name", "address", "language", "status", "sent_at", "attempts", "error"]
    list_filter = ["status", "name", "language"]
    search_fields = ["address", "subject"]
    exclude = [
        "body"
    ]  # a letter may carry a reason or a code: its reader has it, managers see it on the case
    show_full_result_count = False
    actions = ["send_again"]

    @admin.action(description=_("Send again what could not be delivered"))
    def send_again(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        failed = list(letters.filter(status=Letter.Status.FAILED))
        again = {"status": Letter.Status.WAITING, "attempts": 0, "send_after": timezone.now()}
        with transaction.atomic():
            count = Letter.objects.filter(
                pk__in=[one.pk for one in failed], status=Letter.Status.FAILED
            ).update(**again)
            by = cast("Person", request.user)
            LogEntry.objects.log_actions(by.pk, failed, CHANGE, change_message="send again")
        said = ngettext(
            "%(count)s letter will be sent again.", "%(count)s letters will be sent again.", count
        )
        self.message_user(request, said % {"count": count})


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Who wrote to whom about which case, and when; what was written is for its audience alone."""

    list_display = ["at", "content_type", "object_id", "audience", "by_name"]
    list_filter = ["audience", "content_type"]
    search_fields = ["by_name"]
    exclude = ["text"]
    list_select_related = ["content_type"]
    show_full_result_count = False


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "purpose", "address", "expires_at", "used_at", "closed_at"]
    list_filter = ["purpose"]
    search_fields = ["address"]
    show_full_result_count = False


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ["ordered_at", "name", "language", "made_at", "recalled_at", "size", "attempts", "error"]
    list_filter = ["name", "language"]
    show_full_result_count = False


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    list_display = ["uploaded_at", "content_type", "object_id", "purpose", "kind", "size", "removed_at"]
    list_filter = ["purpose", "kind"]
    exclude = ["name"]  # names of files name people; who may read a file reads its name on the case
    list_select_related = ["content_type"]
    show_full_result_count = False


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ["number", "name", "role", "starts_on", "ends_on", "issued_at", "replaced_at"]
    search_fields = ["number", "name"]
    date_hierarchy = "issued_at"

"""Who may read, add and remove the files of a case: the case's own app says so by its permissions."""

from typing import Any

import rules
from django.http import Http404
from django.shortcuts import get_object_or_404

from casework.lifecycle import Lifecycle
from casework.models import Attachment, Case
from directory.models import Person
from directory.rules import is_manager


def may(person: Person, verb: str, purpose: str, case: Case) -> bool:
    """Ask the permission `<app>.<verb>_<purpose>` on the case; where its app declares none, nobody may."""
    name = f"{case._meta.app_label}.{verb}_{purpose}"
    return rules.perm_exists(name) and person.has_perm(name, case)


def may_read(person: Person, attachment: Attachment, case: Case) -> bool:
    """Whom `<app>.read_<purpose>` names; and who added it, where the app declares `<app>.reread_<purpose>` for them."""
    is_theirs = attachment.uploaded_by_id == person.pk
    return may(person, "read", attachment.purpose, case) or (
        is_theirs and may(person, "reread", attachment.purpose, case)
    )


def may_remove(person: Person, attachment: Attachment, case: Case) -> bool:
    """Whoever added a file, or a manager, while `<app>.remove_<purpose>` lets them."""
    is_theirs = attachment.uploaded_by_id == person.pk or is_manager(person)
    return is_theirs and may(person, "remove", attachment.purpose, case)


def may_still_remove(person: Person, attachment: Attachment, case: Case) -> bool:
    """Whoever may remove a file, while the case stands so that it can be done."""
    return may_remove(person, attachment, case) and _is_open_to_removing(case)


def _is_open_to_removing(case: Case) -> bool:
    """Say whether files may be removed as the case stands, where its table has a step for it."""
    table = Lifecycle.of(case).steps
    return "remove_file" not in table or case.state in table["remove_file"].sources


def attachment_or_404(person: Person, pk: int) -> tuple[Attachment, Any]:
    """Return a file that is still there with its case, if this person may read both; else there is no such file."""
    live = Attachment.objects.filter(removed_at__isnull=True).select_related("content_type", "uploaded_by")
    attachment = get_object_or_404(live, pk=pk)
    model: Any = attachment.content_type.model_class()
    if model is None:
        raise Http404
    case = get_object_or_404(model._default_manager.visible_to(person), pk=attachment.object_id)
    if not may_read(person, attachment, case):
        raise Http404
    return attachment, case


def readable(person: Person, case: Case, purpose: str = "") -> list[Attachment]:
    """Return the files of a case this person may read, oldest first, of one purpose or of all; two queries at most."""
    live = case.attachments.filter(removed_at__isnull=True).select_related("uploaded_by")
    found = list(live.filter(purpose=purpose) if purpose else live)
    return [file for file in found if may_read(person, file, case)]

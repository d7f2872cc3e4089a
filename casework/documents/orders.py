"""Papers of a case are ordered in its transaction, recalled when they hold no more, and read by who may."""

import rules
from django.utils import timezone

from casework.models import Case, Document


def order(case: Case, name: str, language: str) -> Document:
    """Order a document of a case; the night work makes it within seconds."""
    return Document.objects.create(case=case, name=name, language=language)


def recall(case: Case, name: str) -> None:
    """Recall every paper `name` of a case: what it says holds no more, and nobody is served it from now on."""
    case.documents.in_force().filter(name=name).update(recalled_at=timezone.now())


def may_read(person, case: Case, name: str) -> bool:
    """Say whether a person who sees a case may read its document `name` (`<app>/<document>`).

    Where the app declares the permission `<app>.read_<document>` it decides, else whoever sees the case may.
    """
    permission = name.replace("/", ".read_")
    return not rules.perm_exists(permission) or person.has_perm(permission, case)


def case_of(document: Document) -> Case:
    """Return the case a document belongs to; raises LookupError when it is gone."""
    if document.case is None:
        raise LookupError(f"The case of document {document.pk} is gone")
    return document.case

"""What happens to evidence: filed from above by its key, filed by the leader, changed, withdrawn."""

from datetime import date
from typing import Any

from django.db import transaction

from casework import files
from casework.models import Attachment, Channel
from designation.actions.refusals import EvidenceKept
from designation.lifecycle import DESIGNATION
from designation.models import Designation, Evidence
from designation.queries.evidence import is_kept


@transaction.atomic
def file_evidence(
    designation: Designation,
    *,
    kind: str,
    on: date,
    title: str,
    key: str = "",
    half_days: int | None = None,
    minutes: int | None = None,
    result: int | None = None,
    detail: str = "",
    url: str = "",
    attachment: Attachment | None = None,
    by=None,
) -> Evidence:
    """File one thing a leader did or was told, on a day; filed again under its key, the row is put right.

    `half_days` of support, `minutes` of learning and a `result` from 1 to 4 (4 the best) come with some kinds; `url` is
    the page of what was filed. Floors above call this; nobody is told.
    """
    fields: dict[str, Any] = {
        "kind": kind,
        "on": on,
        "title": title[:200],
        "half_days": half_days,
        "minutes": minutes,
        "result": result,
        "detail": detail,
        "url": url,
    }
    fields |= {"attachment": attachment} if attachment else {}
    if not key:
        return Evidence.objects.create(designation=designation, filed_by=by, **fields)
    row, _made = Evidence.objects.update_or_create(
        designation=designation, key=key, defaults=fields, create_defaults=fields | {"filed_by": by}
    )
    return row


@transaction.atomic
def withdraw_evidence(designation: Designation, *, key: str) -> bool:
    """Take back what was filed under a key: it did not happen after all; say whether there was any."""
    return bool(Evidence.objects.filter(designation=designation, key=key).delete()[0])


@transaction.atomic
def file(
    designation: Designation,
    *,
    by,
    channel: str = Channel.PORTAL,
    key: str,
    upload=None,
    **fields,
) -> Evidence:
    """The leader or a manager files evidence, with a file where there is one; nobody is told. Raises StepNotOpen.

    Filed twice by one form (`key`), it is there once. Raises BadFile for a file the portal does not take.
    """
    Designation.objects.select_for_update().get(pk=designation.pk)
    filed = Evidence.objects.filter(designation=designation, key=f"own:{key}").first()
    if filed is not None:
        return filed
    DESIGNATION.advance(designation, "file", by=by, channel=channel, note=fields["title"])
    attachment = files.attach(designation, upload, by=by, purpose="evidence") if upload else None
    return file_evidence(designation, key=f"own:{key}", attachment=attachment, by=by, **fields)


@transaction.atomic
def change_evidence(evidence: Evidence, *, by, upload=None, **fields) -> None:
    """Put right what one filed oneself; a new file takes the place of the old one. The history keeps the old title
    and the new. Raises EvidenceKept, BadFile.
    """
    _hold(evidence)
    titles = dict.fromkeys([evidence.title, fields.get("title", evidence.title)])
    DESIGNATION.advance(evidence.designation, "change_evidence", by=by, note=" → ".join(titles))
    if upload:
        _drop_file(evidence, by)
        fields["attachment"] = files.attach(evidence.designation, upload, by=by, purpose="evidence")
    Evidence.objects.filter(pk=evidence.pk).update(**fields)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by) -> None:
    """Remove what one filed oneself, with its file; the history keeps its title. Raises EvidenceKept once it is part
    of a renewal or was counted by a review.
    """
    _hold(evidence)
    DESIGNATION.advance(evidence.designation, "remove_evidence", by=by, note=evidence.title)
    _drop_file(evidence, by)
    evidence.delete()


def _hold(evidence: Evidence) -> None:
    Designation.objects.select_for_update().get(pk=evidence.designation_id)
    if is_kept(evidence):
        raise EvidenceKept


def _drop_file(evidence: Evidence, by) -> None:
    if evidence.attachment is not None:
        files.remove(evidence.attachment, by=by)

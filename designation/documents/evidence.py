"""What a leader's file says, part by part: on its page, in a review, in a renewal and its paper."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.templatetags.casework import days
from designation.models import Evidence
from designation.queries.evidence import FEWEST, Figures, Kept

K = Evidence.Kind
BEST = 4  # results go from 1 to 4, 4 the best

# What a renewal looks for, and how its absence is said in time to do something about it.
GAPS = {
    K.VISIT: gettext_lazy("No visit to another school yet."),
    K.EVALUATION: gettext_lazy("No evaluation of a deployment yet."),
    K.CPD: gettext_lazy("No professional development yet."),
    K.GROUP: gettext_lazy("No meeting of a development group yet."),
    K.INSPECTION: gettext_lazy("No Ofsted or Estyn report yet."),
    K.AUTHORITY: gettext_lazy("No review by the local authority or consortium yet."),
    K.OUTCOMES: gettext_lazy("No pupil outcomes yet."),
    K.FEEDBACK: gettext_lazy("No feedback from development groups yet."),
}


class FilePart(NamedTuple):
    """One kind of evidence: its rows as the page shows them, and the sentence where there are none."""

    key: str
    heading: str
    rows: list[dict[str, Any]]
    gap: str


def file_parts(rows: Iterable[Evidence], *, person=None, kept: Kept | None = None) -> list[FilePart]:
    """Return a file by kind; `person` gets the links to change what they filed themselves and is not `kept`."""
    known: dict[str, list[Evidence]] = {kind: [] for kind in K}
    for row in rows:
        known[row.kind].append(row)
    return [
        FilePart(
            kind,
            str(kind.label),
            [_row(row, person, kept) for row in known[kind]],
            str(GAPS.get(kind, "")),
        )
        for kind in K
        if known[kind] or kind in GAPS
    ]


def gaps_of(parts: Iterable[FilePart]) -> list[str]:
    """Return in sentences what the file does not hold yet."""
    return [part.gap for part in parts if part.gap and not part.rows]


def _row(row: Evidence, person, kept: Kept | None) -> dict[str, Any]:
    file = row.attachment if row.attachment and row.attachment.removed_at is None else None
    line = {"title": row.title, "on": row.on, "said": amount_of(row), "detail": row.detail, "url": row.url}
    line |= {"file": file, "by": str(row.filed_by or "")}
    is_theirs = person is not None and row.filed_by_id == person.pk
    if is_theirs and not (kept and kept.holds(row)):
        at = [row.designation_id, row.pk]
        line["change_url"] = reverse("designation:designation-evidence-change", args=at)
        line["remove_url"] = reverse("designation:designation-evidence-remove", args=at)
    return line


def amount_of(row: Evidence) -> str:
    """Return in words how much it was, or how it went; results go from 1 to 4."""
    if row.result is not None:
        return _("%(result)d of 4") % {"result": row.result}
    if row.minutes is not None:
        return hours(row.minutes)
    return days(row.half_days) if row.half_days is not None else ""


def hours(minutes: int) -> str:
    """Write minutes as hours: 90 -> 1.5 hours."""
    value = minutes / 60
    text = number_format(value, 0 if value == int(value) else 1)
    return ngettext("%(count)s hour", "%(count)s hours", 1 if value == 1 else 2) % {"count": text}


def figures_said(figures: Figures, *, expected: int | None = None) -> list[dict[str, str]]:
    """Return a file's figures as `components/figures.html` takes them; `expected` are half days."""
    given = {"value": days(figures.half_days), "text": _("given to other schools")}
    if expected is not None:
        given["text"] = _("given, of %(expected)s expected") % {"expected": days(expected)}
    said = [
        given,
        {"value": str(len(figures.results)), "text": _("evaluations")},
        {"value": hours(figures.minutes), "text": _("of learning")},
        {"value": str(figures.meetings), "text": _("meetings of development groups")},
    ]
    if figures.mean is not None:
        mean = {"value": number_format(figures.mean, 1), "text": _("mean result, of 4")}
        said.insert(2, mean)
    return said


def result_bars(figures: Figures) -> list[dict[str, Any]]:
    """Return how often each result was given, the best first; nothing for fewer than three."""
    if len(figures.results) < FEWEST:
        return []
    total = len(figures.results)
    counts = {value: figures.results.count(value) for value in range(BEST, 0, -1)}
    return [
        {
            "label": _("%(result)d of 4") % {"result": value},
            "share": round(100 * number / total),
            "value": str(number),
        }
        for value, number in counts.items()
    ]

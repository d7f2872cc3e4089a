"""What a renewal says: the leader's words, the file and, for managers, the head's reference."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from casework.templatetags.casework import day, days
from designation.documents.evidence import FilePart, figures_said, file_parts, gaps_of, result_bars
from designation.models import Renewal
from designation.queries.evidence import evidence_of, figures_of
from designation.queries.renewals import days_of_file


class RenewalFile(NamedTuple):
    """The file the portal assembles for a renewal."""

    figures: list[dict[str, str]]
    bars: list[dict[str, Any]]
    parts: list[FilePart]
    gaps: list[str]


def file_of(renewal: Renewal) -> RenewalFile:
    """Return the file of the term a renewal looks back on, by kind, with its gaps in words (2 queries)."""
    rows = evidence_of(renewal.designation, *days_of_file(renewal))
    parts, figures = file_parts(rows), figures_of(rows)
    return RenewalFile(
        figures_said(figures), result_bars(figures), [part for part in parts if part.rows], gaps_of(parts)
    )


def renewal_facts(renewal: Renewal) -> list[dict[str, str]]:
    """Return what the leader asks for; of the reference only whether it has arrived."""
    designation, areas = renewal.designation, ", ".join(str(area) for area in renewal.areas.all())
    facts = [
        (_("Leader"), designation.person),
        (_("School"), designation.home_school),
        (_("Role"), designation.role_type),
        (_("The term ends on"), day(designation.ends_on)),
        (_("Impact over the term"), renewal.impact),
        (_("Plans for the next term"), renewal.plans),
        (_("Areas of expertise"), areas),
        (_("Days a term"), days(renewal.half_days_a_term)),
        (_("Reference of the head"), _("Received") if renewal.head_signed_on else _("Not received yet")),
    ]
    decided = [
        (_("Signed by"), renewal.signed_name),
        (_("New term"), renewal.term or ""),
    ]
    said = [(term, str(value) or _("Not given")) for term, value in facts]
    return [
        {"term": term, "value": value}
        for term, value in [*said, *((term, str(value)) for term, value in decided if value)]
    ]


def reference_facts(renewal: Renewal) -> list[dict[str, str]]:
    """Return the words of the head; for those alone who may read them."""
    facts = [
        (_("Support"), renewal.get_head_strength_display()),
        (_("Statement of the head"), renewal.head_statement),
        (_("Days a term released"), days(renewal.head_half_days)),
        (_("Signed by"), renewal.head_signed_name),
        (_("Signed on"), day(renewal.head_signed_on)),
    ]
    return [{"term": term, "value": value or _("Not given")} for term, value in facts]

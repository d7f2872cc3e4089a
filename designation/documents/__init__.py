"""What papers, files and pages say of applications and leaders, in the reader's language."""

from designation.documents.applications import Part, in_months, parts_of
from designation.documents.designations import (
    assured_until,
    facts_of,
    induction_facts,
    offer_facts,
    papers_of,
)
from designation.documents.leaders import leader_rows
from designation.documents.words import labels

__all__ = [
    "Part",
    "assured_until",
    "facts_of",
    "in_months",
    "induction_facts",
    "labels",
    "leader_rows",
    "offer_facts",
    "papers_of",
    "parts_of",
]

"""What is kept about becoming, being and remaining a system leader."""

from designation.models.answers import RoleHeld, Statement
from designation.models.appeals import Appeal
from designation.models.applications import Application, ChosenArea
from designation.models.availability import Absence, SchoolRelease
from designation.models.evidence import Evidence
from designation.models.interviews import Interview, Slot
from designation.models.leaders import Designation
from designation.models.panel import Conflict, Moderation, PendingDecision, Score
from designation.models.references import Reference
from designation.models.renewals import Renewal
from designation.models.reviews import Review
from designation.models.rounds import EqualityCount, Extension, PanelSeat, Round
from designation.models.schemes import Area, AreaGroup, Criterion, InductionTopic, RoleType
from designation.models.terms import DesignationTerm, InductionItem

__all__ = [
    "Absence",
    "Appeal",
    "Application",
    "Area",
    "AreaGroup",
    "ChosenArea",
    "Conflict",
    "Criterion",
    "Designation",
    "DesignationTerm",
    "EqualityCount",
    "Evidence",
    "Extension",
    "InductionItem",
    "InductionTopic",
    "Interview",
    "Moderation",
    "PanelSeat",
    "PendingDecision",
    "Reference",
    "Renewal",
    "Review",
    "RoleHeld",
    "RoleType",
    "Round",
    "SchoolRelease",
    "Score",
    "Slot",
    "Statement",
]

"""What is kept about becoming, being and remaining a system leader."""

from designation.models.applications import Application, ChosenArea, RoleHeld, Statement
from designation.models.leaders import Absence, Designation, SchoolRelease
from designation.models.panel import Interview, Score
from designation.models.references import Reference
from designation.models.rounds import PanelSeat, Round
from designation.models.schemes import Area, AreaGroup, Criterion, RoleType

__all__ = [
    "Absence",
    "Application",
    "Area",
    "AreaGroup",
    "ChosenArea",
    "Criterion",
    "Designation",
    "Interview",
    "PanelSeat",
    "Reference",
    "RoleHeld",
    "RoleType",
    "Round",
    "SchoolRelease",
    "Score",
    "Statement",
]

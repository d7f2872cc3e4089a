"""Who is told what about a designation."""

from django.utils import timezone

from casework.letters import post
from designation.models import Designation
from directory.queries.posts import line_manager_of


def designation_activated(designation: Designation) -> None:
    """Congratulate the leader with the certificate, and tell the head of the home school."""
    post("designation/designation_activated", designation.person, designation)
    head = line_manager_of(designation.person, designation.home_school, timezone.localdate())
    if head is not None:
        post("designation/staff_activated", head, designation)


def days_allowed(designation: Designation) -> None:
    """Tell the leader how many days a term the line manager releases them for."""
    post("designation/days_allowed", designation.person, designation)

"""What is kept from a manager: cases about themselves, and those they leave to another manager."""

from typing import Any

from django.db.models import Q, QuerySet

from casework.models import Case
from designation.models import Application, Designation, Reference, Renewal, Review
from designation.queries.members import leaves
from directory.models import Person


def kept_from(person: Person) -> dict[type[Case], QuerySet[Any]]:
    """Return by kind the cases in which a manager is no manager: about themselves, or left to another.

    Nobody leaves a draft to others: no manager sees one.
    """
    left = ~Q(state=Application.State.DRAFT) & leaves(person)
    applications = Application.objects.filter(Q(applicant=person) | left).order_by()
    own = Q(designation__person=person)
    return {
        Application: applications,
        Reference: Reference.objects.filter(application__in=applications.values("pk")),
        Designation: Designation.objects.filter(person=person),
        Review: Review.objects.filter(own),
        Renewal: Renewal.objects.filter(own),
    }

"""The ways from a visit or a deployment to what was written about it, for whoever may go there."""

from typing import Any

from django import template
from django.utils import timezone

from deployments.models import Deployment, Visit
from directory.models import Person
from directory.rules import is_manager
from evaluations.models import DeploymentEvaluation, VisitEvaluation, VisitRecord

register = template.Library()


@register.inclusion_tag("evaluations/_visit_ways.html")
def visit_writings(visit: Visit, person: Person) -> dict[str, Any]:
    """Lead to the form for the leader who went, to the record and the confidential evaluation for their readers."""
    filed = VisitRecord.objects.sent().filter(visit=visit).exists()
    has_come = (
        visit.state not in (Visit.State.NOT_HELD, Visit.State.DISPUTED) and visit.on <= timezone.localdate()
    )
    return {
        "visit": visit,
        "write": has_come and not filed and person.has_perm("evaluations.write_record", visit),
        "read": filed and VisitRecord.objects.visible_to(person).filter(visit=visit).exists(),
        "confidential": filed and VisitEvaluation.objects.visible_to(person).filter(visit=visit).exists(),
    }


@register.inclusion_tag("evaluations/_deployment_ways.html")
def deployment_evaluation(deployment: Deployment, person: Person) -> dict[str, Any]:
    """Lead to the school's evaluation for its readers, once it is given."""
    over = deployment.state in (Deployment.State.EVALUATED, Deployment.State.CLOSED)
    over = (
        over and deployment.overall_rating is not None
    )  # closed without one where the school never answered
    readable = DeploymentEvaluation.objects.visible_to(person).filter(deployment=deployment)
    # What is evaluated has an evaluation, and managers read every one.
    return {"deployment": deployment, "read": over and (is_manager(person) or readable.exists())}

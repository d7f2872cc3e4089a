"""A visit or a deployment with everything its pages say of it."""

from deployments.models import Deployment, Visit
from evaluations.models import VisitAction


def visit_in_full(pk: int) -> Visit:
    """Return a visit with its record and its deployment's people, objectives and consents, in three queries."""
    return (
        Visit.objects.select_related(
            "leader",
            "record",
            "deployment__designation__person",
            "deployment__school",
            "deployment__home_school",
            "deployment__request__contact",
        )
        .prefetch_related("deployment__objectives", "deployment__consents")
        .get(pk=pk)
    )


def deployment_in_full(pk: int) -> Deployment:
    """Return a deployment with its evaluation, people, objectives and consents, in three queries."""
    return (
        Deployment.objects.select_related(
            "evaluation__questionnaire",
            "designation__person",
            "school",
            "home_school",
            "request__contact",
        )
        .prefetch_related("objectives", "consents")
        .get(pk=pk)
    )


def open_actions(deployment: Deployment) -> list[VisitAction]:
    """Return the agreed actions of this work that nobody has reported done, the oldest first."""
    agreed = VisitAction.objects.filter(record__visit__deployment=deployment, record__sent_at__isnull=False)
    return list(agreed.filter(done_on__isnull=True).order_by("record__visit__on", "position"))

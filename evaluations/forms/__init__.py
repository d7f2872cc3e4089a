"""What is asked about a visit and at the end of a deployment."""

from evaluations.forms.deployments import DeploymentEvaluationForm
from evaluations.forms.replies import ReplyForm
from evaluations.forms.visits import VisitForm

__all__ = ["DeploymentEvaluationForm", "ReplyForm", "VisitForm"]

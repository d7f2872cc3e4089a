"""The agreement as a document: ordered when all have agreed, and anew when anything it prints has changed."""

from casework import documents
from deployments.models import Deployment

AGREEMENT, LANGUAGES = "deployments/agreement", ("en", "cy")


def order_agreement(deployment: Deployment) -> None:
    """Order the agreement in both languages, in the place of the one there may be; the caller's transaction holds."""
    documents.recall(deployment, AGREEMENT)
    for language in LANGUAGES:
        documents.order(deployment, AGREEMENT, language)

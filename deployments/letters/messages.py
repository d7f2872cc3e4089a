"""Who is told that somebody wrote to them; what was written stands on the page alone."""

from django.utils import timezone

from casework.letters import post
from deployments.models import Audience, Deployment
from deployments.queries.audiences import readers_of
from directory.models import Person


def message_written(
    deployment: Deployment, *, by: Person | None = None, audience: str = Audience.ALL_PARTIES
) -> None:
    """Tell an audience, besides the writer, that there is a message for it."""
    for person in readers_of(deployment, audience, timezone.localdate()):
        if person != by:
            label = Audience(audience)
            post(
                "deployments/message_written",
                person,
                deployment,
                known_to=audience,
                by=by,
                audience=label,
            )

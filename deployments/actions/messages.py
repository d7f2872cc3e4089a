"""The parties of a deployment write to each other and share files, each for a stated audience."""

import hashlib
from uuid import UUID

from django.db import transaction

from casework import files
from casework.files import Checked
from casework.models import Channel, Message
from deployments import letters
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import DEPLOYMENT
from deployments.models import Deployment
from deployments.queries.audiences import not_for_you
from directory.models import Person


def _locked(deployment: Deployment, by: Person, audience: str) -> None:
    """Let one person at a time write here; raise Obstacle where the audience is not open to them."""
    deployment.refresh_from_db(fields=["state"], from_queryset=Deployment.objects.select_for_update())
    if not by.has_perm(f"deployments.write_{audience}", deployment):
        raise Obstacle(not_for_you())


@transaction.atomic
def message(
    deployment: Deployment, *, by: Person, audience: str, text: str, key: UUID, channel: str = Channel.PORTAL
) -> None:
    """Write to an audience of a deployment: nobody else reads it, and it stays as it was written.

    Who may: the parties; the audience is told by a letter that leads to the page and quotes nothing. The same `key`
    writes once. Raises StepNotOpen for paused or ended work, Obstacle for an audience that is not the writer's.
    """
    _locked(deployment, by, audience)
    if Message.objects.filter(key=key).exists():
        return
    DEPLOYMENT.advance(deployment, "message", by=by, channel=channel, audience=audience)
    Message.objects.create(case=deployment, audience=audience, text=text, by=by, by_name=str(by), key=key)
    letters.message_written(deployment, by=by, audience=audience)


@transaction.atomic
def attach(
    deployment: Deployment, *, by: Person, audience: str, upload: Checked, channel: str = Channel.PORTAL
) -> None:
    """Add a file for an audience of a deployment; the same file of the same person is kept once.

    Who may: the parties. Raises StepNotOpen for paused or ended work, BadFile for a file that is not taken, Obstacle
    for an audience that is not theirs.
    """
    _locked(deployment, by, audience)
    same = {"sha256": hashlib.sha256(upload.content).hexdigest(), "uploaded_by": by, "purpose": audience}
    if deployment.attachments.filter(removed_at__isnull=True, **same).exists():
        return
    DEPLOYMENT.advance(deployment, "attach", by=by, channel=channel, note=upload.name, audience=audience)
    files.attach(deployment, upload, by=by, purpose=audience)

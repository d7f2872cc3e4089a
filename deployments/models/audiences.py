"""Who reads a message or a file of a deployment: its writer says so, and nobody else reads it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Why work rests, should change or was not held, said to the parties and the alliance: `deployments.read_reasons`.
REASONS = "reasons"


class Audience(models.TextChoices):
    """The people a word is meant for; `deployments.read_<audience>` on the deployment says who they are."""

    ALL_PARTIES = "all_parties", _("All four parties")
    LEADER_AND_SCHOOL = "leader_and_school", _("The leader and the school supported")
    ALLIANCE = "alliance", _("The alliance only")

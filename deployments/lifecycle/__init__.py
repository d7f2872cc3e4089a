"""When it may be done: the steps of every case of support."""

from deployments.lifecycle.claims import CLAIM
from deployments.lifecycle.concerns import CONCERN
from deployments.lifecycle.deployments import DEPLOYMENT
from deployments.lifecycle.groups import FACILITATION, GROUP
from deployments.lifecycle.informal import INFORMAL
from deployments.lifecycle.requests import REQUEST
from deployments.lifecycle.variations import VARIATION
from deployments.lifecycle.visits import VISIT

__all__ = [
    "CLAIM",
    "CONCERN",
    "DEPLOYMENT",
    "FACILITATION",
    "GROUP",
    "INFORMAL",
    "REQUEST",
    "VARIATION",
    "VISIT",
]

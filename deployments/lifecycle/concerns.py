"""The steps of a concern: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.models import Concern

N = Concern.State

CONCERN = Lifecycle(
    Concern,
    begun=_("%(who)s raised the concern"),
    tones={N.RAISED: "bad", N.ESCALATED: "wait", N.RESOLVED: "good"},
    resolve=Step(
        [N.RAISED, N.ESCALATED], N.RESOLVED, _("Say what was done"), _("%(who)s resolved the concern")
    ),
    # From passed on as well: to somebody else.
    escalate=Step(
        [N.RAISED, N.ESCALATED], N.ESCALATED, _("Pass it on"), _("The concern was passed on"), "quiet"
    ),
)

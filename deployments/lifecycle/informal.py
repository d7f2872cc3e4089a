"""The steps of support that schools gave each other without the alliance: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.models import InformalSupport

INFORMAL = Lifecycle(
    InformalSupport,
    begun=_("%(who)s recorded the support"),
    tones={InformalSupport.State.RECORDED: "good", InformalSupport.State.OBJECTED: "bad"},
    correct=Step(
        [InformalSupport.State.RECORDED, InformalSupport.State.OBJECTED],
        InformalSupport.State.RECORDED,
        _("Put the record right"),
        _("%(who)s put the record right"),
        "quiet",
    ),
    object=Step(
        [InformalSupport.State.RECORDED],
        InformalSupport.State.OBJECTED,
        _("Say that it was not so"),
        _("%(who)s said that it was not so"),
        "stop",
    ),
    withdraw=Step(
        [InformalSupport.State.RECORDED, InformalSupport.State.OBJECTED],
        InformalSupport.State.WITHDRAWN,
        _("Withdraw this record"),
        _("%(who)s withdrew the record"),
        "stop",
    ),
    follow=Step(
        [InformalSupport.State.RECORDED, InformalSupport.State.OBJECTED],
        None,
        _("Follow the school"),
        _("The school became another one, and this went with it"),
    ),
)

"""The steps of a group of schools and of the work of leaders for groups: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.models import Facilitation, SchoolGroup

F = Facilitation.State

FACILITATION = Lifecycle(
    Facilitation,
    begun=_("%(who)s recorded the work with the group"),
    tones={F.RECORDED: "wait", F.ACKNOWLEDGED: "good", F.REFUSED: "bad"},
    acknowledge=Step(
        [F.RECORDED], F.ACKNOWLEDGED, _("Acknowledge this work"), _("%(who)s acknowledged the work")
    ),
    # By itself, ten working days after the lead school was asked and said nothing.
    presume=Step(
        [F.RECORDED],
        F.ACKNOWLEDGED,
        _("Count as acknowledged"),
        _("Nobody objected in ten working days: the work counts as acknowledged"),
    ),
    refuse=Step(
        [F.RECORDED], F.REFUSED, _("It is not right"), _("%(who)s said that it is not right"), "quiet"
    ),
    follow=Step(
        [F.RECORDED], None, _("Follow the school"), _("The school became another one, and this went with it")
    ),
    fund=Step(
        [F.RECORDED, F.ACKNOWLEDGED],
        None,
        _("Say which fund pays"),
        _("%(who)s said from which fund it is paid"),
        "quiet",
    ),
    disallow=Step(
        [F.ACKNOWLEDGED], F.REFUSED, _("Do not pay it"), _("%(who)s took it off the claim"), "stop"
    ),
)

GROUP = Lifecycle(
    SchoolGroup,
    begun=_("%(who)s made the group"),
    tones={SchoolGroup.State.RUNNING: "good", SchoolGroup.State.ENDED: "plain"},
    meet=Step([SchoolGroup.State.RUNNING], None, _("Add a meeting"), _("%(who)s added a meeting")),
    change_meeting=Step(
        [SchoolGroup.State.RUNNING], None, _("Change a meeting"), _("%(who)s changed a meeting"), "quiet"
    ),
    call_off_meeting=Step(
        [SchoolGroup.State.RUNNING], None, _("Call off a meeting"), _("%(who)s called off a meeting"), "quiet"
    ),
    welcome=Step([SchoolGroup.State.RUNNING], None, _("Add a school"), _("%(who)s added a school"), "quiet"),
    leave=Step(
        [SchoolGroup.State.RUNNING], None, _("Leave the group"), _("%(who)s left with their school"), "quiet"
    ),
    end=Step(
        [SchoolGroup.State.RUNNING],
        SchoolGroup.State.ENDED,
        _("End the group"),
        _("%(who)s ended the group"),
        "stop",
    ),
    follow=Step(
        [SchoolGroup.State.RUNNING],
        None,
        _("Follow the school"),
        _("A school became another one, which is in the group instead"),
    ),
)

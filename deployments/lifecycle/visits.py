"""The steps of a visit: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.models import Visit
from deployments.models.audiences import REASONS

V = Visit.State

VISIT = Lifecycle(
    Visit,
    begun=_("%(who)s planned the visit"),
    tones={
        V.PLANNED: "wait",
        V.HELD: "wait",
        V.ACKNOWLEDGED: "good",
        V.DISPUTED: "bad",
        V.NOT_HELD: "bad",
    },
    notes_for=dict.fromkeys(
        ("miss", "retract", "contest", "answer", "uphold", "overturn", "disallow"), REASONS
    ),
    move=Step([V.PLANNED], None, _("Move to another day"), _("%(who)s moved the visit"), "quiet"),
    # The leader is led to write the visit up, which holds it; this button is for when that must wait.
    hold=Step([V.PLANNED], V.HELD, _("It was held"), _("%(who)s held the visit"), "quiet"),
    acknowledge=Step(
        [V.HELD, V.DISPUTED],
        V.ACKNOWLEDGED,
        _("Acknowledge this visit"),
        _("%(who)s acknowledged the visit"),
    ),
    # By itself, ten working days after the school was asked and said nothing.
    presume=Step(
        [V.HELD],
        V.ACKNOWLEDGED,
        _("Count as acknowledged"),
        _("Nobody objected in ten working days: the visit counts as acknowledged"),
    ),
    miss=Step([V.PLANNED], V.NOT_HELD, _("It was not held"), _("%(who)s said it was not held"), "quiet"),
    # Until a visit counts, the leader may take back the word that it was held.
    retract=Step(
        [V.HELD, V.DISPUTED],
        V.NOT_HELD,
        _("Take back that it was held"),
        _("%(who)s took back that it was held"),
        "quiet",
    ),
    # The school's word stands against the leader's: the leader gives an account, a manager decides.
    contest=Step(
        [V.HELD],
        V.DISPUTED,
        _("It was not held"),
        _("%(who)s said it was not held, though it was recorded as held"),
        "quiet",
    ),
    answer=Step([V.DISPUTED], None, _("Say what happened"), _("%(who)s said what happened")),
    uphold=Step(
        [V.DISPUTED], V.ACKNOWLEDGED, _("It stands as held"), _("%(who)s decided that it stands as held")
    ),
    overturn=Step(
        [V.DISPUTED],
        V.NOT_HELD,
        _("Decide that it was not held"),
        _("%(who)s decided that it was not held"),
        "quiet",
    ),
    # What was acknowledged in error, or by silence: taken off the claim, or back on the next one.
    disallow=Step(
        [V.ACKNOWLEDGED],
        V.NOT_HELD,
        _("It was not held after all"),
        _("%(who)s decided that it was not held after all"),
        "stop",
    ),
    # Where it is paid by the hour; the school acknowledges what is said.
    time=Step(
        [V.HELD],
        None,
        _("Say how many hours it took"),
        _("%(who)s said how many hours the visit took"),
        "quiet",
    ),
    call_off=Step([V.PLANNED], V.NOT_HELD, _("Call off"), _("The visit was called off")),
)

"""The steps of a change of what was agreed: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.models import Variation

T = Variation.State

VARIATION = Lifecycle(
    Variation,
    begun=_("%(who)s proposed the change"),
    tones={
        T.PROPOSED: "wait",
        T.AGREED: "good",
        T.REFUSED: "bad",
        T.LAPSED: "bad",
    },
    # As in a deployment, and as private.
    hushed=dict.fromkeys([T.PROPOSED, T.REFUSED, T.LAPSED, T.CANCELLED], ("consent", "hear", "confirm")),
    consent=Step([T.PROPOSED], None, _("Agree to this change"), _("%(who)s agreed")),
    hear=Step(
        [T.PROPOSED],
        None,
        _("Record what was said by phone"),
        _("%(who)s recorded what was said by phone"),
        "quiet",
    ),
    confirm=Step(
        Variation.STANDING,
        None,
        _("Confirm what you said by phone"),
        _("%(who)s confirmed what was said by phone"),
    ),
    deny=Step(
        Variation.STANDING,
        None,
        _("I did not agree to this"),
        _("%(who)s says that this was never agreed"),
        "quiet",
    ),
    agree=Step([T.PROPOSED], T.AGREED, _("Agree for all"), _("Everybody has agreed")),
    refuse=Step([T.PROPOSED], T.REFUSED, _("Refuse"), _("Not agreed: it stays as it was"), "stop"),
    lapse=Step([T.PROPOSED], T.LAPSED, _("Lapse"), _("The time to answer ran out")),
    cancel=Step(
        [T.PROPOSED], T.CANCELLED, _("Cancel this change"), _("%(who)s cancelled the change"), "stop"
    ),
    call_off=Step([T.PROPOSED], T.CANCELLED, _("Call off"), _("The work came to its end before"), "stop"),
)

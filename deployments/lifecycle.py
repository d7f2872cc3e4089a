"""The steps by which requests, deployments, variations, visits and claims move: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.models import Claim, Deployment, SupportRequest, Variation, Visit

R, D, V, C = SupportRequest.State, Deployment.State, Visit.State, Claim.State
N = Variation.State

REQUEST = Lifecycle(
    SupportRequest,
    begun=_("%(who)s asked for support"),
    tones={
        R.OPEN: "wait",
        R.PROPOSED: "wait",
        R.MATCHED: "good",
        R.CLOSED: "good",
        R.WITHDRAWN: "plain",
        R.UNMET: "bad",
    },
    propose=Step([R.OPEN], R.PROPOSED, _("Find a leader"), _("%(who)s proposed a leader")),
    match=Step([R.PROPOSED], R.MATCHED, _("Match"), _("Everybody agreed: the request is matched")),
    reopen=Step([R.PROPOSED, R.MATCHED], R.OPEN, _("Reopen"), _("The request is open again")),
    close=Step([R.MATCHED], R.CLOSED, _("Close"), _("%(who)s closed the request")),
    withdraw=Step(
        [R.OPEN, R.PROPOSED],
        R.WITHDRAWN,
        _("Withdraw this request"),
        _("%(who)s withdrew the request"),
        "stop",
    ),
    give_up=Step(
        [R.OPEN],
        R.UNMET,
        _("Nobody can be found"),
        _("%(who)s found nobody: the request is unmet"),
        "stop",
    ),
)

DEPLOYMENT = Lifecycle(
    Deployment,
    begun=_("%(who)s proposed the deployment"),
    tones={
        D.PROPOSED: "wait",
        D.AGREED: "good",
        D.ACTIVE: "good",
        D.PAUSED: "wait",
        D.COMPLETED: "wait",
        D.EVALUATED: "good",
        D.CLOSED: "good",
        D.REFUSED: "bad",
        D.LAPSED: "bad",
        D.WITHDRAWN: "bad",
        D.STOPPED: "bad",
    },
    # Once somebody refused, who agreed would tell by elimination who did not.
    hushed={D.REFUSED: ["consent", "confirm"]},
    consent=Step([D.PROPOSED], None, _("Agree"), _("%(who)s agreed")),
    # What the alliance recorded by phone, said again by the party itself.
    confirm=Step(
        Deployment.STANDING,
        None,
        _("Confirm what you said by phone"),
        _("%(who)s confirmed what was said by phone"),
    ),
    agree=Step([D.PROPOSED], D.AGREED, _("Agree for all"), _("Everybody has agreed")),
    # Who refused, and why, is for managers: the note of this entry is private, its sentence names nobody.
    refuse=Step([D.PROPOSED], D.REFUSED, _("Refuse"), _("Not available: the proposal ended"), "stop"),
    lapse=Step([D.PROPOSED], D.LAPSED, _("Lapse"), _("The time to answer ran out")),
    cancel=Step(
        [D.PROPOSED], D.CANCELLED, _("Cancel this proposal"), _("%(who)s cancelled the proposal"), "stop"
    ),
    # Who has agreed, agreed to something else: all are asked anew.
    change_terms=Step(
        [D.PROPOSED], None, _("Change the terms"), _("%(who)s changed the terms: all are asked anew"), "quiet"
    ),
    # From agreed only where the leader has left for good and no visit was held: see `queries.leaving`.
    drop=Step(
        [D.PROPOSED, D.AGREED],
        D.CANCELLED,
        _("Drop"),
        _("The leader is not available any more: the deployment was called off"),
    ),
    call_off=Step([D.PROPOSED], D.CANCELLED, _("Call off"), _("The school withdrew its request"), "stop"),
    # New days, dates or funding are a case of their own; when all agree to it, they are adopted here.
    vary=Step(
        [D.AGREED, D.ACTIVE],
        None,
        _("Change days or dates"),
        _("%(who)s proposed a change of what was agreed"),
        "quiet",
    ),
    # Until the first visit was held; from then on a review changes their words.
    set_objectives=Step(
        [D.AGREED], None, _("Change the objectives"), _("%(who)s wrote the objectives anew"), "quiet"
    ),
    review=Step([D.ACTIVE], None, _("Review the progress"), _("%(who)s reviewed the progress"), "quiet"),
    adopt=Step([D.AGREED, D.ACTIVE, D.PAUSED], None, _("Adopt"), _("Everybody agreed to the change")),
    plan=Step([D.AGREED, D.ACTIVE], None, _("Plan a visit"), _("%(who)s planned a visit")),
    start=Step([D.AGREED], D.ACTIVE, _("Start"), _("The first visit was held: the work is under way")),
    # Before the first visit, and as private as a refusal.
    withdraw=Step(
        [D.AGREED],
        D.WITHDRAWN,
        _("Withdraw from this deployment"),
        _("Not available any more: the agreement ended"),
        "quiet",
    ),
    # From paused as well: for longer.
    pause=Step([D.ACTIVE, D.PAUSED], D.PAUSED, _("Pause until a day"), _("%(who)s paused the work"), "quiet"),
    resume=Step([D.PAUSED], D.ACTIVE, _("Resume the work"), _("%(who)s resumed the work")),
    stop=Step(
        [D.AGREED, D.ACTIVE, D.PAUSED],
        D.STOPPED,
        _("Stop the work"),
        _("The alliance stopped the work"),
        "stop",
    ),
    complete=Step([D.ACTIVE], D.COMPLETED, _("Complete this work"), _("%(who)s completed the work"), "quiet"),
    evaluate=Step([D.COMPLETED], D.EVALUATED, _("Evaluate this support"), _("%(who)s evaluated the support")),
    close=Step([D.EVALUATED], D.CLOSED, _("Close"), _("%(who)s closed the deployment"), "quiet"),
)

VARIATION = Lifecycle(
    Variation,
    begun=_("%(who)s proposed the change"),
    tones={
        N.PROPOSED: "wait",
        N.AGREED: "good",
        N.REFUSED: "bad",
        N.LAPSED: "bad",
    },
    hushed={N.REFUSED: ["consent"]},  # as in a deployment, and as private
    consent=Step([N.PROPOSED], None, _("Agree to this change"), _("%(who)s agreed")),
    agree=Step([N.PROPOSED], N.AGREED, _("Agree for all"), _("Everybody has agreed")),
    refuse=Step([N.PROPOSED], N.REFUSED, _("Refuse"), _("Not agreed: it stays as it was"), "stop"),
    lapse=Step([N.PROPOSED], N.LAPSED, _("Lapse"), _("The time to answer ran out")),
    cancel=Step(
        [N.PROPOSED], N.CANCELLED, _("Cancel this change"), _("%(who)s cancelled the change"), "stop"
    ),
    call_off=Step([N.PROPOSED], N.CANCELLED, _("Call off"), _("The work came to its end before"), "stop"),
)

VISIT = Lifecycle(
    Visit,
    begun=_("%(who)s planned the visit"),
    tones={V.PLANNED: "wait", V.HELD: "wait", V.ACKNOWLEDGED: "good", V.NOT_HELD: "bad"},
    # The leader is led to write the visit up, which holds it; this button is for when that must wait.
    hold=Step([V.PLANNED], V.HELD, _("It was held"), _("%(who)s held the visit"), "quiet"),
    acknowledge=Step(
        [V.HELD], V.ACKNOWLEDGED, _("Acknowledge this visit"), _("%(who)s acknowledged the visit")
    ),
    # By itself, ten working days after the school was asked and said nothing.
    presume=Step(
        [V.HELD],
        V.ACKNOWLEDGED,
        _("Count as acknowledged"),
        _("Nobody objected in ten working days: the visit counts as acknowledged"),
    ),
    # Also of a visit recorded as held: until it counts, the school and the leader can put that right.
    miss=Step(
        [V.PLANNED, V.HELD], V.NOT_HELD, _("It was not held"), _("%(who)s said it was not held"), "quiet"
    ),
    call_off=Step([V.PLANNED], V.NOT_HELD, _("Call off"), _("The visit was called off")),
)

CLAIM = Lifecycle(
    Claim,
    begun=_("The first visit was put on this claim"),
    tones={C.COLLECTING: "plain", C.SUBMITTED: "wait", C.QUERIED: "bad", C.APPROVED: "good", C.PAID: "good"},
    submit=Step(
        [C.COLLECTING, C.QUERIED], C.SUBMITTED, _("Submit this claim"), _("%(who)s submitted the claim")
    ),
    approve=Step([C.SUBMITTED], C.APPROVED, _("Approve"), _("%(who)s approved the claim")),
    query=Step([C.SUBMITTED], C.QUERIED, _("Query"), _("%(who)s queried the claim"), "quiet"),
    pay=Step([C.APPROVED], C.PAID, _("Record as paid"), _("%(who)s recorded the payment")),
)

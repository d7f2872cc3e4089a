"""The steps by which requests, deployments, visits and claims move: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.models import Claim, Deployment, SupportRequest, Visit

R, D, V, C = SupportRequest.State, Deployment.State, Visit.State, Claim.State

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
        D.STOPPED: "bad",
    },
    # Once somebody refused, who agreed would tell by elimination who did not.
    hushed={D.REFUSED: ["consent"]},
    consent=Step([D.PROPOSED], None, _("Agree"), _("%(who)s agreed")),
    agree=Step([D.PROPOSED], D.AGREED, _("Agree for all"), _("Everybody has agreed")),
    # Who refused, and why, is for managers: the note of this entry is private, its sentence names nobody.
    refuse=Step(
        [D.PROPOSED, D.AGREED], D.REFUSED, _("Refuse"), _("Not available: the proposal ended"), "stop"
    ),
    lapse=Step([D.PROPOSED], D.LAPSED, _("Lapse"), _("The time to answer ran out")),
    cancel=Step(
        [D.PROPOSED], D.CANCELLED, _("Cancel this proposal"), _("%(who)s cancelled the proposal"), "stop"
    ),
    call_off=Step([D.PROPOSED], D.CANCELLED, _("Call off"), _("The school withdrew its request"), "stop"),
    plan=Step([D.AGREED, D.ACTIVE], None, _("Plan a visit"), _("%(who)s planned a visit")),
    start=Step([D.AGREED], D.ACTIVE, _("Start"), _("The first visit was held: the work is under way")),
    complete=Step([D.ACTIVE], D.COMPLETED, _("Complete this work"), _("%(who)s completed the work"), "quiet"),
    evaluate=Step([D.COMPLETED], D.EVALUATED, _("Evaluate this support"), _("%(who)s evaluated the support")),
    close=Step([D.EVALUATED], D.CLOSED, _("Close"), _("%(who)s closed the deployment"), "quiet"),
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
    miss=Step([V.PLANNED], V.NOT_HELD, _("It was not held"), _("%(who)s said it was not held"), "quiet"),
    call_off=Step([V.PLANNED], V.NOT_HELD, _("Call off"), _("Called off: the deployment did not come about")),
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

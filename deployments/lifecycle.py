"""The steps by which requests, deployments, variations, visits, claims and concerns move: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.models import (
    Claim,
    Concern,
    Deployment,
    Facilitation,
    InformalSupport,
    SchoolGroup,
    SupportRequest,
    Variation,
    Visit,
)

ASSIGNED = _("%(who)s chose who looks after it in the alliance")
WATCHED, UNWATCHED = _("%(who)s put it on the watch list"), _("%(who)s took it off the watch list")
R, D, V, C = SupportRequest.State, Deployment.State, Visit.State, Claim.State
T = Variation.State

OPEN_REQUESTS = [R.OPEN, R.PROPOSED, R.MATCHED]
OPEN_DEPLOYMENTS = [*Deployment.LIVE, D.COMPLETED, D.EVALUATED]

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
    reassign=Step(
        [R.OPEN, R.PROPOSED, R.MATCHED],
        None,
        _("Name another contact"),
        _("%(who)s named another contact at the school"),
        "quiet",
    ),
    assign=Step(OPEN_REQUESTS, None, _("Choose who looks after it"), ASSIGNED, "quiet"),
    watch=Step(OPEN_REQUESTS, None, _("Watch it"), WATCHED, "quiet"),
    unwatch=Step(list(R), None, _("Watch it no more"), UNWATCHED, "quiet"),
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
    fund=Step([D.PROPOSED], None, _("Say who pays"), _("%(who)s said from which fund it is paid"), "quiet"),
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
    # Words and files, each for a stated audience; who is not of it does not read this line either.
    message=Step(Deployment.OPEN_TO_WORDS, None, _("Write a message"), _("%(who)s wrote a message"), "quiet"),
    attach=Step(Deployment.OPEN_TO_WORDS, None, _("Add a file"), _("%(who)s added a file"), "quiet"),
    assign=Step(OPEN_DEPLOYMENTS, None, _("Choose who looks after it"), ASSIGNED, "quiet"),
    watch=Step(OPEN_DEPLOYMENTS, None, _("Watch it"), WATCHED, "quiet"),
    unwatch=Step(list(D), None, _("Watch it no more"), UNWATCHED, "quiet"),
    remove_file=Step(Deployment.OPEN_TO_WORDS, None, _("Remove a file"), _("%(who)s removed a file")),
)

VARIATION = Lifecycle(
    Variation,
    begun=_("%(who)s proposed the change"),
    tones={
        T.PROPOSED: "wait",
        T.AGREED: "good",
        T.REFUSED: "bad",
        T.LAPSED: "bad",
    },
    hushed={T.REFUSED: ["consent"]},  # as in a deployment, and as private
    consent=Step([T.PROPOSED], None, _("Agree to this change"), _("%(who)s agreed")),
    agree=Step([T.PROPOSED], T.AGREED, _("Agree for all"), _("Everybody has agreed")),
    refuse=Step([T.PROPOSED], T.REFUSED, _("Refuse"), _("Not agreed: it stays as it was"), "stop"),
    lapse=Step([T.PROPOSED], T.LAPSED, _("Lapse"), _("The time to answer ran out")),
    cancel=Step(
        [T.PROPOSED], T.CANCELLED, _("Cancel this change"), _("%(who)s cancelled the change"), "stop"
    ),
    call_off=Step([T.PROPOSED], T.CANCELLED, _("Call off"), _("The work came to its end before"), "stop"),
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

F = Facilitation.State

FACILITATION = Lifecycle(
    Facilitation,
    begun=_("%(who)s recorded the work with the group"),
    tones={F.RECORDED: "wait", F.ACKNOWLEDGED: "good", F.REFUSED: "bad"},
    acknowledge=Step(
        [F.RECORDED], F.ACKNOWLEDGED, _("Acknowledge this work"), _("%(who)s acknowledged the work")
    ),
    refuse=Step(
        [F.RECORDED], F.REFUSED, _("It is not right"), _("%(who)s said that it is not right"), "quiet"
    ),
)

CLAIM = Lifecycle(
    Claim,
    begun=_("The first visit was put on this claim"),
    tones={C.COLLECTING: "plain", C.SUBMITTED: "wait", C.QUERIED: "bad", C.APPROVED: "good", C.PAID: "good"},
    submit=Step([C.COLLECTING], C.SUBMITTED, _("Submit this claim"), _("%(who)s submitted the claim")),
    correct=Step(
        [C.QUERIED],
        C.SUBMITTED,
        _("Answer the question"),
        _("%(who)s answered the question and submitted the claim again"),
    ),
    approve=Step([C.SUBMITTED], C.APPROVED, _("Approve"), _("%(who)s approved the claim")),
    query=Step([C.SUBMITTED], C.QUERIED, _("Query"), _("%(who)s queried the claim"), "quiet"),
    pay=Step([C.APPROVED], C.PAID, _("Record as paid"), _("%(who)s recorded the payment")),
    # What is approved stays as it is: the adjustment is a line of the claim the school collects next.
    adjust=Step(
        [C.APPROVED, C.PAID],
        None,
        _("Adjust a line"),
        _("%(who)s adjusted a line; it stands on the school's next claim"),
        "quiet",
    ),
)

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
)

GROUP = Lifecycle(
    SchoolGroup,
    begun=_("%(who)s made the group"),
    tones={SchoolGroup.State.RUNNING: "good", SchoolGroup.State.ENDED: "plain"},
    meet=Step([SchoolGroup.State.RUNNING], None, _("Add a meeting"), _("%(who)s added a meeting")),
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
)

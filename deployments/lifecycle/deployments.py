"""The steps of a deployment, from the proposal to its close: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.lifecycle.keeping import ASSIGNED, UNWATCHED, WATCHED
from deployments.models import Deployment
from deployments.models.audiences import REASONS

D = Deployment.State
OPEN_DEPLOYMENTS = [*Deployment.LIVE, D.COMPLETED, D.EVALUATED]

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
    # Who agreed would tell by elimination who refused or was silent: until all have agreed it is not told.
    hushed=dict.fromkeys([D.PROPOSED, D.REFUSED, D.LAPSED, D.CANCELLED], ("consent", "hear", "confirm")),
    notes_for={"pause": REASONS},
    consent=Step([D.PROPOSED], None, _("Agree"), _("%(who)s agreed")),
    # Yes or no, said by phone: the manager writes it down; a no refuses in the same go.
    hear=Step(
        [D.PROPOSED],
        None,
        _("Record what was said by phone"),
        _("%(who)s recorded what was said by phone"),
        "quiet",
    ),
    # What the alliance recorded by phone, said again by the party itself.
    confirm=Step(
        Deployment.STANDING,
        None,
        _("Confirm what you said by phone"),
        _("%(who)s confirmed what was said by phone"),
    ),
    # The manager wrote down what was never said: the managers settle it, and alone read it.
    deny=Step(
        Deployment.STANDING,
        None,
        _("I did not agree to this"),
        _("%(who)s says that this was never agreed"),
        "quiet",
    ),
    agree=Step([D.PROPOSED], D.AGREED, _("Agree for all"), _("Everybody has agreed")),
    # Also after everybody agreed, until a claim for it is approved: the money held moves from fund to fund.
    fund=Step(
        OPEN_DEPLOYMENTS, None, _("Say who pays"), _("%(who)s said from which fund it is paid"), "quiet"
    ),
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
    # The evaluation never came: why nobody waits for it any more is for managers.
    forgo=Step(
        [D.COMPLETED],
        D.CLOSED,
        _("Close without an evaluation"),
        _("%(who)s closed the deployment without an evaluation"),
        "quiet",
    ),
    close=Step([D.EVALUATED], D.CLOSED, _("Close"), _("%(who)s closed the deployment"), "quiet"),
    # Words and files, each for a stated audience; who is not of it does not read this line either.
    message=Step(Deployment.OPEN_TO_WORDS, None, _("Write a message"), _("%(who)s wrote a message"), "quiet"),
    attach=Step(Deployment.OPEN_TO_WORDS, None, _("Add a file"), _("%(who)s added a file"), "quiet"),
    assign=Step(OPEN_DEPLOYMENTS, None, _("Choose who looks after it"), ASSIGNED, "quiet"),
    watch=Step(OPEN_DEPLOYMENTS, None, _("Watch it"), WATCHED, "quiet"),
    unwatch=Step(list(D), None, _("Watch it no more"), UNWATCHED, "quiet"),
    remove_file=Step(Deployment.OPEN_TO_WORDS, None, _("Remove a file"), _("%(who)s removed a file")),
)

"""The steps of a request for support: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.lifecycle.keeping import ASSIGNED, UNWATCHED, WATCHED
from deployments.models import SupportRequest

R = SupportRequest.State
OPEN_REQUESTS = [R.OPEN, R.PROPOSED, R.MATCHED]

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
    # Once somebody is asked, only what does not touch what they are asked about.
    correct=Step(
        [R.OPEN, R.PROPOSED], None, _("Correct this request"), _("%(who)s corrected the request"), "quiet"
    ),
    triage=Step([R.OPEN], None, _("Take it up"), _("%(who)s took the request up")),
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

"""The steps of a claim: when each may be done."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from deployments.models import Claim

C = Claim.State

CLAIM = Lifecycle(
    Claim,
    begun=_("The claim was begun"),
    tones={
        C.COLLECTING: "plain",
        C.SUBMITTED: "wait",
        C.QUERIED: "bad",
        C.APPROVED: "good",
        C.PAID: "good",
        C.REPAID: "good",
    },
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
    unpay=Step(
        [C.PAID], C.APPROVED, _("It was not paid"), _("%(who)s took the record of the payment back"), "quiet"
    ),
    # What a school owes while it collects comes back with its next claim, or because it is asked for.
    ask_back=Step(
        [C.COLLECTING],
        None,
        _("Ask the school to pay it back"),
        _("%(who)s asked the school to pay back what it owes"),
    ),
    repay=Step([C.COLLECTING], C.REPAID, _("Record as repaid"), _("%(who)s recorded that it was repaid")),
    unrepay=Step(
        [C.REPAID],
        C.COLLECTING,
        _("It was not repaid"),
        _("%(who)s took the record of the repayment back"),
        "quiet",
    ),
    # Which lines went from one claim of the school to another; the note names them with both totals.
    leave_out=Step(
        [C.SUBMITTED], None, _("Leave out"), _("Lines in dispute went to the school's next claim")
    ),
    set_off=Step([C.COLLECTING], None, _("Set off"), _("What is owed was set off against another claim")),
    # A visit that was not held after all: off what is collected, else back on the school's next claim.
    strike=Step(
        [C.COLLECTING, C.SUBMITTED, C.QUERIED, C.APPROVED, C.PAID, C.REPAID],
        None,
        _("Take a visit off"),
        _("%(who)s took back what was claimed for a visit that was not held"),
    ),
    take_over=Step([C.COLLECTING], None, _("Take over"), _("Lines came from another claim of the school")),
    # What is approved stays as it is: the adjustment is a line of the claim the school collects next.
    adjust=Step(
        Claim.FINAL,
        None,
        _("Adjust a line"),
        _("%(who)s adjusted a line; it stands on the school's next claim"),
        "quiet",
    ),
)

"""When it may be done: the steps of an application."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from designation.models import Application

A = Application.State

# Steps of the panel's own work: who scored, moderated, prepared or read what is not for the person it is about.
INTERNAL = ("score", "declare", "moderate", "prepare", "drop", "assign", "read")

# What managers alone know of, the panel included.
UNTOLD = ("prepare", "drop")

APPLICATION = Lifecycle(
    Application,
    begun=_("%(who)s began the application"),
    hushed=dict.fromkeys(A.values, UNTOLD),
    tones={
        A.SUBMITTED: "wait",
        A.RETURNED: "wait",
        A.SHORTLISTED: "wait",
        A.INVITED: "wait",
        A.INTERVIEWED: "wait",
        A.RESERVE: "wait",
        A.APPEALED: "wait",
        A.SUCCESSFUL: "good",
        A.UPHELD: "good",
    },
    submit=Step([A.DRAFT], A.SUBMITTED, _("Submit application"), _("%(who)s submitted the application")),
    extend=Step([A.DRAFT], None, _("Grant more time"), _("%(who)s gave the applicant more time"), "quiet"),
    send_back=Step(
        [A.SUBMITTED],
        A.RETURNED,
        _("Ask for more"),
        _("%(who)s asked the applicant for more"),
        "quiet",
    ),
    resubmit=Step(
        [A.RETURNED],
        A.SUBMITTED,
        _("Send the answers"),
        _("%(who)s answered and sent the application in again"),
    ),
    proceed=Step(
        [A.RETURNED],
        A.SUBMITTED,
        _("Go on without the answers"),
        _("%(who)s decided to go on without the answers"),
        "quiet",
    ),
    declare=Step(
        [A.SUBMITTED, A.RETURNED, A.SHORTLISTED, A.INVITED, A.INTERVIEWED, A.RESERVE],
        None,
        _("Declare a conflict of interest"),
        _("%(who)s declared a conflict of interest"),
        "quiet",
    ),
    moderate=Step(
        [A.SUBMITTED, A.INVITED, A.INTERVIEWED],
        None,
        _("Record what the panel agreed"),
        _("%(who)s recorded what the panel agreed on"),
        "quiet",
    ),
    prepare=Step(
        [A.SUBMITTED, A.INTERVIEWED, A.RESERVE, A.UPHELD],
        None,
        _("Decide, and tell later"),
        _("%(who)s prepared a decision"),
        "quiet",
    ),
    drop=Step(
        list(A),
        None,
        _("Drop the prepared decision"),
        _("%(who)s dropped a decision nobody was told"),
        "quiet",
    ),
    score=Step([A.SUBMITTED, A.INVITED, A.INTERVIEWED], None, _("Score"), _("%(who)s sent in their scores")),
    shortlist=Step([A.SUBMITTED], A.SHORTLISTED, _("Shortlist"), _("%(who)s shortlisted the applicant")),
    sift_out=Step(
        [A.SUBMITTED],
        A.NOT_SHORTLISTED,
        _("Do not shortlist"),
        _("%(who)s decided not to shortlist the applicant"),
        "quiet",
    ),
    invite=Step(
        [A.SHORTLISTED, A.UPHELD],
        A.INVITED,
        _("Invite to interview"),
        _("%(who)s invited the applicant to interview"),
    ),
    book=Step([A.INVITED], None, _("Choose a time"), _("%(who)s chose a time for the interview")),
    reschedule=Step(
        [A.INVITED],
        None,
        _("Change the interview"),
        _("%(who)s changed the time or place of the interview"),
        "quiet",
    ),
    miss=Step(
        [A.INVITED],
        A.SHORTLISTED,
        _("Record that nobody came"),
        _("%(who)s recorded that the applicant did not come to the interview"),
        "quiet",
    ),
    interview=Step(
        [A.INVITED],
        A.INTERVIEWED,
        _("Record the interview"),
        _("%(who)s recorded that the interview was held"),
    ),
    designate=Step(
        [A.INTERVIEWED, A.RESERVE, A.UPHELD],
        A.SUCCESSFUL,
        _("Designate"),
        _("%(who)s decided to designate the applicant"),
    ),
    reserve=Step(
        [A.INTERVIEWED, A.UPHELD],
        A.RESERVE,
        _("Put on the reserve list"),
        _("%(who)s put the applicant on the reserve list"),
        "quiet",
    ),
    reject=Step(
        [A.SHORTLISTED, A.INVITED, A.INTERVIEWED, A.RESERVE],
        A.UNSUCCESSFUL,
        _("Do not designate"),
        _("%(who)s decided not to designate the applicant"),
        "quiet",
    ),
    withdraw=Step(
        [*Application.UNDECIDED, A.UPHELD],
        A.WITHDRAWN,
        _("Withdraw application"),
        _("%(who)s withdrew the application"),
        "stop",
    ),
    appeal=Step([A.NOT_SHORTLISTED, A.UNSUCCESSFUL], A.APPEALED, _("Appeal"), _("%(who)s appealed"), "quiet"),
    assign=Step(
        [A.APPEALED],
        None,
        _("Choose who hears the appeal"),
        _("%(who)s chose who hears the appeal"),
        "quiet",
    ),
    uphold=Step([A.APPEALED], A.UPHELD, _("Uphold the appeal"), _("%(who)s upheld the appeal")),
    dismiss=Step(
        [A.APPEALED], A.DISMISSED, _("Dismiss the appeal"), _("%(who)s dismissed the appeal"), "quiet"
    ),
)

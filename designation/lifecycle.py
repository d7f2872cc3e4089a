"""When it may be done: the steps of an application, a reference and a designation."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from designation.models import Application, Designation, Reference

A, R, D = Application.State, Reference.State, Designation.State

# Steps of the panel's own work: who scored and who read a reference is not for the person it is about.
INTERNAL = ("score", "read")

APPLICATION = Lifecycle(
    Application,
    begun=_("%(who)s began the application"),
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
        [A.SHORTLISTED], A.INVITED, _("Invite to interview"), _("%(who)s invited the applicant to interview")
    ),
    interview=Step(
        [A.INVITED],
        A.INTERVIEWED,
        _("Record the interview"),
        _("%(who)s recorded that the interview was held"),
    ),
    designate=Step(
        [A.INTERVIEWED, A.RESERVE],
        A.SUCCESSFUL,
        _("Designate"),
        _("%(who)s decided to designate the applicant"),
    ),
    reserve=Step(
        [A.INTERVIEWED],
        A.RESERVE,
        _("Put on the reserve list"),
        _("%(who)s put the applicant on the reserve list"),
        "quiet",
    ),
    reject=Step(
        [A.INTERVIEWED, A.RESERVE],
        A.UNSUCCESSFUL,
        _("Do not designate"),
        _("%(who)s decided not to designate the applicant"),
        "quiet",
    ),
    withdraw=Step(
        Application.UNDECIDED,
        A.WITHDRAWN,
        _("Withdraw application"),
        _("%(who)s withdrew the application"),
        "stop",
    ),
)

REFERENCE = Lifecycle(
    Reference,
    begun=_("%(who)s asked for the reference"),
    tones={R.REQUESTED: "wait", R.GIVEN: "good", R.DECLINED: "bad"},
    give=Step([R.REQUESTED], R.GIVEN, _("Give a reference"), _("%(who)s gave the reference")),
    decline=Step(
        [R.REQUESTED], R.DECLINED, _("I cannot give a reference"), _("%(who)s declined to give it"), "quiet"
    ),
    correct=Step(
        [R.REQUESTED, R.DECLINED, R.EXPIRED],
        R.REPLACED,
        _("Change the referee"),
        _("%(who)s changed the referee or the address"),
        "quiet",
    ),
    read=Step([R.GIVEN], None, _("Read the reference"), _("%(who)s read the reference")),
    expire=Step([R.REQUESTED], R.EXPIRED, _("Let it expire"), _("The request expired"), "quiet"),
    replace=Step(
        [R.REQUESTED, R.GIVEN, R.DECLINED, R.EXPIRED],
        R.REPLACED,
        _("Replace"),
        _("%(who)s changed school or post, and this reference no longer counts"),
        "quiet",
    ),
    hand_over=Step(
        [R.REQUESTED],
        None,
        _("Pass on"),
        _("The request passed to whoever holds the post now"),
        "quiet",
    ),
    void=Step(
        [R.REQUESTED, R.GIVEN], R.EXPIRED, _("Set aside"), _("%(who)s set the reference aside"), "stop"
    ),
)

DESIGNATION = Lifecycle(
    Designation,
    begun=_("%(who)s designated the leader"),
    tones={D.DESIGNATED: "wait", D.ACTIVE: "good", D.SUSPENDED: "bad"},
    sign=Step([D.DESIGNATED], None, _("Sign the agreement"), _("%(who)s signed the agreement")),
    train=Step(
        [D.DESIGNATED], None, _("Record induction"), _("%(who)s recorded the induction and the core training")
    ),
    assure=Step(
        [D.DESIGNATED, D.ACTIVE, D.SUSPENDED],
        None,
        _("Give the safeguarding assurance"),
        _("%(who)s gave the safeguarding assurance"),
    ),
    publish=Step(
        [D.DESIGNATED, D.ACTIVE],
        None,
        _("Choose what the public sees"),
        _("%(who)s chose whether to stand in the public directory"),
        "quiet",
    ),
    activate=Step([D.DESIGNATED], D.ACTIVE, _("Activate"), _("%(who)s activated the designation")),
    expire=Step([D.ACTIVE], D.EXPIRED, _("Let it expire"), _("The designation came to its end"), "quiet"),
)

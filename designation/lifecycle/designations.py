"""When it may be done: the steps of a designation."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step, StepNotOpen
from designation.models import Designation

D = Designation.State
LIVE = list(Designation.LIVE)

# Open for an expired leader only while work agreed before the end is unfinished: see `keep_to_work_left`.
# A change of school or post, and the release that follows, only while the term may yet be renewed: see `goes_on`.
DESIGNATION = Lifecycle(
    Designation,
    begun=_("%(who)s designated the leader"),
    tones={D.DESIGNATED: "wait", D.ACTIVE: "good", D.SUSPENDED: "bad", D.WITHDRAWN: "bad"},
    sign=Step([D.DESIGNATED], None, _("Sign the agreement"), _("%(who)s signed the agreement")),
    train=Step(
        [D.DESIGNATED, D.ACTIVE],
        None,
        _("Record induction"),
        _("%(who)s recorded the induction and the core training"),
    ),
    assure=Step(
        [*LIVE, D.EXPIRED],
        None,
        _("Give the safeguarding assurance"),
        _("%(who)s gave the safeguarding assurance"),
    ),
    retract=Step(
        [*LIVE, D.EXPIRED],
        None,
        _("Take the assurance back"),
        _("%(who)s took the safeguarding assurance back"),
        "stop",
    ),
    ask_assurance=Step(
        LIVE,
        None,
        _("Ask for the assurance again"),
        _("%(who)s asked for the safeguarding assurance again"),
        "quiet",
    ),
    publish=Step(
        [D.DESIGNATED, D.ACTIVE],
        None,
        _("Choose what the public sees"),
        _("%(who)s chose whether to stand in the public directory"),
        "quiet",
    ),
    activate=Step([D.DESIGNATED], D.ACTIVE, _("Activate"), _("%(who)s activated the designation")),
    expire=Step(LIVE, D.EXPIRED, _("Let it expire"), _("The designation came to its end"), "quiet"),
    offer=Step(
        LIVE,
        None,
        _("Say when you are free"),
        _("%(who)s said when they are free and what they offer"),
        "quiet",
    ),
    excuse=Step([*LIVE, D.EXPIRED], None, _("Enter days away"), _("%(who)s entered days away"), "quiet"),
    allow=Step(
        LIVE, None, _("Set the days a term"), _("%(who)s set the days a term the school releases"), "quiet"
    ),
    move=Step(
        [*LIVE, D.EXPIRED],
        None,
        _("Report a change of school or post"),
        _("%(who)s reported a change of school or post"),
        "quiet",
    ),
    transfer=Step(
        [*LIVE, D.EXPIRED],
        None,
        _("Carry over a change of post"),
        _("The alliance’s records showed a change of school or post"),
    ),
    follow=Step(
        [*LIVE, D.EXPIRED],
        None,
        _("Follow the school"),
        _("The school became another one, and the designation went with it"),
    ),
    release=Step([*LIVE, D.EXPIRED], None, _("Confirm the release"), _("%(who)s confirmed the release")),
    refuse_release=Step(
        [*LIVE, D.EXPIRED], None, _("Refuse the release"), _("%(who)s refused the release"), "quiet"
    ),
    file=Step(
        [D.ACTIVE, D.SUSPENDED, D.EXPIRED], None, _("File evidence"), _("%(who)s filed evidence"), "quiet"
    ),
    change_evidence=Step(list(D), None, _("Change evidence"), _("%(who)s changed evidence in the file")),
    remove_evidence=Step(list(D), None, _("Remove evidence"), _("%(who)s removed evidence from the file")),
    suspend=Step([D.ACTIVE], D.SUSPENDED, _("Suspend"), _("%(who)s suspended the designation"), "stop"),
    resume=Step([D.SUSPENDED], D.ACTIVE, _("Resume"), _("%(who)s ended the suspension")),
    relinquish=Step(
        LIVE,
        D.RELINQUISHED,
        _("Give up the designation"),
        _("%(who)s gave the designation up"),
        "stop",
    ),
    withdraw=Step(
        [D.ACTIVE, D.SUSPENDED, D.EXPIRED],
        D.WITHDRAWN,
        _("Withdraw the designation"),
        _("%(who)s withdrew the designation"),
        "stop",
    ),
    appeal=Step([D.WITHDRAWN], None, _("Appeal"), _("%(who)s appealed"), "quiet"),
    assign=Step(
        [D.WITHDRAWN],
        None,
        _("Choose who hears the appeal"),
        _("%(who)s chose who hears the appeal"),
        "quiet",
    ),
    reinstate=Step(
        [D.WITHDRAWN],
        D.ACTIVE,
        _("Uphold the appeal"),
        _("%(who)s upheld the appeal, and the designation stands again"),
    ),
    stay_suspended=Step(
        [D.ACTIVE],
        D.SUSPENDED,
        _("Keep it suspended"),
        _("The suspension from before the withdrawal goes on"),
        "quiet",
    ),
    dismiss=Step([D.WITHDRAWN], None, _("Dismiss the appeal"), _("%(who)s dismissed the appeal"), "quiet"),
    renew=Step(
        [D.ACTIVE, D.EXPIRED], D.ACTIVE, _("Renew"), _("%(who)s renewed the designation for another term")
    ),
)


def keep_to_work_left(designation: Designation, step: str) -> None:
    """Raise StepNotOpen for an expired designation whose leader has nothing left to finish."""
    if designation.state == D.EXPIRED and not designation.has_work_left:
        raise StepNotOpen(designation, step)

"""When it may be done: the steps of an annual review and of a renewal."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from designation.models import Renewal, Review

V, N = Review.State, Renewal.State

REVIEW = Lifecycle(
    Review,
    begun=_("The annual review was opened"),
    tones={V.OPEN: "wait", V.CONCLUDED: "good"},
    # What the head answers is between the head and the managers.
    hushed=dict.fromkeys(V, ("support", "doubt")),
    reflect=Step([V.OPEN], None, _("Look back on the year"), _("%(who)s looked back on the year")),
    support=Step(
        [V.OPEN],
        None,
        _("Continue to support"),
        _("%(who)s continues to support the leader’s work elsewhere"),
    ),
    doubt=Step(
        [V.OPEN],
        None,
        _("I cannot support this further"),
        _("%(who)s does not support the leader’s work elsewhere any longer"),
        "quiet",
    ),
    conclude=Step([V.OPEN], V.CONCLUDED, _("Conclude the review"), _("%(who)s concluded the review")),
    drop=Step([V.OPEN], V.DROPPED, _("Drop the review"), _("The review is no longer needed"), "quiet"),
)

RENEWAL = Lifecycle(
    Renewal,
    begun=_("%(who)s began the renewal"),
    tones={N.OPEN: "wait", N.SUBMITTED: "wait", N.RENEWED: "good", N.DECLINED: "bad"},
    hushed=dict.fromkeys(N, ("read_reference",)),
    write=Step([N.OPEN], None, _("Write the renewal application"), _("%(who)s worked on the application")),
    submit=Step([N.OPEN], N.SUBMITTED, _("Submit the renewal"), _("%(who)s submitted the renewal")),
    refer=Step(
        [N.OPEN, N.SUBMITTED], None, _("Give the reference"), _("%(who)s gave the reference for the renewal")
    ),
    ask_reference=Step(
        [N.OPEN, N.SUBMITTED],
        None,
        _("Ask for the reference again"),
        _("%(who)s asked for the reference again"),
        "quiet",
    ),
    set_aside=Step(
        [N.OPEN, N.SUBMITTED],
        None,
        _("Set the reference aside"),
        _("The reference of the former school was set aside, and the new school is asked"),
        "quiet",
    ),
    read_reference=Step(
        [N.OPEN, N.SUBMITTED, N.RENEWED, N.DECLINED],
        None,
        _("Read the head’s reference"),
        _("%(who)s read the head’s reference"),
        "quiet",
    ),
    send_back=Step([N.SUBMITTED], N.OPEN, _("Ask for more"), _("%(who)s asked the leader for more"), "quiet"),
    renew=Step([N.SUBMITTED], N.RENEWED, _("Renew for another term"), _("%(who)s decided to renew")),
    decline=Step([N.SUBMITTED], N.DECLINED, _("Do not renew"), _("%(who)s decided not to renew"), "quiet"),
    withdraw=Step(
        [N.OPEN, N.SUBMITTED],
        N.WITHDRAWN,
        _("Withdraw the renewal"),
        _("%(who)s withdrew the renewal"),
        "stop",
    ),
    lapse=Step([N.OPEN, N.SUBMITTED], N.LAPSED, _("Let it lapse"), _("The renewal lapsed"), "quiet"),
)

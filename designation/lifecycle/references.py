"""When it may be done: the steps of a reference."""

from django.utils.translation import gettext_lazy as _

from casework.lifecycle import Lifecycle, Step
from designation.models import Reference

R = Reference.State

REFERENCE = Lifecycle(
    Reference,
    begun=_("%(who)s asked for the reference"),
    tones={R.REQUESTED: "wait", R.GIVEN: "good", R.DECLINED: "bad", R.BOUNCED: "bad"},
    give=Step([R.REQUESTED], R.GIVEN, _("Give a reference"), _("%(who)s gave the reference")),
    decline=Step(
        [R.REQUESTED], R.DECLINED, _("I cannot give a reference"), _("%(who)s declined to give it"), "quiet"
    ),
    bounce=Step(
        [R.REQUESTED],
        R.BOUNCED,
        _("Record that the address does not work"),
        _("The request could not be delivered to its address"),
        "quiet",
    ),
    correct=Step(
        [R.REQUESTED, R.DECLINED, R.EXPIRED, R.BOUNCED],
        R.REPLACED,
        _("Change the referee"),
        _("%(who)s changed the referee or the address"),
        "quiet",
    ),
    read=Step([R.GIVEN], None, _("Read the reference"), _("%(who)s read the reference")),
    expire=Step([R.REQUESTED], R.EXPIRED, _("Let it expire"), _("The request expired"), "quiet"),
    replace=Step(
        [R.REQUESTED, R.GIVEN, R.DECLINED, R.EXPIRED, R.BOUNCED],
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

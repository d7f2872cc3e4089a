"""What managers look for among leaders, each under the name it has in the address of the list."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from designation.models import Designation, DesignationTerm, Evidence, Review
from designation.queries.assurance import FIRST_DAYS
from designation.terms import months_after

D = Designation.State
IDLE_MONTHS = 12


class Notice(TextChoices):
    """Something a manager looks for."""

    UNUSED = "unused", _("Never deployed")
    IDLE = "idle", _("No visit for 12 months")
    REVIEW = "review", _("Annual review open")
    ASSURANCE = "assurance", _("Assurance missing, lapsed or ending within 60 days")
    RELEASE = "release", _("Release not confirmed")
    SUPPORT = "support", _("Designated with support")
    ENDING = "ending", _("Should end, as the last annual review says")


def noticed(notice: str, on: date) -> Q:
    """Return the condition under which a leader is one of those looked for on a day; always live ones."""
    return CONDITIONS[Notice(notice)](on)


def _unused(on: date) -> Q:
    """Active, and no deployment was ever agreed by everybody; deployments are the floor above, asked by name."""
    work = Designation.deployments.rel.related_model._base_manager
    return Q(state=D.ACTIVE) & ~Q(Exists(work.filter(designation=OuterRef("pk"), agreed_at__isnull=False)))


def _idle(on: date) -> Q:
    """Active for 12 months or longer, and no visit was held in the last 12."""
    since = months_after(on, -IDLE_MONTHS)
    visits = Evidence.objects.filter(designation=OuterRef("pk"), kind=Evidence.Kind.VISIT, on__gt=since)
    return Q(state=D.ACTIVE, starts_on__lte=since) & ~Q(Exists(visits))


def _in_review(on: date) -> Q:
    waiting = Review.objects.filter(designation=OuterRef("pk"), state=Review.State.OPEN)
    return Q(state__in=Designation.LIVE) & Q(Exists(waiting))


def _lapsing(on: date) -> Q:
    soon = on + timedelta(days=FIRST_DAYS)
    return Q(state__in=Designation.LIVE) & (Q(assurance_until__isnull=True) | Q(assurance_until__lte=soon))


def _unreleased(on: date) -> Q:
    return Q(state__in=Designation.LIVE, release_asked_at__isnull=False)


def _supported(on: date) -> Q:
    return Q(state__in=Designation.LIVE, with_support=True)


def _to_end(on: date) -> Q:
    """The last review concluded says that it should end, and no term was added since."""
    concluded = Review.objects.filter(state=Review.State.CONCLUDED)
    later = concluded.filter(designation=OuterRef("designation"), due_on__gt=OuterRef("due_on"))
    terms = DesignationTerm.objects.filter(
        designation=OuterRef("designation"), starts_on__gt=OuterRef("concluded_on")
    )
    said = concluded.filter(designation=OuterRef("pk"), outcome=Review.Outcome.END)
    return Q(state__in=Designation.LIVE) & Q(Exists(said.filter(~Exists(later), ~Exists(terms))))


CONDITIONS = {
    Notice.UNUSED: _unused,
    Notice.IDLE: _idle,
    Notice.REVIEW: _in_review,
    Notice.ASSURANCE: _lapsing,
    Notice.RELEASE: _unreleased,
    Notice.SUPPORT: _supported,
    Notice.ENDING: _to_end,
}

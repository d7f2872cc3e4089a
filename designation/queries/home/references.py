"""What a person must do now about references: give one, or mend the name of who gives it; one query."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from designation.models import Application, Extension, Reference
from directory.models import Person

MOST = 20
R = Reference.State


def reference_tasks(person: Person) -> Iterator[Task]:
    """References asked of me, and those about me that were declined or lapsed and not asked anew."""
    for reference in _asking(person):
        application = reference.application
        closes_at = max(application.round.closes_at, reference.own_until or application.round.closes_at)
        closes_on = timezone.localdate(closes_at)
        if reference.state == R.REQUESTED:
            title = _("Give a reference for %(name)s") % {"name": application.applicant}
            asked_on = timezone.localdate(reference.asked_at)
            yield Task(title, reference.page("give"), max(closes_on, asked_on))
        elif reference.state == R.BOUNCED:
            title = _("Correct the address of your referee: %(name)s") % {"name": reference.name}
            yield Task(title, reference.page("correct"), closes_on)
        else:
            title = _("Name another referee: %(name)s cannot give the reference") % {"name": reference.name}
            yield Task(title, reference.page("correct"), closes_on)


def _asking(person: Person) -> QuerySet:
    live = Reference.objects.filter(
        application=OuterRef("application"), kind=OuterRef("kind"), state__in=[R.REQUESTED, R.GIVEN]
    )
    undecided = Q(application__state__in=Application.UNDECIDED)
    about_me = Q(application__applicant=person, state__in=[R.DECLINED, R.EXPIRED, R.BOUNCED]) & ~Exists(live)
    late = Application.objects.out_of_time(timezone.now()).values("pk")
    of_me = Q(pk__in=Reference.objects.given_by(person).awaited(timezone.now()).values("pk"))
    own = Extension.objects.filter(
        round=OuterRef("application__round"), person=OuterRef("application__applicant")
    ).values("until")[:1]
    rows = Reference.objects.filter(of_me | about_me & undecided & ~Q(application__in=late)).annotate(
        own_until=Subquery(own)
    )
    return rows.select_related("application__applicant", "application__round")[:MOST]

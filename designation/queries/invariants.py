"""What must always be true of applications, references, appeals and designations, asked of the whole database."""

from datetime import timedelta

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from casework.models.invariants import Invariant
from designation.models import Appeal, Application, Designation, DesignationTerm, Reference

A, D = Application.State, Designation.State
# The night work has this long to end what has come to its end.
GRACE = timedelta(days=1)


def designation_terms_do_not_overlap() -> QuerySet[DesignationTerm]:
    """A term of a designation begins after the one before it has ended."""
    earlier = DesignationTerm.objects.filter(
        designation=OuterRef("designation"), number__lt=OuterRef("number")
    )
    return DesignationTerm.objects.filter(Exists(earlier.filter(ends_on__gte=OuterRef("starts_on"))))


def designation_runs_as_long_as_its_terms() -> QuerySet[Designation]:
    """A designation runs from the first day of its first term to the last day of its last one."""
    known = Designation.objects.annotate(first=Min("terms__starts_on"), last=Max("terms__ends_on"))
    return known.exclude(first=F("starts_on"), last=F("ends_on"))


def designation_ends_on_its_day() -> QuerySet[Designation]:
    """A designation does not stand beyond its last day, nor is it expired before."""
    today = timezone.localdate()
    outlived = Q(state__in=Designation.LIVE, ends_on__lt=today - GRACE)
    return Designation.objects.filter(outlived | Q(state=D.EXPIRED, ends_on__gte=today))


def ended_designation_says_since_when() -> QuerySet[Designation]:
    """Only a designation that was given up or withdrawn has a day and a reason on which it ended early."""
    early = Q(ended_on__isnull=False) | ~Q(ended_for="")
    return Designation.objects.filter(early).exclude(state__in=[D.RELINQUISHED, D.WITHDRAWN])


def successful_applicant_is_designated() -> QuerySet[Application]:
    """A successful application led to a designation of the applicant, and no other did."""
    made = Designation.objects.filter(application=OuterRef("pk"), person=OuterRef("applicant"))
    return Application.objects.filter(
        Q(~Exists(made), state=A.SUCCESSFUL) | Q(Exists(made), ~Q(state=A.SUCCESSFUL))
    )


def appeal_agrees_with_its_application() -> QuerySet[Application]:
    """An application is in appeal while its appeal is undecided, and upheld or dismissed as the appeal was."""
    lodged = Appeal.objects.filter(application=OuterRef("pk"))
    waits, won, lost = (Exists(lodged.filter(is_upheld=one)) for one in (None, True, False))
    return Application.objects.filter(
        Q(waits, ~Q(state=A.APPEALED))
        | Q(~waits, state=A.APPEALED)
        | Q(~won, state=A.UPHELD)
        | Q(lost, ~Q(state=A.DISMISSED))
        | Q(~lost, state=A.DISMISSED)
    )


def nobody_refers_for_themselves() -> QuerySet[Reference]:
    """Nobody gives a reference about themselves."""
    return Reference.objects.filter(referee=F("application__applicant"))


def nobody_hears_their_own_appeal() -> QuerySet[Appeal]:
    """Nobody hears an appeal of their own."""
    mine = Q(application__applicant=F("hearers")) | Q(designation__person=F("hearers"))
    return Appeal.objects.filter(mine).distinct()


INVARIANTS = [
    Invariant.of(one)
    for one in (
        designation_terms_do_not_overlap,
        designation_runs_as_long_as_its_terms,
        designation_ends_on_its_day,
        ended_designation_says_since_when,
        successful_applicant_is_designated,
        appeal_agrees_with_its_application,
        nobody_refers_for_themselves,
        nobody_hears_their_own_appeal,
    )
]

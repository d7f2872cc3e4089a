"""Take half days from the budgets of a term, and give them back; the last one is won by one alone."""

from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from deployments.actions.obstacles import Obstacle
from deployments.models import Deployment, TermBudget, Visit
from deployments.queries.money import half_days_held
from designation.models import Designation, SchoolRelease
from directory.models import School


def take_half_days(designation: Designation, school: School, term_starts_on: date, half_days: int) -> bool:
    """Take half days of a term from the leader's budget and the school's; raise Obstacle when either has too few.

    Returns whether the school has a budget of its own, from which they were taken too.

    A school that agreed no release budget sets no limit of its own: the leader's stands alone. The caller's
    transaction undoes what was taken when it fails later.
    """
    _take(
        {"designation": designation},
        term_starts_on,
        designation.half_days_a_term,
        half_days,
        designation.person,
    )
    release = SchoolRelease.objects.filter(school=school).first()
    if release is not None:
        _take({"school": school}, term_starts_on, release.half_days_a_term, half_days, school)
    return release is not None


def _take(whose: dict, term_starts_on: date, agreed: int, half_days: int, name: object) -> None:
    budget, _made = TermBudget.objects.get_or_create(
        **whose, term_starts_on=term_starts_on, defaults={"half_days": agreed}
    )
    row = TermBudget.objects.filter(pk=budget.pk)
    if budget.half_days != agreed:  # agreed anew since; never below what is taken already
        row.update(half_days=Greatest(Value(agreed), F("taken")))
    if not row.filter(taken__lte=F("half_days") - half_days).update(taken=F("taken") + half_days):
        raise Obstacle(
            _("%(name)s has not enough days left this term. Nothing was proposed.") % {"name": name}
        )


def take_more(deployment: Deployment, half_days: int) -> None:
    """Take half days more from the budgets a deployment was taken from; raise Obstacle when one has too few."""
    designation, term_starts_on = deployment.designation, deployment.term_starts_on
    leader = {"designation": designation}
    _take(leader, term_starts_on, designation.half_days_a_term, half_days, designation.person)
    if deployment.counts_for_school:
        school = deployment.home_school
        release = SchoolRelease.objects.get(school=school)
        _take({"school": school}, term_starts_on, release.half_days_a_term, half_days, school)


def give_half_days_back(deployment: Deployment) -> None:
    """Give a deployment's half days back to the budgets they were taken from, but for those of visits held.

    The caller holds the deployment's row: how many there are is read anew, since a change may have come between.
    """
    deployment.refresh_from_db(fields=["half_days", "term_starts_on", "counts_for_school"])
    give_back(deployment, deployment.half_days - half_days_held(deployment))


def give_visit_back(visit: Visit) -> None:
    """Give back the half days of a visit that ended work had kept as held, and that was not held after all."""
    give_back(visit.deployment, visit.half_days)


def give_back(deployment: Deployment, half_days: int) -> None:
    """Give some of a deployment's half days back to the budgets they were taken from."""
    term = TermBudget.objects.filter(term_starts_on=deployment.term_starts_on, taken__gte=half_days)
    term.filter(designation=deployment.designation_id).update(taken=F("taken") - half_days)
    if deployment.counts_for_school:
        term.filter(school=deployment.home_school_id).update(taken=F("taken") - half_days)

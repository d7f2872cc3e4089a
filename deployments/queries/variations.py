"""What stands in the way of a change of what was agreed, and what is due about it."""

from datetime import date

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from casework.templatetags.casework import days
from deployments.models import Consent, Deployment, Variation, VariationConsent, Visit
from deployments.queries.due import reached
from deployments.queries.parties import holder_of
from directory.calendar import is_working_day, said
from directory.models import Person


def obstacles_to_change(variation: Variation) -> list[str]:
    """Return in whole sentences everything that forbids a change: nothing new, another one, days planned or held."""
    deployment, found = variation.deployment, []
    if not variation.changes_something:
        found.append(_("Nothing would change. Change the days, the dates or who pays."))
    others = Variation.objects.filter(deployment=deployment, state=Variation.State.PROPOSED)
    if others.exclude(pk=variation.pk).exists():
        found.append(_("A change waits for answers already. Wait until it is decided, or cancel it first."))
    if variation.ends_on < variation.starts_on:
        found.append(_("The last day must not lie before the first"))
    visits = Visit.objects.filter(deployment=deployment).counted()
    used = visits.aggregate(used=Sum("half_days"))["used"] or 0
    if used > variation.half_days:
        found.append(
            _("Held or planned already: %(used)s. The change must leave as many at least.")
            % {"used": days(used)}
        )
    outside = (
        visits.exclude(on__gte=variation.starts_on, on__lte=variation.ends_on).order_by("on", "pk").first()
    )
    if outside is not None:
        found.append(
            _("The visit of %(day)s is held or planned outside these dates.") % {"day": said(outside.on)}
        )
    return found


def live_variation(deployment: Deployment) -> Variation | None:
    """Return the change of a deployment that waits for answers."""
    live = (one for one in deployment.variations.all() if one.state == Variation.State.PROPOSED)
    return next(live, None)


def variation_reminders_due(on: date) -> list[tuple[VariationConsent, date]]:
    """Return unanswered consents with the day of the reminder that is due; never on a day that is no working day."""
    if not is_working_day(on):
        return []
    found = [(consent, reached(consent, on)) for consent in _waiting()]
    return [(consent, day) for consent, day in found if day and on <= consent.due_on]


def variations_to_lapse(on: date) -> list[Variation]:
    """Return proposed changes with an answer whose day is over."""
    late = VariationConsent.objects.pending().filter(due_on__lt=on)
    return list(Variation.objects.filter(pk__in=late.values("variation")).in_full().order_by("pk"))


def variation_handovers_due(on: date) -> list[tuple[VariationConsent, Person]]:
    """Return unanswered consents asked of somebody who has left the post, with who holds it now."""
    found = []
    for consent in _waiting().filter(asked_as__in=[Consent.AskedAs.HEAD, Consent.AskedAs.CHAIR]):
        school = consent.school
        if school is None:
            continue
        holder = holder_of(school, consent.asked_as, on, besides=[consent.deployment.leader])
        if holder is not None and holder.pk != consent.asked_of_id:
            found.append((consent, holder))
    return found


def _waiting() -> QuerySet[VariationConsent]:
    return (
        VariationConsent.objects.pending()
        .select_related(
            "asked_of",
            "variation__deployment__designation__person",
            "variation__deployment__home_school",
            "variation__deployment__school",
        )
        .order_by("pk")
    )

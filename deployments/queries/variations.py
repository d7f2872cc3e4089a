"""What stands in the way of a change of what was agreed, and what is due about it."""

from datetime import date

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from casework.templatetags.casework import days
from deployments.matching import BLOCKS
from deployments.models import Claim, Deployment, SupportRequest, Variation, VariationConsent, Visit
from deployments.queries.due import reached
from deployments.queries.parties import Asked, asked_instead
from designation.models import Absence, Designation
from directory.calendar import is_working_day, said


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
    if variation.moves_fund and is_claimed(deployment):
        found.append(claimed_already())
    return found + _blocks(variation)


def _blocks(variation: Variation) -> list[str]:
    """Return what would forbid to propose the leader for the new dates; what they are not beyond was agreed already."""
    designation = Designation.objects.get(pk=variation.deployment.designation_id)  # as it is by now
    is_longer = variation.ends_on > variation.ends_on_before
    is_earlier = variation.starts_on < variation.starts_on_before
    assured = designation.assurance_until
    away = Absence.objects.filter(
        designation=designation, starts_on__lte=variation.starts_on, ends_on__gte=variation.ends_on
    )
    found = {
        "not_begun": is_earlier and designation.starts_on > variation.starts_on,
        "term_ends": is_longer and designation.ends_on < variation.ends_on,
        "assurance_lapsed": is_longer and (assured is None or assured < variation.ends_on),
        "absent": variation.moves_dates and away.exists(),
    }
    return [str(BLOCKS[key]) for key in BLOCKS if found.get(key)]


def funding_of(deployment: Deployment) -> str:
    """Return from what work is paid, as a change of it may say otherwise.

    Nothing where a fund pays what the school was to pay itself, or where it answers no request.
    """
    request = deployment.request
    if request is None or (deployment.fund_id and request.funding in SupportRequest.OWN_MONEY):
        return ""
    return request.funding


def claimed_already() -> str:
    """Say that it is too late for another to pay."""
    return _(
        "Work of this deployment is claimed already, so who pays can no longer change. Complete it first."
    )


def is_claimed(deployment: Deployment) -> bool:
    """Say whether a claim with work of this deployment was submitted: it is paid from the fund it stands on."""
    lines = deployment.claim_lines.exclude(claim__state=Claim.State.COLLECTING)
    corrected = deployment.claim_lines.filter(corrects__isnull=False)
    return lines.exists() or corrected.exists()


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


def variation_confirmations_due(on: date) -> list[tuple[VariationConsent, date]]:
    """Return answers to changes recorded by phone and not confirmed, with the day of the reminder that is due."""
    if not is_working_day(on):
        return []
    unconfirmed = _in_full(VariationConsent.objects.unconfirmed().filter(denied_at=None))
    found = [(consent, reached(consent, on)) for consent in unconfirmed]
    return [(consent, day) for consent, day in found if day]


def variations_to_lapse(on: date) -> list[Variation]:
    """Return proposed changes with an answer whose day is over."""
    late = VariationConsent.objects.pending().filter(due_on__lt=on)
    return list(Variation.objects.filter(pk__in=late.values("variation")).in_full().order_by("pk"))


def variation_handovers_due(on: date) -> list[tuple[VariationConsent, Asked]]:
    """Return unanswered consents of schools for which somebody else is to be asked now, and whom."""
    waiting = Variation.objects.filter(pk__in=VariationConsent.objects.pending().values("variation"))
    return [one for case in waiting.in_full().order_by("pk") for one in asked_instead(case, on)]


def _waiting() -> QuerySet[VariationConsent]:
    return _in_full(VariationConsent.objects.pending())


def _in_full(consents: QuerySet[VariationConsent]) -> QuerySet[VariationConsent]:
    return consents.select_related(
        "asked_of",
        "variation__deployment__designation__person",
        "variation__deployment__home_school",
        "variation__deployment__school",
    ).order_by("pk")

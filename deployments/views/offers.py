"""What a party is asked to agree to, in whole: as the reader of the link, of the step and of the case may read it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from casework.templatetags.casework import day, days, money
from deployments.models import Deployment, SupportRequest, Variation
from deployments.rates import amount_pence
from deployments.rules.consents import party_of
from deployments.rules.requests import may_see_request
from deployments.views.shared import span
from directory.models import Person


def shows_need(deployment: Deployment, person: Person) -> bool:
    """Say whether the person reads what the school needs: not before all agreed, where the school asked for that."""
    request = deployment.request
    if request is None or request.may_share or deployment.has_come_about:
        return True
    return may_see_request(person, request)


def offer_to(person: Person, deployment: Deployment) -> list[dict]:
    """Return everything a party agrees to besides the objectives, and by when it must answer, as a summary list."""
    request = deployment.request
    told = request if shows_need(deployment, person) else None
    kept = "" if told or request is None else _("The school shares the need when all have agreed.")
    facts = [
        (_("Leader"), f"{deployment.leader}, {deployment.home_school}"),
        (_("School supported"), f"{deployment.school}, {deployment.school.town}"),
        *asked_for(request, map(str, request.areas.all()) if request else []),
        (_("Need"), told.need if told else kept),
        (_("Wanted at the end"), told.outcomes if told else ""),
        (_("Who will be supported"), told.supported if told else ""),
        (_("Days"), days(deployment.half_days)),
        (_("When"), span(deployment)),
        (_("Paid to the leader's school"), paid(deployment, deployment.half_days)),
        (_("Who pays"), deployment.payer),
        (_("Your answer is due by"), due_words(person, deployment)),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def asked_for(request: SupportRequest | None, areas: Iterable[str]) -> list[tuple[str, str]]:
    """Return as facts which support a school wants, where, in which language and when.

    A school may keep to itself why until all have agreed, but not this: who goes or releases must know it.
    """
    if request is None:
        return []
    return [
        (_("Kind of support"), request.get_kind_display()),
        (_("Areas"), ", ".join(sorted(areas))),
        (_("Where"), request.get_delivery_display()),
        (_("Language"), request.get_language_display()),
        (_("Pattern"), request.pattern),
    ]


def change_to(person: Person, variation: Variation) -> list[dict]:
    """Return what the work would cost with a change of it, and by when the person must answer."""
    facts = [
        (_("Paid to the leader's school"), paid(variation.deployment, variation.half_days)),
        (_("Your answer is due by"), due_words(person, variation)),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def paid(deployment: Deployment, half_days: int) -> str:
    """Return the rate a day and what so many half days cost at it, as it is offered and comes to be frozen."""
    rate, words = deployment.rate_pence, _("%(rate)s a day, %(total)s in all")
    return words % {"rate": money(rate), "total": money(amount_pence(half_days, rate))}


def due_words(person: Person, case: Deployment | Variation) -> str:
    """Return the day by which the person must answer; nothing where they owe no answer."""
    asked = party_of(person, case, pending_only=True) if case.state == "proposed" else None
    return day(asked.due_on) if asked else ""

"""Who looks after a case in the alliance, who speaks for the school, and which cases are watched."""

from collections.abc import Container
from datetime import date
from typing import Any

from django.db import transaction

from casework.models import Channel
from deployments import letters
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.models import Deployment, SupportRequest, Watch
from deployments.queries.succession import key_of, looked_after_by
from directory.models import Person

Kept = Deployment | SupportRequest
MANAGERS = "alliance"  # who looks after a case, and that it is watched, is for managers alone


def _advance(case: Kept, step: str, **said) -> None:
    if isinstance(case, Deployment):
        DEPLOYMENT.advance(case, step, **said)
    else:
        REQUEST.advance(case, step, **said)


@transaction.atomic
def assign(case: Kept, *, by: Person, manager: Person | None, channel: str = Channel.PORTAL) -> None:
    """Choose which manager looks after a deployment or a request, or nobody; the manager chosen is told.

    Who may: managers. Raises StepNotOpen.
    """
    note = str(manager or "")
    _advance(case, "assign", by=by, channel=channel, note=note, audience=MANAGERS, looked_after_by=manager)
    if manager is not None and manager != by:
        letters.case_assigned(case, by=by)


@transaction.atomic
def hand_over_cases(of: Person, *, by: Person, manager: Person, only: Container[str] | None = None) -> int:
    """Hand what is open that one manager looks after over to another, in one step; returns how many cases.

    All of it, or `only` the cases of these keys. Who may: managers. The new one gets one letter. Cases somebody closes
    or hands over meanwhile stay where they were.
    """
    kept = [case for found in looked_after_by(of) for case in found.select_for_update()]
    cases = [case for case in kept if only is None or key_of(case) in only]
    for case in cases:
        _advance(case, "assign", by=by, note=str(manager), audience=MANAGERS, looked_after_by=manager)
    if cases and manager != by:
        letters.cases_handed_over(manager, cases, of=of, by=by)
    return len(cases)


@transaction.atomic
def reassign(
    request: SupportRequest,
    *,
    by: Person,
    name: str,
    email: str,
    role: str = "",
    phone: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Name another contact at the school for a request and the work it led to; both contacts are told.

    Their post and number take the place of the former contact's, also where they are not told.

    Who may: the school, managers. The one named needs no post at the school; the former contact sees nothing more
    by having been it. Of the account behind the address nobody reads more than was typed. Raises StepNotOpen.
    """
    first, _space, last = name.strip().partition(" ")
    contact, former = Person.objects.meet(email, first_name=first, last_name=last), request.contact
    told = "" if contact == by else name
    named: dict[str, Any] = {"contact": contact, "contact_named": True, "contact_name": told}
    named |= {"contact_role": role, "contact_phone": phone}
    REQUEST.advance(request, "reassign", by=by, channel=channel, note=told or str(contact), **named)
    letters.contact_named(request, by=by)
    if former not in (contact, by):
        letters.contact_replaced(request, former)


@transaction.atomic
def ask_for_contact(request: SupportRequest, left_on: date) -> None:
    """Ask the school, or the managers where it has no head, for another contact: the one named left that day."""
    letters.contact_left(request, left_on)


@transaction.atomic
def watch(case: Kept, *, by: Person, note: str, channel: str = Channel.PORTAL) -> None:
    """Put a deployment or a request on the managers' watch list, or change why it is there. Raises StepNotOpen."""
    _advance(case, "watch", by=by, channel=channel, note=note, private=True, audience=MANAGERS)
    kept = {"deployment": case} if isinstance(case, Deployment) else {"request": case}
    Watch.objects.update_or_create(**kept, defaults={"note": note, "by": by})


@transaction.atomic
def unwatch(case: Kept, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Take a case off the watch list. Who may: managers. Raises StepNotOpen."""
    _advance(case, "unwatch", by=by, channel=channel, audience=MANAGERS)
    kept = {"deployment": case} if isinstance(case, Deployment) else {"request": case}
    Watch.objects.filter(**kept).delete()

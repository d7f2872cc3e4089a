"""Contacts who left their school while support for it is open: the school, or a manager, names another."""

from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from deployments.models import Deployment, SupportRequest
from deployments.models.requests import contact_stands
from directory.models import Person, Post

R = SupportRequest.State
LIVE = (R.OPEN, R.PROPOSED, R.MATCHED)


def without_contact(on: date) -> QuerySet[SupportRequest]:
    """Return requests somebody works on whose contact is none any more."""
    live = SupportRequest.objects.filter(state__in=LIVE)
    return live.filter(~contact_stands(on)).select_related("school", "contact").order_by("pk")


def contacts_due(on: date) -> list[tuple[SupportRequest, date]]:
    """Return the requests of contacts who left, each with the day they left; of one never there, its own first day."""
    posts = Post.objects.filter(person=OuterRef("contact"), school=OuterRef("school")).order_by()
    last = posts.values("school").annotate(last=Max("ends_on")).values("last")
    found: Any = without_contact(on).annotate(left_on=Subquery(last[:1]))
    return [(one, one.left_on or timezone.localdate(one.created_at)) for one in found]


def contact_task(request: SupportRequest) -> Task:
    """Return the line that asks for another contact at a school."""
    title = _("Name another contact: %(school)s") % {"school": request.school}
    hint = _("The contact has left, and nobody arranges the visits for the school.")
    return Task(title, request.page("reassign"), None, hint)


def for_the_managers(on: date) -> Any:
    """Return what makes a request one without a contact, at a school without a head who could name one."""
    heads = Post.objects.heads().confirmed().on(on).filter(school=OuterRef("school"), person__is_active=True)
    return Q(~contact_stands(on), ~Exists(heads), state__in=LIVE)


def for_the_head(person: Person, on: date) -> Any:
    """Return what makes live work one whose school this person heads, and which has no contact."""
    ours = Q(school__in=person.authority.school_ids(*Post.HEADS), request__isnull=False)
    return Q(ours, ~contact_stands(on, "request__"), state__in=Deployment.LIVE)

"""Who is concerned by a concern: who reads it, to whom it can be passed on, and what it waits for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from casework.templatetags.casework import day
from deployments.models import Concern, Deployment
from deployments.models.deployments import DeploymentQuerySet
from deployments.models.requests import is_contact
from deployments.queries.people import around
from directory.calendar import add_working_days, is_working_day
from directory.models import Person, Post, School
from directory.queries.posts import alliance_managers
from directory.rules import is_manager

C = Concern.State
MOST = 30
DAYS_TO_ANSWER = 5  # working days for whom it was passed on to


def people_around(deployment: Deployment, on: date) -> list[Person]:
    """Return the people a concern may be about, each once."""
    people = around(deployment, on)
    known = [people.leader, people.home, people.receiver, people.contact, *people.managers]
    return [person for person in dict.fromkeys(known) if person is not None]


def other_schools(person: Person, deployment: Deployment) -> list[School]:
    """Return the schools of a deployment a person does not speak for: with those a concern may be shared.

    A school that is asked last learns of nothing before it is, by a concern neither.
    """
    schools = [deployment.home_school, *([deployment.school] if deployment.is_known_to_school else [])]
    mine = [one for one in schools if person.authority.at(one.pk, *Post.HEADS, Post.Role.CHAIR_OF_GOVERNORS)]
    speaks = is_contact(person, deployment.request)
    return [one for one in schools if one not in mine and not (speaks and one == deployment.school)]


def managers_told(concern: Concern, on: date) -> list[Person]:
    """Return the managers who read it: all but whom it is about, and who raised it knows it already."""
    return [one for one in alliance_managers(on) if one.pk not in (concern.whom_id, concern.raised_by_id)]


def who_reads(deployment: Deployment, person: Person, on: date) -> str:
    """Say in whole sentences, before it is sent, who will read a concern this person raises."""
    managers = [one for one in alliance_managers(on) if one != person]
    names = ", ".join(str(one) for one in managers)
    if len(managers) > 1:
        return _(
            "These managers of the alliance read it: %(names)s. If it is about one of them, the others alone do."
        ) % {"names": names}
    if is_manager(person):
        return _("The managers of the alliance read it, you among them.")
    about = _instead_of(deployment, person, managers, on)
    if not managers:
        return about
    read = _("%(names)s, the manager of the alliance, reads it.") % {"names": names}
    return f"{read} {about}"


def _instead_of(deployment: Deployment, person: Person, managers: list[Person], on: date) -> str:
    """Say who reads what the only manager may not read."""
    officer = next(
        (one for one in officers_of(deployment, on) if one != person and one not in managers), None
    )
    if officer is None:
        return _(
            "Nobody else in the alliance can read it: turn to your local authority or your governing body."
        )
    words = {"officer": officer}
    if not managers:
        return _("%(officer)s of the local authority reads it.") % words
    words["who"] = managers[0]
    return _("If it is about %(who)s, %(officer)s of the local authority reads it instead.") % words


def officers_of(deployment: Deployment, on: date) -> list[Person]:
    """Return the officers of the local authorities of both schools, the school supported first, each once.

    None of the authority of a school that is still to be asked: they learn of nothing before the school does.
    """
    first = deployment.school.local_authority_id
    places = {first, deployment.home_school.local_authority_id}
    if not deployment.is_known_to_school:
        places.remove(first)
    held = Post.objects.filter(role=Post.Role.LA_OFFICER, local_authority__in=places, person__is_active=True)
    posts = list(held.confirmed().on(on).select_related("person").order_by("starts_on", "pk"))
    posts.sort(key=lambda post: post.local_authority_id != first)
    return list(dict.fromkeys(post.person for post in posts))


def may_be_passed_to(concern: Concern, on: date, *, by: Person) -> list[Person]:
    """Return to whom it can be passed on: the officers and the other managers, never whom it is about."""
    known = dict.fromkeys([*officers_of(concern.deployment, on), *alliance_managers(on)])
    unfit = (by.pk, concern.whom_id, concern.raised_by_id, concern.escalated_to_id)
    return [one for one in known if one.pk not in unfit]


def with_concern(deployments: DeploymentQuerySet, person: Person) -> Any:
    """Return deployments with their oldest open concern that a manager may see: its key, state and dates."""
    found = Concern.objects.visible_to(person).unresolved().filter(deployment=OuterRef("pk"))
    oldest = found.order_by("created_at", "pk")
    names = ("pk", "state", "created_at", "answer_by")
    return deployments.annotate(**{f"concern_{name}": Subquery(oldest.values(name)[:1]) for name in names})


def concern_task(deployment: Any) -> Task:
    """Return what a manager must do about the concern of a deployment of `with_concern`."""
    url = reverse("deployments:concern-detail", args=[deployment.concern_pk])
    if deployment.concern_state == C.RAISED:
        title = _("Read the concern: %(deployment)s") % {"deployment": deployment}
        due = add_working_days(timezone.localdate(deployment.concern_created_at), 1)
        return Task(title, url, due, _("Resolve it, or pass it on."))
    title = _("Look into the concern: %(deployment)s") % {"deployment": deployment}
    return Task(title, url, deployment.concern_answer_by, _("It was passed on, and an answer is due."))


def passed_on_to(person: Person) -> Iterator[Task]:
    """Yield the concerns an officer was asked to look into; one query, none for others."""
    if not person.authority.has(Post.Role.LA_OFFICER):
        return
    found = Concern.objects.visible_to(person).filter(state=C.ESCALATED, escalated_to=person)
    known = found.select_related("deployment__designation__person", "deployment__school")
    for concern in known.order_by("answer_by", "pk")[:MOST]:
        title = _("Look into the concern: %(deployment)s") % {"deployment": concern.deployment}
        hint = _("The alliance passed it on to you.")
        yield Task(title, concern.get_absolute_url(), concern.answer_by, hint)


def concerns_due(on: date) -> list[Concern]:
    """Return concerns passed on whose day to answer has come; never on a day that is no working day."""
    if not is_working_day(on):
        return []
    return list(Concern.objects.filter(state=C.ESCALATED, answer_by__lte=on).in_full().order_by("pk"))


def next_for_concern(concern: Concern) -> str:
    """Return in a sentence who must do what next about a concern."""
    if concern.state == C.RAISED:
        return _("The alliance's manager reads it, and resolves it or passes it on.")
    if concern.state == C.ESCALATED:
        words = {"who": concern.escalated_to, "day": day(concern.answer_by)}
        return _("%(who)s looks into it by %(day)s.") % words
    return _("Nothing more: the concern is resolved.")


def kept_from(manager: Person) -> dict[Any, Any]:
    """Return the concerns of which a manager reads nothing, because they are about that manager."""
    return {Concern: Concern.objects.filter(whom=manager)}

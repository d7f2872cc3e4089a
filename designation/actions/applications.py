"""What happens to a whole application: begun, sent in, asked about again, answered, withdrawn."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework import documents
from casework.models import Channel
from designation import letters
from designation.actions.copies import copy_into
from designation.actions.equality import count_equality
from designation.actions.interviews import cancel_for
from designation.actions.references import SECOND, ask, call_off, follow_post, head_kind_of
from designation.actions.refusals import AreaNotOffered, ClosedRound, Incomplete
from designation.actions.sections import fresh_of
from designation.lifecycle import APPLICATION
from designation.models import Application, Area, PendingDecision, RoleType, Round
from directory.models import Person
from directory.queries.posts import home_post_of


@transaction.atomic
def apply(
    round_: Round,
    role_type: RoleType,
    *,
    by,
    channel: str = Channel.PORTAL,
    copy_from: Application | None = None,
) -> Application:
    """Begin an application, with what we know of the person; the same round and role again leads to the same one.

    `copy_from` is an earlier application of the same person to start from. Raises ClosedRound when the round is
    not open to the person.
    """
    Person.objects.select_for_update().get(
        pk=by.pk
    )  # a second press waits here and finds what the first began
    begun = Application.objects.filter(applicant=by, round=round_, role_type=role_type)
    earlier = begun.exclude(state=Application.State.WITHDRAWN).first()
    if earlier is not None:
        return earlier
    if not round_.is_open_to(by, timezone.now()):
        raise ClosedRound(round_, by)
    post = home_post_of(by, timezone.localdate())
    known = {"school": post.school, "post_role": post.role, "post_title": post.title} if post else {}
    application = Application.objects.create(
        applicant=by, round=round_, role_type=role_type, phone=by.phone, **known
    )
    if copy_from is not None and copy_from.applicant_id == by.pk:
        copy_into(application, copy_from)
    APPLICATION.begin(application, by=by, channel=channel)
    return application


@transaction.atomic
def submit(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Send the application in, before the deadline and complete; asks referees not asked yet and orders the copy.

    From now on it stands under the role, the criteria and the names of areas as they are today. Equality answers
    are counted and forgotten. Raises StepNotOpen, ClosedRound (a second late is late; the draft is kept),
    Incomplete, AreaNotOffered, OwnAddress.
    """
    draft, now = fresh_of(application), timezone.now()
    round_ = Round.objects.get(pk=draft.round_id)
    if not round_.is_open_to(draft.applicant, now):
        raise ClosedRound(round_, draft.applicant)
    _hold_complete(draft)
    APPLICATION.advance(
        application, "submit", by=by, channel=channel, submitted_at=now, equality={}, **_terms(draft)
    )
    count_equality(draft)
    application.criteria.set(draft.role_type.criteria.current())
    _name_areas(application)
    _ask_and_copy(application, by=by, channel=channel)
    letters.application_submitted(application)


def _hold_complete(draft: Application) -> None:
    """Hold that every part is completed and every area chosen anew is still offered."""
    if not draft.is_filled_in:
        raise Incomplete(draft)
    chosen = draft.chosen_areas.filter(name="").select_related("area")
    offered = Area.objects.active(timezone.localdate())
    gone = [str(one.area) for one in chosen.exclude(area__in=offered)]
    if gone:
        raise AreaNotOffered(gone)


def _terms(draft: Application) -> dict[str, Any]:
    """Return what the role asks and gives today, as the application keeps it."""
    role = draft.role_type
    terms = {"role_name": role.name, "role_name_cy": role.name_cy}
    return terms | {"years": role.years, "least_months": role.least_months}


def _name_areas(application: Application) -> None:
    """Keep what the areas chosen are called today; those sent in before keep their names."""
    for one in application.chosen_areas.filter(name="").select_related("area"):
        one.name, one.name_cy = one.area.name, one.area.name_cy
        one.save(update_fields=["name", "name_cy"])


def _ask_and_copy(application: Application, *, by, channel: str) -> None:
    """Ask the referees not asked yet and order the copy in both languages."""
    follow_post(application, by=by, channel=channel)
    ask(application, head_kind_of(application), by=by, channel=channel)
    if application.second_email:
        ask(application, SECOND, by=by, channel=channel)
    for language in ("en", "cy"):
        documents.order(application, "designation/application", language)


@transaction.atomic
def send_back(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    sections: Sequence[str],
    question: str,
    answer_by: date,
) -> None:
    """Ask the applicant for more: these parts alone open again until they are answered. Raises StepNotOpen.

    A decision prepared before is dropped: it was about what the application said then. Whoever prepared it is told.
    """
    letters.decision_dropped(application, by=by)
    if PendingDecision.objects.filter(application=application).delete()[0]:
        APPLICATION.advance(application, "drop", by=by, channel=channel)
    opened = dict(Application.objects.select_for_update().get(pk=application.pk).sections)
    opened |= dict.fromkeys(sections, Application.STARTED)
    APPLICATION.advance(
        application,
        "send_back",
        by=by,
        channel=channel,
        note=question,
        sections=opened,
        asked_again=list(sections),
        question=question,
        answer_by=answer_by,
    )
    letters.application_returned(application, sections=sections, question=question, answer_by=answer_by)


ANSWERED: dict[str, Any] = {"asked_again": [], "question": "", "answer_by": None}


@transaction.atomic
def resubmit(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Send the answers in, also after the day asked for while the alliance still waits; a new copy is made.

    It stands under the terms it was first sent in under. Raises StepNotOpen, Incomplete, AreaNotOffered.
    """
    _hold_complete(fresh_of(application, "resubmit"))
    APPLICATION.advance(application, "resubmit", by=by, channel=channel, **ANSWERED)
    _name_areas(application)
    _ask_and_copy(application, by=by, channel=channel)
    letters.application_resubmitted(application)


@transaction.atomic
def proceed(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Go on without the answers once their day has passed; the applicant is told. Raises StepNotOpen."""
    APPLICATION.advance(application, "proceed", by=by, channel=channel, **ANSWERED)
    _name_areas(application)
    letters.application_proceeded(application)


@transaction.atomic
def withdraw(application: Application, *, by, channel: str = Channel.PORTAL, reason: str = "") -> None:
    """The applicant withdraws before a decision; referees still waited for and the interview's panel are told.

    Of what was sent in the managers are told too, and a decision prepared about it is dropped. Equality answers of a
    draft are forgotten uncounted. Raises StepNotOpen.
    """
    pending = PendingDecision.objects.filter(application=application).first()
    if pending is not None:
        pending.delete()
        APPLICATION.advance(application, "drop", by=None)  # the applicant never learns that there was one
    APPLICATION.advance(application, "withdraw", by=by, channel=channel, note=reason, equality={})
    call_off(application, by=by, channel=channel)
    cancel_for(application, by=by)
    letters.application_withdrawn(application)
    if application.submitted_at is not None:
        letters.applicant_withdrew(application, dropped=pending)


def remind_draft(application: Application, *, due_on: date) -> None:
    """Remind of a draft for the milestone that fell due on `due_on`; written before, nothing happens."""
    letters.application_unfinished(application, due_on=due_on)


def remind_answer(application: Application, *, due_on: date) -> None:
    """Remind of the answers asked for, for the milestone that fell due on `due_on`; never twice."""
    letters.application_answer_due(application, due_on=due_on)

"""What applicants do: begin, fill in section by section, submit, withdraw."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework import documents
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation import letters
from designation.actions.references import SECOND, ask, call_off, follow_post, head_kind_of
from designation.actions.refusals import ClosedRound, Incomplete
from designation.lifecycle import APPLICATION
from designation.models import Application, RoleHeld, RoleType, Round, Statement
from directory.queries.posts import home_post_of

PERSON_FIELDS = ("first_name", "last_name")


@transaction.atomic
def apply(round_: Round, role_type: RoleType, *, by, channel: str = Channel.PORTAL) -> Application:
    """Begin an application, with what we know of the person; the same round and role again leads to the same one.

    Raises ClosedRound outside the round's opening times.
    """
    begun = Application.objects.filter(applicant=by, round=round_, role_type=role_type)
    earlier = begun.exclude(state=Application.State.WITHDRAWN).first()
    if earlier is not None:
        return earlier
    if not round_.is_open(timezone.now()):
        raise ClosedRound(round_)
    post = home_post_of(by, timezone.localdate())
    known = {"school": post.school, "post_role": post.role, "post_title": post.title} if post else {}
    application = Application.objects.create(
        applicant=by, round=round_, role_type=role_type, phone=by.phone, **known
    )
    APPLICATION.begin(application, by=by, channel=channel)
    return application


def draft_of(application: Application, step: str = "submit") -> Application:
    """Return the draft as it is now, its row locked; raises StepNotOpen once it was sent in or withdrawn."""
    fresh = Application.objects.select_for_update().get(pk=application.pk)
    if fresh.state != Application.State.DRAFT:
        raise StepNotOpen(fresh, step)
    return fresh


@transaction.atomic
def save_section(
    application: Application,
    section: str,
    answers: Mapping[str, Any],
    *,
    by,
    completed: bool,
    channel: str = Channel.PORTAL,
) -> None:
    """Keep what was typed into one section of a draft; only `completed` answers count as judged.

    `answers` holds field values (areas: `areas`, `main`, `phases`; statements: `text`). Raises StepNotOpen.
    """
    draft = draft_of(application)
    answers = dict(answers)
    if section in Statement.QUESTIONS:
        Statement.objects.update_or_create(
            application=draft, question=section, defaults={"text": answers.pop("text", "")}
        )
    if section == Application.Section.AREAS:
        _keep_areas(draft, answers.pop("areas", []), answers.pop("main", None))
    names = {field: answers.pop(field, "") for field in PERSON_FIELDS}
    _keep_names(by, {field: name for field, name in names.items() if name})
    draft.sections[section] = Application.COMPLETED if completed else Application.STARTED
    before = (draft.school_id, draft.is_of_a_head)
    for field, value in answers.items():
        setattr(draft, field, value)
    if (draft.school_id, draft.is_of_a_head) != before:
        answers |= _name_head_again(draft)
    draft.save(update_fields=["sections", *answers])
    application.refresh_from_db()


def _name_head_again(draft: Application) -> dict[str, str]:
    """Forget the head named for an earlier school or post; the part about referees must be looked at again."""
    draft.head_name = draft.head_email = ""
    if Application.Section.REFEREES in draft.sections:
        draft.sections[Application.Section.REFEREES] = Application.STARTED
    return {"head_name": "", "head_email": ""}


def _keep_names(person, names: dict[str, str]) -> None:
    if not names:
        return
    for field, value in names.items():
        setattr(person, field, value)
    person.save(update_fields=list(names))


def _keep_areas(draft: Application, areas: list, main) -> None:
    draft.chosen_areas.all().delete()
    chosen = list(areas) if main is None or main in areas else [*areas, main]
    draft.chosen_areas.bulk_create(
        draft.chosen_areas.model(application=draft, area=area, is_main=area == main) for area in chosen
    )


@transaction.atomic
def add_role(application: Application, *, by, channel: str = Channel.PORTAL, **fields) -> RoleHeld:
    """Add a leadership role to a draft (title, school_name, starts_on, ends_on); raises StepNotOpen."""
    draft = draft_of(application)
    role = RoleHeld.objects.create(application=draft, **fields)
    _mark_started(draft, Application.Section.ROLES)
    return role


@transaction.atomic
def remove_role(application: Application, role: RoleHeld, *, by, channel: str = Channel.PORTAL) -> None:
    """Take a leadership role out of a draft; raises StepNotOpen."""
    draft = draft_of(application)
    draft.roles_held.filter(pk=role.pk).delete()
    _mark_started(draft, Application.Section.ROLES)


def _mark_started(draft: Application, section: str) -> None:
    draft.sections[section] = Application.STARTED
    draft.save(update_fields=["sections"])


@transaction.atomic
def ask_referee(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Ask the first referee now, while the rest of the form is still being filled in.

    Raises OwnAddress when the applicant named themselves, StepNotOpen when the draft was sent in.
    """
    draft = draft_of(application)
    follow_post(draft, by=by, channel=channel)
    ask(draft, head_kind_of(draft), by=by, channel=channel)


@transaction.atomic
def submit(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Send the application in, before the deadline and complete; asks referees not asked yet and orders the copy.

    Raises StepNotOpen, ClosedRound (a second late is late; the draft is kept), Incomplete, OwnAddress.
    """
    draft, now = draft_of(application), timezone.now()
    round_ = Round.objects.get(pk=draft.round_id)
    if not round_.is_open(now):
        raise ClosedRound(round_)
    if not draft.is_filled_in:
        raise Incomplete(draft)
    APPLICATION.advance(application, "submit", by=by, channel=channel, submitted_at=now)
    follow_post(application, by=by, channel=channel)
    ask(application, head_kind_of(application), by=by, channel=channel)
    if application.second_email:
        ask(application, SECOND, by=by, channel=channel)
    for language in ("en", "cy"):
        documents.order(application, "designation/application", language)
    letters.application_submitted(application)


@transaction.atomic
def withdraw(application: Application, *, by, channel: str = Channel.PORTAL, reason: str = "") -> None:
    """The applicant withdraws before a decision; referees still waited for are told. Raises StepNotOpen."""
    APPLICATION.advance(application, "withdraw", by=by, channel=channel, note=reason)
    call_off(application, by=by, channel=channel)
    letters.application_withdrawn(application)

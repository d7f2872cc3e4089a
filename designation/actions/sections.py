"""What applicants do part by part: type, add and take out roles, have the referee asked early."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation.actions.references import ask, follow_post, head_kind_of, hold_in_time
from designation.models import Application, RoleHeld, Statement

PERSON_FIELDS = ("first_name", "last_name", "language")
Section = Application.Section
OPEN = (Application.State.DRAFT, Application.State.RETURNED)


def fresh_of(application: Application, step: str = "submit") -> Application:
    """Return the application as it is now, its row locked; raises StepNotOpen while it cannot be written in."""
    fresh = Application.objects.select_for_update().get(pk=application.pk)
    if fresh.state not in OPEN:
        raise StepNotOpen(fresh, step)
    return fresh


def open_part(application: Application, section: str) -> Application:
    """Return the application, its row locked, with this part open; raises StepNotOpen when it is not asked about."""
    fresh = fresh_of(application)
    if section not in fresh.asked_sections:
        raise StepNotOpen(fresh, "submit")
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
    """Keep what was typed into one part; only `completed` answers count as judged.

    `answers` holds field values (areas: `areas`, `main`, `phases`; statements: `text`). Raises StepNotOpen, also
    for a part that nobody asked about again.
    """
    draft = open_part(application, section)
    answers = dict(answers)
    if section in Statement.QUESTIONS:
        Statement.objects.update_or_create(
            application=draft, question=section, defaults={"text": answers.pop("text", "")}
        )
    if section == Section.AREAS:
        _keep_areas(draft, answers.pop("areas", []), answers.pop("main", None))
    names = {field: answers.pop(field, "") for field in PERSON_FIELDS}
    if completed:  # half-typed, it would be the name in letters already on their way
        _keep_names(by, {field: name for field, name in names.items() if name})
    draft.sections[section] = Application.COMPLETED if completed else Application.STARTED
    before = (draft.school_id, draft.is_of_a_head)
    for field, value in answers.items():
        setattr(draft, field, value)
    if (draft.school_id, draft.is_of_a_head) != before:
        answers |= _name_head_again(draft)
    draft.save(update_fields=["sections", *answers])
    application.refresh_from_db()


def _name_head_again(draft: Application) -> dict[str, Any]:
    """Forget the head named for an earlier school or post; the part about referees must be looked at again.

    Of an application that was returned it is opened as well, or nobody could say who gives the reference now.
    """
    draft.head_name = draft.head_email = ""
    if Section.REFEREES in draft.sections:
        draft.sections[Section.REFEREES] = Application.STARTED
    if draft.state == Application.State.RETURNED and Section.REFEREES not in draft.asked_again:
        draft.asked_again = [*draft.asked_again, Section.REFEREES.value]
    return {"head_name": "", "head_email": "", "asked_again": draft.asked_again}


def _keep_names(person, names: dict[str, str]) -> None:
    if not names:
        return
    for field, value in names.items():
        setattr(person, field, value)
    person.save(update_fields=list(names))


def _keep_areas(draft: Application, areas: list, main) -> None:
    """Keep the areas chosen; one that was sent in before keeps the name it had then."""
    known = {one.area_id: (one.name, one.name_cy) for one in draft.chosen_areas.all()}
    draft.chosen_areas.all().delete()
    chosen = list(areas) if main is None or main in areas else [*areas, main]
    rows = []
    for area in chosen:
        name, name_cy = known.get(area.pk, ("", ""))
        rows.append(
            draft.chosen_areas.model(
                application=draft, area=area, is_main=area == main, name=name, name_cy=name_cy
            )
        )
    draft.chosen_areas.bulk_create(rows)


@transaction.atomic
def reopen(application: Application, section: str, *, by, channel: str = Channel.PORTAL) -> None:
    """Call a part no longer completed, because what it says cannot be sent in any more. Raises StepNotOpen."""
    fresh = fresh_of(application)
    if fresh.state == Application.State.RETURNED and section not in fresh.asked_again:
        fresh.asked_again = [*fresh.asked_again, section]
    fresh.sections[section] = Application.STARTED
    fresh.save(update_fields=["sections", "asked_again"])
    application.refresh_from_db()


@transaction.atomic
def add_role(application: Application, *, by, channel: str = Channel.PORTAL, **fields) -> RoleHeld:
    """Add a leadership role (title, school_name, starts_on, ends_on); raises StepNotOpen."""
    draft = open_part(application, Section.ROLES)
    role = RoleHeld.objects.create(application=draft, **fields)
    _mark_started(draft, Section.ROLES)
    return role


@transaction.atomic
def remove_role(application: Application, role: RoleHeld, *, by, channel: str = Channel.PORTAL) -> None:
    """Take a leadership role out; raises StepNotOpen."""
    draft = open_part(application, Section.ROLES)
    draft.roles_held.filter(pk=role.pk).delete()
    _mark_started(draft, Section.ROLES)


def _mark_started(draft: Application, section: str) -> None:
    draft.sections[section] = Application.STARTED
    draft.save(update_fields=["sections"])


@transaction.atomic
def ask_referee(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Ask the first referee now, while the rest of the form is still being filled in.

    Raises OwnAddress when the applicant named themselves, StepNotOpen when the application was sent in, and
    ClosedRound when it no longer can be.
    """
    draft = fresh_of(application)
    hold_in_time(draft)
    follow_post(draft, by=by, channel=channel)
    ask(draft, head_kind_of(draft), by=by, channel=channel)

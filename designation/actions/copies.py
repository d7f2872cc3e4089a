"""Beginning from an earlier application: what is taken over, and what is not."""

from typing import Any

from django.utils import timezone

from designation.models import Application, Area, RoleHeld, Statement

Section = Application.Section
# What is taken over part by part. Declarations and equality answers never are, nor is any reference.
FIELDS: dict[Section, tuple[str, ...]] = {
    Section.ABOUT: (
        "title", "previous_name", "personal_email", "appointed_on", "fte_percent", "trn", "phone", "qualifications",
    ),
    Section.AREAS: ("phases",),
    Section.CAPACITY: ("half_days_a_term", "days_of_week", "travel_miles", "online_ok", "languages"),
    Section.REFEREES: (
        "head_name", "head_email", "second_name", "second_email", "second_post", "second_school", "second_knows",
    ),
    Section.ADJUSTMENTS: ("adjustments",),
}  # fmt: skip
POST = ("school_id", "post_role", "post_title")


def copy_into(application: Application, earlier: Application) -> None:
    """Take over what an earlier application said; each part has to be read and saved again.

    Areas no longer offered are left out. The school and post we know of today stand; a head named for another
    school, and the day of appointment to another post, are not taken over.
    """
    answers = {name: getattr(earlier, name) for names in FIELDS.values() for name in names}
    if application.school_id is None:
        answers |= {name: getattr(earlier, name) for name in POST}
    elif application.school_id != earlier.school_id:
        answers |= {"head_name": "", "head_email": "", "appointed_on": None}
    for name, value in answers.items():
        setattr(application, name, value)
    application.copied_from = earlier
    application.sections = _parts_of(earlier, answers) | _copy_rows(application, earlier)
    application.save()


def _parts_of(earlier: Application, answers: dict[str, Any]) -> dict[str, str]:
    """Return the parts of which something was taken over, each to be looked at again."""
    told = {section for section, names in FIELDS.items() if any(answers[name] for name in names)}
    return dict.fromkeys((section.value for section in told), Application.STARTED)


def _copy_rows(application: Application, earlier: Application) -> dict[str, str]:
    """Copy roles, areas still offered and statements; return the parts they belong to."""
    roles = [
        RoleHeld(
            application=application,
            title=one.title,
            school_name=one.school_name,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
        )
        for one in earlier.roles_held.all()
    ]
    offered = Area.objects.active(timezone.localdate())
    areas = [
        application.chosen_areas.model(application=application, area=one.area, is_main=one.is_main)
        for one in earlier.chosen_areas.filter(area__in=offered).select_related("area")
    ]
    said = [
        Statement(application=application, question=one.question, text=one.text)
        for one in earlier.statements.all()
    ]
    RoleHeld.objects.bulk_create(roles)
    application.chosen_areas.bulk_create(areas)
    Statement.objects.bulk_create(said)
    parts = [Section.ROLES.value] if roles else []
    parts += [Section.AREAS.value] if areas else []
    return dict.fromkeys([*parts, *(one.question for one in said)], Application.STARTED)

"""What an application says, as headings and facts: the same on its page, when checked, and in its PDF."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.templatetags.casework import days
from designation.documents.words import labels
from designation.experience import months_led
from designation.models import Application, Designation, Statement
from directory.models import School


class Part(NamedTuple):
    """One section of an application with its facts, as `components/facts.html` takes them."""

    key: str
    heading: str
    facts: list[dict[str, Any]]


def parts_of(application: Application, *, change: bool = False, adjustments: bool = False) -> list[Part]:
    """Return what the applicant answered, section by section; with `change` each fact has its link back.

    `adjustments` are for the applicant, those who interview and the managers; others read only that there are some.
    Equality answers stand nowhere.
    """
    statements = {row.question: row.text for row in application.statements.all()}
    is_draft = application.state == Application.State.DRAFT
    facts = {
        Application.Section.ABOUT: _about(application),
        Application.Section.ROLES: _roles(application),
        Application.Section.AREAS: _areas(application),
        Application.Section.CAPACITY: _capacity(application),
        Application.Section.REFEREES: _referees(application),
        Application.Section.ADJUSTMENTS: _adjustments(application, adjustments or change),
        Application.Section.EQUALITY: _equality(application) if change and is_draft else [],
        Application.Section.DECLARATIONS: _declarations(application),
    } | {one: [(str(one.label), statements.get(one, ""))] for one in Statement.QUESTIONS}
    filled = {section: list(rows) for section, rows in facts.items()}
    return [
        _part(application, section, filled[section], change and section in application.asked_sections)
        for section in Application.Section
        if filled[section]
    ]


def _part(application: Application, section: Application.Section, facts, change: bool) -> Part:
    url = reverse("designation:application-section", args=[application.pk, section.value]) + "?change=1"
    rows = [
        {"term": term, "value": str(value) if value not in (None, "") else _("Not given")}
        | ({"change_url": url} if change else {})
        for term, value in facts
    ]
    return Part(section.value, str(section.label), rows)


def _about(application: Application) -> Iterator[tuple[str, Any]]:
    person, school = application.applicant, application.school
    yield _("Name"), f"{application.title} {person}".strip()
    yield _("Previous name"), application.previous_name or _("None")
    yield _("Work e-mail address"), person.email
    yield _("Personal e-mail address"), application.personal_email
    yield _("Phone number"), application.phone
    yield _("Language we write in"), person.get_language_display()
    yield _("School"), school
    yield _("Phase of the school"), school.get_phase_display() if school else ""
    yield _("Post"), application.get_post_role_display()
    yield _("Title of the post"), application.post_title
    yield _("Appointed"), date_format(application.appointed_on, "j F Y") if application.appointed_on else ""
    yield _("Per cent of full time"), _per_cent(application.fte_percent)
    yield _("Teacher reference number"), application.trn
    yield _("Designations and qualifications"), application.qualifications


def _per_cent(number: int | None) -> str:
    return "" if number is None else f"{number}%"


def _roles(application: Application) -> Iterator[tuple[str, Any]]:
    held = list(application.roles_held.all())
    for role in held:
        until = date_format(role.ends_on, "j F Y") if role.ends_on else _("today")
        yield (
            str(role),
            _("From %(start)s to %(end)s") % {"start": date_format(role.starts_on, "j F Y"), "end": until},
        )
    on = timezone.localdate(application.submitted_at) if application.submitted_at else timezone.localdate()
    yield _("Leadership in all"), in_months(months_led([(one.starts_on, one.ends_on) for one in held], on))


def in_months(months: int) -> str:
    """Write a number of months as years and months; periods that overlap were counted once."""
    years, rest = divmod(months, 12)
    parts = [ngettext("%(count)d year", "%(count)d years", years) % {"count": years}] if years else []
    if rest or not years:
        parts.append(ngettext("%(count)d month", "%(count)d months", rest) % {"count": rest})
    return ", ".join(parts)


def _areas(application: Application) -> Iterator[tuple[str, Any]]:
    chosen = list(application.chosen_areas.all())
    yield _("Main area"), next((str(one) for one in chosen if one.is_main), "")
    yield _("Other areas"), ", ".join(str(one) for one in chosen if not one.is_main) or _("None")
    yield _("Phases"), labels(School.Phase, application.phases)


def _capacity(application: Application) -> Iterator[tuple[str, Any]]:
    yield _("Days a term"), days(application.half_days_a_term)
    yield _("Days of the week"), labels(Designation.Weekday, application.days_of_week)
    miles = application.travel_miles
    yield (
        _("Travels up to"),
        "" if miles is None else ngettext("%(count)d mile", "%(count)d miles", miles) % {"count": miles},
    )
    yield _("Works online"), {True: _("Yes"), False: _("No"), None: ""}[application.online_ok]
    yield _("Languages of work"), labels(Designation.Language, application.languages)


def _referees(application: Application) -> Iterator[tuple[str, Any]]:
    kind = "chair" if application.is_of_a_head else "headteacher"
    asked = [one for one in application.references.all() if one.state in ("requested", "given")]
    first = next((one for one in asked if one.kind == kind and one.is_current), None)
    yield (
        _("Chair of governors") if application.is_of_a_head else _("Headteacher"),
        first.name if first else application.head_name or _("The one we know at your school"),
    )
    yield _("Second referee"), application.second_name or _("None")
    if application.second_name:
        yield _("Post of the second referee"), application.second_post
        yield _("School of the second referee"), application.second_school
        yield _("How the second referee knows you"), application.second_knows


def _adjustments(application: Application, told: bool) -> list[tuple[str, Any]]:
    if told or not application.adjustments:
        return [(_("Adjustments"), application.adjustments or _("None"))]
    return [(_("Adjustments"), _("Asked for; those who interview the applicant are told which."))]


def _equality(application: Application) -> list[tuple[str, Any]]:
    """Say to the applicant, before it is sent in, what becomes of the answers; never what they were."""
    given = _("Given: counted when you submit, then deleted from your application")
    return [(_("Equality monitoring"), given if application.equality else "")]


def declared(application: Application, declaration: Application.Declaration) -> str:
    """Return what is declared in words, with the day of the core training where the round has named it."""
    on = application.round.training_on
    if declaration == Application.Declaration.TRAINING and on:
        said = _("I am willing to attend the induction and the core training on %(day)s")
        return said % {"day": date_format(on, "l j F Y")}
    return str(declaration.label)


def _declarations(application: Application) -> Iterator[tuple[str, Any]]:
    for declaration in Application.Declaration:
        yield declared(application, declaration), _("Yes") if declaration in application.declarations else ""
    yield _("Conflicts of interest"), application.conflicts or _("None")

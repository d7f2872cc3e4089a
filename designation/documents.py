"""What an application says, as headings and facts: the same on its page, when checked, and in its PDF."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.templatetags.casework import days
from designation.experience import months_led
from designation.models import Application, Designation, Statement
from directory.models import School


class Part(NamedTuple):
    """One section of an application with its facts, as `components/facts.html` takes them."""

    key: str
    heading: str
    facts: list[dict[str, Any]]


def parts_of(application: Application, *, change: bool = False) -> list[Part]:
    """Return what the applicant answered, section by section; with `change` each fact has its link back."""
    statements = {row.question: row.text for row in application.statements.all()}
    facts = {
        Application.Section.ABOUT: _about(application),
        Application.Section.ROLES: _roles(application),
        Application.Section.AREAS: _areas(application),
        Application.Section.CAPACITY: _capacity(application),
        Application.Section.REFEREES: _referees(application),
        Application.Section.DECLARATIONS: _declarations(application),
    } | {one: [(str(one.label), statements.get(one, ""))] for one in Statement.QUESTIONS}
    return [_part(application, section, facts[section], change) for section in Application.Section]


def _part(application: Application, section: Application.Section, facts, change: bool) -> Part:
    url = reverse("designation:application-section", args=[application.pk, section.value]) + "?change=1"
    rows = [
        {"term": term, "value": str(value) if value not in (None, "") else _("Not given")}
        | ({"change_url": url} if change else {})
        for term, value in facts
    ]
    return Part(section.value, str(section.label), rows)


def _about(application: Application) -> Iterator[tuple[str, Any]]:
    yield _("Name"), application.applicant
    yield _("E-mail address"), application.applicant.email
    yield _("Phone number"), application.phone
    yield _("School"), application.school
    yield _("Post"), application.get_post_role_display()
    yield _("Title of the post"), application.post_title
    yield _("Teacher reference number"), application.trn
    yield _("Designations and qualifications"), application.qualifications


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
    yield _("Main area"), next((one.area for one in chosen if one.is_main), "")
    yield _("Other areas"), ", ".join(str(one.area) for one in chosen if not one.is_main) or _("None")
    yield _("Phases"), labels(School.Phase, application.phases)


def labels(choices: Any, values: list) -> str:
    """Return stored choices as one line in the reader's language."""
    return ", ".join(str(choices(value).label) for value in values)


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


def _declarations(application: Application) -> Iterator[tuple[str, Any]]:
    for declaration in Application.Declaration:
        yield str(declaration.label), _("Yes") if declaration in application.declarations else ""
    yield _("Conflicts of interest"), application.conflicts or _("None")


def leader_rows(designations: Iterable[Designation]) -> Iterator[list[object]]:
    """Yield the heading, then one row a designation; they come with person, role, school and areas."""
    yield [
        _("Number"), _("Last name"), _("First name"), _("E-mail address"), _("School"), _("Role"), _("Areas"),
        _("Phases"), _("From"), _("To"), _("State"), _("Half days a term"), _("Safeguarding assurance until"),
    ]  # fmt: skip
    for one in designations:
        yield [
            one.reference, one.person.last_name, one.person.first_name, one.person.email, one.home_school,
            one.role_type, "; ".join(str(area) for area in one.areas.all()), labels(School.Phase, one.phases),
            one.starts_on, one.ends_on, one.get_state_display(), one.half_days_a_term, one.assurance_until,
        ]  # fmt: skip

"""What a manager should know before they decide about an application: one list of warnings for every page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from designation.models import Application, Area, Reference
from designation.queries.grid import Judged, judgement_of
from designation.queries.members import standing_of
from designation.queries.panel import stage_of
from directory.models import Person

LEAST_SHEETS = 2  # ours: one assessor alone is no panel


@dataclass
class Grounds:
    """What a decision about one application rests on, as far as a manager may have to be warned."""

    given: Sequence[Reference] = ()
    found: Judged = field(default_factory=Judged)
    is_conflicted: bool = False
    areas: Iterable[Area] = ()


def warnings_for(application: Application, person: Person, *, areas: Iterable[Area] = ()) -> list[str]:
    """Return what a manager should know before they decide about one application (4 queries at most)."""
    given = referred([application]).get(application.pk, [])
    is_conflicted = bool(standing_of(person, application).conflict)
    grounds = Grounds(given, judgement_of(application), is_conflicted, areas)
    return list(warnings_of(application, grounds))


def referred(applications: Iterable[Application]) -> dict[int, list[Reference]]:
    """Return the references in that count, by application, each with `is_unconfirmed` (1 query)."""
    given = Reference.objects.counting().marked().filter(state=Reference.State.GIVEN)
    found: dict[int, list[Reference]] = {}
    for one in given.filter(application__in=applications):
        found.setdefault(one.application_id, []).append(one)
    return found


def warnings_of(application: Application, grounds: Grounds):
    """Yield in sentences what the manager should know before the letter leaves."""
    yield from _warnings_of_references(application, grounds.given)
    yield from _warnings_of_sheets(application, grounds.found)
    today = timezone.localdate()
    for area in grounds.areas:
        if area.active_to and area.active_to < today:
            yield _("The area “%(area)s” is no longer offered.") % {"area": area}
    if grounds.is_conflicted:
        yield _("You have a conflict of interest here. Let another manager decide if you can.")


def _warnings_of_references(application: Application, given: Sequence[Reference]):
    if not given:
        yield _("No reference has come in yet.")
    elif all(one.kind == Reference.Kind.SECOND for one in given):
        if application.is_of_a_head:
            yield _(
                "The reference of the chair of governors is missing: only the second referee has answered."
            )
        else:
            yield _("The headteacher’s reference is missing: only the second referee has answered.")
    yield from _warnings_of_posts(given)


def _warnings_of_sheets(application: Application, found: Judged):
    """Count the sheets of the stage that is open; somebody invited whom nobody met yet has none."""
    if stage_of(application) is None or application.state == Application.State.INVITED:
        return
    if not found.assessors:
        yield _("No member of the panel has sent in scores that count.")
    elif len(found.assessors) < LEAST_SHEETS:
        yield _("Only one member of the panel has sent in scores that count.")


def _warnings_of_posts(given: Iterable[Reference]):
    for one in given:
        if one.is_unconfirmed and one.kind == Reference.Kind.CHAIR:  # type: ignore[attr-defined]
            yield _("That %(name)s chairs the governors is only what the applicant typed.") % {
                "name": one.name
            }
        elif one.is_unconfirmed:  # type: ignore[attr-defined]
            yield _("The headteacher’s post of %(name)s is only what the applicant typed.") % {
                "name": one.name
            }

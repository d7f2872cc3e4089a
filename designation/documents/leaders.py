"""The list of leaders as a file for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from designation.documents.words import in_days, labels
from designation.models import Designation
from directory.models import School


def leader_rows(designations: Iterable[Designation]) -> Iterator[list[object]]:
    """Yield the heading, then one row a designation; they come with person, role, school and areas."""
    yield [
        _("Number"), _("Last name"), _("First name"), _("E-mail address"), _("School"), _("Role"), _("Areas"),
        _("Phases"), _("From"), _("To"), _("State"), _("Days a term"), _("Safeguarding assurance until"),
    ]  # fmt: skip
    for one in designations:
        yield [
            one.reference, one.person.last_name, one.person.first_name, one.person.email, one.home_school,
            one.role_type, "; ".join(str(area) for area in one.areas.all()), labels(School.Phase, one.phases),
            one.starts_on, one.ends_on, one.get_state_display(), in_days(one.half_days_a_term), one.assurance_until,
        ]  # fmt: skip

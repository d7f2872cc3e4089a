"""The sections of an application, one topic a page."""

from designation.forms.sections.base import SectionForm
from designation.forms.sections.monitoring import AdjustmentsForm, EqualityForm
from designation.forms.sections.offers import AreasForm, CapacityForm
from designation.forms.sections.people import AboutForm, RoleHeldForm, RolesForm
from designation.forms.sections.referees import DeclarationsForm, RefereesForm
from designation.forms.sections.statements import StatementForm

FORMS: dict[str, type[SectionForm]] = {
    form.section: form
    for form in (
        AboutForm,
        RolesForm,
        AreasForm,
        CapacityForm,
        RefereesForm,
        AdjustmentsForm,
        EqualityForm,
        DeclarationsForm,
    )
}

__all__ = ["FORMS", "RoleHeldForm", "SectionForm", "StatementForm"]

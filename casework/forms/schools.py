"""The field that asks for a school: by name, town, postcode or number, never a list of thousands."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.forms.find import MOST_CANDIDATES, FindField
from directory.models import School
from directory.models.places import SchoolQuerySet
from directory.queries.schools import in_words, schools_like


def search(schools: Any, words: str) -> SchoolQuerySet:
    return schools_like(words, schools)


class SchoolField(FindField):
    """One school; open ones unless `queryset` says otherwise. Several that fit are offered to choose from."""

    default_error_messages = {
        "required": _("Enter the name or number of a school"),
        "none": _("We found no school like “%(words)s”. Try fewer letters, its town, postcode or number"),
    }

    def __init__(
        self, *, queryset: SchoolQuerySet | Callable[[], SchoolQuerySet] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(
            queryset=School.objects.open if queryset is None else queryset,
            search=search,
            url_name="directory:school-find",
            say=in_words,
            **kwargs,
        )

    def _meant(self, words: str) -> Model:
        try:
            return super()._meant(words)
        except ValidationError as problem:
            if problem.code != "several":
                raise
        found = self.search(self.rows(), words).count()
        raise ValidationError(several(found), code="several")


def several(found: int) -> str:
    """Return the sentence that asks to choose; where not all are offered it says how to see the others."""
    if found > MOST_CANDIDATES:
        many = _("We found %(found)s schools like that: choose one of these, or add the town or postcode")
        return many % {"found": found}
    message = ngettext(
        "We found %(found)s school like that: choose one",
        "We found %(found)s schools like that: choose one",
        found,
    )
    return message % {"found": found}

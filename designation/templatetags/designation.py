"""What templates of designation ask for: an application's answers, choices in words."""

from django import template

from designation import documents
from designation.models import Application, Designation
from directory.models import School

register = template.Library()


@register.simple_tag
def application_parts(application: Application) -> list[documents.Part]:
    """Return what the applicant answered, section by section."""
    return documents.parts_of(application)


@register.filter
def phases(values: list[str]) -> str:
    return documents.labels(School.Phase, values)


@register.filter
def weekdays(values: list[int]) -> str:
    return documents.labels(Designation.Weekday, values)


@register.filter
def work_languages(values: list[str]) -> str:
    return documents.labels(Designation.Language, values)

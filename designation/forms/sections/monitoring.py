"""The two parts nobody must fill in: adjustments for an interview, and equality monitoring."""

from typing import Any

from django.utils.translation import gettext_lazy

from casework.forms import RadioField, WordsField
from designation.forms.sections.base import SectionForm
from designation.models import Application

Section = Application.Section
RATHER_NOT = ("rather_not", gettext_lazy("I would rather not say"))

# The questions and their answers; the keys are what is counted. Ethnic groups and ages: those of the 2021 census.
QUESTIONS: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "age": (
        gettext_lazy("How old are you?"),
        [
            ("under_30", gettext_lazy("Under 30")),
            ("30_39", gettext_lazy("30 to 39")),
            ("40_49", gettext_lazy("40 to 49")),
            ("50_59", gettext_lazy("50 to 59")),
            ("60_over", gettext_lazy("60 or over")),
            RATHER_NOT,
        ],
    ),
    "sex": (
        gettext_lazy("What is your sex?"),
        [("female", gettext_lazy("Female")), ("male", gettext_lazy("Male")), RATHER_NOT],
    ),
    "ethnicity": (
        gettext_lazy("What is your ethnic group?"),
        [
            ("asian", gettext_lazy("Asian, Asian British or Asian Welsh")),
            ("black", gettext_lazy("Black, Black British, Black Welsh, Caribbean or African")),
            ("mixed", gettext_lazy("Mixed or multiple ethnic groups")),
            ("white", gettext_lazy("White")),
            ("other", gettext_lazy("Another ethnic group")),
            RATHER_NOT,
        ],
    ),
    "disability": (
        gettext_lazy("Do you have a disability or a long-term health condition?"),
        [
            ("disabled", gettext_lazy("I have one")),
            ("not_disabled", gettext_lazy("I have none")),
            RATHER_NOT,
        ],
    ),
}


class AdjustmentsForm(SectionForm):
    """What the applicant needs at an interview, said once."""

    section = Section.ADJUSTMENTS

    adjustments = WordsField(
        label=gettext_lazy("What would help you at an interview"),
        required=False,
        words=200,
        rows=5,
        help_text=gettext_lazy(
            "For example a step-free room, more time, or a language of the interview. Said here once, it is shown to "
            "those who interview you and to the alliance’s managers, and to nobody who scores your application."
        ),
    )


class EqualityForm(SectionForm):
    """Questions that are counted for the round when the application is sent in, and forgotten."""

    section = Section.EQUALITY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, (question, answers) in QUESTIONS.items():
            self.fields[key] = RadioField(
                label=question,
                choices=answers,
                required=False,
                initial=self.application.equality.get(key),
            )

    def answers(self) -> dict[str, Any]:
        return self._as_equality()

    def draft(self) -> dict[str, Any]:
        return self._as_equality()

    def _as_equality(self) -> dict[str, Any]:
        given = {key: self.cleaned_data.get(key, "") for key in QUESTIONS}
        return {"equality": {key: answer for key, answer in given.items() if answer}}

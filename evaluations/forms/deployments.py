"""The evaluation at the end of a deployment: its objectives, and the questions of the version that is asked."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django.forms import Field
from django.utils.translation import gettext_lazy as _

from casework.forms import PortalForm, RadioField, WordsField
from deployments.models import Deployment
from evaluations.actions.deployments import Outcome
from evaluations.models import ObjectiveOutcome, Question, Questionnaire
from evaluations.questions import FIXED

Kind = Question.Kind


class DeploymentEvaluationForm(PortalForm):
    """`cleaned_data` is what the action takes: questionnaire, fixed, answers, outcomes."""

    autosave = True

    def __init__(self, *args: Any, case: Deployment, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.questionnaire = case, questionnaire
        self.objectives = list(case.objectives.all())
        self.questions = list(questionnaire.questions.all())
        for objective in self.objectives:
            said = {"objective": objective.text}
            self.fields[f"outcome_{objective.pk}"] = RadioField(
                choices=ObjectiveOutcome.Outcome.choices,
                in_a_row=True,
                label=objective.text,
                help_text=_("Met when: %(criterion)s") % {"criterion": objective.success_criterion},
                error_messages={"required": _("Choose whether “%(objective)s” was achieved") % said},
            )
            self.fields[f"evidence_{objective.pk}"] = WordsField(
                label=_("What shows it? (objective %(number)s)") % {"number": objective.position},
                words=150,
                rows=3,
                error_messages={"required": _("Write what shows it for “%(objective)s”") % said},
            )
        for question in self.questions:
            self.fields[_name(question)] = _field(question)

    def layout(self) -> Layout:
        """Objectives, statements, then the questions whose answers stand for themselves."""
        statements = [_name(question) for question in self.questions if question.kind == Kind.SCALE5]
        others = [_name(question) for question in self.questions if question.kind != Kind.SCALE5]
        objectives = [name for name in self.fields if name.startswith(("outcome_", "evidence_"))]
        return Layout(
            *([Fieldset(_("What was achieved"), *objectives)] if objectives else []),
            *([Fieldset(_("How much do you agree?"), *statements)] if statements else []),
            Fieldset(_("Looking back and ahead"), *others),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return data if self.errors else self._sorted(data)

    def _sorted(self, data: dict[str, Any]) -> dict[str, Any]:
        given = {question.key: data[_name(question)] for question in self.questions}
        fixed = {key: given[key] for key in FIXED if key in given}
        fixed["overall"] = int(fixed["overall"])
        fixed["would_use_again"] = fixed["would_use_again"] == "yes"
        outcomes = [
            Outcome(objective, data[f"outcome_{objective.pk}"], data[f"evidence_{objective.pk}"])
            for objective in self.objectives
        ]
        answers = {
            question: given[question.key]
            for question in self.questions
            if question.key not in FIXED and given[question.key]
        }
        return {"questionnaire": self.questionnaire, "fixed": fixed, "answers": answers, "outcomes": outcomes}


def _name(question: Question) -> str:
    return f"q_{question.key}"


def _field(question: Question) -> Field:
    """Return the field of one question, by its kind."""
    label, required = question.text_here, not question.is_optional
    if question.kind == Kind.TEXT:
        return WordsField(label=label, words=200, rows=4, required=required)
    in_a_row = question.kind in (Kind.SCALE5, Kind.SCALE4, Kind.YESNO)
    return RadioField(choices=question.answers, label=label, required=required, in_a_row=in_a_row)

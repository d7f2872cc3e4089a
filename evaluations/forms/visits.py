"""The form of a visit: the record first, and apart from it the confidential evaluation."""

import re
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import CheckboxesField, DateField, PortalForm, RadioField, WordsField
from deployments.models import Objective, Visit
from directory.calendar import said
from evaluations.actions.visits import Agreed, Stand
from evaluations.models import VisitAction, VisitRecord
from evaluations.questions import OVERALL

FEWEST_ROWS, MOST_ROWS = 2, 10
P = Objective.Progress
PROGRESS = [
    (P.GREEN, _("Green: on course to be met")),
    (P.AMBER, _("Amber: some way to go")),
    (P.RED, _("Red: not on course")),
    (P.NONE, _("Not started")),
]


class VisitForm(PortalForm):
    """Both halves of one visit. `cleaned_data` is what the action takes: record, evaluation, agreed, done, stands."""

    autosave = True
    submit_text = _("File the record and the evaluation")

    activities = CheckboxesField(
        label=_("What did you do?"),
        choices=VisitRecord.Activity.choices,
        error_messages={"required": _("Choose what you did, at least one answer")},
    )
    people_met = forms.CharField(
        label=_("Who did you work with?"),
        help_text=_("Staff and governors only, by name or post."),
        max_length=300,
        required=False,
    )
    discussed = WordsField(
        label=_("What was done and discussed?"),
        words=300,
        error_messages={"required": _("Write what was done and discussed")},
    )
    strengths = WordsField(label=_("What is going well?"), words=200, rows=4, required=False)
    next_visit_on = DateField(label=_("When is the next visit?"), required=False)
    concern = RadioField(
        choices=[("no", _("No concern was raised")), ("yes", _("A concern was raised"))],
        label=_("Was a safeguarding or other serious concern raised?"),
        error_messages={"required": _("Say whether a concern was raised")},
    )
    told = forms.BooleanField(
        label=_("I have told the school’s designated safeguarding lead"), required=False
    )

    rating = RadioField(
        choices=list(OVERALL.items()),
        in_a_row=True,
        label=_("How is this work going?"),
        error_messages={"required": _("Choose how this work is going")},
    )
    engagement = WordsField(
        label=_("How well do people at the school engage with the work?"),
        words=150,
        rows=4,
        error_messages={"required": _("Write how well people engage")},
    )
    progress = WordsField(
        label=_("What progress do you see?"),
        words=150,
        rows=4,
        error_messages={"required": _("Write what progress you see")},
    )
    risks = WordsField(label=_("What could stand in the way?"), words=150, rows=4, required=False)
    change = RadioField(
        choices=[("no", _("The plan can stay as it is")), ("yes", _("The days or the plan should change"))],
        label=_("Should the days or the plan change?"),
        error_messages={"required": _("Say whether the plan should change")},
    )
    change_note = WordsField(label=_("What should change, and why?"), words=150, rows=4, required=False)

    def __init__(self, *args: Any, case: Visit, carried: list[VisitAction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.carried = case, carried
        self.objectives = list(case.deployment.objectives.all())
        self._ask_for_focus()
        for objective in self.objectives:
            self._ask_about(objective)
        for action in carried:
            self.fields[f"carried_{action.pk}"] = RadioField(
                choices=[("done", _("Done")), ("open", _("Still open"))],
                label=action.text,
                help_text=_("Agreed with %(who)s") % {"who": action.who},
                in_a_row=True,
                error_messages={"required": _("Say whether “%(action)s” is done") % {"action": action.text}},
            )
        for number in range(1, self.rows + 1):
            self._ask_for_action(number)

    @property
    def rows(self) -> int:
        """How many actions can be written: two, and as many more as somebody asked for."""
        sent = [
            int(found[1]) for name in self.data if (found := re.fullmatch(r"action_(\d{1,2})_text", name))
        ]
        return min(MOST_ROWS, max([FEWEST_ROWS, *sent]))

    def _ask_for_focus(self) -> None:
        if len(self.objectives) > 1:
            self.fields["focus"] = CheckboxesField(
                choices=[(str(objective.pk), objective.text) for objective in self.objectives],
                label=_("Which objectives did you work on?"),
                error_messages={"required": _("Choose the objectives you worked on")},
            )

    def _ask_about(self, objective: Objective) -> None:
        self.fields[f"objective_{objective.pk}"] = RadioField(
            choices=PROGRESS,
            in_a_row=True,
            label=objective.text,
            help_text=_("Met when: %(criterion)s. Due by %(day)s.")
            % {"criterion": objective.success_criterion.rstrip("."), "day": said(objective.due_by)},
            error_messages={
                "required": _("Choose how “%(objective)s” stands") % {"objective": objective.text}
            },
        )
        self.fields[f"note_{objective.pk}"] = forms.CharField(
            label=_("What shows it? (objective %(number)s)") % {"number": objective.position},
            max_length=300,
            required=False,
        )

    def _ask_for_action(self, number: int) -> None:
        words = {"number": number}
        self.fields[f"action_{number}_text"] = forms.CharField(
            label=_("Action %(number)s") % words, max_length=300, required=False
        )
        self.fields[f"action_{number}_who"] = forms.CharField(
            label=_("Who will do action %(number)s?") % words, max_length=120, required=False
        )
        self.fields[f"action_{number}_by"] = DateField(
            label=_("By when, action %(number)s?") % words, required=False
        )

    def layout(self) -> Layout:
        """The record, then behind a visible line the confidential half."""
        names = list(self.fields)
        notes = [name for name in names if name.startswith(("objective_", "note_"))]
        carried = [name for name in names if name.startswith("carried_")]
        actions = [name for name in names if name.startswith("action_")]
        focus = ["focus"] if "focus" in names else []
        more = len(actions) // 3 < MOST_ROWS
        return Layout(
            HTML(_part("record")),
            Fieldset(_("What happened"), *focus, "activities", "people_met", "discussed", "strengths"),
            *([Fieldset(_("Progress of each objective"), *notes)] if notes else []),
            *([Fieldset(_("Actions agreed before"), *carried)] if carried else []),
            Fieldset(_("Actions agreed now"), *actions, *([HTML(_part("more"))] if more else [])),
            Fieldset(_("Before you leave"), "next_visit_on", "concern", HTML(_part("concern")), "told"),
            Div(
                HTML(_part("evaluation")),
                *("rating", "engagement", "progress", "risks", "change", "change_note"),
                css_class="panel",
            ),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("concern") == "yes" and not data.get("told"):
            self.add_error(
                "told",
                _("Tell the school’s designated safeguarding lead before you file this, then tick the box"),
            )
        if data.get("change") == "yes" and not data.get("change_note"):
            self.add_error("change_note", _("Write what should change"))
        agreed = [row for number in range(1, self.rows + 1) if (row := self._agreed(number, data))]
        return data if self.errors else self._sorted(data, agreed)

    def _agreed(self, number: int, data: dict[str, Any]) -> Agreed | None:
        text, who, by_on = (data.get(f"action_{number}_{part}") for part in ("text", "who", "by"))
        row = Agreed(text or "", who or "", by_on)
        if row.text and not row.who:
            self.add_error(f"action_{number}_who", _("Say who will do it"))
        if not row.text and (row.who or row.by_on):
            self.add_error(f"action_{number}_text", _("Write what was agreed"))
        return row if row.text else None

    def _sorted(self, data: dict[str, Any], agreed: list[Agreed]) -> dict[str, Any]:
        """Put the answers where the action wants them."""
        record = ("activities", "people_met", "discussed", "strengths", "next_visit_on")
        chosen = data.get("focus", [str(objective.pk) for objective in self.objectives])
        focus = [objective for objective in self.objectives if str(objective.pk) in chosen]
        evaluation = ("engagement", "progress", "risks")
        change = data["change"] == "yes"
        return {
            "record": {name: data[name] for name in record}
            | {"concern": data["concern"] == "yes", "focus": focus},
            "evaluation": {name: data[name] for name in evaluation}
            | {"rating": int(data["rating"]), "change_needed": change}
            | {"change_note": data["change_note"] if change else ""},
            "agreed": agreed,
            "done": [action for action in self.carried if data[f"carried_{action.pk}"] == "done"],
            "stands": [
                Stand(objective, data[f"objective_{objective.pk}"], data[f"note_{objective.pk}"])
                for objective in self.objectives
            ],
        }


def _part(name: str) -> str:
    """Return a passage that stands between the questions; crispy renders it as a template of its own."""
    return f'{{% include "evaluations/_visit_{name}.html" with visit=form.case only %}}'

"""What the panel fills in: conflicts of interest, colours and comments, what it agreed."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import ConfirmField, PortalForm, RadioField, WordsField
from designation.models import Application, Conflict, Criterion, Score
from designation.queries.grid import judgement_of
from designation.queries.panel import criteria_of, sheet_of, stage_of
from directory.models import Person

NOTE_LETTERS = 300
MOST_LETTERS = 20_000  # of one comment in a draft


class DeclareForm(PortalForm):
    """Why a member must not judge one applicant."""

    kind = RadioField(
        label=gettext_lazy("What is the conflict of interest?"),
        choices=Conflict.Kind,
        error_messages={"required": gettext_lazy("Choose what the conflict of interest is")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=NOTE_LETTERS,
        required=False,
        help_text=gettext_lazy("Only the alliance’s managers read it."),
    )

    def clean(self) -> dict[str, Any]:
        refuse_unexplained(self, "kind", "note")
        return self.cleaned_data


def refuse_unexplained(form: forms.Form, kind: str, note: str) -> None:
    """Put an error where another reason is chosen and the note says nothing of it; managers could not tell it."""
    data = form.cleaned_data
    if data.get(kind) == Conflict.Kind.OTHER and data.get(note) == "":
        form.add_error(note, _("Write in the note what the other conflict of interest is"))


class GoThroughForm(PortalForm):
    """The list of applicants, a conflict of interest with each or none; `applications` are those still to be asked."""

    def __init__(self, *args: Any, applications: Iterable[Application], **kwargs: Any) -> None:
        self.applications = list(applications)
        super().__init__(*args, **kwargs)
        for one in self.applications:
            name = {"name": one.applicant}
            self.fields[f"kind_{one.pk}"] = forms.ChoiceField(
                label=_("Conflict of interest with %(name)s") % name,
                choices=[("", _("None")), *Conflict.Kind.choices],
                required=False,
            )
            self.fields[f"note_{one.pk}"] = forms.CharField(
                label=_("Note about %(name)s") % name, max_length=NOTE_LETTERS, required=False
            )
        self.fields["is_all"] = ConfirmField(
            label=_("I have read the whole list and have no other conflict of interest")
        )
        self.fields["seen_at"] = forms.DateTimeField(
            initial=lambda: timezone.now().isoformat(), widget=forms.HiddenInput
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return each applicant with the two boxes about them, for the page's table."""
        return [
            {"application": one, "kind": self[f"kind_{one.pk}"], "note": self[f"note_{one.pk}"]}
            for one in self.applications
        ]

    def clean(self) -> dict[str, Any]:
        for one in self.applications:
            self._refuse_half(one)
        data = self.cleaned_data
        found = {
            one: (data[f"kind_{one.pk}"], data.get(f"note_{one.pk}", ""))
            for one in self.applications
            if data.get(f"kind_{one.pk}")
        }
        return {"found": found, "seen_at": data.get("seen_at")}

    def _refuse_half(self, one: Application) -> None:
        """A note alone is no conflict and would be thrown away, and the member would go on to score them."""
        kind, note = f"kind_{one.pk}", f"note_{one.pk}"
        if self.cleaned_data.get(note) and self.cleaned_data.get(kind) == "":
            problem = _("Say what kind of conflict of interest with %(name)s this is, or empty the note")
            self.add_error(kind, problem % {"name": one.applicant})
        refuse_unexplained(self, kind, note)


class ScoreForm(PortalForm):
    """Red, amber or green and a comment for every criterion; a draft keeps what is there."""

    autosave = True

    def __init__(self, *args: Any, case: Application, assessor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria_of(case)
        self.stage = stage_of(case) or Score.Stage.SHORTLIST
        mine = sheet_of(case, assessor, self.stage)
        for criterion in self.criteria:
            before = mine.get(criterion.pk)
            self.fields[f"rag_{criterion.pk}"] = RadioField(
                label=_("Colour"),
                choices=Score.Rag.choices,
                initial=before.rag if before else None,
                error_messages={"required": _("Choose a colour for “%(text)s”") % {"text": criterion}},
            )
            self.fields[f"comment_{criterion.pk}"] = WordsField(
                label=_("Comment"),
                words=150,
                rows=3,
                required=False,
                initial=before.comment if before else "",
            )

    def layout(self) -> Layout:
        return Layout(*(self._part(at, criterion) for at, criterion in enumerate(self.criteria)))

    def _part(self, at: int, criterion: Criterion) -> Fieldset:
        """Return one criterion with its colours; the page's `criteria` hold what speaks to it, in the same order."""
        answers = HTML(f"{{% include 'designation/_criterion.html' with one=criteria.{at} only %}}")
        return Fieldset(str(criterion), answers, f"rag_{criterion.pk}", f"comment_{criterion.pk}")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        scores = {
            one.pk: (data.get(f"rag_{one.pk}", ""), data.get(f"comment_{one.pk}", ""))
            for one in self.criteria
        }
        return {"scores": scores, "stage": self.stage}

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(Submit("later", _("Save and come back later"), css_class="quiet"))
        return helper

    def draft(self) -> dict[int, tuple[str, str]]:
        """Return what was typed so far, by criterion, however many words; nothing of it counts yet."""
        return {one.pk: (self._colour_typed(one), self._typed(f"comment_{one.pk}")) for one in self.criteria}

    def _colour_typed(self, criterion: Criterion) -> str:
        typed = self._typed(f"rag_{criterion.pk}")
        return typed if typed in Score.Rag.values else ""

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).replace("\x00", "")[:MOST_LETTERS]


class ModerateForm(PortalForm):
    """What the panel agreed on, criterion by criterion; where red stands against green it must be said."""

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = judgement_of(case)
        wanted = found.disputed | found.red_essentials | found.agreed.keys()
        self.clashes = found.clashes
        self.criteria = [one for one in criteria_of(case) if one.pk in wanted]
        notes = dict(case.moderations.filter(stage=stage_of(case)).values_list("criterion_id", "note"))
        for criterion in self.criteria:
            self._ask(criterion, found.agreed.get(criterion.pk), notes.get(criterion.pk, ""))

    def _ask(self, criterion: Criterion, colour: str | None, note: str) -> None:
        text = {"text": criterion}
        self.fields[f"rag_{criterion.pk}"] = RadioField(
            label=_("Colour agreed"),
            choices=Score.Rag.choices,
            initial=colour,
            required=criterion.pk in self.clashes,
            error_messages={"required": _("Choose the colour agreed for “%(text)s”") % text},
        )
        self.fields[f"note_{criterion.pk}"] = WordsField(
            label=_("What the panel said"),
            words=150,
            rows=3,
            initial=note,
            required=criterion.pk in self.clashes,
            error_messages={"required": _("Write what the panel said about “%(text)s”") % text},
        )

    def layout(self) -> Layout:
        return Layout(*(self._part(at, criterion) for at, criterion in enumerate(self.criteria)))

    def _part(self, at: int, criterion: Criterion) -> Fieldset:
        scores = HTML(f"{{% include 'designation/_talk.html' with scores=talks.{at} only %}}")
        return Fieldset(str(criterion), scores, f"rag_{criterion.pk}", f"note_{criterion.pk}")

    def clean(self) -> dict[str, Any]:
        data, agreed = self.cleaned_data, {}
        for one in self.criteria:
            rag, note = data.get(f"rag_{one.pk}"), data.get(f"note_{one.pk}", "")
            if rag and not note and f"note_{one.pk}" not in self.errors:
                problem = _("Write what the panel said about “%(text)s”") % {"text": one}
                self.add_error(f"note_{one.pk}", problem)
            elif rag and note:
                agreed[one.pk] = (rag, note)
        if not agreed and not self.errors:
            self.add_error(None, _("Choose the colour agreed for at least one criterion"))
        return {"agreed": agreed}


class PreviewedForm(PortalForm):
    """A form with a second button that shows the letter as it will be sent."""

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(Submit("preview", _("Read the letter first"), css_class="quiet"))
        return helper

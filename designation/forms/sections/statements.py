"""The five statements."""

from typing import Any

from django.utils.translation import gettext_lazy

from casework.forms import WordsField
from designation.forms.sections.base import SectionForm
from designation.models import Application, Statement

Section = Application.Section


class StatementForm(SectionForm):
    """One statement of at most 300 words."""

    text = WordsField(
        words=Statement.WORDS, rows=16, error_messages={"required": gettext_lazy("Write your answer")}
    )

    HINTS = {
        Section.ROLE: gettext_lazy(
            "What you lead now, for whom you answer, and what you know particularly well."
        ),
        Section.TRACK_RECORD: gettext_lazy(
            "What got better in your own school because of what you did, and how you know."
        ),
        Section.COACHING: gettext_lazy(
            "Whom you coached or brought together, how you went about it, and what has lasted."
        ),
        Section.SUPPORTING: gettext_lazy(
            "Your work with leaders of another school or, if you have not had the chance, of another team."
        ),
        Section.IMPACT: gettext_lazy("Figures before and after, and what others said about your work."),
    }

    def __init__(self, *args: Any, section: str, **kwargs: Any) -> None:
        self.section = section
        super().__init__(*args, **kwargs)
        self.fields["text"].label = Section(section).label
        self.fields["text"].help_text = self.HINTS[Section(section)]

    def stored(self) -> dict[str, Any]:
        row = self.application.statements.filter(question=self.section).first()
        return {"text": row.text if row else ""}

"""What applicants answered to the equality questions of a round, counted, for its managers."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from casework.views import reader_of
from designation.forms.sections.monitoring import QUESTIONS
from designation.models import Round
from designation.queries.equality import LEAST, counted_until, equality_counts
from designation.queries.members import with_candidacy


class RoundEquality(DetailView):
    """The counts of a round once nobody can apply any more; small numbers are held back."""

    template_name = "designation/round_equality.html"
    context_object_name = "round"

    def get_object(self, queryset=None) -> Round:
        round_ = get_object_or_404(
            with_candidacy(Round.objects.all(), reader_of(self.request)), pk=self.kwargs["pk"]
        )
        if not self.request.user.has_perm("designation.count_round", round_):
            raise PermissionDenied
        return round_

    def get_context_data(self, **context: Any) -> dict:
        until = counted_until(self.object)
        is_over = until <= timezone.now()
        tables = tables_of(equality_counts(self.object)) if is_over else []
        columns = [{"text": _("Answer")}, {"text": _("Applicants"), "number": True}]
        return super().get_context_data(**context, until=until, tables=tables, columns=columns, least=LEAST)


def tables_of(counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Return a table a question with every answer in the order of the form, chosen by anybody or not."""
    return [
        {"caption": asked, "rows": [_row(label, counts.get((question, answer))) for answer, label in answers]}
        for question, (asked, answers) in QUESTIONS.items()
    ]


def _row(label: Any, count: int | None) -> dict[str, Any]:
    said = _("Fewer than %(count)d") % {"count": LEAST} if count is None else str(count)
    return {"head": {"text": label}, "cells": [{"label": _("Applicants"), "text": said, "number": True}]}

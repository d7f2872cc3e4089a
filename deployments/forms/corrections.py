"""What is asked of a request that waits: what was wrong in it, and who takes it up."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, RadioField, WordsField
from deployments.forms.keeping import AssignForm
from deployments.forms.requests import ASKED, SEARCHED, RequestForm
from deployments.models import SupportRequest
from deployments.queries.corrections import TERMS

ELSEWHERE = ("school", "contact_name", "contact_email")  # another contact is named by a step of its own


class CorrectRequestForm(RequestForm):
    """The questions of a request that waits, filled in as it is; of a proposed one those that touch no terms."""

    starts_on = DateField(label=_("Not before"))

    def __init__(self, *args: Any, case: SupportRequest, **kwargs: Any) -> None:
        now: dict[str, Any] = {name: getattr(case, name) for name in CORRECTED if name in self.base_fields}
        now |= {"areas": list(case.areas.all()), "avoided": list(case.avoided.all())}
        super().__init__(
            *args, school=case.school, initial=now | (kwargs.pop("initial", None) or {}), **kwargs
        )
        self.case = case
        self._show_who_is_wished_for(now)
        fixed = TERMS if case.state == SupportRequest.State.PROPOSED else ()
        left_out = (*ELSEWHERE, *fixed, "again")
        self.keep(
            [
                name
                for names in ASKED.values()
                for name in names
                if name in self.fields and name not in left_out
            ]
        )

    def _show_who_is_wished_for(self, now: dict[str, Any]) -> None:
        """Show whom a search found where the school does not know them."""
        known = set(self.fields["preferred"].queryset) if "preferred" in self.fields else set()  # type: ignore[attr-defined]
        others = [one for one in now["avoided"] if one not in known]
        self.initial["preferred_also"] = now["preferred"] if now["preferred"] not in known else None
        self.initial["avoided_also"] = others[0] if others else None
        self.kept_avoided = others[1:]

    def _judge_school(self, cleaned: dict) -> None:
        pass

    def _warn_of_similar(self, cleaned: dict) -> None:
        pass

    def clean(self) -> dict:
        cleaned = super().clean()
        if "avoided" in cleaned:
            cleaned["avoided"] = list(dict.fromkeys([*cleaned["avoided"], *self.kept_avoided]))
        return {name: value for name, value in cleaned.items() if name not in SEARCHED}


CORRECTED = (
    "source", "contact_role", "contact_phone", "phase", "kind", "need", "outcomes", "evidence", "may_share",
    "inspected_on", "inspection", "category", "head_since", "other_support", "supported_name", "supported_post",
    "supported_agreed", "urgency", "half_days", "starts_on", "ends_on", "pattern", "delivery", "language", "funding",
    "budget_holder", "purchase_order", "approval", "preferred", "preferred_note", "avoided_note",
)  # fmt: skip


class TriageForm(AssignForm):
    """Who looks after a request, how urgent it is, and what other managers should know."""

    urgency = RadioField(label=_("How urgent is it?"), choices=SupportRequest.Urgency.choices)
    note = WordsField(
        label=_("What should other managers know?"),
        help_text=_("Only alliance managers read this."),
        words=100,
        rows=3,
        required=False,
    )

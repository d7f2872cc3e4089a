"""What a leader files about their own work and learning, with a file where there is one."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import DateField, PortalForm, RadioField, UploadField, WordsField
from casework.forms.amounts import AmountField
from designation.models import Designation, Evidence

K = Evidence.Kind


class HoursField(AmountField):
    """Hours typed with quarters or halves ("1.5"), kept as whole minutes (int)."""

    units = 60
    suffix = gettext_lazy("hours")
    width = "w4"
    default_error_messages = {
        "required": gettext_lazy("Enter the number of hours"),
        "invalid": gettext_lazy("Enter hours in figures, like 2 or 1.5"),
        "too_small": gettext_lazy("Enter %(least)s hours or more"),
        "too_large": gettext_lazy("Enter %(most)s hours or fewer"),
    }


class EvidenceForm(PortalForm):
    """One thing somebody did or was told; professional development says how long it took."""

    kind = RadioField(
        label=gettext_lazy("What is it?"),
        choices=[(kind.value, kind.label) for kind in Evidence.OWN],
        error_messages={"required": gettext_lazy("Say what kind of evidence this is")},
    )
    on = DateField(
        label=gettext_lazy("The day it happened or was published"),
        latest=timezone.localdate,
    )
    title = forms.CharField(
        label=gettext_lazy("What it is, in a few words"),
        max_length=200,
        help_text=gettext_lazy("For example: Coaching course, day 2. Name no child."),
        error_messages={"required": gettext_lazy("Say in a few words what it is")},
    )
    minutes = HoursField(
        label=gettext_lazy("Hours"),
        least=15,
        most=400 * 60,
        required=False,
        help_text=gettext_lazy("For professional development, and for a development group if you like."),
    )
    detail = WordsField(
        label=gettext_lazy("What it shows, or what you learned"), words=300, rows=6, required=False
    )
    upload = UploadField(required=False)

    def __init__(self, *args: Any, case: Designation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest = case.starts_on  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("kind") == K.CPD and data.get("minutes") is None and "minutes" not in self.errors:
            self.add_error("minutes", _("Enter how many hours it took"))
        if data.get("kind") not in (K.CPD, K.GROUP):
            data["minutes"] = None
        return data


class FileForm(EvidenceForm):
    """New evidence; its key keeps a double click from filing it twice."""

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class ChangeEvidenceForm(EvidenceForm):
    """Evidence filed before, put right."""

    def __init__(self, *args: Any, evidence: Evidence, **kwargs: Any) -> None:
        names = ("kind", "on", "title", "minutes", "detail")
        kwargs["initial"] = {name: getattr(evidence, name) for name in names} | kwargs.get("initial", {})
        super().__init__(*args, case=evidence.designation, **kwargs)
        if evidence.attachment is not None:
            text = _("A new file takes the place of %(name)s.") % {"name": evidence.attachment.name}
            self.fields["upload"].help_text = f"{text} {self.fields['upload'].help_text}"

"""The field people choose a file with: what is taken and how big is said before, what is wrong beside it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.files import KINDS, BadFile, Checked, inspect
from casework.files.limits import FILES_A_CASE
from casework.forms.base import PortalForm

SUFFIXES = ",".join([*KINDS, ".jpeg"])
WHAT_IS_TAKEN = _(
    "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, plain text or CSV, at most 10 MB. "
    "Where and when a picture was taken is not kept."
)
CHOOSE_AGAIN = _("Choose the file again: a browser does not keep it when the page opens anew.")


class UploadInput(forms.FileInput):
    """Offers the kinds the portal takes; several at once when the field says so."""

    def __init__(self, *, multiple: bool = False) -> None:
        self.allow_multiple_selected = multiple
        super().__init__(attrs={"accept": SUFFIXES})


class UploadBoundField(forms.BoundField):
    """Says on a page shown anew that a file chosen before must be chosen again: no browser keeps it."""

    def __init__(self, form: Any, field: Any, name: str) -> None:
        super().__init__(form, field, name)
        self.let_go = form.is_bound and self.html_name in form.files
        if self.let_go:
            self.help_text = f"{CHOOSE_AGAIN} {field.help_text}"

    @property
    def errors(self) -> Any:
        own = super().errors
        # Not while a language is switched, where nothing is judged.
        return (
            self.form.error_class([str(CHOOSE_AGAIN)])
            if self.let_go and self.form.errors and not own
            else own
        )


class UploadField(forms.FileField):
    """One file, or with `multiple` a list: looked at and ready for `files.attach`, or an error that says what to do."""

    bound_field_class = UploadBoundField
    default_error_messages = {
        "required": _("Choose a file"),
        "too_many": _("Choose at most %(limit)s files at once"),
    }

    def __init__(self, *, multiple: bool = False, **kwargs: Any) -> None:
        self.multiple = multiple
        kwargs.setdefault("label", _("File"))
        kwargs.setdefault("help_text", WHAT_IS_TAKEN)
        super().__init__(widget=UploadInput(multiple=multiple), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads = [upload for upload in (data if isinstance(data, list) else [data]) if upload is not None]
        if not uploads and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > FILES_A_CASE:
            limit = {"limit": FILES_A_CASE}
            raise ValidationError(self.error_messages["too_many"], code="too_many", params=limit)
        checked = self._looked_at(uploads)
        return checked if self.multiple else next(iter(checked), None)

    def _looked_at(self, uploads: list[Any]) -> list[Checked]:
        checked, refused = [], []
        for upload in uploads:
            try:
                checked.append(inspect(upload))
            except BadFile as bad:
                refused.append(f"{upload.name}: {bad}" if self.multiple else str(bad))
        if refused:
            raise ValidationError(refused)
        return checked


class UploadForm(PortalForm):
    """A file on a form of its own."""

    file = UploadField()

"""The base forms: one look, one set of error sentences, one main form a page."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.dates import DateField
from casework.forms.named import name_questions


class PortalFormMixin:
    """Gives a form its crispy helper; `{% crispy form %}` then writes the whole <form id="main-form">.

    Class data, all of which a view may also set on the instance: `submit_text`, `cancel_url` and `cancel_text`
    (no link without a URL), `mark_optional` (False on filter forms), `autosave` (the script posts the form to its
    own URL with X-Autosave: 1), `method`, `form_id` (None for a second form on a page). `layout()` may be overridden.
    """

    submit_text: Any = _("Continue")
    cancel_url: str = ""
    cancel_text: Any = _("Cancel")
    mark_optional = True
    autosave = False
    method = "post"
    form_id: str | None = "main-form"
    use_required_attribute = False

    def full_clean(self) -> None:
        """Judge what was typed; only now are all fields there, those a form makes for itself included."""
        fields = list(self.fields.values())  # type: ignore[attr-defined]
        name_questions(fields)
        _say_which_date_is_missing([field for field in fields if isinstance(field, DateField)])
        super().full_clean()  # type: ignore[misc]

    @property
    def is_main_form(self) -> bool:
        """Whether the language switch may be this form's own button."""
        return self.form_id == "main-form" and self.method == "post"

    def layout(self) -> Layout:
        """The fields in their declared order."""
        return Layout(*self.fields)  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        """The crispy helper, made afresh so that what the view has set on the form counts."""
        helper = FormHelper()
        helper.form_id = self.form_id or ""
        helper.form_method = self.method
        helper.attrs = {"novalidate": True} | ({"data-autosave": True} if self.autosave else {})
        helper.render_hidden_fields = True
        helper.layout = self.layout()
        helper.cancel_url, helper.cancel_text = self.cancel_url, self.cancel_text
        if self.submit_text:
            helper.add_input(Submit("", self.submit_text))
        return helper

    @property
    def fields_only(self) -> FormHelper:
        """The helper for a page that writes its own <form>: `{% crispy form form.fields_only %}`."""
        helper = self.helper
        helper.form_tag, helper.disable_csrf, helper.inputs, helper.cancel_url = False, True, [], ""
        return helper


class PortalForm(PortalFormMixin, forms.Form):
    """The base of every form that is not tied to one model."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """The base of every model form; business stays in the actions, so save() is for tests of the mapping only."""


def _say_which_date_is_missing(dates: list[DateField]) -> None:
    """Name the question where a form asks for several dates: "Enter a date" twice over tells nobody which."""
    for field in dates if len(dates) > 1 else []:
        if field.error_messages["required"] == DateField.default_error_messages["required"]:
            field.error_messages["required"] = gettext("Enter a date for “%(label)s”") % {
                "label": field.label
            }

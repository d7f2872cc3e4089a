"""Files of a case: added on a small page of their own, read and removed by those the case's app names."""

from collections.abc import Callable
from typing import Any

import structlog
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from casework import files
from casework.files.permits import attachment_or_404, may, may_remove
from casework.forms import UploadForm
from casework.lifecycle import Lifecycle, StepNotOpen
from casework.models import Case
from casework.views.pages import FormPage, MakePage, case_or_404, reader_of
from casework.views.steps import ConfirmForm
from directory.models import Person

log = structlog.get_logger(__name__)


class AttachPage(MakePage):
    """A page that adds one file to a case; a subclass is class data and no code.

    The permission `<app>.attach_<purpose>` says who. `action(case, file, by=, purpose=)` is `files.attach` unless
    the app does more than keep it.
    """

    model: type[Case]
    case: Any
    purpose: str
    action: Callable[..., object] = files.attach
    form_class: type[forms.BaseForm] = UploadForm
    heading = gettext_lazy("Add a file")
    button = gettext_lazy("Add this file")
    done = gettext_lazy("The file has been added.")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        person = reader_of(request)
        self.case = case_or_404(self.model, person, kwargs["pk"])
        if not may(person, "attach", self.purpose, self.case):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except files.BadFile as bad:
            form.add_error("file", str(bad))
            return self.form_invalid(form)

    def make(self, form: forms.Form) -> object:
        file = form.cleaned_data["file"]
        return type(self).action(self.case, file, by=reader_of(self.request), purpose=self.purpose)

    def get_made_url(self, made) -> str:
        return self.local_next() or self.case.get_absolute_url()

    def get_back_url(self) -> str:
        return self.case.get_absolute_url()


class ReadAttachment(View):
    """Hands a file to those who may read it, as an inert download."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        person = reader_of(request)
        attachment, _case = attachment_or_404(person, pk)
        try:
            response = files.serve(attachment.path, attachment.name, attachment.kind)
        except FileNotFoundError as missing:
            log.error("attachment_missing", attachment=pk)
            raise Http404 from missing
        log.info("attachment_read", attachment=pk, by=person.pk)
        return response


class RemoveAttachment(FormPage):
    """Asks once, then removes a file for good; that it was there, and who removed it, is kept."""

    form_class = ConfirmForm
    button = gettext_lazy("Remove this file")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        person = reader_of(request)
        self.attachment, self.case = attachment_or_404(person, kwargs["pk"])
        if not may_remove(person, self.attachment, self.case):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_heading(self) -> str:
        return _("Remove “%(name)s”?") % {"name": self.attachment.name}

    def get_intro(self) -> str:
        return _("The file is deleted and cannot be brought back. That it was here stays on record.")

    def get_back_url(self) -> str:
        return self.case.get_absolute_url()

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            removed = self.remove(reader_of(self.request))
        except StepNotOpen:
            return render(self.request, "casework/moved_on.html", {"case": self.case}, status=409)
        if removed:
            messages.success(self.request, _("The file has been removed."))
        return redirect(self.local_next() or self.case.get_absolute_url())

    @transaction.atomic
    def remove(self, person: Person) -> bool:
        """Remove it; a case whose table has the step `remove_file` keeps it in its history, for the file's readers."""
        table = Lifecycle.of(self.case)
        if not files.remove(self.attachment, by=person):
            return False
        if "remove_file" in table.steps:
            note, audience = self.attachment.name, self.attachment.purpose
            table.advance(self.case, "remove_file", by=person, note=note, audience=audience)
        return True

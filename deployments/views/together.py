"""Evaluated deployments are closed together, after every letter was read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from casework import letters as casework_letters
from casework.models import Letter
from casework.views import reader_of
from deployments import actions, letters
from deployments.models import Deployment
from deployments.views.shared import PAGE, span
from designation.forms.bulk import keys_of
from directory.calendar import said


class CloseTogether(PermissionRequiredMixin, TemplateView):
    """The evaluated deployments, longest waiting first, to tick; then every letter of those ticked, and the button."""

    permission_required = "deployments.close_together"
    raise_exception = True
    template_name = "deployments/close_together.html"

    def get_context_data(self, **context: Any) -> dict:
        waiting = (
            Deployment.objects.filter(state=Deployment.State.EVALUATED).order_by("state_at", "pk").in_full()
        )
        if chosen := keys_of(self.request.GET.getlist("chosen"))[:PAGE]:
            ready = [(case, drafts_of(case)) for case in waiting.filter(pk__in=chosen)]
            return super().get_context_data(
                **context, ready=ready, letters=sum(len(drafts) for _case, drafts in ready)
            )
        page = Paginator(waiting, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **context,
            page=page,
            rows=[row_of(case) for case in page],
            columns=[{"text": text} for text in (_("Deployment"), _("When"), _("Evaluated on"))],
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Close those ticked, and say which had moved on meanwhile."""
        keys = keys_of(request.POST.getlist("chosen"))[:PAGE]
        closed, moved_on = actions.close_together(keys, by=reader_of(request))
        if closed:
            sentence = ngettext(
                "%(count)d deployment is closed.", "%(count)d deployments are closed.", len(closed)
            )
            messages.success(request, sentence % {"count": len(closed)})
        if moved_on:
            names = ", ".join(case.reference for case in moved_on)
            messages.warning(
                request, _("These had moved on meanwhile and stay as they are: %(names)s.") % {"names": names}
            )
        if not closed and not moved_on:
            messages.warning(request, _("Tick at least one row."))
        return redirect("deployments:close-together")


def row_of(case: Deployment) -> dict:
    cells = [
        {"label": _("When"), "text": span(case)},
        {"label": _("Evaluated on"), "text": said(timezone.localdate(case.state_at))},
    ]
    return {"key": case.pk, "head": {"text": str(case), "url": case.get_absolute_url()}, "cells": cells}


def drafts_of(case: Deployment) -> list[Letter]:
    """Return the letters closing sends, by the very function that sends them."""
    with casework_letters.preview() as drafts:
        letters.deployment_closed(case)
    return drafts

"""Who looks after a case, who speaks for the school, what is watched."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from casework.templatetags.casework import day
from casework.views import FormPage, reader_of
from deployments import actions
from deployments.forms.keeping import AssignForm, HandOverForm, ReassignForm, WatchForm
from deployments.models import Deployment, SupportRequest
from deployments.queries.succession import who_look_after_cases
from deployments.queries.watching import reasons_of, watched_deployments, watched_requests
from deployments.views.shared import SupportStep, state_cell

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Assign(SupportStep):
    """A manager is chosen who looks after the case."""

    step = "assign"
    form_class = AssignForm
    action = staticmethod(actions.assign)
    button = gettext_lazy("Save")
    heading = gettext_lazy("Who looks after it: %(case)s?")
    explains = gettext_lazy("Every manager still sees it and may act; this is whose list it stands on.")
    done = gettext_lazy("Saved.")

    def get_initial(self) -> dict:
        return {"manager": self.case.looked_after_by_id or ""}


class AssignDeployment(Assign):
    """Of a deployment."""

    model = Deployment


class AssignRequest(Assign):
    """Of a request."""

    model = SupportRequest


class HandOver(PermissionRequiredMixin, FormPage):
    """What one manager looks after goes to another: all that is open, or the cases ticked."""

    permission_required = "deployments.hand_over_cases"
    raise_exception = True
    form_class = HandOverForm
    heading = gettext_lazy("Hand over cases")
    intro = gettext_lazy(
        "Open deployments and requests that one manager looks after go to another: all of them, or those you tick."
    )
    button = gettext_lazy("Hand them over")
    done = "…"
    count = 0

    def get_intro(self) -> "StrOrPromise":
        return self.intro if who_look_after_cases().exists() else _("Nobody looks after an open case.")

    def get_initial(self) -> dict:
        """Begin with whom the address names, or the only one who looks after anything: then their cases stand here."""
        named = self.request.GET.get("from", "")
        keepers = list(who_look_after_cases()[:2])
        return {"of": named or (str(keepers[0].pk) if len(keepers) == 1 else "")}

    def get_back_url(self) -> str:
        return reverse("deployments:deployments")

    get_success_url = get_back_url

    def act(self, form: forms.Form) -> None:
        self.count = actions.hand_over_cases(by=reader_of(self.request), **form.cleaned_data)

    def get_done(self) -> str:
        said = ngettext("%(count)d case was handed over.", "%(count)d cases were handed over.", self.count)
        return said % {"count": self.count}


class ReassignRequest(SupportStep):
    """Another contact at the school."""

    model, step = SupportRequest, "reassign"
    form_class = ReassignForm
    action = staticmethod(actions.reassign)
    button = gettext_lazy("Name this contact")
    heading = gettext_lazy("Name another contact: %(case)s")
    explains = gettext_lazy("Both are told. Who was it before sees the request and the work no more by that.")
    done = gettext_lazy("The contact is changed, and both have been told.")


class Watch(SupportStep):
    """A manager keeps an eye on a case."""

    step = "watch"
    form_class = WatchForm
    action = staticmethod(actions.watch)
    button = gettext_lazy("Put it on the watch list")
    heading = gettext_lazy("Watch %(case)s?")
    explains = gettext_lazy("Nobody but the alliance's managers learns that it is watched.")
    done = gettext_lazy("It is on the watch list.")


class WatchDeployment(Watch):
    """A deployment."""

    model = Deployment


class WatchRequest(Watch):
    """A request."""

    model = SupportRequest


class Unwatch(SupportStep):
    """It needs no eye any more."""

    step = "unwatch"
    action = staticmethod(actions.unwatch)
    heading = gettext_lazy("Take %(case)s off the watch list?")
    done = gettext_lazy("It is off the watch list.")


class UnwatchDeployment(Unwatch):
    """A deployment."""

    model = Deployment


class UnwatchRequest(Unwatch):
    """A request."""

    model = SupportRequest


class WatchList(PermissionRequiredMixin, TemplateView):
    """What managers watch: marked by one of them, or asking for their eye by itself."""

    permission_required = "deployments.list_watched"
    raise_exception = True
    template_name = "deployments/watch_list.html"
    most = 100

    def get_context_data(self, **context: Any) -> dict:
        person = reader_of(self.request)
        deployments = watched_deployments(person, timezone.localdate())[: self.most]
        titles = [_("Case"), _("Why"), _("Watched since"), _("State")]
        return super().get_context_data(
            **context,
            columns=[{"text": title} for title in titles],
            rows=[watched_row(case, reasons_of(case)) for case in deployments]
            + [watched_row(case, []) for case in watched_requests()[: self.most]],
        )


def watched_row(case: Deployment | SupportRequest, reasons: list[str]) -> dict:
    """Return a watched case as a row: a manager's own note before what speaks for itself."""
    mark = getattr(case, "watched", None)
    why = [f"{mark.by}: {mark.note}", *reasons] if mark else reasons
    return {
        "head": {"text": str(case), "url": case.get_absolute_url()},
        "cells": [
            {"label": _("Why"), "text": " · ".join(why)},
            {"label": _("Watched since"), "text": day(mark.at) if mark else _("By itself")},
            state_cell(_("State"), case),
        ],
    }

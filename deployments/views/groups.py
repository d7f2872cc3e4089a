"""Self-organised groups: the list, one group with its schools and meetings, and its steps."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework import letters as casework_letters
from casework.lifecycle import steps_open_to
from casework.models import Letter
from casework.templatetags.casework import day
from casework.views import CasePage, MakePage, reader_of
from deployments import actions, letters
from deployments.forms.groups import EndForm, GroupFilters, GroupForm, MeetForm, WelcomeForm
from deployments.models import GroupMeeting, GroupMember, SchoolGroup
from deployments.rules.groups import own_membership
from deployments.views.shared import ListPage, SupportStep, state_cell
from designation.views.pipeline import sent_as_file

# Steps that stand beside each meeting.
OF_A_MEETING = ("change_meeting", "call_off_meeting")


class GroupList(ListPage):
    """The groups a person may see, by name."""

    template_name = "deployments/group_list.html"
    filters = GroupFilters

    def get_cases(self) -> Any:
        groups = SchoolGroup.objects.visible_to(self.request.user).select_related("lead_school")
        counted = groups.annotate(schools=Count("members", filter=Q(members__left_on=None)))
        return counted.order_by("name", "pk")

    def columns(self) -> list[dict]:
        titles = [_("Group"), _("About"), _("Lead school"), _("Other schools"), _("State")]
        return [{"text": title, "number": at == 3} for at, title in enumerate(titles)]

    def row(self, case: SchoolGroup) -> dict:
        return {
            "head": {"text": case.name, "url": case.get_absolute_url()},
            "cells": [
                {"label": _("About"), "text": case.focus},
                {"label": _("Lead school"), "text": str(case.lead_school)},
                {"label": _("Other schools"), "text": str(case.schools), "number": True},  # type: ignore[attr-defined]
                state_cell(_("State"), case),
            ],
        }


@require_safe
def export_groups(request: HttpRequest) -> HttpResponseBase:
    """Send the groups a person may see, as they are filtered, as a file."""
    found = SchoolGroup.objects.visible_to(reader_of(request)).in_full().order_by("name", "pk")
    return sent_as_file(lines_of(GroupFilters(request.GET, queryset=found).qs), "groups", "csv")


def lines_of(found: Iterable[SchoolGroup]) -> Iterator[list[object]]:
    """Yield the heading, then one row a group with the schools in it now and how often it met."""
    yield [
        _("Number"), _("Group"), _("About"), _("Lead school"), _("Other schools"), _("Made on"), _("Made by"),
        _("Meetings"), _("Last meeting"), _("State"), _("What came of it"),
    ]  # fmt: skip
    for one in found:
        here = [str(member.school) for member in one.members.all() if member.left_on is None]
        days = [meeting.on for meeting in one.meetings.all() if not meeting.called_off_because]
        yield [
            one.reference, one.name, one.focus, one.lead_school, "; ".join(here),
            timezone.localdate(one.created_at), one.made_by, len(days), max(days, default=""),
            one.get_state_display(), one.came_of,
        ]  # fmt: skip


class GroupPage(CasePage):
    """One group: what it is about, who is in it, when it meets, what came of it."""

    model = SchoolGroup
    template_name = "deployments/group_page.html"

    def get_queryset(self):
        return super().get_queryset().in_full()

    def get_context_data(self, **context: Any) -> dict:
        case = self.object
        facts = [
            (_("What it is about"), case.focus),
            (_("Lead school"), str(case.lead_school)),
            (_("Made by"), str(case.made_by)),
            (_("What came of it"), case.came_of),
        ]
        is_over = case.state == SchoolGroup.State.ENDED
        steps = steps_open_to(case, reader_of(self.request), among=OF_A_MEETING)
        titles = [_("Day"), _("Where"), _("About"), *([_("Change"), _("Call off")] if steps else [])]
        return super().get_context_data(
            **context,
            facts=[{"term": term, "value": value} for term, value in facts if value],
            next=_("Nothing more: the group has ended.")
            if is_over
            else _("Meet, and write each meeting down here. Any school may leave at any time."),
            members=[member_words(member) for member in case.members.all()],
            meetings=[meeting_row(one, steps, timezone.localdate()) for one in case.meetings.all()],
            meeting_columns=[{"text": text} for text in titles],
        )


def member_words(member: GroupMember) -> str:
    if member.left_on is None:
        return str(member.school)
    return _("%(school)s, until %(day)s") % {"school": member.school, "day": day(member.left_on)}


def meeting_row(meeting: GroupMeeting, steps: Sequence[str], on: date) -> dict:
    """Return a meeting as a row, with a link to each of the steps that may be taken on it."""
    is_off, is_over = bool(meeting.called_off_because), meeting.on < on
    words = {"why": meeting.called_off_because}
    about = _("Called off: %(why)s") % words if is_off else meeting.about
    cells = [{"label": _("Where"), "text": meeting.place}, {"label": _("About"), "text": about}]
    if steps:
        url = meeting.group.page
        links = [
            (_("Change"), _("Change this meeting"), "change_meeting", not is_off),
            (_("Call off"), _("Call it off"), "call_off_meeting", not is_off and not is_over),
        ]
        cells += [
            {"label": label, "text": text, "url": f"{url(step)}?meeting={meeting.pk}"}
            if stands
            else {"label": label}
            for label, text, step, stands in links
        ]
    return {"head": {"text": day(meeting.on)}, "cells": cells}


class MakeGroup(PermissionRequiredMixin, MakePage):
    """Make a group."""

    permission_required = "deployments.make_group"
    raise_exception = True
    form_class = GroupForm
    heading = gettext_lazy("Make a group of schools")
    button = gettext_lazy("Make this group")
    intro = gettext_lazy(
        "For schools that meet about one thing by themselves. The heads of the schools you name are told and may leave "
        "at any time."
    )
    done = gettext_lazy("The group is made, and the heads of its schools have been told.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": reader_of(self.request)}

    def make(self, form: forms.Form) -> SchoolGroup:
        return actions.make_group(by=reader_of(self.request), **form.cleaned_data)

    def get_back_url(self) -> str:
        return reverse("deployments:groups")


class MeetGroup(SupportStep):
    """A meeting is written down."""

    model, step = SchoolGroup, "meet"
    form_class = MeetForm
    action = staticmethod(actions.meet)
    button = gettext_lazy("Add this meeting")
    heading = gettext_lazy("Add a meeting: %(case)s")
    done = gettext_lazy("The meeting stands on the page of the group.")


class WelcomeGroup(SupportStep):
    """One more school is taken in."""

    model, step = SchoolGroup, "welcome"
    form_class = WelcomeForm
    action = staticmethod(actions.welcome)
    button = gettext_lazy("Add this school")
    heading = gettext_lazy("Add a school: %(case)s")
    explains = gettext_lazy("Its head is told, and may leave at any time.")
    done = gettext_lazy("The school is in the group, and its head has been told.")


class LeaveGroup(SupportStep):
    """A school leaves."""

    model, step = SchoolGroup, "leave"
    action = staticmethod(actions.leave)
    heading = gettext_lazy("Leave the group with your school: %(case)s?")
    explains = gettext_lazy("Who made the group is told. You can be asked in again.")
    done = gettext_lazy("Your school has left the group.")

    def drafts(self) -> list[Letter]:
        """Return the letters to the others: who leaves gets none."""
        mine = own_membership(reader_of(self.request), self.case)
        with casework_letters.preview() as drafts:
            letters.group_left(
                self.case, school=mine.school if mine else None, besides=reader_of(self.request)
            )
        return drafts


class EndGroup(SupportStep):
    """The group ends."""

    model, step = SchoolGroup, "end"
    form_class = EndForm
    action = staticmethod(actions.end)
    heading = gettext_lazy("End the group: %(case)s?")
    explains = gettext_lazy("Everybody in it is told what came of it. This cannot be undone.")
    done = gettext_lazy("The group has ended, and everybody in it has been told.")

    def drafts(self) -> list[Letter]:
        """Return the letters to the others: who ends it gets none."""
        with casework_letters.preview() as drafts:
            letters.group_ended(self.case, besides=reader_of(self.request))
        return drafts

"""A meeting of a group is changed or called off."""

from datetime import date

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from casework import letters as casework_letters
from casework.models import Letter
from casework.templatetags.casework import day
from casework.views import reader_of
from deployments import actions, letters
from deployments.forms.groups import CallOffForm, ChangeMeetingForm
from deployments.models import GroupMeeting, SchoolGroup
from deployments.views.shared import SupportStep


class MeetingStep(SupportStep):
    """A step about one meeting: `?meeting=` names it, else it is the first of those it may be about."""

    model = SchoolGroup

    @cached_property
    def meeting(self) -> GroupMeeting:
        named = self.request.POST.get("meeting") or self.request.GET.get("meeting")
        meetings = [one for one in self.case.meetings.all() if self.is_about(one, timezone.localdate())]
        found = [one for one in self.case.meetings.all() if str(one.pk) == named] if named else meetings
        if not found:
            raise Http404
        return found[0]

    def is_about(self, meeting: GroupMeeting, on: date) -> bool:
        return not meeting.called_off_because and meeting.on >= on

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_heading(self) -> str:
        return str(self.heading) % {"case": self.case, "day": day(self.meeting.on)}


class ChangeMeeting(MeetingStep):
    """Somebody in the group puts a meeting right or moves it."""

    step = "change_meeting"
    form_class = ChangeMeetingForm
    action = staticmethod(actions.change_meeting)
    button = gettext_lazy("Save this meeting")
    heading = gettext_lazy("Change the meeting of %(day)s: %(case)s")
    explains = gettext_lazy(
        "Where the day or the place of a meeting to come changes, everybody in the group is told."
    )
    done = gettext_lazy("The meeting is changed.")

    def is_about(self, meeting: GroupMeeting, on: date) -> bool:
        return not meeting.called_off_because


class CallOffMeeting(MeetingStep):
    """Somebody in the group calls a meeting off."""

    step = "call_off_meeting"
    form_class = CallOffForm
    action = staticmethod(actions.call_off_meeting)
    button = gettext_lazy("Call off this meeting")
    heading = gettext_lazy("Call off the meeting of %(day)s: %(case)s?")
    explains = gettext_lazy(
        "Everybody in the group is told. It stays on the page of the group, with your reason."
    )
    done = gettext_lazy("The meeting is called off, and everybody in the group has been told.")

    def drafts(self) -> list[Letter]:
        """Return the letters to the others: who calls it off gets none."""
        with casework_letters.preview() as drafts:
            letters.meeting_called_off(self.case, meeting=self.meeting, besides=reader_of(self.request))
        return drafts

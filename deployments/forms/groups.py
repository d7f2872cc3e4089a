"""What is typed about a group of schools: its name and members, a meeting, what came of it."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, PortalForm, SchoolField, WordsField
from deployments.models import GroupMeeting, SchoolGroup
from deployments.models.requests import SPEAKERS
from designation.models import Designation
from directory.forms.filters import Narrowed
from directory.models import Person, School
from directory.models.places import fold
from directory.rules import is_manager

YEAR = timedelta(days=366)
BOXES = 5  # schools named when a group is made; more are added on its page


def own_schools(person: Person) -> QuerySet[School]:
    """Return the schools a person may make a group for: those they speak for, and a leader's own."""
    leading = Designation.objects.active().filter(person=person)
    ours = Q(pk__in=person.authority.school_ids(*SPEAKERS)) | Q(pk__in=leading.values("home_school"))
    return School.objects.open().filter(ours)


class GroupForm(PortalForm):
    """A new group: its name, what it is about, who leads it (for managers any school), who is in it."""

    name = forms.CharField(label=_("Name of the group"), max_length=120)
    focus = forms.CharField(label=_("What is it about?"), max_length=300)
    lead_school = forms.ModelChoiceField(School.objects.none(), label=_("Lead school"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_manager(person):
            self.fields["lead_school"] = SchoolField(
                label=_("Lead school"), help_text=_("Name, town, postcode or URN. Its head is told.")
            )
        else:
            mine = own_schools(person)
            lead: Any = self.fields["lead_school"]
            lead.queryset, lead.initial = mine, mine.first()
        for number in range(1, BOXES + 1):
            self.fields[f"school_{number}"] = SchoolField(
                label=_("School %(number)d") % {"number": number},
                help_text=_("Name, town, postcode or URN"),
                required=number == 1,
            )

    @property
    def boxes(self) -> list[str]:
        return [f"school_{number}" for number in range(1, BOXES + 1)]

    def layout(self) -> Layout:
        return Layout(
            Fieldset(gettext("The group"), "name", "focus", "lead_school"),
            Fieldset(gettext("The other schools in it"), *self.boxes),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        schools = [cleaned.pop(box) for box in self.boxes if cleaned.get(box)]
        for box in self.boxes:
            cleaned.pop(box, None)
        if cleaned.get("lead_school") in schools:
            self.add_error("school_1", gettext("The lead school is in the group already: name the others"))
        return cleaned | {"schools": schools}


class MeetForm(PortalForm):
    """One meeting."""

    on = DateField(
        label=_("On which day?"),
        earliest=lambda: timezone.localdate() - 2 * YEAR,
        latest=lambda: timezone.localdate() + 2 * YEAR,
    )
    place = forms.CharField(
        label=_("Where?"), help_text=_("A school, a room, or online"), max_length=200, required=False
    )
    about = forms.CharField(label=_("What is it about, or what came of it?"), max_length=500, required=False)


class ChangeMeetingForm(MeetForm):
    """One meeting, filled in as it stands."""

    def __init__(self, *args: Any, meeting: GroupMeeting, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(meeting, name) for name in ("on", "place", "about")}
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = kept(meeting)


class CallOffForm(PortalForm):
    """Why a meeting is called off."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Everybody in the group reads this."),
        max_length=300,
        error_messages={"required": _("Say in a sentence why it is called off")},
    )

    def __init__(self, *args: Any, meeting: GroupMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = kept(meeting)


def kept(meeting: GroupMeeting) -> forms.Field:
    """Return the meeting a page was opened for, so that the button is pressed for no other."""
    return forms.ModelChoiceField(
        meeting.group.meetings.all(), initial=meeting, widget=forms.HiddenInput, label=_("Meeting")
    )


class WelcomeForm(PortalForm):
    """One more school."""

    school = SchoolField(label=_("Which school?"), help_text=_("Name, town, postcode or URN"))


class EndForm(PortalForm):
    """What came of the group."""

    came_of = WordsField(
        label=_("What came of it?"),
        help_text=_("Everybody in the group reads this, and the alliance."),
        words=150,
        rows=5,
        error_messages={"required": _("Say in a sentence or two what came of it, even if it was little")},
    )


class GroupFilters(Narrowed):
    """Groups by words and state."""

    q = filters.CharFilter(method="by_words", label=_("Name, school or reference"))
    state = filters.ChoiceFilter(choices=SchoolGroup.State, label=_("State"), empty_label=_("Any state"))

    class Meta:
        model = SchoolGroup
        fields: list[str] = []

    def by_words(self, groups: QuerySet, name: str, words: str) -> QuerySet:
        return groups.filter(
            Q(name__icontains=words.strip())
            | Q(lead_school__search_text__contains=fold(words))
            | Q(reference__icontains=words.strip())
        )

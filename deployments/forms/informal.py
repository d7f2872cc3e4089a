"""What a head or a manager types about informal support: who helped whom, with what, for how long."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, HalfDaysField, PortalForm, SchoolField, WordsField
from deployments.models import InformalSupport
from directory.forms.filters import Narrowed
from directory.models import Person, Post
from directory.models.places import fold
from directory.rules import is_manager

# Older than this nobody reads the picture any more.
LONGEST_AGO = timedelta(days=5 * 366)
MOST_A_DAY = 10  # half days: five people may have gone together


class SupportForm(PortalForm):
    """What is recorded and can be put right: who went, what it was about, days and dates."""

    who = forms.CharField(label=_("Who went?"), help_text=_("Name, or the post"), max_length=200)
    focus = forms.CharField(label=_("What was it about?"), max_length=300)
    half_days = HalfDaysField(label=_("Days"), least=1, most=100)
    starts_on = DateField(label=_("From"), earliest=lambda: timezone.localdate() - LONGEST_AGO)
    ends_on = DateField(label=_("To"), latest=lambda: timezone.localdate() + timedelta(days=366))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("The last day must not lie before the first"))
        elif (
            starts_on
            and ends_on
            and cleaned.get("half_days", 0) > MOST_A_DAY * ((ends_on - starts_on).days + 1)
        ):
            self.add_error("half_days", gettext("So many days do not fit between the first and the last"))
        return cleaned


class RecordInformalForm(SupportForm):
    """The two schools as well; for a head one of them is theirs."""

    field_order = ("home_school", "school")
    home_school = SchoolField(
        label=_("Which school helped?"),
        help_text=_("Name, town, postcode or URN"),
        error_messages={"required": _("Name the school that helped")},
    )
    school = SchoolField(
        label=_("Which school was helped?"),
        help_text=_("Name, town, postcode or URN"),
        error_messages={"required": _("Name the school that was helped")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def layout(self) -> Layout:
        return Layout(
            Fieldset(gettext("The two schools"), "home_school", "school"),
            Fieldset(gettext("The support"), "who", "focus"),
            Fieldset(gettext("Days and dates"), "half_days", "starts_on", "ends_on"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        both = [cleaned.get("home_school"), cleaned.get("school")]
        if not all(both):
            return cleaned
        if both[0] == both[1]:
            self.add_error("school", gettext("Choose another school than the one that helped"))
        mine = self.person.authority.school_ids(*Post.HEADS)
        if not is_manager(self.person) and not {school.pk for school in both if school} & set(mine):
            self.add_error("home_school", gettext("One of the two schools must be one you head"))
        return cleaned


class CorrectInformalForm(SupportForm):
    """The same as it is recorded now."""

    def __init__(self, *args: Any, case: InformalSupport, **kwargs: Any) -> None:
        names = ("who", "focus", "half_days", "starts_on", "ends_on")
        kwargs["initial"] = {name: getattr(case, name) for name in names}
        super().__init__(*args, **kwargs)


class ObjectForm(PortalForm):
    """Why it was not so."""

    reason = WordsField(
        label=_("What was it like?"),
        help_text=_("The other head and the alliance's managers read this."),
        words=100,
        rows=3,
        error_messages={"required": _("Say in a sentence what was not so")},
    )


class WithdrawInformalForm(PortalForm):
    """Why the record is withdrawn."""

    reason = WordsField(
        label=_("Why do you withdraw it?"),
        help_text=_("The other head reads this."),
        words=100,
        rows=3,
        error_messages={"required": _("Say in a sentence why you withdraw it")},
    )


class InformalFilters(Narrowed):
    """Informal support by school and state."""

    q = filters.CharFilter(method="by_words", label=_("School or reference"))
    state = filters.ChoiceFilter(choices=InformalSupport.State, label=_("State"), empty_label=_("Any state"))

    class Meta:
        model = InformalSupport
        fields: list[str] = []

    def by_words(self, found: QuerySet, name: str, words: str) -> QuerySet:
        text = fold(words)
        return found.filter(
            Q(school__search_text__contains=text)
            | Q(home_school__search_text__contains=text)
            | Q(reference__icontains=words.strip())
        )

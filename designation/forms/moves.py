"""What is asked when a leader changes school or post, and what the new line manager answers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.forms import DateField, HalfDaysField, PortalForm, SchoolField, WordsField
from designation.forms.availability import MOST_HALF_DAYS
from designation.models import Designation
from directory.models import Post

# The posts of a school by which somebody belongs to its staff.
STAFF = [
    Post.Role.HEADTEACHER, Post.Role.ACTING_HEAD, Post.Role.EXECUTIVE_HEAD, Post.Role.DEPUTY_HEAD,
    Post.Role.ASSISTANT_HEAD, Post.Role.SENIOR_TEACHER, Post.Role.MIDDLE_LEADER, Post.Role.BUSINESS_MANAGER,
]  # fmt: skip
YEAR = timedelta(days=366)


def a_year_ago() -> date:
    return timezone.localdate() - YEAR


def in_a_year() -> date:
    return timezone.localdate() + YEAR


class MoveForm(PortalForm):
    """The new post: where, as what, from when."""

    school = SchoolField(
        label=gettext_lazy("School"),
        help_text=gettext_lazy("The same school when only the post changes."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Post"),
        choices=[("", gettext_lazy("Choose one")), *((role.value, role.label) for role in STAFF)],
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the post"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("As the school calls it, such as Head of mathematics."),
    )
    starts_on = DateField(
        label=gettext_lazy("From when?"),
        earliest=a_year_ago,
        latest=in_a_year,
        help_text=gettext_lazy(
            "For a day to come, everything stays as it is until then. A new report takes the place of one whose day "
            "has not come."
        ),
    )

    def __init__(self, *args: Any, case: Designation, **kwargs: Any) -> None:
        kwargs["initial"] = {"school": case.home_school}
        super().__init__(*args, **kwargs)


class ReleaseForm(PortalForm):
    """How many days a term the new school gives."""

    half_days_a_term = HalfDaysField(
        label=gettext_lazy("Days a term your school releases"),
        help_text=gettext_lazy("In whole or half days. You are still asked before every deployment."),
        least=1,
        most=MOST_HALF_DAYS,
    )

    def __init__(self, *args: Any, case: Designation, **kwargs: Any) -> None:
        kwargs["initial"] = {"half_days_a_term": case.half_days_a_term or None}
        super().__init__(*args, **kwargs)


class RefuseReleaseForm(PortalForm):
    """Why the new school does not release the leader."""

    reason = WordsField(
        label=gettext_lazy("Why?"),
        words=150,
        rows=4,
        help_text=gettext_lazy(
            "Only the alliance manager reads this. The leader reads that it is not confirmed."
        ),
    )

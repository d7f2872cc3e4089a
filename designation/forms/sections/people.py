"""Who applies, and the leadership roles they held."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import (
    DateField,
    PortalForm,
    RadioField,
    SchoolField,
    WordsField,
)
from designation.experience import months_led
from designation.forms.sections.base import SectionForm
from designation.models import Application
from directory.models import Post

Section = Application.Section
SCHOOL_POSTS = [
    (role.value, role.label)
    for role in Post.Role
    if role not in (Post.Role.LA_OFFICER, Post.Role.ALLIANCE_MANAGER, Post.Role.FINANCE_OFFICER)
]


class AboutForm(SectionForm):
    """Who applies, from which school and post."""

    section = Section.ABOUT

    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": gettext_lazy("Enter your first name")},
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": gettext_lazy("Enter your last name")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone number"),
        max_length=30,
        help_text=gettext_lazy("In case we must reach you about an interview."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "class": "w20", "type": "tel"}),
        error_messages={"required": gettext_lazy("Enter a phone number")},
    )
    school = SchoolField(
        label=gettext_lazy("Your school"), help_text=gettext_lazy("Its name, town, postcode or number")
    )
    post_role = RadioField(
        label=gettext_lazy("Your current post"),
        choices=SCHOOL_POSTS,
        error_messages={"required": gettext_lazy("Choose the post you hold now")},
    )
    post_title = forms.CharField(
        label=gettext_lazy("Title of your post"),
        max_length=120,
        help_text=gettext_lazy("As your school calls it, for example head of mathematics."),
        error_messages={"required": gettext_lazy("Enter the title of your post")},
    )
    trn = forms.CharField(
        label=gettext_lazy("Teacher reference number"),
        required=False,
        max_length=7,
        help_text=gettext_lazy("Seven digits. Leave it empty if you have none."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w10"}),
        validators=[RegexValidator(r"^\d{7}$", gettext_lazy("A teacher reference number has seven digits"))],
    )
    qualifications = WordsField(
        label=gettext_lazy("Designations and qualifications you hold"),
        required=False,
        words=150,
        rows=4,
        help_text=gettext_lazy("For example a national professional qualification, or work as an examiner."),
    )

    def stored(self) -> dict[str, Any]:
        person = self.application.applicant
        return super().stored() | {"first_name": person.first_name, "last_name": person.last_name}

    def clean_post_role(self) -> str:
        role, eligible = self.cleaned_data["post_role"], self.application.role_type.eligible_roles
        if eligible and role not in eligible:
            labels = ", ".join(str(Post.Role(one).label) for one in eligible)
            problem = _("This role is for people in one of these posts: %(posts)s")
            raise ValidationError(problem % {"posts": labels})
        return role


class RolesForm(SectionForm):
    """Whether the leadership roles entered add up to the time asked for."""

    section = Section.ROLES
    autosave = False

    def layout(self) -> Layout:
        return Layout()

    def clean(self) -> dict[str, Any]:
        held = list(self.application.roles_held.values_list("starts_on", "ends_on"))
        if not held:
            raise ValidationError(_("Add at least one leadership role"))
        months, least = months_led(held, timezone.localdate()), self.application.role_type.least_months
        if months < least:
            problem = _(
                "Your roles come to %(months)d months of leadership; this role asks for %(least)d. "
                "Add the roles you have left out."
            )
            raise ValidationError(problem % {"months": months, "least": least})
        return {}


class RoleHeldForm(PortalForm):
    """One leadership role."""

    title = forms.CharField(
        label=gettext_lazy("Title of the post"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the title of the post")},
    )
    school_name = forms.CharField(
        label=gettext_lazy("School"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of the school")},
    )
    starts_on = DateField(label=gettext_lazy("From"), latest=timezone.localdate)
    ends_on = DateField(
        label=gettext_lazy("To"), required=False, help_text=gettext_lazy("Leave empty if you hold it now.")
    )

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The end must be on or after the start"))
        return self.cleaned_data

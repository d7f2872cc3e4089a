"""Who applies, and the leadership roles they held."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import (
    DateField,
    EmailField,
    PortalForm,
    RadioField,
    SchoolField,
    WordsField,
)
from designation.experience import months_led
from designation.forms.sections.base import SectionForm
from designation.models import Application
from directory.models import Person, Post

Section = Application.Section
SCHOOL_POSTS = [
    (role.value, role.label)
    for role in Post.Role
    if role not in (Post.Role.LA_OFFICER, Post.Role.ALLIANCE_MANAGER, Post.Role.FINANCE_OFFICER)
]


class AboutForm(SectionForm):
    """Who applies, from which school and post."""

    section = Section.ABOUT

    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("How you like to be addressed, for example Ms or Dr."),
        widget=forms.TextInput(attrs={"autocomplete": "honorific-prefix", "class": "w10"}),
    )
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
    previous_name = forms.CharField(
        label=gettext_lazy("Previous name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("If your qualifications or references are in another name."),
    )
    personal_email = EmailField(
        label=gettext_lazy("Personal e-mail address"),
        required=False,
        max_length=254,
        help_text=gettext_lazy(
            "Our letters go to the address you sign in with. The alliance’s managers write here themselves if it "
            "stops working."
        ),
    )
    language = RadioField(
        label=gettext_lazy("In which language shall we write to you?"),
        choices=Person.Language.choices,
        in_a_row=True,
        help_text=gettext_lazy(
            "You may write your application in either language, whichever you choose here."
        ),
        error_messages={"required": gettext_lazy("Choose the language we write to you in")},
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
    appointed_on = DateField(
        label=gettext_lazy("When were you appointed to this post?"),
        latest=timezone.localdate,
        error_messages={"required": gettext_lazy("Enter the day you were appointed to this post")},
    )
    fte_percent = forms.IntegerField(
        label=gettext_lazy("How much of full time you work"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("100 per cent is full time; three days of five are 60."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4"}),
        error_messages={
            "required": gettext_lazy("Enter how many per cent of full time you work"),
            "invalid": gettext_lazy("Enter the per cent of full time as a whole number, like 100 or 60"),
            "min_value": gettext_lazy("Enter a number from 1 to 100"),
            "max_value": gettext_lazy("Enter a number from 1 to 100"),
        },
    )
    trn = forms.CharField(
        label=gettext_lazy("Teacher reference number"),
        required=False,
        max_length=7,
        help_text=gettext_lazy("Seven digits, with any zero in front. Leave it empty if you have none."),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fte_percent"].suffix = "%"  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        """Return the questions in three groups: oneself, how to be reached, the post."""
        return Layout(
            Fieldset(_("Your name"), "title", "first_name", "last_name", "previous_name"),
            Fieldset(_("How we reach you"), "phone", "personal_email", "language"),
            Fieldset(
                _("Your school and post"), "school", "post_role", "post_title", "appointed_on", "fte_percent"
            ),
            Fieldset(_("What you hold"), "trn", "qualifications"),
        )

    def stored(self) -> dict[str, Any]:
        person = self.application.applicant
        names = {"first_name": person.first_name, "last_name": person.last_name}
        return super().stored() | names | {"language": person.language}

    def clean_post_role(self) -> str:
        role, eligible = self.cleaned_data["post_role"], self.application.role_type.eligible_roles
        was_sent_in = self.application.submitted_at and role == self.application.post_role
        if eligible and role not in eligible and not was_sent_in:
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
        months, least = months_led(held, timezone.localdate()), self.application.months_asked
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

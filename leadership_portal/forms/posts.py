"""What is asked about posts, delegates and oneself."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, EmailField, ModelRadioField, PortalForm, RadioField
from casework.forms.find import FindField
from directory.models import LocalAuthority, Person, Post, School
from directory.queries import schools

ALLIANCE = (Post.Role.ALLIANCE_MANAGER, Post.Role.FINANCE_OFFICER)


def like(among: Any, words: str) -> QuerySet[School]:
    """Return the schools among these that fit the words, the best first."""
    return schools.schools_like(words, among)


class RejectPostForm(PortalForm):
    """Why a post is not confirmed."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Goes into the letter to whoever named this person."),
    )


class CorrectAddressForm(PortalForm):
    """The right address of somebody an applicant named."""

    email = EmailField(
        label=_("Right e-mail address"), error_messages={"required": _("Enter the right e-mail address")}
    )


class TakeUpPostForm(PortalForm):
    """Who takes up which post, where and when."""

    first_name = forms.CharField(
        label=_("First name"), max_length=100, error_messages={"required": _("Enter the first name")}
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=100, error_messages={"required": _("Enter the last name")}
    )
    email = EmailField(label=_("E-mail address"), error_messages={"required": _("Enter the e-mail address")})
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose a role")), *Post.Role.choices],
        error_messages={"required": _("Choose the role")},
    )
    school = FindField(
        label=_("School"),
        required=False,
        help_text=_(
            "Part of its name, its town, postcode or number. Leave it empty for posts outside schools."
        ),
        queryset=School.objects.all(),
        search=like,
        url_name="directory:school-find",
        say=schools.in_words,
    )
    local_authority = forms.ModelChoiceField(
        label=_("Local authority"),
        queryset=LocalAuthority.objects.all(),
        required=False,
        help_text=_("Only for officers of a local authority."),
    )
    starts_on = DateField(label=_("First day in the post"))
    follows_on = forms.BooleanField(
        label=_("Whoever holds this post at the school now leaves it the day before"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Hold a post to where its role is: a school, an authority, or the alliance itself."""
        cleaned = super().clean() or {}
        role, school, authority = cleaned.get("role"), cleaned.get("school"), cleaned.get("local_authority")
        if role == Post.Role.LA_OFFICER:
            cleaned["school"] = None
            if authority is None and "local_authority" not in self.errors:
                self.add_error("local_authority", _("Choose the local authority this officer works for"))
            return cleaned
        cleaned["local_authority"] = None
        if role in ALLIANCE:
            cleaned["school"] = None
        elif role and school is None and "school" not in self.errors:
            self.add_error("school", _("Choose the school of this post"))
        return cleaned


class EndPostForm(PortalForm):
    """When somebody leaves a post."""

    ends_on = DateField(label=_("Last day in the post"))


class NameDelegateForm(PortalForm):
    """Who answers for a post, from when until when."""

    delegate = ModelRadioField(
        label=_("Who answers for you?"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Choose who answers for you")},
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))

    def __init__(self, *args: Any, staff: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegate"].queryset = staff  # type: ignore[attr-defined]


class ProfileForm(PortalForm):
    """What a person says about themselves."""

    submit_text = _("Save")

    title = forms.CharField(
        label=_("Title"), max_length=20, required=False, widget=forms.TextInput(attrs={"class": "w6"})
    )
    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        error_messages={"required": _("Enter your first name")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        error_messages={"required": _("Enter your last name")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        required=False,
        help_text=_("For the people you work with on a deployment, and the alliance."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "class": "w20"}),
    )
    language = RadioField(
        label=_("In which language do we write to you?"),
        choices=Person.Language.choices,
        error_messages={"required": _("Choose a language")},
    )

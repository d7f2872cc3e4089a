"""The sections of an application, one topic a page; a draft keeps what is typed before it is right."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import (
    CheckboxesField,
    ConfirmField,
    DateField,
    EmailField,
    HalfDaysField,
    PortalForm,
    RadioField,
    SchoolField,
    WordsField,
    YesNoField,
)
from designation.actions.references import head_kind_of, is_own_address, known_referee
from designation.experience import months_led
from designation.models import Application, Area, Designation, Reference, Statement
from directory.models import Post, School
from directory.models.people import clean_email

MOST_LETTERS = 100_000  # nobody types more into one box; a draft keeps no more than that
Section = Application.Section
SCHOOL_POSTS = [
    (role.value, role.label)
    for role in Post.Role
    if role not in (Post.Role.LA_OFFICER, Post.Role.ALLIANCE_MANAGER, Post.Role.FINANCE_OFFICER)
]


class SectionForm(PortalForm):
    """One section: `draft()` is what is worth keeping of what was typed, `answers()` what is right."""

    section: str
    autosave = True
    submit_text = gettext_lazy("Save and continue")
    intro: Any = ""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        kwargs["initial"] = self.stored() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def stored(self) -> dict[str, Any]:
        """Return what the draft holds already."""
        return {
            name: getattr(self.application, name)
            for name in self.base_fields  # type: ignore[attr-defined]
            if hasattr(self.application, name)
        }

    def layout(self) -> Layout:
        return Layout(*self.fields, HTML("{% include 'components/saved.html' only %}"))

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(Submit("later", _("Save and come back later"), css_class="quiet"))
        return helper

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def draft(self) -> dict[str, Any]:
        """Return what can be kept as typed: what is right, and words that are wrong only in their number or form."""
        kept = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        for name, field in self.fields.items():
            typed = str(self.data.get(self.add_prefix(name), "")).replace("\x00", "")
            fits = isinstance(field, forms.CharField) and len(typed) <= (field.max_length or MOST_LETTERS)
            if name not in kept and fits:
                kept[name] = typed
        return kept


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


class AreasForm(SectionForm):
    """Areas of expertise, the main one, and the phases offered."""

    section = Section.AREAS

    areas = CheckboxesField(
        label=gettext_lazy("Areas of expertise"),
        help_text=gettext_lazy("Choose those in which you could help leaders of another school."),
        error_messages={"required": gettext_lazy("Choose at least one area of expertise")},
    )
    main = forms.ChoiceField(
        label=gettext_lazy("Your main area"),
        error_messages={"required": gettext_lazy("Choose which of your areas is the main one")},
    )
    phases = CheckboxesField(
        label=gettext_lazy("Phases"),
        choices=[(phase.value, phase.label) for phase in School.Phase if phase != School.Phase.OTHER],
        error_messages={"required": gettext_lazy("Choose at least one phase")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(area.pk): area for area in self._offered()}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, area in self.by_id.items():
            groups.setdefault(str(area.group), []).append((key, str(area)))
        self.fields["areas"].choices = list(groups.items())  # type: ignore[attr-defined]
        self.fields["main"].choices = [("", _("Choose one")), *groups.items()]  # type: ignore[attr-defined]

    def _offered(self):
        rows = Area.objects.active(timezone.localdate()) | Area.objects.filter(
            pk__in=self.application.chosen_areas.values("area")
        )
        return rows.distinct().select_related("group")

    def stored(self) -> dict[str, Any]:
        chosen = list(self.application.chosen_areas.all())
        main = next((str(one.area_id) for one in chosen if one.is_main), "")
        areas = [str(one.area_id) for one in chosen]
        return {"areas": areas, "main": main, "phases": self.application.phases}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("areas") and data.get("main") and data["main"] not in data["areas"]:
            self.add_error("main", _("Your main area must be one of the areas you have ticked"))
        return data

    def answers(self) -> dict[str, Any]:
        return self._as_areas(self.cleaned_data)

    def draft(self) -> dict[str, Any]:
        return self._as_areas(self.cleaned_data)

    def _as_areas(self, data: dict[str, Any]) -> dict[str, Any]:
        areas = [self.by_id[key] for key in data.get("areas", [])]
        main = self.by_id.get(data.get("main", ""))
        return {"areas": areas, "main": main if main in areas else None, "phases": data.get("phases", [])}


class StatementForm(SectionForm):
    """One statement of at most 300 words."""

    text = WordsField(
        words=Statement.WORDS, rows=16, error_messages={"required": gettext_lazy("Write your answer")}
    )

    HINTS = {
        Section.ROLE: gettext_lazy(
            "What you lead now, for whom you answer, and what you know particularly well."
        ),
        Section.TRACK_RECORD: gettext_lazy(
            "What got better in your own school because of what you did, and how you know."
        ),
        Section.COACHING: gettext_lazy(
            "Whom you coached or brought together, how you went about it, and what has lasted."
        ),
        Section.SUPPORTING: gettext_lazy(
            "Your work with leaders of another school or, if you have not had the chance, of another team."
        ),
        Section.IMPACT: gettext_lazy("Figures before and after, and what others said about your work."),
    }

    def __init__(self, *args: Any, section: str, **kwargs: Any) -> None:
        self.section = section
        super().__init__(*args, **kwargs)
        self.fields["text"].label = Section(section).label
        self.fields["text"].help_text = self.HINTS[Section(section)]

    def stored(self) -> dict[str, Any]:
        row = self.application.statements.filter(question=self.section).first()
        return {"text": row.text if row else ""}


class CapacityForm(SectionForm):
    """How much, when, where and in which language the applicant could work for other schools."""

    section = Section.CAPACITY

    half_days_a_term = HalfDaysField(
        label=gettext_lazy("Days a term you could give to other schools"),
        help_text=gettext_lazy(
            "In whole or half days. Your headteacher is asked how many they would release."
        ),
        least=1,
        most=120,
    )
    days_of_week = CheckboxesField(
        label=gettext_lazy("Days of the week that suit"),
        choices=Designation.Weekday.choices,
        error_messages={"required": gettext_lazy("Choose at least one day of the week")},
    )
    travel_miles = forms.IntegerField(
        label=gettext_lazy("How far you would travel, in miles"),
        min_value=0,
        max_value=300,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4"}),
        error_messages={
            "required": gettext_lazy("Enter a number of miles"),
            "invalid": gettext_lazy("Enter the miles as a whole number, like 25"),
        },
    )
    online_ok = YesNoField(
        label=gettext_lazy("Would you work online as well?"),
        error_messages={"required": gettext_lazy("Say whether you would work online")},
    )
    languages = CheckboxesField(
        label=gettext_lazy("Languages you could work in"),
        choices=Designation.Language.choices,
        error_messages={"required": gettext_lazy("Choose at least one language")},
    )

    def clean_days_of_week(self) -> list[int]:
        return [int(day) for day in self.cleaned_data["days_of_week"]]


class RefereesForm(SectionForm):
    """Who gives the references; whoever is known or asked already is not asked for again."""

    section = Section.REFEREES

    head_name = forms.CharField(
        label=gettext_lazy("Name of your headteacher"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of the person who gives your reference")},
    )
    head_email = EmailField(
        label=gettext_lazy("Work e-mail address of your headteacher"),
        autocomplete="off",
        max_length=254,
        help_text=gettext_lazy("We write to them with a link; they need no password."),
    )
    second_name = forms.CharField(
        label=gettext_lazy("Name of a second referee"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A leader you have supported, or somebody who knows this work at first hand."),
    )
    second_email = EmailField(
        label=gettext_lazy("E-mail address of the second referee"),
        required=False,
        autocomplete="off",
        max_length=254,
    )
    second_knows = forms.CharField(
        label=gettext_lazy("How the second referee knows you"), max_length=300, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known_referee(self.application)
        self.in_force = {
            reference.kind: reference
            for reference in self.application.references.filter(state__in=["requested", "given"])
        }
        kind = head_kind_of(self.application)
        if self.known or kind in self.in_force:
            del self.fields["head_name"], self.fields["head_email"]
        elif kind == Reference.Kind.CHAIR:
            self.fields["head_name"].label = _("Name of your chair of governors")
            self.fields["head_email"].label = _("E-mail address of your chair of governors")
        if Reference.Kind.SECOND in self.in_force:
            del self.fields["second_name"], self.fields["second_email"], self.fields["second_knows"]

    def clean_head_email(self) -> str:
        return self._somebody_else(self.cleaned_data["head_email"])

    def clean_second_email(self) -> str:
        email = self.cleaned_data["second_email"]
        return self._somebody_else(email) if email else email

    def _somebody_else(self, email: str) -> str:
        if is_own_address(self.application.applicant, email):
            raise ValidationError(
                _("This is your own address. Enter the address of the person who will give the reference")
            )
        return clean_email(email)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        second = {name: data.get(name) for name in ("second_name", "second_email", "second_knows")}
        if any(second.values()):
            problems = {
                "second_name": _("Enter the name of the second referee, or leave all three answers empty"),
                "second_email": _(
                    "Enter the address of the second referee, or leave all three answers empty"
                ),
                "second_knows": _("Say how the second referee knows you, or leave all three answers empty"),
            }
            for name in [name for name, value in second.items() if not value and name not in self.errors]:
                self.add_error(name, problems[name])
        if second["second_email"] and second["second_email"] == self._first_address(data):
            self.add_error("second_email", _("This person gives your first reference already"))
        return data

    def _first_address(self, data: dict[str, Any]) -> str | None:
        return self.known.email if self.known else data.get("head_email", self.application.head_email)


class DeclarationsForm(SectionForm):
    """What the applicant declares, box by box."""

    section = Section.DECLARATIONS

    conflicts = WordsField(
        label=gettext_lazy("Conflicts of interest"),
        required=False,
        words=150,
        rows=4,
        help_text=gettext_lazy(
            "For example a member of the panel you are related to. Empty if there are none."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for declaration in Application.Declaration:
            self.fields[declaration.value] = ConfirmField(
                label=declaration.label, initial=declaration in self.application.declarations
            )
        self.order_fields([*Application.Declaration.values, "conflicts"])

    def answers(self) -> dict[str, Any]:
        return self._as_list(self.cleaned_data)

    def draft(self) -> dict[str, Any]:
        return self._as_list(super().draft())

    def _as_list(self, data: dict[str, Any]) -> dict[str, Any]:
        made = [key for key in Application.Declaration.values if data.get(key) is True]
        return {"declarations": made, "conflicts": data.get("conflicts", "")}


FORMS: dict[str, type[SectionForm]] = {
    form.section: form
    for form in (AboutForm, RolesForm, AreasForm, CapacityForm, RefereesForm, DeclarationsForm)
}

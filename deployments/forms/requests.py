"""What a school is asked when it asks for support."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import (
    HAVE_THEY,
    MAY_IT,
    DateField,
    EmailField,
    HalfDaysField,
    ModelCheckboxesField,
    ModelRadioField,
    PortalForm,
    RadioField,
    SchoolField,
    WordsField,
    YesNoField,
)
from casework.models import OneTimeKey
from deployments.models import SupportRequest
from deployments.models.requests import SPEAKERS
from deployments.queries.similar import similar_requests
from designation.models import Area, Designation
from directory.models import Person, Post, School
from directory.rules import is_manager


def schools_of(person: Person) -> Any:
    """Return the open schools a person may ask for, or None for a manager, who may ask for any."""
    if is_manager(person):
        return None
    posts = person.authority
    own = School.objects.open().filter(pk__in=posts.school_ids(*SPEAKERS))
    officers = School.objects.open().filter(local_authority__in=posts.authority_ids(Post.Role.LA_OFFICER))
    return own | officers


class RequestForm(PortalForm):
    """One need of one school; who asks for their own only school is not asked which."""

    areas = ModelCheckboxesField(
        Area.objects.none(),
        label=_("Which areas of expertise do you need?"),
        help_text=_("Choose one or two."),
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=School.Phase.choices)
    kind = RadioField(label=_("What kind of support?"), choices=SupportRequest.Kind.choices)
    need = WordsField(
        label=_("What is the need?"),
        help_text=_("What you see, with figures where you have them. Leave out pupils' names."),
    )
    outcomes = WordsField(
        label=_("What should be different at the end?"), help_text=_("What you will see, and by when.")
    )
    evidence = WordsField(
        label=_("What shows the need?"),
        help_text=_("For example results, a visit, an inspection. Leave out pupils' names."),
        words=100,
        rows=3,
        required=False,
    )
    other_support = forms.CharField(
        label=_("What support has the school already?"),
        max_length=300,
        required=False,
        help_text=_("From whom, and for what: so that two do not do the same."),
    )
    may_share = YesNoField(
        label=_("May those who are asked read the need before they agree?"),
        help_text=_(
            "The leader and the leader's headteacher. If not, they read the areas, days and objectives only until "
            "everybody has agreed."
        ),
        answers=MAY_IT,
    )
    supported_name = forms.CharField(
        label=_("Who will be supported?"), max_length=200, help_text=_("A person or a team.")
    )
    supported_post = forms.CharField(label=_("Their post"), max_length=120, required=False)
    supported_agreed = YesNoField(label=_("Have they agreed to it?"), answers=HAVE_THEY)
    urgency = RadioField(
        label=_("How urgent is it?"),
        choices=SupportRequest.Urgency.choices,
        initial=SupportRequest.Urgency.PLANNED,
    )
    half_days = HalfDaysField(
        label=_("How many days do you want?"),
        help_text=_("In whole or half days, like 2 or 2.5."),
        least=1,
        most=100,
    )
    starts_on = DateField(label=_("Not before"), earliest=timezone.localdate)
    ends_on = DateField(label=_("Done by"), earliest=timezone.localdate)
    pattern = forms.CharField(
        label=_("Pattern"),
        max_length=200,
        required=False,
        help_text=_("For example: one morning a week, not on Mondays."),
    )
    delivery = RadioField(label=_("Where?"), choices=SupportRequest.Delivery.choices)
    language = RadioField(label=_("In which language?"), choices=SupportRequest.Language.choices)
    funding = RadioField(label=_("Paid from"), choices=SupportRequest.Funding.choices)
    budget_holder = forms.CharField(
        label=_("Who holds the budget?"),
        max_length=200,
        required=False,
        help_text=_("When it is not the headteacher."),
    )
    purchase_order = forms.CharField(label=_("Purchase order number"), max_length=40, required=False)
    source = RadioField(label=_("Where does this request come from?"), choices=SupportRequest.Source.choices)
    contact_name = forms.CharField(
        label=_("Name of the contact"),
        max_length=200,
        required=False,
        help_text=_("Who arranges the visits at the school. Leave both empty when it is the headteacher."),
    )
    contact_email = EmailField(label=_("E-mail address of the contact"), required=False)
    preferred = ModelRadioField(
        Designation.objects.none(), label=_("Would you like one of these leaders again?"), required=False
    )
    preferred_note = forms.CharField(
        label=_("Is there somebody you would like?"), max_length=200, required=False
    )
    avoided = ModelCheckboxesField(
        Designation.objects.none(),
        label=_("Should one of these leaders not come again?"),
        help_text=_("Confidential: only the alliance manager reads this."),
        required=False,
    )
    avoided_note = WordsField(
        label=_("Is there anybody who should not come?"),
        help_text=_("Confidential: only the alliance manager reads this."),
        words=100,
        rows=3,
        required=False,
    )

    again = forms.BooleanField(
        label=_("This is a different need: send the request all the same"), required=False
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        areas: Any = self.fields["areas"]
        areas.queryset = Area.objects.active(timezone.localdate())
        self._offer_schools()
        self._offer_leaders_known_here()

    def _offer_schools(self) -> None:
        """Preset the only school somebody speaks for, let others choose among theirs, managers among all."""
        schools = schools_of(self.person)
        mine = list(schools[:2]) if schools is not None else []
        self.only_school = mine[0] if len(mine) == 1 else None
        if self.only_school is not None:
            self.initial.setdefault("phase", self.only_school.phase)
            self.initial.setdefault("source", SupportRequest.Source.SCHOOL)
            return
        field = SchoolField(
            label=_("Which school is it for?"), help_text=_("Name, town, postcode or URN"), queryset=schools
        )
        self.fields = {"school": field} | self.fields

    def _offer_leaders_known_here(self) -> None:
        known = Designation.objects.none()
        if self.only_school is not None:
            known = Designation.objects.filter(deployments__school=self.only_school).distinct()
        for name in ("preferred", "avoided"):
            if not known.exists():
                del self.fields[name]
                continue
            field: Any = self.fields[name]
            field.queryset = known.select_related("person")
            field.label_from_instance = lambda designation: str(designation.person)

    def layout(self) -> Layout:
        groups = [
            (_("The school"), ["school", "source", "contact_name", "contact_email"]),
            (
                _("The need"),
                ["areas", "phase", "kind", "need", "outcomes", "evidence", "other_support", "may_share"],
            ),
            (_("Who will be supported"), ["supported_name", "supported_post", "supported_agreed"]),
            (
                _("When and how"),
                ["urgency", "half_days", "starts_on", "ends_on", "pattern", "delivery", "language"],
            ),
            (_("Payment"), ["funding", "budget_holder", "purchase_order"]),
            (_("Who should come"), ["preferred", "preferred_note", "avoided", "avoided_note"]),
        ]
        if self.data.get("again") or "again" in self.errors:
            groups.insert(0, (_("Asked for already"), ["again"]))
        return Layout(
            *(Fieldset(title, *[name for name in names if name in self.fields]) for title, names in groups)
        )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("The last day must not lie before the first"))
        if cleaned.get("contact_name") and not cleaned.get("contact_email"):
            self.add_error(
                "contact_email", gettext("Enter the e-mail address of the contact, or leave the name empty")
            )
        cleaned["school"] = self.only_school or cleaned.get("school")
        schools = schools_of(self.person)
        if cleaned["school"] and schools is not None and not schools.filter(pk=cleaned["school"].pk).exists():
            raise ValidationError(gettext("You can ask for support for your own schools only"))
        self._warn_of_similar(cleaned)
        return cleaned

    def _warn_of_similar(self, cleaned: dict) -> None:
        """Say what the school has asked for already; a tick lets a different need go on, and so does a double click."""
        is_other, key = cleaned.pop("again", False), cleaned.get("one_time_key")
        if is_other or not (cleaned["school"] and cleaned.get("areas")):
            return
        found = list(similar_requests(cleaned["school"], cleaned["areas"])[:3])
        is_sent_already = key and OneTimeKey.objects.filter(key=key, person=self.person).exists()
        if found and not is_sent_already:
            known = ", ".join(f"{one.reference} ({one.get_state_display()})" for one in found)
            sentence = gettext(
                "This school has asked for it already: %(known)s. Tick the box if the need is another"
            )
            self.add_error("again", sentence % {"known": known})

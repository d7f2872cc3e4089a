"""What a school is asked when it asks for support: topic by topic, checked as a whole, corrected."""

from datetime import timedelta
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
    FindField,
    GroupedCheckboxesField,
    HalfDaysField,
    ModelCheckboxesField,
    ModelRadioField,
    PortalForm,
    RadioField,
    SchoolField,
    WordsField,
    YesNoField,
)
from deployments.forms.keeping import phone_field
from deployments.models import Deployment, RequestDraft, SupportRequest
from deployments.models.requests import SPEAKERS
from deployments.queries.parties import holder_of
from deployments.queries.similar import similar_requests
from designation.models import Area, Designation
from designation.queries.leaders import found_by
from directory.calendar import said
from directory.models import Person, Post, School, SupportCategory
from directory.rules import is_manager

Part = RequestDraft.Part
ASKED = {
    Part.SCHOOL: ["school", "source", "contact_name", "contact_email", "contact_role", "contact_phone"],
    Part.NEED: ["areas", "phase", "kind", "need", "outcomes", "evidence", "may_share"],
    Part.CONTEXT: ["inspected_on", "inspection", "category", "head_since", "other_support"],
    Part.PEOPLE: ["supported_name", "supported_post", "supported_agreed"],
    Part.TIMES: ["urgency", "half_days", "starts_on", "ends_on", "pattern", "delivery", "language"],
    Part.PAYMENT: ["funding", "budget_holder", "purchase_order", "approval"],
    Part.WISHES: ["preferred", "preferred_also", "preferred_note", "avoided", "avoided_also", "avoided_note"],
}
MOST_AREAS = 2
FOUR_WEEKS = timedelta(weeks=4)
CONFIDENTIAL = _("Confidential: only the alliance manager reads this.")


def leaders() -> Any:
    return Designation.objects.active().select_related("person", "home_school")


def search_leaders(rows: Any, words: str) -> Any:
    return found_by(rows, words).order_by("person__last_name", "person__first_name", "pk")


def in_words(designation: Designation) -> str:
    return f"{designation.person}, {designation.home_school}"


def schools_of(person: Person) -> Any:
    """Return the open schools a person may ask for, or None for a manager, who may ask for any."""
    if is_manager(person):
        return None
    posts = person.authority
    own = School.objects.open().filter(pk__in=posts.school_ids(*SPEAKERS))
    officers = School.objects.open().filter(local_authority__in=posts.authority_ids(Post.Role.LA_OFFICER))
    return own | officers


class RequestForm(PortalForm):
    """One need of one school; who asks for their own only school is not asked which.

    With a `part` only that topic is asked; else everything is judged together.
    """

    areas = GroupedCheckboxesField(
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
    inspected_on = DateField(
        label=_("When was the school last inspected?"), latest=timezone.localdate, required=False
    )
    inspection = forms.CharField(
        label=_("What did the inspection find?"),
        max_length=200,
        required=False,
        help_text=_("In one sentence."),
    )
    category = forms.ChoiceField(
        label=_("Support category of the school"),
        choices=[("", _("None, or not known")), *SupportCategory.Colour.choices],
        required=False,
    )
    head_since = DateField(
        label=_("Since when has the headteacher been in post?"), latest=timezone.localdate, required=False
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
            "The leader and the leader's headteacher. If not, they read the kind of support, its areas, where and "
            "when it is wanted and the objectives, and nothing else until everybody has agreed."
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
    approval = RadioField(
        label=_("Has the headteacher or the chair of governors approved this request?"),
        choices=SupportRequest.Approval.choices,
    )
    source = RadioField(label=_("Where does this request come from?"), choices=SupportRequest.Source.choices)
    contact_name = forms.CharField(
        label=_("Name of the contact"),
        max_length=200,
        required=False,
        help_text=_("Who arranges the visits at the school. Leave both empty when it is the headteacher."),
    )
    contact_email = EmailField(label=_("E-mail address of the contact"), required=False)
    contact_role = forms.CharField(label=_("Post of the contact"), max_length=120, required=False)
    contact_phone = phone_field()
    preferred = ModelRadioField(
        Designation.objects.none(),
        label=_("Would you like one of these leaders again?"),
        required=False,
        blank=True,
        empty_label=_("Nobody in particular"),
    )
    preferred_also = FindField(
        label=_("Is there a leader you would like?"),
        help_text=_("Name or school"),
        queryset=leaders,
        search=search_leaders,
        say=in_words,
        required=False,
    )
    preferred_note = forms.CharField(
        label=_("What should we know about who you would like?"), max_length=200, required=False
    )
    avoided = ModelCheckboxesField(
        Designation.objects.none(),
        label=_("Should one of these leaders not come again?"),
        help_text=CONFIDENTIAL,
        required=False,
    )
    avoided_also = FindField(
        label=_("Is there a leader who should not come?"),
        help_text=CONFIDENTIAL,
        queryset=leaders,
        search=search_leaders,
        say=in_words,
        required=False,
    )
    avoided_note = WordsField(
        label=_("What should we know about who should not come?"),
        help_text=CONFIDENTIAL,
        words=100,
        rows=3,
        required=False,
    )

    again = forms.BooleanField(
        label=_("This is a different need: send the request all the same"), required=False
    )

    def __init__(
        self, *args: Any, person: Person, part: str = "", school: School | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.part, self.school = person, part, school
        areas: Any = self.fields["areas"]
        areas.queryset = Area.objects.active(timezone.localdate())
        self._offer_schools()
        if part in ("", Part.WISHES):
            self._offer_leaders_known_here()
        if part:
            self.keep([name for name in ASKED[Part(part)] if name in self.fields])

    def keep(self, names: list[str]) -> None:
        """Ask nothing but these questions, in this order."""
        self.fields = {name: self.fields[name] for name in names}

    def _offer_schools(self) -> None:
        """Preset the only school somebody speaks for, let others choose among theirs, managers among all."""
        schools = schools_of(self.person)
        mine = list(schools[:2]) if schools is not None else []
        self.only_school = mine[0] if len(mine) == 1 else None
        known = self.only_school or self.school
        if known is not None:
            self.initial.setdefault("phase", known.phase)
        if self.only_school is not None:
            self.initial.setdefault("source", SupportRequest.Source.SCHOOL)
            return
        field = SchoolField(
            label=_("Which school is it for?"), help_text=_("Name, town, postcode or URN"), queryset=schools
        )
        self.fields = {"school": field} | self.fields

    def _offer_leaders_known_here(self) -> None:
        known, school = Designation.objects.none(), self.only_school or self.school
        if school is not None:
            # Not who was proposed and refused before the school itself was asked.
            seen = Deployment.objects.visible_to(self.person).filter(school=school)
            known = Designation.objects.filter(pk__in=seen.values("designation"))
        is_known = known.exists()
        for name in ("preferred", "avoided"):
            if not is_known:
                del self.fields[name]
                continue
            field: Any = self.fields[name]
            field.queryset = known.select_related("person")
            field.label_from_instance = lambda designation: str(designation.person)

    def layout(self) -> Layout:
        if self.part:
            return Layout(*self.fields)
        groups = [
            (part.label, [name for name in names if name in self.fields]) for part, names in ASKED.items()
        ]
        return Layout(*(Fieldset(title, *names) for title, names in groups if names))

    def clean_areas(self) -> Any:
        """Take two areas at most: with more nobody leads in every one, and nobody would be found."""
        areas = self.cleaned_data["areas"]
        over = len(areas) - MOST_AREAS
        if over > 0:
            raise ValidationError(gettext("Choose at most two areas: untick %(over)d") % {"over": over})
        return areas

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("The last day must not lie before the first"))
        if cleaned.get("contact_name") and not cleaned.get("contact_email"):
            self.add_error(
                "contact_email", gettext("Enter the e-mail address of the contact, or leave the name empty")
            )
        self._judge_haste(cleaned)
        self._join_leaders(cleaned)
        if self.part in ("", Part.SCHOOL):
            self._judge_school(cleaned)
        if not self.part:
            self._warn_of_similar(cleaned)
        return cleaned

    def _judge_haste(self, cleaned: dict) -> None:
        """Let nothing be urgent that is not to begin for weeks: it would come before what cannot wait."""
        starts_on, urgency = cleaned.get("starts_on"), cleaned.get("urgency")
        if not starts_on or urgency in (None, SupportRequest.Urgency.PLANNED):
            return
        if starts_on > timezone.localdate() + FOUR_WEEKS:
            sentence = gettext(
                "It is not to begin before %(day)s, more than four weeks from now: choose an earlier day, or that it "
                "can wait"
            )
            self.add_error("urgency", sentence % {"day": said(starts_on)})

    def _join_leaders(self, cleaned: dict) -> None:
        """Take who was searched for together with who was picked among those known at the school."""
        if "preferred_also" in self.fields:
            cleaned["preferred"] = cleaned.get("preferred_also") or cleaned.get("preferred")
        if "avoided_also" in self.fields:
            also = cleaned.get("avoided_also")
            cleaned["avoided"] = list(
                dict.fromkeys([*(cleaned.get("avoided") or []), *([also] if also else [])])
            )
            if cleaned["preferred"] in cleaned["avoided"]:
                self.add_error("avoided_also", gettext("The same leader cannot be wanted and not wanted"))

    def _judge_school(self, cleaned: dict) -> None:
        cleaned["school"] = self.only_school or cleaned.get("school")
        schools = schools_of(self.person)
        if cleaned["school"] and schools is not None and not schools.filter(pk=cleaned["school"].pk).exists():
            raise ValidationError(gettext("You can ask for support for your own schools only"))
        self._ask_for_contact(cleaned)

    def _ask_for_contact(self, cleaned: dict) -> None:
        """Want a contact named where the school has no head, and who asks is not of the school."""
        school = cleaned["school"]
        if not school or cleaned.get("contact_email") or "contact_email" in self.errors:
            return
        is_of_school = school.pk in self.person.authority.own_school_ids
        if not is_of_school and holder_of(school, "head", timezone.localdate()) is None:
            sentence = gettext(
                "We know of no headteacher at this school: enter the e-mail address of a contact there"
            )
            self.add_error("contact_email", sentence)

    def _warn_of_similar(self, cleaned: dict) -> None:
        """Say what the school has asked for already; a tick lets a different need go on."""
        if cleaned.pop("again", False) or not (cleaned.get("school") and cleaned.get("areas")):
            return
        found = list(similar_requests(cleaned["school"], cleaned["areas"])[:3])
        if found:
            known = ", ".join(f"{one.reference} ({one.get_state_display()})" for one in found)
            sentence = gettext(
                "This school has asked for it already: %(known)s. Tick the box if the need is another"
            )
            self.add_error("again", sentence % {"known": known})

    def typed(self) -> dict[str, list[str]]:
        """Return everything typed in the boxes of these questions, as it was sent; nothing where a box is empty."""
        data: Any = self.data
        boxes = [key for key in data if key in self.fields or key.rpartition("_")[0] in self.fields]
        sent = {key: [_plain(one) for one in data.getlist(key)] for key in boxes}
        return {name: [] for name in self.fields} | sent

    def answers(self) -> dict[str, Any]:
        """Return what was answered, as a request keeps it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in SEARCHED}


def _plain(words: str) -> str:
    return words.replace("\x00", "")[:MOST_LETTERS]


MOST_LETTERS = 100_000  # nobody types more into one box; a draft keeps no more than that
SEARCHED = ("preferred_also", "avoided_also", "again")

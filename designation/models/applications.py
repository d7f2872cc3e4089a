"""An application: the case itself with the areas it offers; what is answered in words stands in `answers`."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet
from designation.models.conflicts import Member, any_conflict, conflict_named
from designation.models.rounds import Extension, PanelSeat, Round
from designation.models.schemes import Area, Criterion, RoleType, in_language
from directory.models import Post, School
from directory.rules import is_manager


class ApplicationQuerySet(CaseQuerySet):
    def visible_to(self, person) -> Self:
        """The applicant's own; for managers what is sent in; for a panel member what no conflict blocks.

        A manager who applies, were it with a draft, finds nobody else's of that round: they are rivals. Whoever is
        chosen to hear an appeal sees that one application.
        """
        own = Q(applicant=person)
        hears = Q(appeal__in=person.appeals_to_hear.values("pk"))
        if is_manager(person):
            theirs = Application.objects.competing(timezone.now()).filter(applicant=person).order_by()
            rivals = Q(round__in=theirs.values("round"))
            return self.filter(own | hears | ~Q(state=Application.State.DRAFT) & ~rivals)
        return self.filter(own | hears | Q(pk__in=Application.objects.read_by_panel(person).values("pk")))

    def in_full(self) -> Self:
        return self.select_related("applicant", "round", "school", "role_type")

    def with_answers(self, references: models.QuerySet | None = None) -> Self:
        """Applications with everything the applicant wrote, in as many queries for one as for many."""
        chosen = models.Prefetch("chosen_areas", ChosenArea.objects.select_related("area"))
        asked = models.Prefetch("references", references) if references is not None else "references"
        return self.in_full().prefetch_related("statements", "roles_held", chosen, asked)

    def out_of_time(self, at: datetime) -> Self:
        """Drafts that can no longer be sent in: the round's closing and the applicant's own later one have passed."""
        more = Extension.objects.filter(
            round=models.OuterRef("round"), person=models.OuterRef("applicant"), until__gt=at
        )
        closed = self.filter(state=Application.State.DRAFT, round__closes_at__lte=at)
        return closed.filter(~models.Exists(more))

    def competing(self, at: datetime) -> Self:
        """Those by which somebody competes in a round: undecided or contested, and drafts that are still in time."""
        more = Extension.objects.filter(
            round=models.OuterRef("round"), person=models.OuterRef("applicant"), until__gt=at
        )
        draft = Application.State.DRAFT
        contested = (Application.State.APPEALED, Application.State.UPHELD)
        sent = [one for one in (*Application.UNDECIDED, *contested) if one != draft]
        in_time = Q(round__closes_at__gt=at) | Q(models.Exists(more))
        return self.filter(Q(state__in=sent) | Q(state=draft) & in_time)

    def before_panel(self, person) -> Self:
        """Applications sent in to the rounds on whose panel the person sits, conflicts included."""
        seats = PanelSeat.objects.filter(person=person).values("round_id")
        return self.filter(round_id__in=seats).exclude(state=Application.State.DRAFT)

    def read_by_panel(self, person) -> Self:
        """What a panel member may read: nothing that a conflict of interest keeps from them."""
        return self.before_panel(person).free_of(Member(person))

    def free_of(self, member: Member) -> Self:
        """Applications that no conflict of interest keeps from this member."""
        return self.filter(~any_conflict(Application.objects.order_by(), member))

    def with_conflict(self, person) -> Any:  # annotated, which its own type does not say
        """Each with `conflict`: the name of what keeps this person from judging it, or nothing."""
        return self.annotate(conflict=conflict_named(Application.objects.order_by(), Member(person)))


class Application(Case):
    """Somebody asks to be designated in a round; filled in section by section, sent in before the deadline."""

    NOUN, MARK = "application", "APP"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        SHORTLISTED = "shortlisted", _("Shortlisted")
        NOT_SHORTLISTED = "not_shortlisted", _("Not shortlisted")
        INVITED = "invited", _("Invited to interview")
        INTERVIEWED = "interviewed", _("Interviewed")
        SUCCESSFUL = "successful", _("Successful")
        UNSUCCESSFUL = "unsuccessful", _("Unsuccessful")
        RESERVE = "reserve", _("On the reserve list")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        APPEALED = "appealed", _("Appealed")
        UPHELD = "upheld", _("Appeal upheld")
        DISMISSED = "dismissed", _("Appeal dismissed")

    UNDECIDED = (
        State.DRAFT,
        State.SUBMITTED,
        State.RETURNED,
        State.SHORTLISTED,
        State.INVITED,
        State.INTERVIEWED,
        State.RESERVE,
    )

    class Section(models.TextChoices):
        """The parts of the form, in the order they are filled in; five of them are statements."""

        ABOUT = "about", _("About you")
        ROLES = "roles", _("Leadership roles you have held")
        AREAS = "areas", _("Areas of expertise")
        ROLE = "role", _("Your role, responsibilities and expertise")
        TRACK_RECORD = "track_record", _("Your track record in your own school")
        COACHING = "coaching", _("Coaching and facilitation that lasted")
        SUPPORTING = "supporting", _("Supporting leaders elsewhere")
        IMPACT = "impact", _("Evidence of impact")
        CAPACITY = "capacity", _("Capacity and travel")
        REFEREES = "referees", _("Referees")
        ADJUSTMENTS = "adjustments", _("Adjustments")
        EQUALITY = "equality", _("Equality monitoring")
        DECLARATIONS = "declarations", _("Declarations")

    OPTIONAL = (Section.ADJUSTMENTS, Section.EQUALITY)
    STARTED, COMPLETED = "started", "completed"  # what `sections` holds for a section

    class Declaration(models.TextChoices):
        CONSULTED = (
            "consulted",
            _("I have talked with my headteacher (or chair of governors) about this application"),
        )
        TRUE = "true", _("What I have written is true")
        PRIVACY = "privacy", _("I have read how the alliance uses what I have written")
        TRAINING = "training", _("I am willing to attend the induction and core training")

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="applications", verbose_name=_("applicant")
    )
    round = models.ForeignKey(Round, models.PROTECT, related_name="applications", verbose_name=_("round"))
    role_type = models.ForeignKey(
        RoleType, models.PROTECT, related_name="applications", verbose_name=_("role type")
    )
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.DRAFT)
    sections = models.JSONField(default=dict, editable=False)  # section key -> "started" or "completed"
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)

    # What it was sent in under: changed schemes never change an application.
    role_name = models.CharField(_("role applied for"), max_length=120, blank=True, editable=False)
    role_name_cy = models.CharField(max_length=120, blank=True, editable=False)
    years = models.PositiveSmallIntegerField(_("years applied for"), null=True, editable=False)
    least_months = models.PositiveSmallIntegerField(null=True, editable=False)
    criteria = models.ManyToManyField(
        Criterion, blank=True, editable=False, related_name="applications", verbose_name=_("criteria")
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="copies"
    )

    # Asked about again, while it is returned
    asked_again = models.JSONField(_("parts asked about again"), default=list, blank=True)
    question = models.TextField(_("what is asked"), blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)

    # About you
    title = models.CharField(_("title"), max_length=30, blank=True)
    previous_name = models.CharField(_("previous name"), max_length=200, blank=True)
    personal_email = models.EmailField(_("personal e-mail address"), blank=True)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("school")
    )
    post_role = models.CharField(_("current post"), max_length=20, choices=Post.Role, blank=True)
    post_title = models.CharField(_("title of the post"), max_length=120, blank=True)
    appointed_on = models.DateField(_("appointed"), null=True, blank=True)
    fte_percent = models.PositiveSmallIntegerField(_("per cent of full time"), null=True, blank=True)
    trn = models.CharField(_("teacher reference number"), max_length=7, blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    qualifications = models.TextField(_("designations and qualifications held"), blank=True)

    # Areas and phases
    areas = models.ManyToManyField(
        Area, through="ChosenArea", related_name="applications", verbose_name=_("areas of expertise")
    )
    phases = models.JSONField(_("phases"), default=list, blank=True)

    # Capacity and travel
    half_days_a_term = models.PositiveSmallIntegerField(_("half days a term"), null=True, blank=True)
    days_of_week = models.JSONField(_("days of the week"), default=list, blank=True)
    travel_miles = models.PositiveSmallIntegerField(_("travels up to (miles)"), null=True, blank=True)
    online_ok = models.BooleanField(_("online"), null=True, blank=True)
    languages = models.JSONField(_("languages of work"), default=list, blank=True)

    # Referees, as typed; a Reference is made when they are asked
    head_name = models.CharField(_("name of the head or chair"), max_length=200, blank=True)
    head_email = models.EmailField(_("e-mail of the head or chair"), blank=True)
    second_name = models.CharField(_("name of the second referee"), max_length=200, blank=True)
    second_email = models.EmailField(_("e-mail of the second referee"), blank=True)
    second_post = models.CharField(_("post of the second referee"), max_length=120, blank=True)
    second_school = models.CharField(_("school of the second referee"), max_length=200, blank=True)
    second_knows = models.CharField(_("how the second referee knows you"), max_length=300, blank=True)

    # Adjustments are stated once and shown to those who interview; equality answers are counted, then forgotten.
    adjustments = models.TextField(_("adjustments"), blank=True)
    equality = models.JSONField(_("equality answers of a draft"), default=dict, blank=True, editable=False)

    # Declarations
    declarations = models.JSONField(_("declarations"), default=list, blank=True)
    conflicts = models.TextField(_("conflicts of interest"), blank=True)

    # The decision
    reasons = models.ManyToManyField(
        Criterion, blank=True, related_name="+", verbose_name=_("criteria that decided against")
    )
    feedback = models.TextField(_("feedback"), blank=True)
    with_support = models.BooleanField(_("designated with support"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    appeal_by = models.DateField(_("last day to appeal"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "state_at"]),
            models.Index(fields=["round", "state"]),
            models.Index(fields=["applicant", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant", "round", "role_type"],
                condition=~Q(state="withdrawn"),
                name="application_once_a_round_and_role",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False, school__isnull=False, half_days_a_term__isnull=False),
                name="application_sent_in_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(equality={}),
                name="application_sent_in_forgets_equality",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(question="") & Q(answer_by__isnull=False),
                name="application_returned_is_asked_something",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_shortlisted", "unsuccessful"]) | ~Q(feedback=""),
                name="application_turned_down_has_feedback",
            ),
        ]

    @property
    def about_id(self) -> int | None:
        return self.applicant_id

    @property
    def deadline(self) -> datetime:
        """The moment from which it is too late to send it in: the round's, or this person's own later one."""
        return self.round.deadline_for(self.applicant_id)

    @property
    def role(self) -> str:
        """The role applied for as it was called when the application was sent in, in the reader's language."""
        return in_language(self, "role_name") or str(self.role_type)

    @property
    def months_asked(self) -> int:
        """The months of leadership asked for: as they were when it was sent in, until then the role's."""
        return self.role_type.least_months if self.least_months is None else self.least_months

    @property
    def years_asked(self) -> int:
        """The years of designation applied for: as they were when it was sent in, until then the role's."""
        return self.role_type.years if self.years is None else self.years

    @property
    def asked_sections(self) -> list["Application.Section"]:
        """The parts that may be changed now: all of a draft, those asked about again of one that was returned."""
        again = self.state == self.State.RETURNED
        return [one for one in self.Section if not again or one.value in self.asked_again]

    @property
    def missing(self) -> list["Application.Section"]:
        """The parts still to be completed before it can be sent in, in the order of the form."""
        asked = [one for one in self.Section if one not in self.OPTIONAL]
        return [one for one in asked if self.sections.get(one.value) != self.COMPLETED]

    @property
    def is_of_a_head(self) -> bool:
        return self.post_role in Post.HEADS

    @property
    def is_filled_in(self) -> bool:
        """Say whether every part that must be completed is."""
        return not self.missing

    @property
    def main_area(self) -> Area | None:
        return next((one.area for one in self.chosen_areas.all() if one.is_main), None)


class ChosenArea(models.Model):
    """An area the applicant offers; one of them is the main one."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="chosen_areas")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area of expertise"))
    is_main = models.BooleanField(_("main area"), default=False)
    name = models.CharField(max_length=120, blank=True, editable=False)  # as it was called when sent in
    name_cy = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("chosen area")
        verbose_name_plural = _("chosen areas")
        ordering = ["-is_main", "area__group__position", "area__name"]
        constraints = [
            models.UniqueConstraint(fields=["application", "area"], name="chosen_area_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(is_main=True), name="chosen_area_one_main"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self, "name") or str(self.area)

"""An application: the case, and the rows of its sections."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet
from designation.models.rounds import PanelSeat, Round
from designation.models.schemes import Area, Criterion, RoleType
from directory.models import Post, School
from directory.rules import is_manager


class ApplicationQuerySet(CaseQuerySet):
    def visible_to(self, person) -> Self:
        """The applicant's own; for managers everything sent in; for a panel member what no conflict blocks."""
        own = Q(applicant=person)
        if is_manager(person):
            return self.filter(own | ~Q(state=Application.State.DRAFT))
        return self.filter(own | Q(pk__in=Application.objects.read_by_panel(person).values("pk")))

    def with_answers(self) -> Self:
        """Applications with everything the applicant wrote, in as many queries for one as for many."""
        chosen = models.Prefetch("chosen_areas", ChosenArea.objects.select_related("area"))
        rows = self.select_related("applicant", "round", "school", "role_type")
        return rows.prefetch_related("statements", "roles_held", chosen, "references")

    def before_panel(self, person) -> Self:
        """Applications sent in to the rounds on whose panel the person sits, conflicts included."""
        seats = PanelSeat.objects.filter(person=person).values("round_id")
        return self.filter(round_id__in=seats).exclude(state=Application.State.DRAFT)

    def read_by_panel(self, person) -> Self:
        """What a panel member may read: not their own, not of their own school, trust or staff."""
        mine = Post.objects.on(timezone.localdate()).filter(person=person, school__isnull=False)
        return (
            self.before_panel(person)
            .exclude(applicant=person)
            .exclude(school_id__in=mine.values("school_id"))
            .exclude(school__trust_id__in=mine.filter(school__trust__isnull=False).values("school__trust_id"))
        )


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
        DECLARATIONS = "declarations", _("Declarations")

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

    # About you
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("school")
    )
    post_role = models.CharField(_("current post"), max_length=20, choices=Post.Role, blank=True)
    post_title = models.CharField(_("title of the post"), max_length=120, blank=True)
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
    second_knows = models.CharField(_("how the second referee knows you"), max_length=300, blank=True)

    # Declarations
    declarations = models.JSONField(_("declarations"), default=list, blank=True)
    conflicts = models.TextField(_("conflicts of interest"), blank=True)

    # The decision
    reasons = models.ManyToManyField(
        Criterion, blank=True, related_name="+", verbose_name=_("criteria that decided against")
    )
    feedback = models.TextField(_("feedback"), blank=True)

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
                condition=~Q(state__in=["not_shortlisted", "unsuccessful"]) | ~Q(feedback=""),
                name="application_turned_down_has_feedback",
            ),
        ]

    @property
    def deadline(self) -> datetime:
        """The moment from which it is too late to send it in."""
        return self.round.closes_at

    @property
    def is_of_a_head(self) -> bool:
        return self.post_role in Post.HEADS

    @property
    def is_filled_in(self) -> bool:
        return all(self.sections.get(key) == self.COMPLETED for key in self.Section.values)

    @property
    def main_area(self) -> Area | None:
        return next((one.area for one in self.chosen_areas.all() if one.is_main), None)


class RoleHeld(models.Model):
    """A leadership role the applicant holds or held; without an end it is held now."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="roles_held")
    title = models.CharField(_("title of the post"), max_length=120)
    school_name = models.CharField(_("school"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("leadership role")
        verbose_name_plural = _("leadership roles")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="role_held_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.school_name}"


class ChosenArea(models.Model):
    """An area the applicant offers; one of them is the main one."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="chosen_areas")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area of expertise"))
    is_main = models.BooleanField(_("main area"), default=False)

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
        return str(self.area)


class Statement(models.Model):
    """One of the five answers; a draft may run over the limit, a completed one may not."""

    Section = Application.Section
    QUESTIONS = (Section.ROLE, Section.TRACK_RECORD, Section.COACHING, Section.SUPPORTING, Section.IMPACT)
    WORDS = 300

    application = models.ForeignKey(Application, models.CASCADE, related_name="statements")
    question = models.CharField(
        _("question"), max_length=12, choices=[(one.value, one.label) for one in QUESTIONS]
    )
    text = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "question"], name="statement_once_a_question")
        ]

    def __str__(self) -> str:
        return self.get_question_display()

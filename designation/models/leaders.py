"""Designations: what a leader holds, from the panel's word to the end of the last term."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet, Certificate
from designation.models.applications import Application
from designation.models.schemes import Area, RoleType
from directory.models import Post, School
from directory.queries.posts import line_manager_roles
from directory.rules import is_manager

LINE_MANAGERS = (*Post.HEADS, Post.Role.CHAIR_OF_GOVERNORS)


class DesignationQuerySet(CaseQuerySet):
    def visible_to(self, person) -> Self:
        """The leader's own; the head's and the chair's own staff; whoever hears an appeal; managers see all."""
        if is_manager(person):
            return self
        mine = Q(person=person) | Q(home_school__in=person.authority.school_ids(*LINE_MANAGERS))
        return self.filter(mine | Q(appeal__in=person.appeals_to_hear.values("pk")))

    def at_work(self) -> Self:
        """Live ones, and expired ones whose leader still finishes what was agreed before."""
        unfinished = Designation._base_manager.filter(deployments__state__in=Designation.UNFINISHED)
        finishing = Q(state=Designation.State.EXPIRED, pk__in=unfinished.values("pk"))
        return self.filter(Q(state__in=Designation.LIVE) | finishing)

    def with_work_left(self) -> Self:
        """Answer `has_work_left` of every row in the query that reads them."""
        unfinished = Designation._base_manager.filter(deployments__state__in=Designation.UNFINISHED)
        return self.annotate(has_work_left=models.Exists(unfinished.filter(pk=models.OuterRef("pk"))))

    def active(self) -> Self:
        return self.filter(state=Designation.State.ACTIVE)

    def listed(self) -> Self:
        """Active leaders who agreed to stand in the public directory."""
        return self.active().filter(listed=True)


class Designation(Case):
    """What a leader holds in a role: from the panel's word to the end of the last of its terms of four years.

    `starts_on` is the first day of the first term, `ends_on` the last day of the last one; each is a `DesignationTerm`.
    """

    NOUN, MARK = "designation", "DES"

    class State(models.TextChoices):
        DESIGNATED = "designated", _("Designated")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        EXPIRED = "expired", _("Expired")
        RELINQUISHED = "relinquished", _("Relinquished")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    LIVE = (State.DESIGNATED, State.ACTIVE, State.SUSPENDED)
    UNFINISHED = ("agreed", "active", "paused")  # states of deployments, the floor above

    class SuspendedFor(models.TextChoices):
        """Why somebody is suspended for a time."""

        ASSURANCE = "assurance", _("The safeguarding assurance is in question")
        CONCERN = "concern", _("A concern is being looked into")
        SCHOOL = "school", _("The home school cannot spare the leader for a time")
        OWN_WISH = "own_wish", _("The leader asked for it")

    class EndedFor(models.TextChoices):
        """Why a designation ended before its time; the last four are grounds for withdrawing it."""

        WORKLOAD = "workload", _("Workload or personal circumstances")
        NEW_POST = "new_post", _("A new post")
        RETIREMENT = "retirement", _("Retirement or leaving the profession")
        OTHER = "other", _("Another reason")
        NOT_ELIGIBLE = "not_eligible", _("No longer eligible for the role")
        COMMITMENT = "commitment", _("Withdrew from a commitment without cause or notice")
        TERMS = "terms", _("Broke the terms of the agreement")
        CONDUCT = "conduct", _("Conduct that brings the role into disrepute")

    OWN_REASONS = (EndedFor.WORKLOAD, EndedFor.NEW_POST, EndedFor.RETIREMENT, EndedFor.OTHER)
    GROUNDS = (EndedFor.NOT_ELIGIBLE, EndedFor.COMMITMENT, EndedFor.TERMS, EndedFor.CONDUCT)

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        WELSH = "cy", _("Welsh")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="designations", verbose_name=_("leader")
    )
    role_type = models.ForeignKey(
        RoleType, models.PROTECT, related_name="designations", verbose_name=_("role type")
    )
    home_school = models.ForeignKey(
        School, models.PROTECT, related_name="designations", verbose_name=_("home school")
    )
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, verbose_name=_("application")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DESIGNATED)
    areas = models.ManyToManyField(Area, related_name="designations", verbose_name=_("areas of expertise"))
    phases = models.JSONField(_("phases"), default=list, blank=True)
    languages = models.JSONField(_("languages of work"), default=list, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    half_days_a_term = models.PositiveSmallIntegerField(_("half days a term"), default=0)
    travel_miles = models.PositiveSmallIntegerField(_("travels up to (miles)"), null=True, blank=True)
    online_ok = models.BooleanField(_("works online"), default=True)
    days_of_week = models.JSONField(_("days of the week"), default=list, blank=True)

    agreement_signed_on = models.DateField(_("agreement signed"), null=True, blank=True)
    induction_done_on = models.DateField(_("induction and core training done"), null=True, blank=True)
    checks_seen_on = models.DateField(
        _("enhanced DBS check seen"), null=True, blank=True
    )  # the day the head saw it; never the certificate itself
    assurance_until = models.DateField(_("safeguarding assurance until"), null=True, blank=True)
    assurance_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assurance given by"),
    )
    # The day the school took it back; empty again once it is given anew.
    assurance_retracted_on = models.DateField(_("assurance taken back"), null=True, blank=True)
    listed = models.BooleanField(_("in the public directory"), default=False)
    with_support = models.BooleanField(_("designated with support"), default=False)

    # After a change of school or post: while this is set, the line manager has not confirmed the release.
    release_asked_at = models.DateTimeField(_("release asked for"), null=True, blank=True)
    release_refused_at = models.DateTimeField(_("release refused"), null=True, blank=True)

    suspended_for = models.CharField(_("suspended for"), max_length=12, choices=SuspendedFor, blank=True)
    ended_for = models.CharField(_("ended for"), max_length=12, choices=EndedFor, blank=True)
    ended_on = models.DateField(_("ended early on"), null=True, blank=True)
    ended_words = models.TextField(_("what the leader was told"), blank=True)  # on withdrawal; theirs to read
    appeal_by = models.DateField(_("last day to appeal"), null=True, blank=True)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        ordering = ["person__last_name", "person__first_name", "-starts_on", "pk"]
        indexes = [
            models.Index(fields=["state", "state_at"]),
            models.Index(fields=["state", "ends_on"]),
            models.Index(fields=["home_school", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role_type"],
                condition=Q(state__in=["designated", "active", "suspended"]),
                name="designation_one_live_a_role",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="designation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "suspended"])  # one never activated expires as it is
                | Q(agreement_signed_on__isnull=False, induction_done_on__isnull=False),
                name="designation_active_is_signed_and_trained",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["relinquished", "withdrawn"])
                | ~Q(ended_for="") & Q(ended_on__isnull=False),
                name="designation_ended_early_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | ~Q(suspended_for=""), name="designation_suspended_says_why"
            ),
            models.CheckConstraint(
                condition=Q(release_refused_at__isnull=True) | Q(release_asked_at__isnull=False),
                name="designation_refused_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(assurance_until__isnull=True) | Q(assurance_by__isnull=False),
                name="designation_assurance_has_its_giver",
            ),
            models.CheckConstraint(
                condition=Q(assurance_retracted_on__isnull=True) | Q(assurance_until__isnull=True),
                name="designation_retracted_is_not_assured",
            ),
        ]

    @property
    def about_id(self) -> int | None:
        return self.person_id

    @cached_property
    def line_manager_roles(self) -> tuple[str, ...]:
        """Return the posts at the home school whose holders answer for the leader today; asked once an object."""
        return line_manager_roles(self.person, self.home_school, timezone.localdate())

    @property
    def is_released(self) -> bool:
        """Say whether the line manager stands behind new deployments; not while a change of school is unconfirmed."""
        return self.release_asked_at is None

    @cached_property
    def has_work_left(self) -> bool:
        """Say whether work agreed before the end is still to be finished; the floor above, asked once an object."""
        return self.deployments.filter(state__in=self.UNFINISHED).exists()

    def standing(self, on: date) -> str:
        """Return what the public page of its certificate says on a day.

        Suspended, given up and withdrawn are one to the public: not in force. A suspension that ends makes it valid
        again; a term that ended in the meantime has simply ended.
        """
        running = (self.State.ACTIVE, self.State.SUSPENDED)
        if self.state == self.State.EXPIRED or (self.state in running and on > self.ends_on):
            return Certificate.Standing.EXPIRED
        valid = self.state == self.State.ACTIVE
        return Certificate.Standing.VALID if valid else Certificate.Standing.WITHDRAWN

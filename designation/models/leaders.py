"""Designations: the four years of a leader, what they can give, and when they are away."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models import Case, CaseQuerySet, Certificate
from designation.models.applications import Application
from designation.models.schemes import Area, RoleType
from directory.models import Post, School
from directory.rules import is_manager

LINE_MANAGERS = (*Post.HEADS, Post.Role.CHAIR_OF_GOVERNORS)


class DesignationQuerySet(CaseQuerySet):
    def visible_to(self, person) -> Self:
        """The leader's own; the head's and the chair's own staff; managers see all."""
        if is_manager(person):
            return self
        return self.filter(Q(person=person) | Q(home_school__in=person.authority.school_ids(*LINE_MANAGERS)))

    def active(self) -> Self:
        return self.filter(state=Designation.State.ACTIVE)

    def listed(self) -> Self:
        """Active leaders who agreed to stand in the public directory."""
        return self.active().filter(listed=True)


class Designation(Case):
    """One term of a leader in a role: from the panel's word to the end of the four years."""

    NOUN, MARK = "designation", "DES"

    class State(models.TextChoices):
        DESIGNATED = "designated", _("Designated")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        EXPIRED = "expired", _("Expired")
        RELINQUISHED = "relinquished", _("Relinquished")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    LIVE = (State.DESIGNATED, State.ACTIVE, State.SUSPENDED)

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
    assurance_until = models.DateField(_("safeguarding assurance until"), null=True, blank=True)
    assurance_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assurance given by"),
    )
    listed = models.BooleanField(_("in the public directory"), default=False)

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
                condition=~Q(state__in=["active", "suspended", "expired"])
                | Q(agreement_signed_on__isnull=False, induction_done_on__isnull=False),
                name="designation_active_is_signed_and_trained",
            ),
            models.CheckConstraint(
                condition=Q(assurance_until__isnull=True) | Q(assurance_by__isnull=False),
                name="designation_assurance_has_its_giver",
            ),
        ]

    def standing(self, on: date) -> str:
        """Return what the public page of its certificate says on a day."""
        if self.state in (self.State.EXPIRED, self.State.ACTIVE) and on > self.ends_on:
            return Certificate.Standing.EXPIRED
        if self.state == self.State.ACTIVE:
            return Certificate.Standing.VALID
        return (
            Certificate.Standing.EXPIRED
            if self.state == self.State.EXPIRED
            else Certificate.Standing.WITHDRAWN
        )


class SchoolRelease(models.Model):
    """How many half days a term a school releases for system leadership, all its leaders together."""

    school = models.OneToOneField(School, models.CASCADE, related_name="release", verbose_name=_("school"))
    half_days_a_term = models.PositiveSmallIntegerField(_("half days a term"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("release budget")
        verbose_name_plural = _("release budgets")
        ordering = ["school__name", "pk"]

    def __str__(self) -> str:
        return str(self.school)


class Absence(models.Model):
    """Days on which a leader cannot be sent anywhere (both ends included)."""

    designation = models.ForeignKey(
        Designation, models.CASCADE, related_name="absences", verbose_name=_("designation")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["designation", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"

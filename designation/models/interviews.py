"""Interviews: the slots a round offers, and when and where an applicant meets the panel."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from designation.models.applications import Application
from designation.models.rounds import Round
from directory.calendar import add_working_days

# Ours: product specification, part 3, lets the applicant book and names no last day for another time.
CHANGE_DAYS = 2  # working days before the interview
SOMEWHERE = ~Q(place="") | ~Q(online_link="")


class Slot(models.Model):
    """A time at which a panel can see one applicant; taken once, by a conditional UPDATE."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="slots", verbose_name=_("round"))
    at = models.DateTimeField(_("at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_link = models.URLField(_("link to join online"), blank=True)
    panel = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="slots", verbose_name=_("panel"))
    taken_by = models.OneToOneField(
        Application, models.SET_NULL, null=True, blank=True, related_name="slot", verbose_name=_("taken by")
    )

    history = HistoricalRecords(excluded_fields=["taken_by"])  # who took it stands in the application's own

    class Meta:
        verbose_name = _("interview slot")
        verbose_name_plural = _("interview slots")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["round", "at"])]
        constraints = [
            models.CheckConstraint(condition=SOMEWHERE, name="slot_is_somewhere"),
            models.CheckConstraint(
                condition=Q(minutes__gte=10, minutes__lte=240), name="slot_has_its_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes)


class Interview(models.Model):
    """When and where an applicant meets the panel; each change counts up what calendars know of it."""

    application = models.OneToOneField(Application, models.CASCADE, verbose_name=_("application"))
    at = models.DateTimeField(_("at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_link = models.URLField(_("link to join online"), blank=True)
    panel = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="interviews", verbose_name=_("panel")
    )
    sequence = models.PositiveSmallIntegerField(_("version in calendars"), default=0, editable=False)
    missed_at = models.DateTimeField(_("not attended"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"])]
        constraints = [models.CheckConstraint(condition=SOMEWHERE, name="interview_is_somewhere")]

    def __str__(self) -> str:
        return f"{self.application} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes)

    @property
    def stands(self) -> bool:
        """Say whether it is still to be kept: neither cancelled nor missed."""
        return self.missed_at is None and self.cancelled_at is None

    @property
    def is_ahead(self) -> bool:
        """Say whether it has not begun: nobody scores or records it before."""
        return self.at > timezone.now()

    @property
    def change_by(self) -> date:
        """The last day on which the applicant may choose another time, two working days before."""
        return add_working_days(timezone.localdate(self.at), -CHANGE_DAYS)

    @property
    def is_fixed(self) -> bool:
        """Whether it is too late today for the applicant to choose another time."""
        return timezone.localdate() > self.change_by

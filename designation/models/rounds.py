"""Rounds of applications and the panels that decide them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from designation.models.schemes import Area, Named, RoleType, in_language


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self, at: datetime) -> "RoundQuerySet":
        """Rounds that take applications at this moment: from the moment they open until before they close."""
        return self.filter(opens_at__lte=at, closes_at__gt=at)


class Round(Named):
    """A time in which people may apply, with its panel and its window for interviews."""

    role_types = models.ManyToManyField(RoleType, related_name="rounds", verbose_name=_("role types"))
    areas_wanted = models.ManyToManyField(
        Area, blank=True, related_name="rounds", verbose_name=_("areas wanted")
    )
    opens_at = models.DateTimeField(_("opens"), help_text=_("London time."))
    closes_at = models.DateTimeField(_("closes"), help_text=_("London time. A second later is too late."))
    interviews_from = models.DateField(_("interviews from"), null=True, blank=True)
    interviews_to = models.DateField(_("interviews until"), null=True, blank=True)
    public_text = models.TextField(_("public text"), blank=True)
    public_text_cy = models.TextField(_("public text in Welsh"), blank=True)
    panel = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="PanelSeat", related_name="panels", verbose_name=_("panel")
    )

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-closes_at", "pk"]
        indexes = [models.Index(fields=["closes_at", "opens_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(interviews_from__isnull=True)
                | Q(interviews_to__isnull=True)
                | Q(interviews_to__gte=F("interviews_from")),
                name="round_interviews_end_after_they_begin",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("designation:round-detail", args=[self.pk])

    @property
    def text(self) -> str:
        return in_language(self, "public_text")

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


class PanelSeat(models.Model):
    """A member of a round's panel; some are heads of the alliance."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="seats", verbose_name=_("round"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="panel_seats", verbose_name=_("person")
    )
    is_alliance_head = models.BooleanField(_("head of an alliance school"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("panel member")
        verbose_name_plural = _("panel members")
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="panel_seat_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.round}"

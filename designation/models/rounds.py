"""Rounds of applications and the panels that decide them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
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
    scores_by = models.DateField(_("scores due by"), null=True, blank=True)
    training_on = models.DateField(
        _("core training on"), null=True, blank=True, help_text=_("Applicants declare that they can attend.")
    )
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
        """Say whether it takes applications from everybody; some may have longer: `deadline_for`."""
        return self.opens_at <= at < self.closes_at

    def deadline_for(self, person) -> datetime:
        """Return the moment from which it is too late for this person: the round's, or their own later one."""
        own = self.extensions.filter(person=person).values_list("until", flat=True).first()
        return max(self.closes_at, own) if own else self.closes_at

    def is_open_to(self, person, at: datetime) -> bool:
        return self.opens_at <= at < self.deadline_for(person)


class Extension(models.Model):
    """More time for one person in one round, granted by a manager with a reason."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions", verbose_name=_("round"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="extensions", verbose_name=_("person")
    )
    until = models.DateTimeField(_("until"), help_text=_("London time."))
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted"), default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-granted_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="extension_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.round}"


class EqualityCount(models.Model):
    """How many applicants of a round gave an answer to an equality question; never who.

    Counted when an application is sent in, and nothing else is kept.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="equality_counts", verbose_name=_("round"))
    question = models.CharField(_("question"), max_length=20)
    answer = models.CharField(_("answer"), max_length=20)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("equality count")
        verbose_name_plural = _("equality counts")
        ordering = ["round", "question", "answer"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "question", "answer"], name="equality_count_once_an_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"


class PanelSeat(models.Model):
    """A member of a round's panel; some are heads of the alliance."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="seats", verbose_name=_("round"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="panel_seats", verbose_name=_("person")
    )
    is_alliance_head = models.BooleanField(_("head of an alliance school"), default=False)
    declared_at = models.DateTimeField(
        _("conflicts declared"), null=True, blank=True, editable=False
    )  # when the member last went through the list of applicants

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("panel member")
        verbose_name_plural = _("panel members")
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="panel_seat_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.round}"

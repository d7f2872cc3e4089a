"""What a leader has done and what it was worth: the rows a review and a renewal file are made of."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Attachment
from designation.models.leaders import Designation


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def between(self, first, last) -> Self:
        """Evidence of the days from `first` to `last`, both included."""
        return self.filter(on__gte=first, on__lte=last)


class Evidence(models.Model):
    """One thing that happened or was said, on a day; filed by the leader, or from the floors above by its key."""

    class Kind(models.TextChoices):
        """The amounts that may come with a kind: half days of support, minutes of learning, a result from 1 to 4."""

        VISIT = "visit", _("Support given")
        EVALUATION = "evaluation", _("Evaluation of a deployment")
        CPD = "cpd", _("Professional development")
        GROUP = "group", _("Development group")
        INSPECTION = "inspection", _("Ofsted or Estyn report")
        AUTHORITY = "authority", _("Review by the local authority or consortium")
        OUTCOMES = "outcomes", _("Pupil outcomes")
        FEEDBACK = "feedback", _("Feedback from development groups")
        OTHER = "other", _("Other evidence")

    # What leaders file themselves; the rest is filed by the portal.
    OWN = (Kind.CPD, Kind.GROUP, Kind.INSPECTION, Kind.AUTHORITY, Kind.OUTCOMES, Kind.FEEDBACK, Kind.OTHER)

    designation = models.ForeignKey(
        Designation, models.CASCADE, related_name="evidence", verbose_name=_("designation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    on = models.DateField(_("on"))
    title = models.CharField(_("title"), max_length=200)
    detail = models.TextField(_("what it shows"), blank=True)
    half_days = models.PositiveSmallIntegerField(_("half days"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    result = models.PositiveSmallIntegerField(_("result from 1 to 4"), null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    key = models.CharField(max_length=60, blank=True, editable=False)  # of what above filed it: "visit:17"
    url = models.CharField(max_length=200, blank=True, editable=False)  # the page of what filed it
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filed by"),
    )
    filed_at = models.DateTimeField(_("filed"), default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["designation", "kind", "on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["designation", "key"], condition=~Q(key=""), name="evidence_filed_once_by_its_key"
            ),
            models.CheckConstraint(
                condition=Q(result__isnull=True) | Q(result__gte=1, result__lte=4),
                name="evidence_result_is_1_to_4",
            ),
        ]

    def __str__(self) -> str:
        return self.title

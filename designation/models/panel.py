"""What the panel writes down: scores criterion by criterion, and the interview."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from designation.models.applications import Application
from designation.models.schemes import Criterion


class Score(models.Model):
    """One assessor's colour and comment on one criterion; others read it once their own are sent in."""

    class Stage(models.TextChoices):
        SHORTLIST = "shortlist", _("Shortlist")
        INTERVIEW = "interview", _("Interview")

    class Rag(models.TextChoices):
        RED = "red", _("Red: no or little evidence")
        AMBER = "amber", _("Amber: met, with further support")
        GREEN = "green", _("Green: fully met, with evidence")

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="scores", verbose_name=_("application")
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="scores_given", verbose_name=_("assessor")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.SHORTLIST)
    rag = models.CharField(_("colour"), max_length=5, choices=Rag, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    submitted_at = models.DateTimeField(_("sent in"), null=True, blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["application", "stage", "assessor", "criterion__position"]
        indexes = [models.Index(fields=["assessor", "stage", "submitted_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "assessor", "criterion", "stage"], name="score_once_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | ~Q(rag=""), name="score_sent_in_has_its_colour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessor}: {self.criterion}"


class Interview(models.Model):
    """When and where an applicant meets the panel."""

    application = models.OneToOneField(Application, models.CASCADE, verbose_name=_("application"))
    at = models.DateTimeField(_("at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_link = models.URLField(_("link to join online"), blank=True)
    panel = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="interviews", verbose_name=_("panel")
    )

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(place="") | ~Q(online_link=""), name="interview_is_somewhere")
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.at:%Y-%m-%d %H:%M}"

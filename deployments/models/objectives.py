"""The objectives of a deployment: what is to be achieved, how anybody will know, by when, and how it stands."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deployments.models.deployments import Deployment


class Objective(models.Model):
    """One thing a deployment is to achieve, with how anybody will know."""

    class Progress(models.TextChoices):
        NONE = "none", _("Not started")
        RED = "red", _("Red")
        AMBER = "amber", _("Amber")
        GREEN = "green", _("Green")

    # How the tag of a colour looks; the word stands on it.
    TONES = {"red": "bad", "amber": "wait", "green": "good"}

    deployment = models.ForeignKey(
        Deployment, models.CASCADE, related_name="objectives", verbose_name=_("deployment")
    )
    position = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("objective"), max_length=500)
    success_criterion = models.CharField(_("we will know it is met when"), max_length=500)
    baseline = models.CharField(_("where things stand now"), max_length=300, blank=True)
    measure = models.CharField(_("how it is measured"), max_length=300, blank=True)
    evidence = models.CharField(_("source of evidence"), max_length=300, blank=True)
    # Within the dates of the deployment; empty on its last day, whichever day that comes to be.
    due_on = models.DateField(_("due by"), null=True, blank=True)
    progress = models.CharField(_("progress"), max_length=5, choices=Progress, default=Progress.NONE)
    # Since when it stands so, and by the record of which visit; without one by a review.
    progress_since = models.DateField(_("progress like this since"), null=True, blank=True)
    progress_visit = models.ForeignKey(
        "Visit",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("visit whose record says so"),
    )

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["deployment", "position"]
        constraints = [
            models.UniqueConstraint(fields=["deployment", "position"], name="objective_number_once"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=5), name="objective_is_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def tone(self) -> str:
        """Return the tone of the tag that says how it stands."""
        return self.TONES.get(self.progress, "")

    @property
    def due_by(self) -> date:
        """Return the day by which it is to be met: its own, or the last day of the deployment."""
        return self.due_on or self.deployment.ends_on

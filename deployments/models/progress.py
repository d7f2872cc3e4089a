"""Reviews of the progress of a deployment, with a colour and a sentence for each objective; and how it is kept up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deployments.models.deployments import Deployment
from deployments.models.objectives import Objective


class ProgressReview(models.Model):
    """One look at all objectives, at the mid-point, in between or at the end."""

    class Kind(models.TextChoices):
        MIDPOINT = "midpoint", _("Mid-point review")
        INTERIM = "interim", _("Review in between")
        FINAL = "final", _("Final review")

    deployment = models.ForeignKey(
        Deployment, models.CASCADE, related_name="progress_reviews", verbose_name=_("deployment")
    )
    kind = models.CharField(_("kind of review"), max_length=8, choices=Kind)
    on = models.DateField(_("day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="progress_reviews", verbose_name=_("by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("review of progress")
        verbose_name_plural = _("reviews of progress")
        ordering = ["deployment", "on", "pk"]
        indexes = [models.Index(fields=["deployment", "on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment"], condition=Q(kind="midpoint"), name="progress_review_one_midpoint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deployment.reference}: {self.get_kind_display()}"


class ProgressMark(models.Model):
    """How one objective stood at one review: red, amber or green, and why in a sentence."""

    review = models.ForeignKey(
        ProgressReview, models.CASCADE, related_name="marks", verbose_name=_("review of progress")
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, related_name="marks", verbose_name=_("objective")
    )
    colour = models.CharField(_("colour"), max_length=5, choices=Objective.Progress)
    sentence = models.CharField(_("why"), max_length=300)

    class Meta:
        verbose_name = _("mark of an objective")
        verbose_name_plural = _("marks of objectives")
        ordering = ["review__on", "review", "objective"]
        constraints = [
            models.UniqueConstraint(fields=["review", "objective"], name="progress_mark_once_a_review"),
            models.CheckConstraint(
                condition=Q(colour__in=["red", "amber", "green"]), name="progress_mark_has_a_colour"
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="progress_mark_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.objective}: {self.get_colour_display()}"

    @property
    def tone(self) -> str:
        """Return the tone of the tag, whose word is the colour's name."""
        return Objective.TONES.get(self.colour, "")


class ExitPlan(models.Model):
    """What carries on when the leader has gone: written on completing, read by the head of the school supported."""

    deployment = models.OneToOneField(
        Deployment, models.CASCADE, related_name="exit_plan", verbose_name=_("deployment")
    )
    carries_on = models.TextField(_("what carries on"))
    who = models.CharField(_("who does it"), max_length=200)
    kept_up = models.TextField(_("how it is kept up"))
    next_check_on = models.DateField(_("next check on"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exit_plans", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("exit plan")
        verbose_name_plural = _("exit plans")
        ordering = ["deployment"]

    def __str__(self) -> str:
        return str(self.deployment)

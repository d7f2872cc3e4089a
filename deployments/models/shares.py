"""In which terms the half days of a deployment count, and which budgets they were taken from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deployments.models.budgets import TermBudget
from deployments.models.deployments import Deployment


class TermShare(models.Model):
    """The half days a deployment holds of one term: taken from its leader's budget of the term, and the school's.

    Live work holds all that was agreed, and what a proposed change would add; work that is over what was held.
    """

    deployment = models.ForeignKey(
        Deployment, models.CASCADE, related_name="shares", verbose_name=_("deployment")
    )
    term_starts_on = models.DateField(_("counts in the term that starts on"))
    half_days = models.PositiveSmallIntegerField(_("half days"))
    # None where the school had agreed no release budget when it was proposed: then nothing is given back to it.
    school_budget = models.ForeignKey(
        TermBudget,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("taken from the school's budget too"),
    )

    class Meta:
        verbose_name = _("share of a term")
        verbose_name_plural = _("shares of terms")
        ordering = ["deployment", "term_starts_on"]
        indexes = [models.Index(fields=["term_starts_on"], name="term_share_term")]
        constraints = [
            models.UniqueConstraint(fields=["deployment", "term_starts_on"], name="term_share_one_a_term"),
            models.CheckConstraint(condition=Q(half_days__gte=1), name="term_share_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.deployment.reference}, {self.term_starts_on}: {self.half_days}"

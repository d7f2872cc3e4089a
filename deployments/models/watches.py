"""The watch list: cases a manager keeps an eye on, with a note for managers alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.cases import now
from deployments.models.deployments import Deployment
from deployments.models.requests import SupportRequest


class Watch(models.Model):
    """That a deployment or a request is watched, since when and why; what is no longer watched has no row."""

    deployment = models.OneToOneField(
        Deployment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="watched",
        verbose_name=_("deployment"),
    )
    request = models.OneToOneField(
        SupportRequest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="watched",
        verbose_name=_("request"),
    )
    note = models.TextField(_("why"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("since"), default=now)

    class Meta:
        verbose_name = _("watched case")
        verbose_name_plural = _("watched cases")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deployment__isnull=False, request__isnull=True)
                | Q(deployment__isnull=True, request__isnull=False),
                name="watch_of_a_deployment_or_a_request",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="watch_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.deployment or self.request)

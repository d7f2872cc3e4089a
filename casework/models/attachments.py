"""Files people attach to a case: private, checked by content, removed with a trace."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.cases import now


class Attachment(models.Model):
    """One private file of a case; `kind` is what its content is, whatever it was called."""

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    case = GenericForeignKey()
    purpose = models.SlugField(_("purpose"), max_length=40)  # who may read it: `<app>.read_<purpose>`
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=100)
    path = models.CharField(max_length=120, unique=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="attachments", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=now)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("removed by"),
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["uploaded_at", "pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"]),
            models.Index(
                fields=["uploaded_by"], name="attachment_quota", condition=Q(removed_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_holds_something"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_by__isnull=False),
                name="attachment_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

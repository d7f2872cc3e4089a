"""Signed links: one case, one person, one purpose, until they expire."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.cases import now


class Link(models.Model):
    """Lets one person through the named doors of one case without signing in.

    Only the hash of the token is kept. The token is HMAC(secret key, salt), so a letter sent twice carries
    the same link, and a copy of the database opens nothing.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    case = GenericForeignKey()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="links")
    purpose = models.CharField(_("purpose"), max_length=40)
    doors = models.JSONField(_("doors it opens"), help_text=_("Names of step pages of the case."))
    salt = models.CharField(max_length=64, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    address = models.EmailField(_("address it was sent to"))
    created_at = models.DateTimeField(_("made"), default=now)
    expires_at = models.DateTimeField(_("expires"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    used_door = models.CharField(_("used for"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("signed link")
        verbose_name_plural = _("signed links")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "person"])]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.address}"

    def is_live(self, at) -> bool:
        """Say whether it still opens anything; a used, replaced or expired link does not."""
        return (
            self.used_at is None and self.closed_at is None and at < self.expires_at and self.person.is_active
        )

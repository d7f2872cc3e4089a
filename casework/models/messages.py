"""Messages about a case: each says who reads it, and stays as it was written."""

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.cases import now

WRITTEN_ONCE = "A message is written once, and neither changed nor deleted"


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, which nobody changes or deletes, not many at once either."""

    def update(self, **fields: Any) -> NoReturn:
        raise TypeError(WRITTEN_ONCE)

    def delete(self) -> NoReturn:
        raise TypeError(WRITTEN_ONCE)


class Message(models.Model):
    """What one person wrote about a case to a stated audience; that audience and the writer read it, nobody else."""

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    case = GenericForeignKey()
    audience = models.SlugField(_("who reads it"), max_length=40)  # `<app>.read_<audience>` on the case
    text = models.TextField(_("text"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages_written", verbose_name=_("by")
    )
    by_name = models.CharField(_("name at the time"), max_length=220)
    at = models.DateTimeField(_("at"), default=now)
    key = models.UUIDField(
        _("key of the form"), unique=True, editable=False
    )  # pressed twice, it is written once

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "at"])]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="message_says_something")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError(WRITTEN_ONCE)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(WRITTEN_ONCE)

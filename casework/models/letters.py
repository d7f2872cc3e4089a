"""Letters: every message is stored before it is sent."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.cases import now
from casework.models.links import Link


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at) -> "LetterQuerySet":
        """Letters to send now: waiting, their time come, and nobody else holding the lease."""
        return self.filter(status=Letter.Status.WAITING, send_after__lte=at).filter(
            Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        )


class Letter(models.Model):
    """One message to one person about one case, in their language, as it was or will be sent.

    The body keeps a mark where the signed link stands; the token itself is made when the letter leaves.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting to be sent")
        HELD = "held", _("Held by a manager")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be delivered")
        DROPPED = "dropped", _("No longer needed")

    name = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True)
    object_id = models.PositiveBigIntegerField(null=True)
    case = GenericForeignKey()
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="letters_received",
        verbose_name=_("to"),
    )
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    url = models.CharField(_("where its button leads"), max_length=300, blank=True)
    link = models.ForeignKey(Link, models.SET_NULL, null=True, blank=True, related_name="letters")
    calendar = models.TextField(_("calendar entry"), blank=True)
    # Of what not everybody at the case may know: `<app>.read_<audience>` on the case says who.
    audience = models.SlugField(_("who may know of it"), max_length=40, blank=True, editable=False)
    due_on = models.DateField(_("reminds of"), null=True, blank=True)
    wipe = models.BooleanField(_("text is wiped once sent"), default=False)

    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(_("written"), default=now)
    send_after = models.DateTimeField(_("send after"), default=now)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    message_id = models.CharField(max_length=120, unique=True, editable=False)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["send_after"], name="letter_due", condition=Q(status="waiting")),
            models.Index(fields=["content_type", "object_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="letter_sent_has_its_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.address})"

    @property
    def plain(self) -> str:
        """Return the text as anybody but its reader may see it: a button's name, never its signed link."""
        lines = (line.split(" | ")[0] if line.startswith(">> ") else line for line in self.body.splitlines())
        return "\n".join(f"[ {line[3:]} ]" if line.startswith(">> ") else line for line in lines)

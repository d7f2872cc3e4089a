"""Documents made for a case, and certificates anyone can check."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.models.cases import now


class DocumentQuerySet(models.QuerySet["Document"]):
    def due(self, at) -> "DocumentQuerySet":
        """Documents to make now: not made, not recalled, their time come, and nobody else holding the lease."""
        waiting = self.in_force().filter(made_at__isnull=True, gave_up_at__isnull=True, make_after__lte=at)
        return waiting.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=at))

    def in_force(self) -> "DocumentQuerySet":
        """Documents nobody has recalled."""
        return self.filter(recalled_at__isnull=True)


class Document(models.Model):
    """A PDF of a case in one language, made by the night work and kept privately."""

    name = models.CharField(_("kind"), max_length=60)
    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    case = GenericForeignKey()
    language = models.CharField(_("language"), max_length=5)
    ordered_at = models.DateTimeField(_("ordered"), default=now)
    make_after = models.DateTimeField(default=now)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    gave_up_at = models.DateTimeField(_("given up"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)
    recalled_at = models.DateTimeField(_("recalled"), null=True, blank=True)
    path = models.CharField(max_length=120, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-ordered_at", "-pk"]
        indexes = [
            models.Index(fields=["make_after"], name="document_due", condition=Q(made_at__isnull=True)),
            models.Index(fields=["content_type", "object_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | ~Q(path=""), name="document_made_has_its_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.language}"


class Certificate(models.Model):
    """A numbered certificate of a case; its public page tells today's truth and nothing more.

    The case answers `standing(on)` with one of `Standing`; a certificate replaced by a newer one of the same term is
    withdrawn, that of an earlier term stands until its own end.
    """

    class Standing(models.TextChoices):
        VALID = "valid", _("Valid")
        NOT_YET = "not_yet", _("Not valid yet")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    number = models.CharField(_("number"), max_length=24, unique=True)
    code = models.CharField(_("code"), max_length=43, unique=True, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    case = GenericForeignKey()
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates", verbose_name=_("holder")
    )
    name = models.CharField(_("name on it"), max_length=220)
    role = models.CharField(_("role on it"), max_length=200)
    role_cy = models.CharField(_("role on it in Welsh"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    issued_at = models.DateTimeField(_("issued"), default=now)
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "starts_on"],
                condition=Q(replaced_at__isnull=True),
                name="certificate_one_in_force_a_term",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certificate", args=[self.code])

    @property
    def role_here(self) -> str:
        """Return the role in the reader's language."""
        return (get_language() == "cy" and self.role_cy) or self.role

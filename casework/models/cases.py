"""A case, the entries of its history, and the key that keeps a form from making two."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def now() -> datetime:
    """Return this moment, asked at each call: the demonstration tells its story on earlier days."""
    return timezone.now()


class CaseQuerySet(models.QuerySet):
    """Cases, narrowed to what somebody may see; every case says for itself who that is."""

    def visible_to(self, person) -> Self:
        raise TypeError(f"{self.model.__name__} does not say who may see it")

    def in_full(self) -> Self:
        """With what its steps, letters and documents speak of, where a case has much to say."""
        return self


class Case(models.Model):
    """Something that moves through states by declared steps; the state is written by `Lifecycle.advance` alone.

    `NOUN` names the case in permissions, urls and templates: `<app>.<step>_<noun>`, `<app>:<noun>-<step>`.
    """

    NOUN: str
    MARK: str  # three letters in the reference number
    state: models.CharField  # each kind of case has its own

    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    state_at = models.DateTimeField(_("in this state since"), default=now, editable=False)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)

    entries = GenericRelation("casework.Entry")
    letters = GenericRelation("casework.Letter")
    links = GenericRelation("casework.Link")
    documents = GenericRelation("casework.Document")
    attachments = GenericRelation("casework.Attachment")
    messages = GenericRelation("casework.Message")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    def save(self, *args, **kwargs) -> None:
        if not self.reference:
            self.reference = Counter.next_reference(self.MARK, timezone.localdate().year)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.page("detail")

    def page(self, name: str) -> str:
        """Return the address of one of this case's pages or step doors."""
        return reverse(f"{self._meta.app_label}:{self.NOUN}-{name}", args=[self.pk])

    @property
    def about_id(self) -> int | None:
        """Return the key of whom the case judges, if anybody: they read nothing of it that is for managers alone."""
        return None


class Counter(models.Model):
    """The last number given out under a mark in a year; its row is the queue."""

    mark = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "year"], name="counter_once_a_year")]

    def __str__(self) -> str:
        return f"{self.mark} {self.year}: {self.last}"

    @classmethod
    def next_reference(cls, mark: str, year: int) -> str:
        """Return the next reference, such as NSA-DEP-2026-0143; no two callers get the same."""
        row = cls.objects.filter(mark=mark, year=year)
        if not row.update(last=models.F("last") + 1):
            cls.objects.get_or_create(mark=mark, year=year)  # the first of its year
            row.update(last=models.F("last") + 1)
        last = row.values_list("last", flat=True).get()
        return f"{settings.ALLIANCE_CODE}-{mark}-{year}-{last:04d}"


class Channel(models.TextChoices):
    """By which way somebody acted."""

    PORTAL = "portal", _("in the portal")
    LINK = "link", _("by link")
    PHONE = "phone", _("by phone, recorded by the alliance")
    NIGHT = "night", _("by itself")


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, case: Case) -> "EntryQuerySet":
        return self.filter(content_type=ContentType.objects.get_for_model(case), object_id=case.pk)


class Entry(models.Model):
    """One line of a case's history: who did what, when, by which channel. Written once, never edited."""

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    case = GenericForeignKey()
    step = models.CharField(_("step"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="entries", verbose_name=_("by")
    )
    by_name = models.CharField(_("name at the time"), max_length=220)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=220, blank=True)
    channel = models.CharField(_("channel"), max_length=6, choices=Channel, default=Channel.PORTAL)
    at = models.DateTimeField(_("at"), default=now)
    from_state = models.CharField(_("from"), max_length=20)
    to_state = models.CharField(_("to"), max_length=20)
    note = models.TextField(_("note"), blank=True)
    note_is_private = models.BooleanField(_("only managers read the note"), default=False)
    # Of a line not everybody at the case may read: `<app>.read_<audience>` on the case says who.
    audience = models.SlugField(_("who reads this line"), max_length=40, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "at"]),
            models.Index(fields=["by", "at"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.step}"

    def save(self, *args, **kwargs) -> None:
        if self.pk:
            raise TypeError("History is written once and never edited")
        super().save(*args, **kwargs)


class OneTimeKey(models.Model):
    """The key of a form that made something: pressed again, it leads to what it made the first time."""

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    url = models.CharField(max_length=300)
    at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return str(self.key)

"""Places: schools from the national registers, and the clusters, trusts and authorities they belong to."""

import unicodedata

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def fold(text: str) -> str:
    """Return text as it is searched: no accents, no apostrophes, one space, lower case."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(
        "".join(c if c.isalnum() else " " for c in bare.replace("'", "").replace("’", "")).lower().split()
    )


def local_name(name: str, name_cy: str) -> str:
    """Return the name of a place in the language of whoever reads it, where it has one."""
    return (get_language() == "cy" and name_cy) or name


class LocalAuthority(models.Model):
    """A local authority, by its three-digit code (a string: leading zeros count)."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_cy = models.CharField(_("name in Welsh"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("local authority")
        verbose_name_plural = _("local authorities")
        ordering = ["name"]

    def __str__(self) -> str:
        return local_name(self.name, self.name_cy)


class Trust(models.Model):
    """A school trust, by the register's own code."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("trust")
        verbose_name_plural = _("trusts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Cluster(models.Model):
    """Schools that plan together, with a lead and a representative on the executive."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead"),
    )
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("representative on the executive"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SchoolQuerySet(models.QuerySet["School"]):
    def open(self) -> "SchoolQuerySet":
        return self.filter(status__in=[School.Status.OPEN, School.Status.CLOSING])

    def found_by(self, words: str) -> "SchoolQuerySet":
        """Schools with every word typed in their name, town, postcode or number, wherever it stands."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class School(models.Model):
    """A school of the English register (GIAS, by URN) or the Welsh one (by school number)."""

    class Phase(models.TextChoices):
        NURSERY = "nursery", _("Nursery")
        PRIMARY = "primary", _("Primary")
        MIDDLE = "middle", _("Middle")
        SECONDARY = "secondary", _("Secondary")
        ALL_THROUGH = "all_through", _("All-through")
        POST_16 = "post_16", _("16 plus")
        SPECIAL = "special", _("Special")
        PRU = "pru", _("Pupil referral unit")
        OTHER = "other", _("Not applicable")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSING = "closing", _("Open, but proposed to close")
        CLOSED = "closed", _("Closed")
        PROPOSED = "proposed", _("Proposed to open")

    class Medium(models.TextChoices):
        ENGLISH = "english", _("English medium")
        WELSH = "welsh", _("Welsh medium")
        BILINGUAL = "bilingual", _("Bilingual")

    number = models.CharField(_("URN or school number"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_cy = models.CharField(_("name in Welsh"), max_length=200, blank=True)
    local_authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="schools", verbose_name=_("local authority")
    )
    trust = models.ForeignKey(
        Trust, models.SET_NULL, null=True, blank=True, related_name="schools", verbose_name=_("trust")
    )
    cluster = models.ForeignKey(
        Cluster, models.SET_NULL, null=True, blank=True, related_name="schools", verbose_name=_("cluster")
    )
    establishment_number = models.CharField(_("establishment number"), max_length=4, blank=True)
    phase = models.CharField(_("phase"), max_length=12, choices=Phase)
    kind = models.CharField(_("type"), max_length=100, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    medium = models.CharField(
        _("medium of instruction"),
        max_length=10,
        choices=Medium,
        default=Medium.ENGLISH,
        blank=True,
        help_text=_("Empty where the register does not say, as for special schools in Wales."),
    )
    religious_character = models.CharField(_("religious character"), max_length=60, blank=True)
    pupils = models.PositiveIntegerField(_("pupils"), null=True, blank=True)
    street = models.CharField(_("street"), max_length=150, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    easting = models.PositiveIntegerField(_("easting (metres)"), null=True, blank=True)
    northing = models.PositiveIntegerField(_("northing (metres)"), null=True, blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    search_text = models.CharField(max_length=500, editable=False)

    objects = SchoolQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name", "town", "pk"]
        indexes = [models.Index(fields=["name", "town"]), models.Index(fields=["status", "phase"])]

    def __str__(self) -> str:
        return local_name(self.name, self.name_cy)

    def save(self, *args, **kwargs) -> None:
        self.search_text = self.folded()
        super().save(*args, **kwargs)

    def folded(self) -> str:
        """Return the text `found_by` reads; a postcode is found with and without its space."""
        tight = self.postcode.replace(" ", "")
        return fold(f"{self.name} {self.name_cy} {self.town} {self.postcode} {tight} {self.number}")[:500]

    @property
    def email_domain(self) -> str:
        """The host of the school's website without `www.`, or nothing when we know no website."""
        host = self.website.split("//")[-1].split("/")[0].split("@")[-1].split(":")[0].lower()
        return host.removeprefix("www.")

    def is_elsewhere(self, email: str) -> bool:
        """Say whether an address is of another domain than the school's; where we know no domain, it is not said."""
        host, own = email.rpartition("@")[2], self.email_domain
        return bool(own) and host != own and not host.endswith(f".{own}")

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.OPEN, self.Status.CLOSING)


class SchoolLink(models.Model):
    """One line of the register's links file: what became of a school."""

    school = models.ForeignKey(School, models.CASCADE, related_name="links", verbose_name=_("school"))
    other = models.ForeignKey(
        School, models.CASCADE, related_name="linked_from", verbose_name=_("linked school")
    )
    kind = models.CharField(_("kind of link"), max_length=100)
    established_on = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        verbose_name = _("school link")
        verbose_name_plural = _("school links")
        ordering = ["school", "kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "other", "kind"], name="school_link_once")]

    def __str__(self) -> str:
        return f"{self.school} · {self.kind} · {self.other}"


class SupportCategory(models.Model):
    """How much support a school was judged to need on a day, and who said so; for managers only."""

    class Colour(models.TextChoices):
        GREEN = "green", _("Green")
        YELLOW = "yellow", _("Yellow")
        AMBER = "amber", _("Amber")
        RED = "red", _("Red")

    school = models.ForeignKey(School, models.CASCADE, related_name="categories", verbose_name=_("school"))
    colour = models.CharField(_("category"), max_length=6, choices=Colour)
    judged_on = models.DateField(_("judged on"))
    source = models.CharField(_("source"), max_length=120)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("support category")
        verbose_name_plural = _("support categories")
        ordering = ["-judged_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "judged_on"], name="support_category_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.get_colour_display()}"

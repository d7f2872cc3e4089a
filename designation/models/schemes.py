"""The schemes as data: role types, their criteria, and areas of expertise; edited in the admin."""

from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Named(models.Model):
    """Something with a name in English and Welsh; it calls itself by the reader's language."""

    name = models.CharField(_("name"), max_length=120)
    name_cy = models.CharField(_("name in Welsh"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_language(self, "name")


def in_language(row: models.Model, field: str) -> str:
    """Return a field in the reader's language, in English where there is no Welsh."""
    return (get_language() == "cy" and getattr(row, f"{field}_cy")) or getattr(row, field)


class RoleType(Named):
    """A role one may be designated to: who may hold it, for how many years, at which daily rate."""

    class Rate(models.TextChoices):
        LEADER = "leader", _("Leader")
        HEADTEACHER = "headteacher", _("Headteacher")

    key = models.SlugField(_("key"), max_length=30, unique=True)
    is_formal = models.BooleanField(
        _("formal"), default=True, help_text=_("Formal roles are part of a national or alliance scheme.")
    )
    description = models.TextField(_("description"), blank=True)
    description_cy = models.TextField(_("description in Welsh"), blank=True)
    years = models.PositiveSmallIntegerField(_("years of designation"), default=4)
    rate_key = models.CharField(_("daily rate"), max_length=12, choices=Rate, default=Rate.LEADER)
    eligible_roles = models.JSONField(
        _("posts that may apply"),
        default=list,
        blank=True,
        help_text=_("Empty: a holder of any post may apply."),
    )
    least_months = models.PositiveSmallIntegerField(_("least months of leadership"), default=24)
    half_days_a_year = models.PositiveSmallIntegerField(
        _("half days of support expected a year"),
        default=12,
        help_text=_("12 half days are 6 days; the annual review sets them against what was given."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role type")
        verbose_name_plural = _("role types")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(years__gte=1), name="role_type_lasts_a_year_or_more")
        ]

    @property
    def text(self) -> str:
        return in_language(self, "description")


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def current(self) -> "CriterionQuerySet":
        """Criteria that applications sent in from now on are judged by."""
        return self.filter(retired_at__isnull=True)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete those no application was sent in under; the others are retired and stay."""
        kept = set(self.filter(applications__isnull=False).values_list("pk", flat=True))
        Criterion.objects.filter(pk__in=kept, retired_at__isnull=True).update(retired_at=timezone.now())
        return super(CriterionQuerySet, self.exclude(pk__in=kept)).delete()


class Criterion(models.Model):
    """One thing a role asks for: it drives the form, the grids of the panel and the feedback.

    An application keeps the criteria it was sent in under. One that any application keeps is never reworded:
    saved with other words it is retired, and a new one takes its place.
    """

    WORDS = (
        "text",
        "text_cy",
        "look_fors",
        "look_fors_cy",
        "is_essential",
        "answered_by",
        "advice",
        "advice_cy",
    )

    role_type = models.ForeignKey(
        RoleType, models.CASCADE, related_name="criteria", verbose_name=_("role type")
    )
    text = models.CharField(_("criterion"), max_length=300)
    text_cy = models.CharField(_("criterion in Welsh"), max_length=300, blank=True)
    look_fors = models.TextField(_("look for"), blank=True)
    look_fors_cy = models.TextField(_("look for, in Welsh"), blank=True)
    is_essential = models.BooleanField(_("essential"), default=True)
    answered_by = models.JSONField(
        _("answered by"),
        default=list,
        blank=True,
        help_text=_("Keys of the statements and sections that answer it."),
    )
    advice = models.TextField(
        _("advice"),
        blank=True,
        help_text=_("What would help next time: part of the letter when it decided against."),
    )
    advice_cy = models.TextField(_("advice in Welsh"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    objects = CriterionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["role_type", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["role_type", "position"],
                condition=Q(retired_at__isnull=True),
                name="criterion_has_its_position",
            )
        ]

    def __str__(self) -> str:
        return in_language(self, "text")

    def save(self, *args, **kwargs) -> None:
        if self.pk and self._is_reworded():
            with transaction.atomic():
                Criterion.objects.filter(pk=self.pk).update(retired_at=timezone.now())
                self.pk = None
                self._state.adding = True
                super().save()
            return
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        return Criterion.objects.filter(pk=self.pk).delete()

    def _is_reworded(self) -> bool:
        """Say whether the words differ from those an application was sent in under."""
        kept = Criterion.objects.current().filter(pk=self.pk, applications__isnull=False)
        before = kept.values(*self.WORDS).first()
        return before is not None and before != {name: getattr(self, name) for name in self.WORDS}

    @property
    def advises(self) -> str:
        return in_language(self, "advice")

    @property
    def looks_for(self) -> str:
        return in_language(self, "look_fors")


class InductionTopic(Named):
    """One thing a new leader of a role does before the first deployment; copied when somebody is designated."""

    role_type = models.ForeignKey(
        RoleType, models.CASCADE, related_name="induction_topics", verbose_name=_("role type")
    )
    is_required = models.BooleanField(_("required"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("induction topic")
        verbose_name_plural = _("induction topics")
        ordering = ["role_type", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["role_type", "position"], name="induction_topic_has_its_position")
        ]


class AreaGroup(Named):
    """A group of areas of expertise."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("group of areas")
        verbose_name_plural = _("groups of areas")
        ordering = ["position", "pk"]


class AreaQuerySet(models.QuerySet["Area"]):
    def active(self, on: date) -> "AreaQuerySet":
        """Areas one may choose on this day (both ends included)."""
        return self.filter(
            Q(active_from__isnull=True) | Q(active_from__lte=on),
            Q(active_to__isnull=True) | Q(active_to__gte=on),
        )


class Area(Named):
    """An area of expertise, offered between two days."""

    group = models.ForeignKey(AreaGroup, models.PROTECT, related_name="areas", verbose_name=_("group"))
    active_from = models.DateField(_("offered from"), null=True, blank=True)
    active_to = models.DateField(_("offered until"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("area of expertise")
        verbose_name_plural = _("areas of expertise")
        ordering = ["group__position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="area_named_once"),
            models.CheckConstraint(
                condition=Q(active_from__isnull=True)
                | Q(active_to__isnull=True)
                | Q(active_to__gte=F("active_from")),
                name="area_ends_after_it_begins",
            ),
        ]

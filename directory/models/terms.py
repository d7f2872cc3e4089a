"""School terms and training days: what makes a day one on which a school can be visited."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.models.places import LocalAuthority, School


class Term(models.Model):
    """One school term of a local authority with its half-term; days are inclusive."""

    class Season(models.TextChoices):
        AUTUMN = "autumn", _("Autumn term")
        SPRING = "spring", _("Spring term")
        SUMMER = "summer", _("Summer term")

    local_authority = models.ForeignKey(
        LocalAuthority, models.CASCADE, related_name="terms", verbose_name=_("local authority")
    )
    season = models.CharField(_("term"), max_length=6, choices=Season)
    starts_on = models.DateField(_("starts on"))
    half_term_starts_on = models.DateField(_("half-term starts on"), null=True, blank=True)
    half_term_ends_on = models.DateField(_("half-term ends on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["local_authority", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["local_authority", "starts_on"], name="term_starts_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_season_display()} {self.starts_on.year}"


class InsetDay(models.Model):
    """A training day without pupils, of one school or of all schools of an authority."""

    local_authority = models.ForeignKey(
        LocalAuthority,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="inset_days",
        verbose_name=_("local authority"),
    )
    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="inset_days", verbose_name=_("school")
    )
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("training day")
        verbose_name_plural = _("training days")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(local_authority__isnull=False, school__isnull=True)
                | Q(local_authority__isnull=True, school__isnull=False),
                name="inset_day_of_one_school_or_authority",
            )
        ]

    def __str__(self) -> str:
        return str(self.on)

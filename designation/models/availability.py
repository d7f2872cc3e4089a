"""What leaders and their schools can give: days a term, and when somebody is away."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from designation.models.leaders import Designation
from directory.calendar import said
from directory.models import School


class SchoolRelease(models.Model):
    """How many half days a term a school releases for system leadership, all its leaders together."""

    school = models.OneToOneField(School, models.CASCADE, related_name="release", verbose_name=_("school"))
    half_days_a_term = models.PositiveSmallIntegerField(_("half days a term"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("release budget")
        verbose_name_plural = _("release budgets")
        ordering = ["school__name", "pk"]

    def __str__(self) -> str:
        return str(self.school)


class Absence(models.Model):
    """Days on which a leader cannot be sent anywhere (both ends included)."""

    designation = models.ForeignKey(
        Designation, models.CASCADE, related_name="absences", verbose_name=_("designation")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["designation", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"

    @property
    def in_words(self) -> str:
        """Return the days away as people say them."""
        if self.starts_on == self.ends_on:
            return said(self.starts_on)
        return gettext("%(first)s to %(last)s") % {"first": said(self.starts_on), "last": said(self.ends_on)}

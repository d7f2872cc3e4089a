"""The terms of a designation, one after the other, and what is done before the first deployment."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from designation.models.leaders import Designation
from designation.models.schemes import Named


class DesignationTerm(models.Model):
    """One term of years; the next begins where this one ended, or later after a gap."""

    designation = models.ForeignKey(
        Designation, models.CASCADE, related_name="terms", verbose_name=_("designation")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    class Meta:
        verbose_name = _("term of a designation")
        verbose_name_plural = _("terms of designations")
        ordering = ["designation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["designation", "number"], name="designation_term_has_its_number"),
            models.UniqueConstraint(fields=["designation", "starts_on"], name="designation_term_begins_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="designation_term_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


class InductionItem(Named):
    """One line of a leader's own induction list, copied from the role's topics; done on a day, with a note."""

    designation = models.ForeignKey(
        Designation, models.CASCADE, related_name="induction", verbose_name=_("designation")
    )
    is_required = models.BooleanField(_("required"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.CharField(_("evidence"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("induction item")
        verbose_name_plural = _("induction items")
        ordering = ["designation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["designation", "position"], name="induction_item_has_its_position"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(recorded_by__isnull=False),
                name="induction_item_done_is_recorded_by_somebody",
            ),
        ]

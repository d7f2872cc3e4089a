"""Funds: money somebody gave for support, what is taken of it, and what the alliance keeps for brokering."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.rules import is_finance_officer, is_manager


class FundQuerySet(models.QuerySet["Fund"]):
    """Funds, and who may see which."""

    def visible_to(self, person) -> Self:
        """The alliance's managers and finance officers see all, everybody else none."""
        return self if is_manager(person) or is_finance_officer(person) else self.none()

    def open_on(self, day: date) -> Self:
        """Funds that pay for work beginning on a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Fund(models.Model):
    """An amount in pence somebody pays, for work that begins between two days.

    `taken_pence` is what proposed and agreed work may cost and what ended work did cost, brokerage included; it is only
    ever changed by a conditional UPDATE, and the CHECK holds it below the amount. Brokerage comes on top of what the
    leader's school is paid, as a share of it (in hundredths of a percent) or as pence a day; or it is a share inside
    the day rate, of which the school is paid the rest.
    """

    class Brokerage(models.TextChoices):
        NONE = "none", _("None")
        SHARE = "share", _("A share of what the leader's school is paid, on top")
        DAY = "day", _("A fixed amount a day, on top")
        INSIDE = "in", _("A share of the day rate, which the leader's school is paid less")

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=120, blank=True)
    payer = models.CharField(_("who pays"), max_length=200)
    starts_on = models.DateField(_("for work that begins from"))
    ends_on = models.DateField(_("to"))
    amount_pence = models.PositiveIntegerField(_("amount in pence"))
    taken_pence = models.PositiveIntegerField(_("taken, in pence"), default=0, editable=False)
    brokerage = models.CharField(_("brokerage"), max_length=5, choices=Brokerage, default=Brokerage.NONE)
    brokerage_share = models.PositiveSmallIntegerField(
        _("share in hundredths of a percent"), default=0, help_text=_("1500 is 15 per cent.")
    )
    brokerage_pence = models.PositiveIntegerField(_("pence a day"), default=0)
    needs_order = models.BooleanField(_("every claim needs a purchase order number"), default=False)

    objects = FundQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["taken_pence"])

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["-ends_on", "name"]
        indexes = [models.Index(fields=["starts_on", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_pence__lte=F("amount_pence")),
                name="fund_not_overdrawn",
                violation_error_message=_("More than this amount is taken already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="fund_ends_after_it_starts",
                violation_error_message=_("The last day must not lie before the first"),
            ),
            models.CheckConstraint(
                condition=Q(brokerage="none", brokerage_share=0, brokerage_pence=0)
                | Q(brokerage="share", brokerage_share__gt=0, brokerage_share__lte=10000, brokerage_pence=0)
                | Q(brokerage="in", brokerage_share__gt=0, brokerage_share__lt=10000, brokerage_pence=0)
                | Q(brokerage="day", brokerage_share=0, brokerage_pence__gt=0),
                name="fund_brokerage_is_of_one_kind",
                violation_error_message=_(
                    "Enter the share for a share, the pence a day for a fixed amount, and neither for none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return (get_language() == "cy" and self.name_cy) or self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what was typed, but never what is taken: it may have moved since the form was opened."""
        if self.pk and kwargs.get("update_fields") is None and not kwargs.get("force_insert"):
            fields = (field.name for field in self._meta.concrete_fields if not field.primary_key)
            kwargs["update_fields"] = [name for name in fields if name != "taken_pence"]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("deployments:fund", args=[self.pk])

    @property
    def remaining_pence(self) -> int:
        return self.amount_pence - self.taken_pence

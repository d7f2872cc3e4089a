"""Claims: what the alliance owes a leader's school for one term, built from acknowledged work and adjustments."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet
from deployments.models.deployments import Deployment
from deployments.models.facilitations import Facilitation
from deployments.models.funds import Fund
from deployments.models.visits import Visit
from directory.models import Post, School
from directory.rules import is_finance_officer, is_manager

CLAIMANTS = (*Post.HEADS, Post.Role.BUSINESS_MANAGER)


class ClaimQuerySet(CaseQuerySet):
    """Claims, and who may see which."""

    def in_full(self) -> Self:
        """With the school and who submitted and approved it."""
        return self.select_related("school", "submitted_by", "approved_by")

    def visible_to(self, person) -> Self:
        """The school's head and business manager see their own; the alliance's manager and finance officer all."""
        if is_manager(person) or is_finance_officer(person):
            return self
        return self.filter(school__in=person.authority.school_ids(*CLAIMANTS))


class Claim(Case):
    """One school's claim for the acknowledged visits of its leaders in one term.

    A visit acknowledged after the claim was submitted goes to the next claim of the same term, which begins
    by itself; lines of an approved claim never change: what was wrong is put right by an adjustment on a later claim.
    While it collects, adjustments may bring it below nothing; then it waits to be set off against the next one.
    """

    NOUN = "claim"
    MARK = "CLM"

    class State(models.TextChoices):
        COLLECTING = "collecting", _("Collecting")
        SUBMITTED = "submitted", _("Submitted")
        QUERIED = "queried", _("Queried")
        APPROVED = "approved", _("Approved")
        PAID = "paid", _("Paid")

    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.COLLECTING, editable=False
    )
    school = models.ForeignKey(
        School, models.PROTECT, related_name="claims", verbose_name=_("leader's school")
    )
    term_starts_on = models.DateField(_("term starts on"))
    total_pence = models.IntegerField(_("total in pence"), default=0, editable=False)
    invoice_number = models.CharField(_("the school's invoice number"), max_length=40, blank=True)
    purchase_order = models.CharField(_("purchase order number"), max_length=40, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-term_starts_on", "school__name", "pk"]
        indexes = [
            models.Index(fields=["state", "state_at"]),
            models.Index(fields=["school", "term_starts_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "term_starts_on"],
                condition=Q(state="collecting"),
                name="claim_one_collecting",
            ),
            models.CheckConstraint(
                condition=Q(state="collecting") | Q(total_pence__gt=0),
                name="claim_submitted_is_for_something",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "paid"]) | Q(approved_by__isnull=False),
                name="claim_approved_has_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False), name="claim_paid_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Claim of %(school)s") % {"school": self.school}

    @property
    def brokerage_pence(self) -> int:
        """Return what funds pay the alliance on top of this claim, in pence; no part of the total."""
        return self.lines.aggregate(sum=models.Sum("brokerage_pence", default=0))["sum"]


class ClaimLineQuerySet(models.QuerySet["ClaimLine"]):
    def in_full(self) -> Self:
        """With what a line says about itself: who worked where, who acknowledged it, what it corrects, its fund."""
        known = ("deployment__designation__person", "deployment__school", "visit__acknowledged_by")
        groups = ("designation__person", "school", "acknowledged_by")
        group = (f"facilitation__{name}" for name in groups)
        corrected = (f"corrects__facilitation__{name}" for name in groups)
        return self.select_related("fund", "corrects__claim", *known, *group, *corrected)


class ClaimLine(models.Model):
    """One acknowledged visit or facilitation in a claim, or an adjustment of a line of an approved one.

    A visit is claimed once and a line corrected once, and the database holds it; a correction that was wrong is itself
    corrected. Brokerage is what the fund pays the alliance on top; it is no part of the amount.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="lines", verbose_name=_("claim"))
    visit = models.OneToOneField(
        Visit, models.PROTECT, null=True, blank=True, related_name="claim_line", verbose_name=_("visit")
    )
    facilitation = models.OneToOneField(
        Facilitation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claim_line",
        verbose_name=_("facilitation"),
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name=_("corrects")
    )
    reason = models.CharField(_("why it is adjusted"), max_length=300, blank=True)
    deployment = models.ForeignKey(
        Deployment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claim_lines",
        verbose_name=_("deployment"),
    )
    on = models.DateField(_("day of the work"))
    half_days = models.PositiveSmallIntegerField(_("half days"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    rate_pence = models.PositiveIntegerField(_("rate a day in pence"))
    amount_pence = models.IntegerField(_("amount in pence"))
    brokerage_pence = models.IntegerField(_("brokerage in pence"), default=0)
    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("paid from")
    )

    objects = ClaimLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim line")
        verbose_name_plural = _("claim lines")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    (
                        Q(visit__isnull=False, facilitation__isnull=True)
                        | Q(visit__isnull=True, facilitation__isnull=False)
                    )
                    & Q(corrects__isnull=True, reason="", amount_pence__gte=0)
                )
                | (
                    Q(visit__isnull=True, facilitation__isnull=True, corrects__isnull=False)
                    & ~Q(reason="")
                    & ~Q(amount_pence=0)
                ),
                name="claim_line_is_work_or_an_adjustment",
            ),
            models.CheckConstraint(
                condition=Q(fund__isnull=False) | Q(brokerage_pence=0), name="claim_line_brokerage_of_a_fund"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim.reference}: {self.visit_id or self.facilitation_id or self.corrects_id}"

    @property
    def acknowledged_by(self) -> Any:
        """Return who acknowledged the work for the school; None where it counts by itself, and for an adjustment."""
        work = self.visit or self.facilitation
        return work.acknowledged_by if work else None

    @property
    def source(self) -> Deployment | Facilitation:
        """Return what it is paid for: the deployment of the visit, the facilitation, or what the corrected line was."""
        return self.deployment or self.facilitation or self.corrects.source  # type: ignore[union-attr]

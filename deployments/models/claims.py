"""Claims: what the alliance owes a leader's school for one term, built from acknowledged work and adjustments."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
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
    While it collects, adjustments may bring it below nothing; then it waits to be set off against the next one, or the
    school pays it back.
    """

    NOUN = "claim"
    MARK = "CLM"

    class State(models.TextChoices):
        COLLECTING = "collecting", _("Collecting")
        SUBMITTED = "submitted", _("Submitted")
        QUERIED = "queried", _("Queried")
        APPROVED = "approved", _("Approved")
        PAID = "paid", _("Paid")
        REPAID = "repaid", _("Repaid")

    SETTLED = (State.PAID, State.REPAID)
    # Its lines stay as they are: what was wrong is put right by an adjustment.
    FINAL = (State.APPROVED, *SETTLED)

    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.COLLECTING, editable=False
    )
    school = models.ForeignKey(
        School, models.PROTECT, related_name="claims", verbose_name=_("leader's school")
    )
    term_starts_on = models.DateField(_("term starts on"))
    total_pence = models.IntegerField(_("total in pence"), default=0, editable=False)
    invoice_number = models.CharField(_("the school's invoice number"), max_length=40, blank=True)
    # Of what no fund pays that wants a number of its own: those stand in `orders`.
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
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
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
                condition=Q(state="collecting")
                | Q(~Q(state="repaid"), total_pence__gt=0)
                | Q(state="repaid", total_pence__lt=0),
                name="claim_submitted_is_for_something",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "paid"]) | Q(approved_by__isnull=False),
                name="claim_approved_has_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "repaid"]) | Q(paid_on__isnull=False),
                name="claim_paid_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True)
                | Q(approved_on__isnull=True)
                | Q(paid_on__gte=F("approved_on")),
                name="claim_paid_after_it_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Claim of %(school)s") % {"school": self.school}

    @property
    def is_owed_back(self) -> bool:
        """Say whether the school owes the alliance: adjustments took back more than it collects."""
        return self.state == self.State.COLLECTING and self.total_pence < 0

    @property
    def payers(self) -> "list[Part]":
        """Return what each fund pays of it, with its order numbers; work no fund pays is a part of its own."""
        return self.parted(self.lines.in_full(), {one.fund_id: one.number for one in self.orders.all()})

    def parted(self, lines: "Iterable[ClaimLine]", numbers: Mapping[int, str]) -> "list[Part]":
        """Return the parts of these lines of the claim, by fund; `numbers` are those given for each fund.

        The number of the work itself comes first, then that of its fund; the claim's own is of those who want none.
        """
        found: dict[Fund | None, list[ClaimLine]] = {}
        for line in lines:
            found.setdefault(line.fund, []).append(line)
        return [self._part(fund, mine, numbers) for fund, mine in found.items()]

    def _part(self, fund: Fund | None, lines: "list[ClaimLine]", numbers: Mapping[int, str]) -> "Part":
        given = numbers.get(fund.pk) if fund is not None else ""
        rest = given or ("" if fund is not None and fund.needs_order else self.purchase_order)
        orders = dict.fromkeys(filter(None, (line.source.purchase_order or rest for line in lines)))
        return Part(self, fund, "; ".join(orders), sum(line.amount_pence for line in lines))

    @property
    def brokerage_pence(self) -> int:
        """Return what funds pay the alliance on top of this claim, in pence; no part of the total."""
        return self.lines.aggregate(sum=models.Sum("brokerage_pence", default=0))["sum"]


class Part(NamedTuple):
    """What one fund pays of a claim, in pence, with the order numbers of that work; no fund is the alliance itself."""

    claim: Claim
    fund: Fund | None
    orders: str
    pence: int


class ClaimOrder(models.Model):
    """The purchase order number under which a fund that wants one pays its part of a claim; one for each fund.

    Work with a number of its own is paid under that. Which number was given when is in the history of the claim.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="orders", verbose_name=_("claim"))
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", verbose_name=_("paid from"))
    number = models.CharField(_("purchase order number"), max_length=40)

    class Meta:
        verbose_name = _("purchase order of a claim")
        verbose_name_plural = _("purchase orders of claims")
        ordering = ["claim", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "fund"], name="claim_order_one_a_fund"),
            models.CheckConstraint(condition=~Q(number=""), name="claim_order_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.fund}: {self.number}"


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
    def work(self) -> Visit | Facilitation | None:
        """Return the visit or the facilitation it pays; None for an adjustment."""
        return self.visit or self.facilitation

    @property
    def acknowledged_by(self) -> Any:
        """Return who acknowledged the work for the school; None where it counts by itself, and for an adjustment."""
        return self.work.acknowledged_by if self.work else None

    @property
    def counts_by_itself(self) -> bool:
        """Say whether the school said nothing in time about the work."""
        return self.work is not None and self.work.acknowledged_by_itself

    @property
    def group(self) -> str:
        """Return the name of the group it was facilitated for; nothing for a visit and for an adjustment."""
        return self.facilitation.group if self.facilitation else ""

    @property
    def source(self) -> Deployment | Facilitation:
        """Return what it is paid for: the deployment of the visit, the facilitation, or what the corrected line was."""
        return self.deployment or self.facilitation or self.corrects.source  # type: ignore[union-attr]

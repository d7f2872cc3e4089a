"""Variations: a change of days, dates or funding of what was agreed, and what each party says to it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet, Channel
from deployments.models.consents import Answer
from deployments.models.deployments import Deployment
from deployments.models.funds import Fund
from deployments.models.requests import SupportRequest


class VariationQuerySet(CaseQuerySet):
    """Variations, and who may see which."""

    def visible_to(self, person) -> Self:
        """Whoever sees the deployment sees what was to change in it."""
        return self.filter(deployment__in=Deployment.objects.visible_to(person).values("pk"))

    def in_full(self) -> Self:
        """With the deployment's people and schools, and what each party said."""
        known = self.select_related(
            "deployment__designation__person",
            "deployment__home_school",
            "deployment__school",
            "deployment__request__contact",
            "proposed_by",
        )
        return known.prefetch_related("consents__asked_of", "consents__by")


class Variation(Case):
    """New half days, dates or funding for a deployment that was agreed; what it had before is kept beside them.

    While it is proposed the half days it adds are held against the budgets the deployment was taken from.
    """

    NOUN = "variation"
    MARK = "VAR"

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Not agreed")
        LAPSED = "lapsed", _("Lapsed")
        CANCELLED = "cancelled", _("Cancelled")

    STANDING = (State.PROPOSED, State.AGREED)

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PROPOSED, editable=False)
    deployment = models.ForeignKey(
        Deployment, models.PROTECT, related_name="variations", verbose_name=_("deployment")
    )
    half_days = models.PositiveSmallIntegerField(_("half days"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    funding = models.CharField(
        _("paid from"), max_length=9, choices=SupportRequest.Funding, blank=True, default=""
    )
    # The fund that pays once all have agreed, where who pays changes; else the one that pays now.
    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, blank=True, related_name="variations", verbose_name=_("fund")
    )
    half_days_before = models.PositiveSmallIntegerField(_("half days before"))
    starts_on_before = models.DateField(_("from, before"))
    ends_on_before = models.DateField(_("to, before"))
    funding_before = models.CharField(
        _("paid from, before"), max_length=9, choices=SupportRequest.Funding, blank=True, default=""
    )
    # Objectives due on another day with the new dates: their number, the day before and the day then, as 2026-03-20.
    dues = models.JSONField(_("due dates that move"), default=list, blank=True, editable=False)
    reason = models.TextField(_("why"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="variations_proposed",
        verbose_name=_("proposed by"),
    )

    objects = VariationQuerySet.as_manager()

    class Meta:
        verbose_name = _("variation")
        verbose_name_plural = _("variations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["deployment", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment"], condition=Q(state="proposed"), name="variation_one_live_a_deployment"
            ),
            models.CheckConstraint(condition=Q(half_days__gte=1), name="variation_leaves_some_time"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="variation_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(half_days=F("half_days_before"))
                | ~Q(starts_on=F("starts_on_before"))
                | ~Q(ends_on=F("ends_on_before"))
                | ~Q(funding=F("funding_before")),
                name="variation_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Change: %(deployment)s") % {"deployment": self.deployment}

    @property
    def leader(self):
        """Return the person who goes."""
        return self.deployment.leader

    @property
    def changes_something(self) -> bool:
        """Say whether anything would be other than it was."""
        terms = ("half_days", "starts_on", "ends_on", "funding")
        return any(getattr(self, term) != getattr(self, f"{term}_before") for term in terms)

    @property
    def paid_before(self) -> str:
        """Return from what it was paid before, in words; where nothing is said a fund paid."""
        return self.get_funding_before_display() or gettext("A fund of the alliance")

    @property
    def moves_dates(self) -> bool:
        return (self.starts_on, self.ends_on) != (self.starts_on_before, self.ends_on_before)

    @property
    def dues_moved(self) -> list[tuple[int, date, date]]:
        """Return the objectives due on another day with the new dates: their number, the day before, the day then."""
        day = date.fromisoformat
        return [(number, day(before), day(then)) for number, before, then in self.dues]

    @property
    def moves_fund(self) -> bool:
        """Say whether another fund would pay than now, or one where none does, or none any more."""
        return self.funding != self.funding_before and self.fund_id != self.deployment.fund_id

    @property
    def half_days_added(self) -> int:
        """Return by how many half days the work grows; 0 where it does not."""
        return max(0, self.half_days - self.half_days_before)

    @property
    def half_days_taken_away(self) -> int:
        """Return by how many half days the work shrinks; 0 where it does not."""
        return max(0, self.half_days_before - self.half_days)


class VariationConsentQuerySet(models.QuerySet["VariationConsent"]):
    def pending(self) -> "VariationConsentQuerySet":
        """Consents asked and not answered, of variations still proposed."""
        return self.filter(decision=Answer.Decision.ASKED, variation__state=Variation.State.PROPOSED)

    def unconfirmed(self) -> "VariationConsentQuerySet":
        """Answers recorded by phone that the party has not confirmed, of changes that stand in work that does."""
        by_phone = self.filter(decision=Answer.Decision.GIVEN, channel=Channel.PHONE, confirmed_at=None)
        return by_phone.filter(
            variation__state__in=Variation.STANDING, variation__deployment__state__in=Deployment.STANDING
        )

    def denied(self) -> "VariationConsentQuerySet":
        """Answers recorded by phone that the party says it never gave, and has not confirmed since."""
        return self.unconfirmed().filter(denied_at__isnull=False)


class VariationConsent(Answer):
    """What one party of a deployment says to a change of it; the alliance is told and not asked."""

    variation = models.ForeignKey(
        Variation, models.CASCADE, related_name="consents", verbose_name=_("variation")
    )

    objects = VariationConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to a variation")
        verbose_name_plural = _("consents to variations")
        ordering = ["variation", "position"]
        indexes = [
            models.Index(fields=["due_on"], name="variation_consent_due", condition=Q(decision="asked")),
            models.Index(fields=["asked_of", "decision"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["variation", "party"], name="variation_consent_one_a_party"),
            models.CheckConstraint(condition=~Q(party="alliance"), name="variation_consent_of_a_party"),
            models.CheckConstraint(
                condition=Q(decision__in=["asked", "void"]) | Q(by__isnull=False, at__isnull=False),
                name="variation_consent_answered_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(reason=""),
                name="variation_consent_refused_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(denied_at__isnull=True) | Q(channel="phone"),
                name="variation_consent_denied_was_by_phone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variation.reference}: {self.get_party_display()}"

    @property
    def deployment(self) -> Deployment:
        """Return the deployment that is to change."""
        return self.variation.deployment

    @property
    def case(self) -> Variation:
        """Return what the party answers to."""
        return self.variation

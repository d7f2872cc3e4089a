"""Consents: one row per party of a deployment, with its own question, deadline and answer."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Channel
from deployments.models.deployments import Deployment
from directory.models import Post, School

ROLES: dict[str, tuple[str, ...]] = {
    "head": Post.HEADS,
    "chair": (Post.Role.CHAIR_OF_GOVERNORS,),
    "manager": (Post.Role.ALLIANCE_MANAGER,),
}


class ConsentQuerySet(models.QuerySet["Consent"]):
    def pending(self) -> "ConsentQuerySet":
        """Consents asked and not answered, of deployments still proposed."""
        return self.filter(decision=Consent.Decision.ASKED, deployment__state=Deployment.State.PROPOSED)

    def unconfirmed(self) -> "ConsentQuerySet":
        """Answers the alliance recorded by phone that the party has not confirmed, of deployments that stand."""
        by_phone = self.filter(decision=Consent.Decision.GIVEN, channel=Channel.PHONE, confirmed_at=None)
        return by_phone.filter(deployment__state__in=Deployment.STANDING).exclude(
            party=Consent.Party.ALLIANCE
        )

    def denied(self) -> "ConsentQuerySet":
        """Answers recorded by phone that the party says it never gave, and has not confirmed since."""
        return self.unconfirmed().filter(denied_at__isnull=False)


class Answer(models.Model):
    """What one party says to a deployment or to a change of it; what both kinds of consent are made of.

    It is asked of a post: whoever holds it on the day may answer.
    """

    if TYPE_CHECKING:
        deployment: Any

    class Party(models.TextChoices):
        LEADER = "leader", _("Leader")
        LINE_MANAGER = "line_manager", _("Leader's school")
        RECEIVING_HEAD = "receiving_head", _("School supported")
        ALLIANCE = "alliance", _("Alliance")

    class AskedAs(models.TextChoices):
        LEADER = "leader", _("the leader in person")
        HEAD = "head", _("headteacher")
        CHAIR = "chair", _("chair of governors")
        MANAGER = "manager", _("alliance manager")

    class Decision(models.TextChoices):
        LATER = "later", _("Not asked yet")
        ASKED = "asked", _("Waiting")
        GIVEN = "given", _("Agreed")
        REFUSED = "refused", _("Refused")
        VOID = "void", _("Not needed any more")

    class Why(models.TextChoices):
        COVER = "cover", _("Staffing or cover at the school")
        WORKLOAD = "workload", _("The leader's workload")
        DATES = "dates", _("The dates, not the deployment")
        DISTANCE = "distance", _("The distance")
        CONFLICT = "conflict", _("A conflict of interest")
        OTHER = "other", _("Something else")

    party = models.CharField(_("party"), max_length=14, choices=Party)
    position = models.PositiveSmallIntegerField(_("place in the grid"), default=1)
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="%(class)ss_asked", verbose_name=_("asked of")
    )
    asked_as = models.CharField(_("as"), max_length=7, choices=AskedAs)
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("answer due"))
    decision = models.CharField(_("answer"), max_length=7, choices=Decision, default=Decision.ASKED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss_answered",
        verbose_name=_("answered by"),
    )
    at = models.DateTimeField(_("answered"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=6, choices=Channel, blank=True)
    # Of an answer said by phone: which manager wrote it down, never one who is the party.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss_recorded",
        verbose_name=_("recorded by"),
    )
    # When the party said in its own name that it had said so, or that it never did, for the managers to settle.
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    denied_at = models.DateTimeField(_("denied"), null=True, blank=True)
    why = models.CharField(_("what stands in the way"), max_length=8, choices=Why, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_pending(self) -> bool:
        return self.decision == self.Decision.ASKED

    @property
    def is_unconfirmed(self) -> bool:
        """Say whether the alliance recorded this answer by phone and the party has not said so itself yet."""
        is_given = self.decision == self.Decision.GIVEN
        return self.was_said_by_phone and is_given and self.confirmed_at is None

    @property
    def was_said_by_phone(self) -> bool:
        """Say whether the alliance wrote this answer down as said by phone: the day is known, no hour."""
        return self.channel == Channel.PHONE and self.party != self.Party.ALLIANCE

    @property
    def school(self) -> School | None:
        """Return the school whose post-holder is asked; the leader and the alliance answer for no school."""
        if self.party == self.Party.LINE_MANAGER:
            return self.deployment.home_school
        return self.deployment.school if self.party == self.Party.RECEIVING_HEAD else None

    @property
    def school_id(self) -> int | None:
        """Return the same school's id without reading it."""
        if self.party == self.Party.LINE_MANAGER:
            return self.deployment.home_school_id
        return self.deployment.school_id if self.party == self.Party.RECEIVING_HEAD else None

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the roles of a post that may answer; none for the leader, who answers in person."""
        return ROLES.get(self.asked_as, ())

    @property
    def case(self) -> Any:
        """Return what the party answers to."""
        raise NotImplementedError


class Consent(Answer):
    """What one party says to a deployment."""

    deployment = models.ForeignKey(
        Deployment, models.CASCADE, related_name="consents", verbose_name=_("deployment")
    )
    # What the party was asked about, as it was offered: it is bound to nothing else.
    rate_pence = models.PositiveIntegerField(_("rate a day in pence"), editable=False)
    school_pays = models.BooleanField(_("the school pays for it itself"), editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["deployment", "position"]
        indexes = [
            models.Index(fields=["due_on"], name="consent_due", condition=Q(decision="asked")),
            models.Index(fields=["asked_of", "decision"]),
            models.Index(fields=["at"], name="consent_refused", condition=Q(decision="refused")),
            models.Index(
                fields=["asked_at"],
                name="consent_unconfirmed",
                condition=Q(decision="given", channel="phone", confirmed_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["deployment", "party"], name="consent_one_a_party"),
            models.CheckConstraint(
                condition=Q(decision__in=["later", "asked", "void"]) | Q(by__isnull=False, at__isnull=False),
                name="consent_answered_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(denied_at__isnull=True) | Q(channel="phone"), name="consent_denied_was_by_phone"
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(reason=""), name="consent_refused_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deployment.reference}: {self.get_party_display()}"

    @property
    def case(self) -> Deployment:
        """Return what the party answers to."""
        return self.deployment

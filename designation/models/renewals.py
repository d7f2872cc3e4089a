"""A renewal: the application for another term, with the file the portal assembles."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet
from designation.models.leaders import LINE_MANAGERS, Designation
from designation.models.references import Reference
from designation.models.schemes import Area
from designation.models.terms import DesignationTerm
from directory.rules import is_manager


class RenewalQuerySet(CaseQuerySet):
    def visible_to(self, person) -> Self:
        """The leader's own; the head's and the chair's own staff; managers see all."""
        if is_manager(person):
            return self
        schools = person.authority.school_ids(*LINE_MANAGERS)
        return self.filter(Q(designation__person=person) | Q(designation__home_school__in=schools))

    def in_full(self) -> Self:
        return self.select_related(
            "designation__person", "designation__home_school", "designation__role_type"
        )


class Renewal(Case):
    """A leader asks for another term; the head refers, the manager decides. The leader never reads the reference."""

    NOUN, MARK = "renewal", "REN"

    class State(models.TextChoices):
        OPEN = "open", _("Being written")
        SUBMITTED = "submitted", _("Submitted")
        RENEWED = "renewed", _("Renewed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Lapsed")

    LIVE = (State.OPEN, State.SUBMITTED)

    designation = models.ForeignKey(
        Designation, models.CASCADE, related_name="renewals", verbose_name=_("designation")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    impact = models.TextField(_("impact over the term"), blank=True)
    plans = models.TextField(_("plans for the next term"), blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("areas of expertise"))
    half_days_a_term = models.PositiveSmallIntegerField(_("half days a term"), null=True, blank=True)
    signed_name = models.CharField(_("signed by"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)

    # The head's reference: for the managers alone.
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("head"),
    )
    head_strength = models.CharField(_("support"), max_length=12, choices=Reference.Strength, blank=True)
    head_statement = models.TextField(_("statement of the head"), blank=True)
    head_half_days = models.PositiveSmallIntegerField(_("half days a term released"), null=True, blank=True)
    head_signed_name = models.CharField(_("signed by the head"), max_length=200, blank=True)
    head_signed_on = models.DateField(_("signed by the head on"), null=True, blank=True)

    feedback = models.TextField(_("feedback"), blank=True)
    term = models.OneToOneField(
        DesignationTerm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewal",
        verbose_name=_("new term"),
    )

    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "state_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["designation"], condition=Q(state__in=["open", "submitted"]), name="renewal_one_live"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "renewed", "declined"])
                | Q(submitted_at__isnull=False) & ~Q(signed_name=""),
                name="renewal_submitted_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="renewed") | Q(term__isnull=False), name="renewal_renewed_has_its_term"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(feedback=""), name="renewal_declined_has_feedback"
            ),
            models.CheckConstraint(
                condition=Q(head_signed_on__isnull=True) | Q(head__isnull=False) & ~Q(head_statement=""),
                name="renewal_reference_is_signed",
            ),
        ]

    @property
    def about_id(self) -> int | None:
        return self.designation.person_id

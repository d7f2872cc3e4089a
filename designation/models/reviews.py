"""The annual review of a leader: what was given, what was learned, whether the head still stands behind it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet
from designation.models.leaders import LINE_MANAGERS, Designation
from directory.rules import is_manager


class ReviewQuerySet(CaseQuerySet):
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


class Review(Case):
    """One year of a designation looked back on; opened by itself a month before the year is over."""

    NOUN, MARK = "review", "REV"

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CONCLUDED = "concluded", _("Concluded")
        DROPPED = "dropped", _("No longer needed")

    class Outcome(models.TextChoices):
        CONTINUE = "continue", _("Continues")
        CONDITIONS = "conditions", _("Continues with conditions")
        SUPPORT = "support", _("Continues with support from the alliance")
        END = "end", _("The designation should end")

    designation = models.ForeignKey(
        Designation, models.CASCADE, related_name="reviews", verbose_name=_("designation")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    starts_on = models.DateField(_("year from"))
    due_on = models.DateField(_("due"))  # the last day of the year looked back on

    reflection = models.TextField(_("what the leader says"), blank=True)
    head_supports = models.BooleanField(_("the head continues to support"), null=True, blank=True)
    head_note = models.TextField(_("what the head says"), blank=True)
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("head"),
    )
    head_at = models.DateTimeField(_("the head answered"), null=True, blank=True)

    # Frozen when it is concluded, in half days and minutes.
    expected_half_days = models.PositiveSmallIntegerField(_("half days expected"), null=True, blank=True)
    delivered_half_days = models.PositiveSmallIntegerField(_("half days given"), null=True, blank=True)
    learned_minutes = models.PositiveIntegerField(_("minutes of learning"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    conditions = models.TextField(_("conditions or support"), blank=True)
    concluded_on = models.DateField(_("concluded"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual review")
        verbose_name_plural = _("annual reviews")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["designation", "due_on"], name="review_once_a_year"),
            models.CheckConstraint(
                condition=~Q(state="concluded")
                | ~Q(outcome="")
                & Q(
                    concluded_on__isnull=False,
                    expected_half_days__isnull=False,
                    delivered_half_days__isnull=False,
                    learned_minutes__isnull=False,
                ),
                name="review_concluded_has_outcome_and_figures",
            ),
            models.CheckConstraint(
                condition=Q(head_supports__isnull=True) | Q(head__isnull=False, head_at__isnull=False),
                name="review_head_answered_is_somebody",
            ),
        ]

    @property
    def about_id(self) -> int | None:
        return self.designation.person_id

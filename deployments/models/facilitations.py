"""Facilitation of groups of schools that develop practice together: recorded, acknowledged, and paid like a visit."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet
from deployments.models.funds import Fund
from deployments.models.requests import SPEAKERS
from directory.calendar import said
from directory.models import Post, School
from directory.rules import is_finance_officer, is_manager


class FacilitationQuerySet(CaseQuerySet):
    """Pieces of facilitation, and who may see which."""

    def in_full(self) -> Self:
        """With the leader, both schools and the fund."""
        return self.select_related("designation__person", "home_school", "school", "fund", "acknowledged_by")

    def visible_to(self, person) -> Self:
        """The leader, the head of the leader's school, who speaks for the lead school; the alliance sees all."""
        if is_manager(person) or is_finance_officer(person):
            return self
        posts = person.authority
        return self.filter(
            Q(designation__person=person)
            | Q(home_school__in=posts.school_ids(*Post.HEADS))
            | Q(school__in=posts.school_ids(*SPEAKERS))
        )


class Facilitation(Case):
    """Some hours of a leader with a joint practice development group, whose lead school acknowledges them.

    What it is paid is frozen when it is recorded, at the rate of its day; a fund that pays keeps it from then.
    """

    NOUN = "facilitation"
    MARK = "FAC"

    class State(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        REFUSED = "refused", _("Not accepted")

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECORDED, editable=False)
    designation = models.ForeignKey(
        "designation.Designation", models.PROTECT, related_name="facilitations", verbose_name=_("leader")
    )
    home_school = models.ForeignKey(
        School, models.PROTECT, related_name="facilitations_released", verbose_name=_("leader's school")
    )
    school = models.ForeignKey(
        School, models.PROTECT, related_name="facilitations_led", verbose_name=_("lead school of the group")
    )
    group = models.CharField(_("group"), max_length=120)
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    rate_pence = models.PositiveIntegerField(_("rate a day in pence"))
    # Frozen with the rate: how long its day is.
    minutes_a_day = models.PositiveSmallIntegerField(_("minutes that make a day"), default=300)
    amount_pence = models.PositiveIntegerField(_("amount in pence"))
    brokerage_pence = models.PositiveIntegerField(_("brokerage in pence"), default=0)
    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, blank=True, related_name="facilitations", verbose_name=_("paid from")
    )
    purchase_order = models.CharField(_("purchase order number"), max_length=40, blank=True)
    held_pence = models.PositiveIntegerField(_("held by the fund, in pence"), default=0, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("acknowledged by"),
    )
    acknowledged_by_itself = models.BooleanField(_("acknowledged by itself"), default=False, editable=False)
    # The last day for the lead school to speak about it: days on which it is shut are not counted.
    answer_due_on = models.DateField(_("the school's answer due"), null=True, blank=True, editable=False)

    objects = FacilitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("facilitation")
        verbose_name_plural = _("facilitations")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["state", "state_at"]),
            models.Index(fields=["school", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["designation", "group", "on"],
                condition=~Q(state="refused"),
                name="facilitation_once_a_day",
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="facilitation_took_some_time"),
            models.CheckConstraint(
                condition=Q(minutes__lte=F("minutes_a_day"), amount_pence__lte=F("rate_pence")),
                name="facilitation_is_a_day_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(school=F("home_school")), name="facilitation_is_for_another_school"
            ),
            models.CheckConstraint(
                condition=~Q(state="acknowledged")
                | Q(acknowledged_by__isnull=False, acknowledged_by_itself=False)
                | Q(acknowledged_by__isnull=True, acknowledged_by_itself=True),
                name="facilitation_acknowledged_has_who",
            ),
            models.CheckConstraint(
                condition=Q(fund__isnull=False) | Q(held_pence=0, brokerage_pence=0),
                name="facilitation_holds_money_of_a_fund",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(leader)s with %(group)s, %(day)s") % {
            "leader": self.leader,
            "group": self.group,
            "day": said(self.on),
        }

    @property
    def leader(self):
        """Return the person who facilitated."""
        return self.designation.person

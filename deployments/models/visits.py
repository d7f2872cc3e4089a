"""Visits: planned, held, acknowledged by the school, disputed, or not held."""

from datetime import datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet
from deployments.models.deployments import Deployment
from directory.calendar import said

MORNING, NOON, AFTERNOON = time(9, 0), time(12, 0), time(13, 0)
HALF_DAY = timedelta(hours=2, minutes=30)  # a working day is five hours (one policy, handbook part 2.4)


class VisitQuerySet(CaseQuerySet):
    """Visits, and who may see which."""

    def visible_to(self, person) -> Self:
        """Whoever sees the deployment sees its visits."""
        return self.filter(deployment__in=Deployment.objects.visible_to(person).values("pk"))

    def in_full(self) -> Self:
        """With who went, where, and whoever a step on the visit speaks of, in the same query."""
        around = ("designation__person", "home_school", "school", "request__contact")
        return self.select_related("leader", "disputed_by", *(f"deployment__{name}" for name in around))

    def counted(self) -> Self:
        """Visits that use up agreed half days: planned, held, or disputed until it is decided."""
        return self.filter(state__in=Visit.COUNTED)


class Visit(Case):
    """The morning, the afternoon or the whole of one day of a leader at a school."""

    NOUN = "visit"
    MARK = "VIS"

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        DISPUTED = "disputed", _("Disputed")
        NOT_HELD = "not_held", _("Not held")

    COUNTED = (State.PLANNED, State.HELD, State.ACKNOWLEDGED, State.DISPUTED)
    HAPPENED = (State.HELD, State.ACKNOWLEDGED)
    # Their half days and money stay taken: until a disputed visit is decided, it may yet be owed.
    KEPT = (*HAPPENED, State.DISPUTED)
    # Instead of words in `missed_because`: why it ended by itself, said in each reader's language.
    CALLED_OFF, LEADER_LEFT, PAUSED, STOPPED = "called_off", "leader_left", "paused", "stopped"
    ENDED_BY_ITSELF = {
        CALLED_OFF: _("The deployment did not come about."),
        LEADER_LEFT: _("The leader's designation has ended."),
        PAUSED: _("The work is paused."),
        STOPPED: _("The work was stopped."),
    }

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PLANNED, editable=False)
    deployment = models.ForeignKey(
        Deployment, models.PROTECT, related_name="visits", verbose_name=_("deployment")
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits", verbose_name=_("leader")
    )
    on = models.DateField(_("day"))
    morning = models.BooleanField(_("morning"))
    afternoon = models.BooleanField(_("afternoon"))
    # By the terms of the leader's school when it was planned: of this share of the deployment it takes its time.
    term_starts_on = models.DateField(_("counts in the term that starts on"), editable=False)
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    half_days = models.PositiveSmallIntegerField(_("half days"))
    # Where somebody said how long it really took: then these are paid, never more than the half days hold.
    minutes = models.PositiveSmallIntegerField(_("minutes it took"), null=True, blank=True, editable=False)
    # How often it was moved: calendars take the newer entry.
    moves = models.PositiveSmallIntegerField(_("how often it was moved"), default=0, editable=False)
    is_online = models.BooleanField(_("online"), default=False)
    place = models.CharField(_("place or link"), max_length=200, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits_planned", verbose_name=_("planned by")
    )
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits_acknowledged",
        verbose_name=_("acknowledged by"),
    )
    acknowledged_by_itself = models.BooleanField(_("acknowledged by itself"), default=False, editable=False)
    # The last day for the school to speak about a held visit: days on which it is shut are not counted.
    answer_due_on = models.DateField(_("the school's answer due"), null=True, blank=True, editable=False)
    missed_because = models.CharField(_("why it was not held"), max_length=300, blank=True)
    # Both sides' words about a visit recorded as held and said not to have been, and why it was decided as it was.
    disputed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits_disputed",
        verbose_name=_("disputed by"),
        editable=False,
    )
    disputed_because = models.CharField(_("why it is disputed"), max_length=300, blank=True, editable=False)
    account = models.CharField(_("what the leader says"), max_length=300, blank=True, editable=False)
    settled_because = models.CharField(_("why it was decided so"), max_length=300, blank=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["on", "starts_at", "pk"]
        indexes = [
            models.Index(fields=["state", "state_at"]),
            models.Index(fields=["deployment", "on"]),
            models.Index(fields=["leader", "on"]),
            models.Index(fields=["on"], name="visit_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "on"],
                condition=Q(morning=True, state__in=["planned", "held", "acknowledged", "disputed"]),
                name="visit_one_a_morning",
            ),
            models.UniqueConstraint(
                fields=["leader", "on"],
                condition=Q(afternoon=True, state__in=["planned", "held", "acknowledged", "disputed"]),
                name="visit_one_an_afternoon",
            ),
            models.CheckConstraint(
                condition=Q(morning=True, afternoon=True, half_days=2)
                | Q(morning=True, afternoon=False, half_days=1)
                | Q(morning=False, afternoon=True, half_days=1),
                name="visit_half_days_are_its_parts",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(morning=True, starts_at__lt=NOON)
                | Q(morning=False, starts_at__gte=NOON),
                name="visit_begins_in_its_half",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gt=0), name="visit_took_some_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="acknowledged")
                | Q(acknowledged_by__isnull=False, acknowledged_by_itself=False)
                | Q(acknowledged_by__isnull=True, acknowledged_by_itself=True),
                name="visit_acknowledged_has_who",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_held") | ~Q(missed_because=""), name="visit_not_held_has_its_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="disputed") | (~Q(disputed_because="") & Q(disputed_by__isnull=False)),
                name="visit_disputed_has_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(leader)s at %(school)s, %(day)s") % {
            "leader": self.leader,
            "school": self.deployment.school,
            "day": said(self.on),
        }

    @property
    def why_not_held(self) -> str:
        """Return why it was not held, in the words somebody typed or, where it ended by itself, in ours."""
        return str(self.ENDED_BY_ITSELF.get(self.missed_because, self.missed_because))

    @property
    def is_upheld(self) -> bool:
        """Say whether it counts because a manager decided so, having heard both sides."""
        return self.state == self.State.ACKNOWLEDGED and self.settled_because != ""

    @property
    def is_called_off(self) -> bool:
        """Say whether it ended by itself: nobody is to plan another day for it."""
        return self.state == self.State.NOT_HELD and self.missed_because in self.ENDED_BY_ITSELF

    @property
    def begins(self) -> datetime:
        """Return when it begins, in London: as typed, else as its half of the day does."""
        starts_at = self.starts_at or (MORNING if self.morning else AFTERNOON)
        return timezone.make_aware(datetime.combine(self.on, starts_at))

    @property
    def ends(self) -> datetime:
        return self.begins + HALF_DAY * self.half_days

    @property
    def part(self) -> str:
        """Return which part of the day it takes, in words."""
        if self.morning and self.afternoon:
            return gettext("all day")
        return gettext("morning") if self.morning else gettext("afternoon")

"""Self-organised groups: schools that meet about one thing, without the alliance having planned it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models import Case, CaseQuerySet
from deployments.models.requests import SPEAKERS
from designation.models import Designation
from directory.models import School
from directory.rules import is_manager


class SchoolGroupQuerySet(CaseQuerySet):
    """Groups, and who may see which."""

    def in_full(self) -> Self:
        """With the schools that are or were in it."""
        return self.select_related("lead_school", "made_by").prefetch_related("members__school", "meetings")

    def visible_to(self, person) -> Self:
        """Who speaks for a school that is or was in it, the leader who made it; managers see all."""
        if is_manager(person):
            return self
        ours = person.authority.school_ids(*SPEAKERS)
        joined = GroupMember.objects.filter(school__in=ours)
        made = Q(made_by=person) & (
            Q(lead_school__in=person.authority.own_school_ids)
            | Q(lead_school__in=Designation.objects.active().filter(person=person).values("home_school"))
        )
        return self.filter(made | Q(lead_school__in=ours) | Q(pk__in=joined.values("group")))


class SchoolGroup(Case):
    """A lead school and others that meet about one thing, until they say what came of it."""

    NOUN = "group"
    MARK = "GRP"

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        ENDED = "ended", _("Ended")

    state = models.CharField(_("state"), max_length=7, choices=State, default=State.RUNNING, editable=False)
    name = models.CharField(_("name"), max_length=120)
    focus = models.CharField(_("what it is about"), max_length=300)
    lead_school = models.ForeignKey(
        School, models.PROTECT, related_name="groups_led", verbose_name=_("lead school")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="groups_made", verbose_name=_("made by")
    )
    came_of = models.TextField(_("what came of it"), blank=True)

    objects = SchoolGroupQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["state", "state_at"])

    class Meta:
        verbose_name = _("self-organised group")
        verbose_name_plural = _("self-organised groups")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["state", "name"]), models.Index(fields=["lead_school", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ended") | ~Q(came_of=""), name="group_ended_says_what_came_of_it"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A school in a group, besides the one that leads it; one that left stays on the record."""

    group = models.ForeignKey(SchoolGroup, models.CASCADE, related_name="members", verbose_name=_("group"))
    school = models.ForeignKey(
        School, models.PROTECT, related_name="group_memberships", verbose_name=_("school")
    )
    joined_on = models.DateField(_("joined"))
    left_on = models.DateField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        ordering = ["group", "school__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "school"], name="group_member_once")]

    def __str__(self) -> str:
        return f"{self.group}: {self.school}"


class GroupMeetingQuerySet(models.QuerySet["GroupMeeting"]):
    def standing(self) -> Self:
        """Meetings that were not called off."""
        return self.filter(called_off_because="")


class GroupMeeting(models.Model):
    """One meeting of a group, held, to come, or called off."""

    group = models.ForeignKey(SchoolGroup, models.CASCADE, related_name="meetings", verbose_name=_("group"))
    on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    about = models.CharField(_("what it is about, or what came of it"), max_length=500, blank=True)
    called_off_because = models.CharField(_("called off because"), max_length=300, blank=True)

    objects = GroupMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a group")
        verbose_name_plural = _("meetings of groups")
        ordering = ["group", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "on"], condition=Q(called_off_because=""), name="group_meets_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.on}"

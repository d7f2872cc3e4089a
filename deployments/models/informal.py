"""Informal support: what two heads agreed between themselves, recorded lightly, without money and consents."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models import Case, CaseQuerySet
from deployments.models.requests import SPEAKERS
from directory.models import Post, School
from directory.rules import is_manager


class InformalSupportQuerySet(CaseQuerySet):
    """Informal support, and who may see which."""

    def in_full(self) -> Self:
        """With both schools and who recorded it."""
        return self.select_related("home_school", "school", "recorded_by")

    def visible_to(self, person) -> Self:
        """Who speaks for either school; officers what came to their authority's schools; managers all."""
        if is_manager(person):
            return self
        posts = person.authority
        ours = posts.school_ids(*SPEAKERS)
        return self.filter(
            Q(home_school__in=ours)
            | Q(school__in=ours)
            | Q(school__local_authority__in=posts.authority_ids(Post.Role.LA_OFFICER))
        )


class InformalSupport(Case):
    """One school helped another for some half days.

    Either head may put the record right or object to it; who wrote it may withdraw it.
    """

    NOUN = "informal"
    MARK = "INF"

    class State(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        OBJECTED = "objected", _("Objected to")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RECORDED, editable=False)
    home_school = models.ForeignKey(
        School, models.PROTECT, related_name="informal_given", verbose_name=_("school that helped")
    )
    school = models.ForeignKey(
        School, models.PROTECT, related_name="informal_received", verbose_name=_("school supported")
    )
    who = models.CharField(_("who went"), max_length=200)
    focus = models.CharField(_("what it was about"), max_length=300)
    half_days = models.PositiveSmallIntegerField(_("half days"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = InformalSupportQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["state", "state_at"])

    class Meta:
        verbose_name = _("informal support")
        verbose_name_plural = _("informal support")
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["state", "starts_on"]),
            models.Index(fields=["home_school", "starts_on"]),
            models.Index(fields=["school", "starts_on"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(half_days__gte=1), name="informal_takes_some_time"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="informal_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(home_school=F("school")), name="informal_is_at_another_school"
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(home)s helped %(school)s") % {"home": self.home_school, "school": self.school}

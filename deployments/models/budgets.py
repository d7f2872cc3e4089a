"""What a term holds: half days of a leader and of a school; and what a day is paid, from when."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models import School


class TermBudget(models.Model):
    """The half days a leader, or a school for all its leaders, can give in one term, and how many are taken.

    `taken` is only ever changed by a conditional UPDATE; the CHECK holds it below what was agreed.
    """

    designation = models.ForeignKey(
        "designation.Designation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="term_budgets",
        verbose_name=_("leader"),
    )
    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="term_budgets", verbose_name=_("school")
    )
    term_starts_on = models.DateField(_("term starts on"))
    half_days = models.PositiveSmallIntegerField(_("half days agreed"))
    taken = models.PositiveSmallIntegerField(_("half days taken"), default=0)

    history = HistoricalRecords(excluded_fields=["taken"])

    class Meta:
        verbose_name = _("term budget")
        verbose_name_plural = _("term budgets")
        ordering = ["-term_starts_on", "pk"]
        indexes = [models.Index(fields=["term_starts_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["designation", "term_starts_on"],
                condition=Q(designation__isnull=False),
                name="term_budget_one_a_leader",
            ),
            models.UniqueConstraint(
                fields=["school", "term_starts_on"],
                condition=Q(school__isnull=False),
                name="term_budget_one_a_school",
            ),
            models.CheckConstraint(
                condition=Q(designation__isnull=False, school__isnull=True)
                | Q(designation__isnull=True, school__isnull=False),
                name="term_budget_of_a_leader_or_a_school",
            ),
            models.CheckConstraint(condition=Q(taken__lte=F("half_days")), name="term_budget_not_overdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.designation or self.school}, {self.term_starts_on}: {self.taken}/{self.half_days}"


class RateQuerySet(models.QuerySet["Rate"]):
    def on(self, key: str, day) -> "RateQuerySet":
        """Return the rates of a key in force on a day, the newest first."""
        return self.filter(key=key, from_on__lte=day).order_by("-from_on")


class Rate(models.Model):
    """What a day of support is paid to the leader's school from a day on, how long it is, and who says so."""

    class Key(models.TextChoices):
        LEADER = "leader", _("System leader")
        HEADTEACHER = "headteacher", _("Headteacher")
        FACILITATION = "facilitation", _("Facilitation of a group")

    key = models.CharField(_("for"), max_length=20, choices=Key)
    pence_a_day = models.PositiveIntegerField(_("pence a day"))
    # Five hours make a working day in one broker's policy (handbook part 2.4).
    minutes_a_day = models.PositiveSmallIntegerField(_("minutes that make a day"), default=300)
    from_on = models.DateField(_("from"))
    source = models.CharField(_("source"), max_length=200)

    objects = RateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["key", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["key", "from_on"], name="rate_once_a_day"),
            models.CheckConstraint(
                condition=Q(pence_a_day__gt=0, minutes_a_day__gt=0), name="rate_is_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()} {self.from_on}"

    def get_absolute_url(self) -> str:
        return reverse("deployments:rates")

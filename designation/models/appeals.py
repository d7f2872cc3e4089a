"""Appeals: against not being designated, and against a designation that was withdrawn."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from designation.models.applications import Application
from designation.models.leaders import Designation
from directory.calendar import add_working_days

# Working days. The handbook proposes ten to appeal (1.9); five to find hearers and twenty to decide are this house's.
DAYS_TO_APPEAL = 10
DAYS_TO_ASSIGN = 5
DAYS_TO_DECIDE = 20


def decide_by(lodged_on: date) -> date:
    """Return the day by which an appeal lodged on a day is decided."""
    return add_working_days(lodged_on, DAYS_TO_DECIDE)


def assign_by(lodged_on: date) -> date:
    """Return the day by which the hearers of an appeal lodged on a day are chosen."""
    return add_working_days(lodged_on, DAYS_TO_ASSIGN)


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Appeals, and those that wait."""

    def open(self) -> "AppealQuerySet":
        return self.filter(is_upheld__isnull=True)

    def of(self, case: Application | Designation) -> "AppealQuerySet":
        """The appeal about an application, or about the last withdrawal of a designation; there is one at most."""
        return self.filter(**{case.NOUN: case.pk})


class Appeal(models.Model):
    """One appeal, one for each decision, without new evidence; decided by people who did not decide before."""

    application = models.OneToOneField(
        Application,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="appeal",
        verbose_name=_("application"),
    )
    designation = models.OneToOneField(
        Designation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="appeal",
        verbose_name=_("designation"),
    )
    # The earlier withdrawal of a designation that stands again: a later one is appealed against in its own right.
    past_designation = models.ForeignKey(
        Designation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="past_appeals",
        verbose_name=_("designation withdrawn again since"),
    )
    against = models.CharField(_("against"), max_length=20)  # the state appealed against
    grounds = models.TextField(_("grounds"))
    lodged_at = models.DateTimeField(_("lodged"), default=timezone.now)
    hearers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="appeals_to_hear", verbose_name=_("heard by")
    )
    is_upheld = models.BooleanField(_("upheld"), null=True, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["lodged_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False, designation=None, past_designation=None)
                | Q(application=None, designation__isnull=False, past_designation=None)
                | Q(application=None, designation=None, past_designation__isnull=False),
                name="appeal_is_about_one_case",
            ),
            models.CheckConstraint(
                condition=Q(past_designation__isnull=True) | Q(is_upheld=True), name="appeal_past_was_upheld"
            ),
            models.CheckConstraint(
                condition=Q(is_upheld__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reasons=""),
                name="appeal_decided_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def case(self) -> Application | Designation:
        """Return what the appeal is about."""
        return self.application or self.designation or self.past_designation  # type: ignore[return-value]  # a CHECK holds that one is there

    @property
    def is_open(self) -> bool:
        return self.is_upheld is None

    @property
    def decide_by(self) -> date:
        return decide_by(timezone.localdate(self.lodged_at))

    @property
    def assign_by(self) -> date:
        return assign_by(timezone.localdate(self.lodged_at))

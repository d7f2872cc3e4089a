"""What the panel writes down: conflicts, scores criterion by criterion, moderation, decisions not yet told."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Entry
from designation.models.applications import Application
from designation.models.schemes import Area, Criterion


def outdated(moment: str) -> models.Exists:
    """Return the condition that the application came back with answers after the moment in this field of a row.

    What the panel wrote down before was about what the application said then.
    """
    kind = ContentType.objects.get_for_model(Application)
    back = Entry.objects.filter(content_type=kind, object_id=models.OuterRef("application"), step="resubmit")
    return models.Exists(back.filter(at__gt=models.OuterRef(moment)))


class ScoreQuerySet(models.QuerySet["Score"]):
    def counting(self) -> "ScoreQuerySet":
        """Those that count: sent in, by nobody in conflict, and since the application last came back with answers."""
        return self.sent().filter(~outdated("submitted_at"))

    def marked(self) -> Any:
        """Those sent in, each with `is_outdated`: it no longer counts until it is sent in again."""
        return self.sent().annotate(is_outdated=outdated("submitted_at"))

    def sent(self) -> "ScoreQuerySet":
        """Those sent in, but for what somebody scored before they declared a conflict of interest."""
        declared = Conflict.objects.filter(
            application=models.OuterRef("application"), member=models.OuterRef("assessor")
        )
        return self.filter(~models.Exists(declared), submitted_at__isnull=False)


class Score(models.Model):
    """One assessor's colour and comment on one criterion; others read it once their own are sent in."""

    class Stage(models.TextChoices):
        SHORTLIST = "shortlist", _("Shortlist")
        INTERVIEW = "interview", _("Interview")

    class Rag(models.TextChoices):
        RED = "red", _("Red: no or little evidence")
        AMBER = "amber", _("Amber: met, with further support")
        GREEN = "green", _("Green: fully met, with evidence")

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="scores", verbose_name=_("application")
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="scores_given", verbose_name=_("assessor")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.SHORTLIST)
    rag = models.CharField(_("colour"), max_length=5, choices=Rag, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    submitted_at = models.DateTimeField(_("sent in"), null=True, blank=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["application", "stage", "assessor", "criterion__position"]
        indexes = [models.Index(fields=["assessor", "stage", "submitted_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "assessor", "criterion", "stage"], name="score_once_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | ~Q(rag=""), name="score_sent_in_has_its_colour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.criterion}"


class Conflict(models.Model):
    """A panel member says that they must not judge this applicant; from then on they read and score nothing of it.

    Same school, same trust and having given the reference are found by themselves and need no row.
    """

    class Kind(models.TextChoices):
        FAMILY = "family", _("Family or close friend")
        LINE_MANAGEMENT = "line_management", _("I manage or have managed the applicant, or they me")
        WORK = "work", _("We work or have worked closely together")
        OTHER = "other", _("Another reason")

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="declared_conflicts", verbose_name=_("application")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflicts_declared", verbose_name=_("member")
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    note = models.CharField(_("note"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("declared"), default=timezone.now)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "member"], name="conflict_once_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.application}"


class Moderation(models.Model):
    """The colour the panel agreed on for a criterion on which its members were red against green, and why."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="moderations", verbose_name=_("application")
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    stage = models.CharField(_("stage"), max_length=9, choices=Score.Stage)
    rag = models.CharField(_("colour agreed"), max_length=5, choices=Score.Rag)
    note = models.TextField(_("what the panel said"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("moderation")
        verbose_name_plural = _("moderations")
        ordering = ["application", "stage", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "stage"], name="moderation_once_a_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.criterion}"


class PendingDecision(models.Model):
    """What a manager has decided about an application and not told anybody yet; applied together with others."""

    class Step(models.TextChoices):
        SHORTLIST = "shortlist", _("Shortlist")
        SIFT_OUT = "sift_out", _("Do not shortlist")
        DESIGNATE = "designate", _("Designate")
        RESERVE = "reserve", _("Put on the reserve list")
        REJECT = "reject", _("Do not designate")

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="pending", verbose_name=_("application")
    )
    step = models.CharField(_("decision"), max_length=9, choices=Step)
    reasons = models.ManyToManyField(
        Criterion, blank=True, related_name="+", verbose_name=_("criteria that decided against")
    )
    feedback = models.TextField(_("feedback"), blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("areas of expertise"))
    starts_on = models.DateField(_("first day of the designation"), null=True, blank=True)
    with_support = models.BooleanField(_("designated with support"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("pending decision")
        verbose_name_plural = _("pending decisions")
        ordering = ["application", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=["sift_out", "reject"]) | ~Q(feedback=""),
                name="pending_decision_against_has_feedback",
            ),
            models.CheckConstraint(
                condition=~Q(step="designate") | Q(starts_on__isnull=False),
                name="pending_designation_has_its_first_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_step_display()}"

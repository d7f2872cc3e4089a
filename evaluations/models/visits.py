"""What is written after a visit: the record for the school, and the confidential evaluation beside it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deployments.models import Consent, Deployment, Objective, Visit
from deployments.models.requests import SPEAKERS, has_as_contact
from directory.models import Post
from directory.rules import is_manager
from evaluations.questions import OVERALL


def deployments_answered_by(person) -> models.QuerySet[Deployment]:
    """Return the deployments a person answers for as a head concerned: of the leader's school or the school supported.

    A chair of governors stands in where the head cannot: for a leader who is the head, or where the chair was asked.
    """
    posts = person.authority
    heads, chairs = posts.school_ids(*Post.HEADS), posts.school_ids(Post.Role.CHAIR_OF_GOVERNORS)
    asked = Consent.objects.filter(deployment=OuterRef("pk"), asked_as=Consent.AskedAs.CHAIR)
    leads_home = (
        Post.objects.heads()
        .on(timezone.localdate())
        .filter(person=OuterRef("designation__person"), school=OuterRef("home_school"))
    )
    return Deployment.objects.filter(
        Q(home_school__in=heads)
        | Q(school__in=heads)
        | (Q(home_school__in=chairs) & (Exists(leads_home) | Exists(asked.filter(party="line_manager"))))
        | (Q(school__in=chairs) & Exists(asked.filter(party="receiving_head")))
    ).exclude(designation__person=person)


class VisitRecordQuerySet(models.QuerySet["VisitRecord"]):
    def sent(self) -> Self:
        """Records that were filed; a draft is its author's alone."""
        return self.filter(sent_at__isnull=False)

    def visible_to(self, person) -> Self:
        """Filed records: their author, the school's contact and leaders, the heads concerned, managers."""
        if is_manager(person):
            return self.sent()
        return self.sent().filter(
            Q(author=person)
            | has_as_contact(person, "visit__deployment__request__")
            | Q(visit__deployment__school__in=person.authority.school_ids(*SPEAKERS))
            | Q(visit__deployment__in=deployments_answered_by(person).values("pk"))
        )


class VisitRecord(models.Model):
    """What was done on a visit and agreed, for the school. Until it is filed it is a draft: `typed`, as it stood.

    Whether a concern was raised is kept here, never what it was: that goes to the school's safeguarding lead.
    """

    class Activity(models.TextChoices):
        COACHING = "coaching", _("Coaching or mentoring")
        OBSERVATION = "observation", _("Lesson visit or learning walk")
        WORK = "work", _("Looking at pupils' work")
        DATA = "data", _("Data analysis")
        PLANNING = "planning", _("Joint action planning")
        MODELLING = "modelling", _("Modelling or teaching together")
        TRAINING = "training", _("Training or workshop")
        MEETING = "meeting", _("Meeting leaders or governors")

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="record", verbose_name=_("visit"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visit_records", verbose_name=_("author")
    )
    typed = models.JSONField(default=dict, blank=True, editable=False)
    focus = models.ManyToManyField(
        Objective, blank=True, related_name="records", verbose_name=_("objectives worked on")
    )
    activities = models.JSONField(_("what was done"), default=list, blank=True)
    people_met = models.CharField(_("people met"), max_length=300, blank=True)
    discussed = models.TextField(_("what was done and discussed"), blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    next_visit_on = models.DateField(_("next visit"), null=True, blank=True)
    concern = models.BooleanField(_("a concern was raised"), null=True, blank=True)
    sent_at = models.DateTimeField(_("filed"), null=True, blank=True)
    reply = models.TextField(_("reply of the school"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="record_replies",
        verbose_name=_("replied by"),
    )
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)

    objects = VisitRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit record")
        verbose_name_plural = _("visit records")
        ordering = ["-visit__on", "-pk"]
        indexes = [models.Index(fields=["author", "sent_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True)
                | (~Q(discussed="") & Q(concern__isnull=False) & Q(typed={})),
                name="record_filed_says_what_was_done",
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True, replied_by__isnull=True)
                | (
                    ~Q(reply="")
                    & Q(sent_at__isnull=False, replied_at__isnull=False, replied_by__isnull=False)
                ),
                name="record_reply_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Record of %(visit)s") % {"visit": self.visit}

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def activity_names(self) -> list[str]:
        """Return what was done, in words."""
        return [str(self.Activity(key).label) for key in self.activities]

    @property
    def acknowledged_at(self):
        """Return when the school acknowledged the visit, which is the visit's own step."""
        return self.visit.state_at if self.visit.state == Visit.State.ACKNOWLEDGED else None


class VisitAction(models.Model):
    """Something agreed on a visit: who does it by when. Open ones are carried forward until they are done."""

    record = models.ForeignKey(
        VisitRecord, models.CASCADE, related_name="actions", verbose_name=_("visit record")
    )
    position = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("action"), max_length=300)
    who = models.CharField(_("who"), max_length=120)
    by_on = models.DateField(_("by when"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    done_in = models.ForeignKey(
        VisitRecord,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions_done",
        verbose_name=_("reported done in"),
    )

    class Meta:
        verbose_name = _("agreed action")
        verbose_name_plural = _("agreed actions")
        ordering = ["record", "position"]
        constraints = [
            models.UniqueConstraint(fields=["record", "position"], name="visit_action_number_once")
        ]

    def __str__(self) -> str:
        return self.text


class ObjectiveProgress(models.Model):
    """How an objective stood on the day of a visit."""

    record = models.ForeignKey(
        VisitRecord, models.CASCADE, related_name="progress", verbose_name=_("visit record")
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, related_name="progress_seen", verbose_name=_("objective")
    )
    progress = models.CharField(_("progress"), max_length=5, choices=Objective.Progress)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("progress of an objective")
        verbose_name_plural = _("progress of objectives")
        ordering = ["objective__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["record", "objective"], name="progress_once_a_record")]

    def __str__(self) -> str:
        return f"{self.objective}: {self.get_progress_display()}"


class VisitEvaluationQuerySet(models.QuerySet["VisitEvaluation"]):
    def visible_to(self, person) -> Self:
        """Its author, the heads concerned and managers; never the person supported or the school's contact."""
        if is_manager(person):
            return self
        return self.filter(
            Q(by=person) | Q(visit__deployment__in=deployments_answered_by(person).values("pk"))
        )


class VisitEvaluation(models.Model):
    """The confidential half of a visit: how the work is really going, for the heads concerned and the manager."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="evaluation", verbose_name=_("visit"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visit_evaluations", verbose_name=_("by")
    )
    rating = models.PositiveSmallIntegerField(_("how the work is going"), choices=list(OVERALL.items()))
    engagement = models.TextField(_("quality of engagement"))
    progress = models.TextField(_("progress"))
    risks = models.TextField(_("risks"), blank=True)
    change_needed = models.BooleanField(_("days or plan need to change"))
    change_note = models.TextField(_("what should change"), blank=True)
    created_at = models.DateTimeField(_("filed"), default=timezone.now)

    objects = VisitEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit evaluation")
        verbose_name_plural = _("visit evaluations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["rating", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=4), name="visit_evaluation_rating_is_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(change_needed=False) | ~Q(change_note=""), name="visit_evaluation_change_is_named"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Evaluation of %(visit)s") % {"visit": self.visit}

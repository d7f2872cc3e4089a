"""What the receiving school says at the end of a deployment, and what the leader replies."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deployments.models import Deployment, Objective
from deployments.models.requests import has_as_contact
from directory.calendar import add_working_days
from directory.rules import is_manager
from evaluations.models.questionnaires import Question, Questionnaire
from evaluations.models.visits import deployments_answered_by
from evaluations.questions import OVERALL

# Ten working days to evaluate: the second reminder goes on the last of them.
DAYS_TO_EVALUATE = 10


def evaluation_due_on(deployment: Deployment) -> date:
    """Return the day by which a completed deployment should be evaluated."""
    return add_working_days(timezone.localdate(deployment.state_at), DAYS_TO_EVALUATE)


class DeploymentEvaluationQuerySet(models.QuerySet["DeploymentEvaluation"]):
    def sent(self) -> Self:
        """Evaluations the school has given; drafts are nobody's yet."""
        return self.filter(sent_at__isnull=False)

    def visible_to(self, person) -> Self:
        """Given evaluations: the leader, the heads concerned, the school's contact, managers."""
        if is_manager(person):
            return self.sent()
        return self.sent().filter(
            Q(by=person)
            | Q(deployment__designation__person=person)
            | has_as_contact(person, "deployment__request__")
            | Q(deployment__in=deployments_answered_by(person).values("pk"))
        )

    def received_by(self, person) -> Self:
        """Evaluations of this leader's own work."""
        return self.sent().filter(deployment__designation__person=person)


class DeploymentEvaluation(models.Model):
    """The school's evaluation of one deployment, in the version of the questionnaire it was asked in."""

    class Quote(models.TextChoices):
        NO = "no", _("Do not quote us")
        ANONYMOUS = "anonymous", _("Quote us without our name")
        NAMED = "named", _("Quote us with our school's name")

    deployment = models.OneToOneField(
        Deployment, models.PROTECT, related_name="evaluation", verbose_name=_("deployment")
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="evaluations", verbose_name=_("questionnaire")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="deployment_evaluations",
        verbose_name=_("by"),
    )
    typed = models.JSONField(default=dict, blank=True, editable=False)
    overall = models.PositiveSmallIntegerField(
        _("overall"), null=True, blank=True, choices=list(OVERALL.items())
    )
    would_use_again = models.BooleanField(_("would ask again"), null=True, blank=True)
    sustainability = models.TextField(_("keeping it going"), blank=True)
    further_support = models.TextField(_("further support wanted"), blank=True)
    may_quote = models.CharField(_("may be quoted"), max_length=9, choices=Quote, default=Quote.NO)
    testimonial = models.TextField(_("testimonial"), blank=True)
    sent_at = models.DateTimeField(_("given"), null=True, blank=True)
    leader_reply = models.TextField(_("reply of the leader"), blank=True)
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)

    objects = DeploymentEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("deployment evaluation")
        verbose_name_plural = _("deployment evaluations")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["sent_at"]), models.Index(fields=["overall", "sent_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True)
                | Q(by__isnull=False, overall__isnull=False, would_use_again__isnull=False, typed={}),
                name="evaluation_given_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(overall__isnull=True) | Q(overall__gte=1, overall__lte=4),
                name="evaluation_overall_is_1_to_4",
            ),
            models.CheckConstraint(
                condition=Q(leader_reply="", replied_at__isnull=True)
                | (~Q(leader_reply="") & Q(sent_at__isnull=False, replied_at__isnull=False)),
                name="evaluation_reply_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Evaluation of %(deployment)s") % {"deployment": self.deployment}

    def get_absolute_url(self) -> str:
        return reverse("evaluations:deployment-evaluation", args=[self.deployment_id])

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def quotation(self) -> str:
        """Return what may be quoted: nothing without the school's consent."""
        return "" if self.may_quote == self.Quote.NO else self.testimonial


class Answer(models.Model):
    """One answer; on a scale its value is the number, 5 the most of agreement."""

    evaluation = models.ForeignKey(
        DeploymentEvaluation, models.CASCADE, related_name="answers", verbose_name=_("evaluation")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="answered", verbose_name=_("question")
    )
    value = models.TextField(_("answer"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "question"], name="answer_once_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.value}"


class ObjectiveOutcome(models.Model):
    """Whether an objective was achieved, and what shows it."""

    class Outcome(models.TextChoices):
        ACHIEVED = "achieved", _("Achieved")
        PARTLY = "partly", _("Partly achieved")
        NOT = "not", _("Not achieved")

    evaluation = models.ForeignKey(
        DeploymentEvaluation, models.CASCADE, related_name="outcomes", verbose_name=_("evaluation")
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, related_name="outcomes", verbose_name=_("objective")
    )
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    evidence = models.TextField(_("evidence"))

    class Meta:
        verbose_name = _("outcome of an objective")
        verbose_name_plural = _("outcomes of objectives")
        ordering = ["objective__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "objective"], name="outcome_once_an_evaluation")
        ]

    def __str__(self) -> str:
        return f"{self.objective}: {self.get_outcome_display()}"

"""A concern somebody has about a deployment: raised, perhaps passed on, and resolved."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet
from deployments.models.deployments import Deployment
from directory.models import Post, School
from directory.rules import is_manager


class ConcernQuerySet(CaseQuerySet):
    """Concerns, and who may see which."""

    def visible_to(self, person) -> Self:
        """Who raised it while they see the deployment, managers, whom it was passed on or shared with; never whom it is
        about.
        """
        about_others = self.exclude(whom=person)
        if is_manager(person):
            return about_others
        posts = person.authority
        passed_on = Q(escalated_to=person) if posts.has(Post.Role.LA_OFFICER) else Q(pk__in=[])
        own = Q(raised_by=person, deployment__in=Deployment.objects.visible_to(person).values("pk"))
        return about_others.filter(own | passed_on | Q(shared_with__in=posts.school_ids(*Post.HEADS)))

    def in_full(self) -> Self:
        """With the deployment, its people and the people of the concern."""
        return self.select_related(
            "deployment__designation__person",
            "deployment__school",
            "deployment__home_school",
            "deployment__request__contact",
            "raised_by",
            "whom",
            "shared_with",
            "escalated_to",
            "resolved_by",
        )

    def unresolved(self) -> Self:
        """Concerns somebody has still to do something about."""
        return self.exclude(state=Concern.State.RESOLVED)


class Concern(Case):
    """What somebody is worried about: for the alliance's managers and, if they wish, the other school's head."""

    NOUN = "concern"
    MARK = "CON"

    class State(models.TextChoices):
        RAISED = "raised", _("Raised")
        ESCALATED = "escalated", _("Passed on")
        RESOLVED = "resolved", _("Resolved")

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RAISED, editable=False)
    deployment = models.ForeignKey(
        Deployment, models.PROTECT, related_name="concerns", verbose_name=_("deployment")
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="concerns_raised", verbose_name=_("raised by")
    )
    text = models.TextField(_("the concern"))
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns_about",
        verbose_name=_("whom it is about"),
    )
    shared_with = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns_shared",
        verbose_name=_("shared with"),
    )
    escalated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns_passed_on",
        verbose_name=_("passed on to"),
    )
    escalated_for = models.TextField(_("why it was passed on"), blank=True)
    answer_by = models.DateField(_("answer due"), null=True, blank=True)
    outcome = models.TextField(_("what was done"), blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["deployment", "state"]),
            models.Index(fields=["created_at"], name="concern_open", condition=~Q(state="resolved")),
            models.Index(fields=["answer_by"], name="concern_due", condition=Q(state="escalated")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="concern_says_something"),
            models.CheckConstraint(
                condition=~Q(state="escalated")
                | (Q(escalated_to__isnull=False, answer_by__isnull=False) & ~Q(escalated_for="")),
                name="concern_passed_on_has_to_whom_why_and_by_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="resolved") | (Q(resolved_by__isnull=False) & ~Q(outcome="")),
                name="concern_resolved_says_what_was_done",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Concern: %(deployment)s") % {"deployment": self.deployment}

    @property
    def about_id(self) -> int | None:
        """Return the key of whom it is about: they read nothing of it, a manager neither."""
        return self.whom_id

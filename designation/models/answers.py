"""What an applicant answers in rows of their own: the roles held and the five statements."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from designation.models.applications import Application


class RoleHeld(models.Model):
    """A leadership role the applicant holds or held; without an end it is held now."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="roles_held")
    title = models.CharField(_("title of the post"), max_length=120)
    school_name = models.CharField(_("school"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("leadership role")
        verbose_name_plural = _("leadership roles")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="role_held_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.school_name}"


class Statement(models.Model):
    """One of the five answers; a draft may run over the limit, a completed one may not."""

    Section = Application.Section
    QUESTIONS = (Section.ROLE, Section.TRACK_RECORD, Section.COACHING, Section.SUPPORTING, Section.IMPACT)
    WORDS = 300

    application = models.ForeignKey(Application, models.CASCADE, related_name="statements")
    question = models.CharField(
        _("question"), max_length=12, choices=[(one.value, one.label) for one in QUESTIONS]
    )
    text = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "question"], name="statement_once_a_question")
        ]

    def __str__(self) -> str:
        return self.get_question_display()

"""What a school tells visitors for the day: where to sign in, and who leads on safeguarding."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models.cases import now
from directory.models import School


class VisitNotes(models.Model):
    """One short text of a school for the leaders who visit it; only they, the school and the alliance read it.

    It is the school's and not the visit's: written once, it stands on every visit to come. A school that takes its
    words back has no row.
    """

    school = models.OneToOneField(
        School, models.CASCADE, related_name="visit_notes", verbose_name=_("school")
    )
    text = models.TextField(_("what visitors need to know"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), default=now, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("notes for visitors")
        verbose_name_plural = _("notes for visitors")
        ordering = ["school"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="visit_notes_say_something")]

    def __str__(self) -> str:
        return str(self.school)

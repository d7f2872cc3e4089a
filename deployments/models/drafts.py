"""A request for support while it is written: kept as it is typed, read by nobody but whoever writes it."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deployments.models.requests import SupportRequest


class RequestDraftQuerySet(models.QuerySet["RequestDraft"]):
    """Drafts, and whose they are."""

    def visible_to(self, person) -> Self:
        """Whoever writes it; nobody else, managers included: it may never be sent."""
        return self.filter(person=person)

    def unsent(self) -> Self:
        return self.filter(request=None).order_by("-saved_at", "-pk")


class RequestDraft(models.Model):
    """What was typed so far, part by part, right or wrong; once sent it is empty and leads to the request."""

    class Part(models.TextChoices):
        """The topics of the form, a page each, in the order they are asked."""

        SCHOOL = "school", _("The school")
        NEED = "need", _("The need")
        CONTEXT = "context", _("How the school stands today")
        PEOPLE = "people", _("Who will be supported")
        TIMES = "times", _("When and how")
        PAYMENT = "payment", _("Payment and approval")
        WISHES = "wishes", _("Who should come")

    STARTED, COMPLETED = "started", "completed"  # what `parts` holds for a part
    KEPT = timedelta(days=90)  # after the last change, where it is not sent

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="request_drafts", verbose_name=_("written by")
    )
    # Name of the box -> everything typed in it, as the form sent it; nothing a form has judged.
    answers = models.JSONField(default=dict, editable=False)
    parts = models.JSONField(default=dict, editable=False)
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)
    request = models.OneToOneField(
        SupportRequest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("sent as"),
    )

    objects = RequestDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a request")
        verbose_name_plural = _("drafts of requests")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.saved_at:%Y-%m-%d}"

    @property
    def kept_until(self) -> date:
        """Return the last day on which it is kept if nothing in it changes."""
        return timezone.localdate(self.saved_at) + self.KEPT

    @property
    def is_filled_in(self) -> bool:
        return all(self.parts.get(part) == self.COMPLETED for part in self.Part.values)

    def typed(self) -> QueryDict:
        """Return what was typed in every part, as a form takes it."""
        typed = QueryDict(mutable=True)
        for name, values in self.answers.items():
            if values:
                typed.setlist(name, values)
        return typed

"""Questionnaires as data: a version that somebody has begun to answer never changes again."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from evaluations.questions import AGREEMENT, OVERALL


class AnsweredVersion(Exception):
    """This version has been answered: make a new version instead of changing it."""


class FrozenQuerySet(models.QuerySet[Any]):
    """Rows that refuse to be changed or deleted in bulk once their version has been answered."""

    answered_by = "evaluations"

    def update(self, **fields: Any) -> int:
        self.refuse_if_answered()
        return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        self.refuse_if_answered()
        return super().delete()

    def refuse_if_answered(self) -> None:
        if self.filter(**{f"{self.answered_by}__isnull": False}).exists():
            raise AnsweredVersion


class QuestionnaireQuerySet(FrozenQuerySet):
    def current(self, key: str) -> "Questionnaire | None":
        """Return the newest published version."""
        published = self.filter(key=key, published_at__isnull=False)
        return published.order_by("-version").prefetch_related("questions").first()


class QuestionQuerySet(FrozenQuerySet):
    answered_by = "questionnaire__evaluations"

    def opinions(self) -> Self:
        """Statements people agree with more or less."""
        return self.filter(kind=Question.Kind.SCALE5)


class Questionnaire(models.Model):
    """One version of a set of questions; the newest published one is asked."""

    key = models.SlugField(_("key"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=160)
    name_cy = models.CharField(_("name in Welsh"), max_length=160)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    objects = QuestionnaireQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["key", "-version"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="questionnaire_version_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and self.is_answered:
            raise AnsweredVersion
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.is_answered:
            raise AnsweredVersion
        return super().delete(*args, **kwargs)

    @property
    def is_answered(self) -> bool:
        """Say whether anybody has begun to answer this version: a draft counts, its reader saw these words."""
        return self.evaluations.exists()

    @property
    def name_here(self) -> str:
        """Return the name in the reader's language."""
        return (get_language() == "cy" and self.name_cy) or self.name

    def new_version(self) -> "Questionnaire":
        """Return an unpublished copy with the next number, to be changed freely."""
        last = Questionnaire.objects.filter(key=self.key).aggregate(last=models.Max("version"))["last"]
        copy = Questionnaire.objects.create(
            key=self.key, version=last + 1, name=self.name, name_cy=self.name_cy
        )
        for question in self.questions.all():
            question.pk, question.questionnaire, question._state.adding = None, copy, True
            question.save()
        return copy

    def publish(self) -> None:
        """Let this version be asked from now on."""
        self.published_at = timezone.now()
        self.save(update_fields=["published_at"])


class Question(models.Model):
    """One question of a version; `choices` holds the answers it brings itself, in both languages."""

    class Kind(models.TextChoices):
        SCALE5 = "scale5", _("Statement, agree to disagree (5)")
        SCALE4 = "scale4", _("Overall result (4)")
        TEXT = "text", _("Text")
        CHOICE = "choice", _("One of several answers")
        YESNO = "yesno", _("Yes or no")

    SCALES = {Kind.SCALE5: AGREEMENT, Kind.SCALE4: OVERALL}

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="questions", verbose_name=_("questionnaire")
    )
    position = models.PositiveSmallIntegerField(_("number"))
    key = models.SlugField(_("key"), max_length=40)
    text = models.CharField(_("question"), max_length=300)
    text_cy = models.CharField(_("question in Welsh"), max_length=300)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    choices = models.JSONField(
        _("answers"),
        default=list,
        blank=True,
        help_text=_('For example [{"value": "yes", "text": "Yes, we would", "text_cy": "Byddem"}].'),
    )
    is_optional = models.BooleanField(_("may be left out"), default=False)

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["questionnaire", "position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "position"], name="question_number_once"),
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once"),
            models.CheckConstraint(
                condition=~Q(text=F("text_cy")) & ~Q(text_cy=""), name="question_is_in_both_languages"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.questionnaire.is_answered:
            raise AnsweredVersion
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.questionnaire.is_answered:
            raise AnsweredVersion
        return super().delete(*args, **kwargs)

    @property
    def text_here(self) -> str:
        """Return the question in the reader's language."""
        return (get_language() == "cy" and self.text_cy) or self.text

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Return what may be answered, as (value, words in the reader's language); nothing for a text."""
        scale = self.SCALES.get(self.Kind(self.kind))
        if scale:
            return [(str(value), str(words)) for value, words in scale.items()]
        spoken = "text_cy" if get_language() == "cy" else "text"
        return [(choice["value"], choice[spoken]) for choice in self.choices]

    def words_of(self, value: str) -> str:
        """Return an answer as it is read."""
        return dict(self.answers).get(value, value)

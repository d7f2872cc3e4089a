"""Questionnaires are kept here until somebody answers them; what people wrote is to be read on its own pages."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

from casework.admin import ReadOnlyAdmin
from evaluations.models import (
    Answer,
    DeploymentEvaluation,
    ObjectiveOutcome,
    ObjectiveProgress,
    Question,
    Questionnaire,
    VisitAction,
    VisitEvaluation,
    VisitRecord,
)
from evaluations.questions import missing


class WhileUnanswered:
    """Lets a version be changed or deleted only until somebody has begun to answer it."""

    def has_change_permission(self, request: HttpRequest, obj: Questionnaire | None = None) -> bool:
        free = obj is None or not obj.is_answered
        return free and super().has_change_permission(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Questionnaire | None = None) -> bool:
        # Nothing is deleted in bulk: a list may hold versions that were answered.
        return obj is not None and not obj.is_answered and super().has_delete_permission(request, obj)  # type: ignore[misc]


class QuestionInline(WhileUnanswered, admin.TabularInline):
    model = Question
    extra = 1
    fields = ["position", "key", "text", "text_cy", "kind", "choices", "is_optional"]

    def has_add_permission(self, request: HttpRequest, obj: Questionnaire | None = None) -> bool:
        free = obj is None or not obj.is_answered
        return free and super().has_add_permission(request, obj)


@admin.register(Questionnaire)
class QuestionnaireAdmin(WhileUnanswered, SimpleHistoryAdmin):
    list_display = ["name", "key", "version", "published_at", "is_answered"]
    list_filter = ["key"]
    search_fields = ["name", "name_cy"]
    readonly_fields = ["published_at"]
    inlines = [QuestionInline]
    actions = ["make_new_version", "publish"]

    @admin.display(boolean=True, description=_("answered"))
    def is_answered(self, questionnaire: Questionnaire) -> bool:
        return questionnaire.is_answered

    @admin.action(description=_("Make a new version to change"), permissions=["add"])
    def make_new_version(self, request: HttpRequest, chosen: QuerySet[Questionnaire]) -> None:
        made = [questionnaire.new_version() for questionnaire in chosen]
        said = ngettext(
            "%(count)s new version was made. Change it, then publish it.",
            "%(count)s new versions were made. Change them, then publish them.",
            len(made),
        )
        self.message_user(request, said % {"count": len(made)})

    @admin.action(description=_("Publish: ask this version from now on"), permissions=["change"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Questionnaire]) -> None:
        for questionnaire in chosen.filter(published_at__isnull=True):
            absent = missing(set(questionnaire.questions.values_list("key", flat=True)))
            if absent:
                said = _("%(version)s cannot be published: the questions %(keys)s are missing.")
                words = {"version": questionnaire, "keys": ", ".join(absent)}
                self.message_user(request, said % words, messages.ERROR)
            else:
                questionnaire.publish()


class ReadOnlyInline(admin.TabularInline):
    """Rows that are written on the portal's own pages: shown, never added, changed or deleted by hand."""

    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VisitActionInline(ReadOnlyInline):
    model = VisitAction
    fk_name = "record"
    fields = ["position", "text", "who", "by_on", "done_on"]


class ObjectiveProgressInline(ReadOnlyInline):
    model = ObjectiveProgress
    fields = ["objective", "progress", "note"]


class AnswerInline(ReadOnlyInline):
    model = Answer
    fields = ["question", "value"]


class ObjectiveOutcomeInline(ReadOnlyInline):
    model = ObjectiveOutcome
    fields = ["objective", "outcome", "evidence"]


@admin.register(VisitRecord)
class VisitRecordAdmin(ReadOnlyAdmin):
    list_display = ["visit", "author", "sent_at", "replied_at"]
    list_filter = ["sent_at"]
    list_select_related = ["visit__leader", "visit__deployment__school", "author"]
    search_fields = ["visit__reference", "author__first_name", "author__last_name"]
    inlines = [VisitActionInline, ObjectiveProgressInline]
    # A concern is known to the alliance's managers; what a leader is still typing to nobody.
    exclude = ["concern"]
    show_full_result_count = False


@admin.register(VisitEvaluation)
class VisitEvaluationAdmin(ReadOnlyAdmin):
    list_display = ["visit", "by", "created_at"]
    list_select_related = ["visit__leader", "visit__deployment__school", "by"]
    search_fields = ["visit__reference", "by__first_name", "by__last_name"]
    # Confidential: the heads concerned and the managers read it on its page, administrators do not.
    fields = ["visit", "by", "created_at"]
    show_full_result_count = False


@admin.register(DeploymentEvaluation)
class DeploymentEvaluationAdmin(ReadOnlyAdmin):
    list_display = ["deployment", "by", "questionnaire", "overall", "may_quote", "sent_at", "replied_at"]
    list_filter = ["overall", "may_quote", "sent_at"]
    inlines = [ObjectiveOutcomeInline, AnswerInline]
    list_select_related = [
        "deployment__designation__person",
        "deployment__school",
        "by",
        "questionnaire",
    ]
    search_fields = ["deployment__reference", "deployment__school__name", "by__last_name"]
    show_full_result_count = False

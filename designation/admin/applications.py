"""Applications in the administration: to be read; states move only by the steps."""

from django.contrib import admin
from django.http import HttpRequest

from casework.admin import ReadOnlyAdmin
from designation.models import (
    Appeal,
    Application,
    ChosenArea,
    Conflict,
    Interview,
    Moderation,
    PendingDecision,
    Reference,
    RoleHeld,
    Score,
    Statement,
)
from directory.rules import is_manager


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """What an applicant wrote, and where it stands."""

    list_display = ("reference", "applicant", "round", "role_type", "state", "submitted_at")
    list_filter = ("state", "round", "role_type")
    list_select_related = ("applicant", "round", "role_type")
    search_fields = ("reference", "applicant__first_name", "applicant__last_name", "applicant__email")
    date_hierarchy = "created_at"
    exclude = ("adjustments",)  # for those who interview


@admin.register(Reference)
class ReferenceAdmin(ReadOnlyAdmin):
    """Where references stand; their words are read in the portal, where each reading is written down."""

    list_display = ("reference", "application", "kind", "name", "email", "state", "asked_at")
    list_filter = ("state", "kind", "domain_differs")
    list_select_related = ("application",)
    search_fields = ("reference", "name", "email", "application__reference")
    fields = (
        "reference",
        "application",
        "kind",
        "school",
        "name",
        "email",
        "domain_differs",
        "state",
        "asked_at",
        "signed_on",
    )
    date_hierarchy = "created_at"


@admin.register(RoleHeld)
class RoleHeldAdmin(ReadOnlyAdmin):
    list_display = ("title", "school_name", "application", "starts_on", "ends_on")
    list_select_related = ("application",)
    search_fields = ("title", "school_name", "application__reference")


@admin.register(ChosenArea)
class ChosenAreaAdmin(ReadOnlyAdmin):
    list_display = ("area", "application", "is_main")
    list_select_related = ("area", "application")
    search_fields = ("area__name", "application__reference")


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin):
    list_display = ("application", "question")
    list_filter = ("question",)
    list_select_related = ("application",)
    search_fields = ("application__reference", "text")


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin):
    list_display = ("application", "criterion", "stage", "submitted_at")
    list_filter = ("stage",)
    list_select_related = ("application", "criterion")
    search_fields = ("application__reference", "criterion__text")
    # Who saw what, and how, is read in the portal, by those who judge and not the one judged.
    exclude = ("assessor", "rag", "comment")


@admin.register(Interview)
class InterviewAdmin(ReadOnlyAdmin):
    """Interviews are moved in the portal, where everybody's calendar hears of it."""

    list_display = ("application", "at", "minutes", "place", "missed_at", "cancelled_at")
    date_hierarchy = "at"
    list_select_related = ("application",)
    search_fields = ("application__reference", "place")


@admin.register(Conflict)
class ConflictAdmin(ReadOnlyAdmin):
    list_display = ("application", "member", "kind", "declared_at")
    list_filter = ("kind",)
    list_select_related = ("application", "member")
    search_fields = ("application__reference", "member__last_name", "member__email")
    exclude = ("note",)  # why somebody must not judge is for the managers


@admin.register(Moderation)
class ModerationAdmin(ReadOnlyAdmin):
    list_display = ("application", "criterion", "stage", "at")
    list_filter = ("stage",)
    list_select_related = ("application", "criterion")
    search_fields = ("application__reference", "criterion__text")
    exclude = ("rag", "note", "by")


@admin.register(PendingDecision)
class PendingDecisionAdmin(ReadOnlyAdmin):
    """For managers: nobody else, administrators among them, learns of a decision that was told to nobody."""

    list_display = ("application", "step", "by", "at")
    list_filter = ("step",)
    list_select_related = ("application", "by")
    search_fields = ("application__reference",)
    exclude = ("feedback",)  # nobody was told

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return is_manager(request.user) and super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_manager(request.user) and super().has_module_permission(request)


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "against", "lodged_at", "is_upheld", "decided_by", "decided_at")
    list_filter = ("is_upheld",)
    list_select_related = ("application", "designation", "decided_by")
    search_fields = ("application__reference", "designation__reference")
    exclude = ("grounds", "reasons")

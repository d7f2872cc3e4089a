"""Leaders in the administration: designations, what they offer, reviews and renewals."""

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from casework.admin import ReadOnlyAdmin
from designation.models import (
    Absence,
    Designation,
    DesignationTerm,
    Evidence,
    InductionItem,
    Renewal,
    Review,
    SchoolRelease,
)


@admin.register(Designation)
class DesignationAdmin(admin.ModelAdmin):
    """What was decided stays; what the leader offers (areas, phases, days, travel) may be put right, with a trace."""

    list_display = ("reference", "person", "role_type", "home_school", "state", "starts_on", "ends_on")
    list_filter = ("state", "role_type")
    list_select_related = ("person", "role_type", "home_school")
    search_fields = (
        "reference",
        "person__first_name",
        "person__last_name",
        "person__email",
        "home_school__name",
    )
    autocomplete_fields = ("areas",)
    date_hierarchy = "created_at"
    exclude = ("ended_words",)  # what a leader was told is not rewritten
    readonly_fields = (
        "reference", "state", "state_at", "created_at", "person", "role_type", "home_school", "application",
        "starts_on", "ends_on", "half_days_a_term", "agreement_signed_on", "induction_done_on", "assurance_until",
        "assurance_by", "assurance_retracted_on", "listed", "checks_seen_on", "release_asked_at", "release_refused_at",
        "with_support", "suspended_for", "ended_for", "ended_on", "appeal_by",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(SchoolRelease)
class SchoolReleaseAdmin(SimpleHistoryAdmin):
    list_display = ("school", "half_days_a_term")
    list_select_related = ("school",)
    search_fields = ("school__name",)
    autocomplete_fields = ("school",)


@admin.register(Absence)
class AbsenceAdmin(SimpleHistoryAdmin):
    list_display = ("designation", "starts_on", "ends_on", "reason")
    list_select_related = ("designation",)
    search_fields = ("designation__reference", "designation__person__last_name", "reason")
    autocomplete_fields = ("designation",)


@admin.register(DesignationTerm)
class DesignationTermAdmin(ReadOnlyAdmin):
    list_display = ("designation", "number", "starts_on", "ends_on")
    list_select_related = ("designation",)
    search_fields = ("designation__reference", "designation__person__last_name")


@admin.register(InductionItem)
class InductionItemAdmin(ReadOnlyAdmin):
    list_display = ("name", "designation", "is_required", "done_on", "recorded_by")
    list_filter = ("is_required",)
    list_select_related = ("designation", "recorded_by")
    search_fields = ("name", "designation__reference", "designation__person__last_name")


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ("title", "designation", "kind", "on", "half_days", "minutes", "result", "filed_by")
    list_filter = ("kind",)
    list_select_related = ("designation", "filed_by")
    search_fields = ("title", "designation__reference", "designation__person__last_name")
    date_hierarchy = "on"


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("reference", "designation", "state", "due_on", "head_supports", "outcome", "concluded_on")
    list_filter = ("state", "outcome", "head_supports")
    list_select_related = ("designation",)
    search_fields = ("reference", "designation__reference", "designation__person__last_name")
    date_hierarchy = "due_on"
    exclude = ("head_note",)  # what the head says is read in the portal


@admin.register(Renewal)
class RenewalAdmin(ReadOnlyAdmin):
    list_display = ("reference", "designation", "state", "submitted_at", "head_signed_on")
    list_filter = ("state",)
    list_select_related = ("designation",)
    search_fields = ("reference", "designation__reference", "designation__person__last_name")
    date_hierarchy = "created_at"
    exclude = ("head_statement", "head_strength")  # the reference is read in the portal

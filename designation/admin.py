"""The administration of designation: schemes, rounds and panels are edited here; states only by the steps."""

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from casework.admin import ReadOnlyAdmin
from designation.models import (
    Absence,
    Application,
    Area,
    AreaGroup,
    ChosenArea,
    Criterion,
    Designation,
    Interview,
    PanelSeat,
    Reference,
    RoleHeld,
    RoleType,
    Round,
    SchoolRelease,
    Score,
    Statement,
)


class CriterionInline(admin.TabularInline):
    model = Criterion
    extra = 0
    fields = ("position", "text", "text_cy", "is_essential")


@admin.register(RoleType)
class RoleTypeAdmin(SimpleHistoryAdmin):
    list_display = ("name", "key", "is_formal", "years", "least_months", "rate_key", "position")
    search_fields = ("name", "name_cy", "key")
    inlines = (CriterionInline,)


@admin.register(Criterion)
class CriterionAdmin(SimpleHistoryAdmin):
    list_display = ("text", "role_type", "is_essential", "position")
    list_filter = ("role_type", "is_essential")
    list_select_related = ("role_type",)
    search_fields = ("text", "text_cy")


@admin.register(AreaGroup)
class AreaGroupAdmin(admin.ModelAdmin):
    list_display = ("name", "name_cy", "position")
    search_fields = ("name", "name_cy")


@admin.register(Area)
class AreaAdmin(SimpleHistoryAdmin):
    list_display = ("name", "name_cy", "group", "active_from", "active_to")
    list_filter = ("group",)
    list_select_related = ("group",)
    search_fields = ("name", "name_cy")


class PanelSeatInline(admin.TabularInline):
    model = PanelSeat
    extra = 0
    autocomplete_fields = ("person",)


@admin.register(Round)
class RoundAdmin(SimpleHistoryAdmin):
    list_display = ("name", "opens_at", "closes_at", "interviews_from", "interviews_to")
    date_hierarchy = "closes_at"
    search_fields = ("name", "name_cy")
    autocomplete_fields = ("role_types", "areas_wanted")
    inlines = (PanelSeatInline,)


@admin.register(PanelSeat)
class PanelSeatAdmin(SimpleHistoryAdmin):
    list_display = ("person", "round", "is_alliance_head")
    list_select_related = ("person", "round")
    search_fields = ("person__first_name", "person__last_name", "person__email", "round__name")
    autocomplete_fields = ("person", "round")


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """What an applicant wrote, and where it stands."""

    list_display = ("reference", "applicant", "round", "role_type", "state", "submitted_at")
    list_filter = ("state", "round", "role_type")
    list_select_related = ("applicant", "round", "role_type")
    search_fields = ("reference", "applicant__first_name", "applicant__last_name", "applicant__email")
    date_hierarchy = "created_at"


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


@admin.register(Designation)
class DesignationAdmin(SimpleHistoryAdmin):
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
    readonly_fields = (
        "reference", "state", "state_at", "created_at", "person", "role_type", "home_school", "application",
        "starts_on", "ends_on", "half_days_a_term", "agreement_signed_on", "induction_done_on", "assurance_until",
        "assurance_by", "listed",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


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
    list_display = ("application", "assessor", "criterion", "stage", "rag", "submitted_at")
    list_filter = ("stage", "rag")
    list_select_related = ("application", "assessor", "criterion")
    search_fields = ("application__reference", "assessor__last_name", "criterion__text")


@admin.register(Interview)
class InterviewAdmin(admin.ModelAdmin):
    list_display = ("application", "at", "minutes", "place")
    date_hierarchy = "at"
    list_select_related = ("application",)
    search_fields = ("application__reference", "place")
    autocomplete_fields = ("panel",)
    readonly_fields = ("application",)


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

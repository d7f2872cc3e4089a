"""The administration of support: everything can be looked up, states move by the steps alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from casework.admin import ReadOnlyAdmin
from deployments.models import (
    CalendarFeed,
    Claim,
    ClaimLine,
    Concern,
    Consent,
    Deployment,
    ExitPlan,
    Facilitation,
    Fund,
    GroupMeeting,
    GroupMember,
    InformalSupport,
    Objective,
    ProgressMark,
    ProgressReview,
    Rate,
    SchoolGroup,
    SupportRequest,
    TermBudget,
    Variation,
    VariationConsent,
    Visit,
    VisitNotes,
    Watch,
)


class CaseAdmin(SimpleHistoryAdmin):
    """A case: found and read here; its state, dates and reference are written by its steps."""

    readonly_fields = ["reference", "state", "state_at", "created_at"]
    list_filter = ["state"]
    date_hierarchy = "created_at"
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyRows(admin.TabularInline):
    """Rows of a case, shown on its page and never changed there."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ConsentRows(ReadOnlyRows):
    model = Consent
    fields = ["party", "asked_of", "asked_as", "due_on", "decision", "by", "at", "channel", "confirmed_at"]


class ObjectiveRows(ReadOnlyRows):
    model = Objective
    fields = ["position", "text", "success_criterion", "baseline", "measure", "progress"]


class LineRows(ReadOnlyRows):
    model = ClaimLine
    fk_name = "claim"
    fields = [
        "visit",
        "corrects",
        "half_days",
        "minutes",
        "rate_pence",
        "amount_pence",
        "brokerage_pence",
        "fund",
    ]


@admin.register(SupportRequest)
class SupportRequestAdmin(ReadOnlyAdmin):
    # Without its versions, which would show what is confidential: who should not come, and why.
    exclude = ["avoided", "avoided_note"]
    list_display = ["reference", "school", "state", "half_days", "starts_on", "created_at"]
    search_fields = ["reference", "school__search_text", "made_by__email"]
    list_filter = ["state", "urgency", "unmet_why"]
    date_hierarchy = "created_at"
    list_per_page = 50
    list_select_related = ["school"]


@admin.register(Deployment)
class DeploymentAdmin(CaseAdmin):
    # What was agreed is not edited behind the parties' backs: a change of terms asks their consent again.
    readonly_fields = [
        *CaseAdmin.readonly_fields,
        "designation",
        "request",
        "home_school",
        "school",
        "half_days",
        "starts_on",
        "ends_on",
        "term_starts_on",
        "counts_for_school",
        "rate_pence",
        "minutes_a_day",
        "brokerage_share",
        "brokerage_pence",
        "fund",
        "held_pence",
        "purchase_order",
        "agreed_at",
        "proposed_by",
        "match",
        "overall_rating",
        "look_again_on",
        "looked_after_by",
        "carries_on",
        "midpoint_due_on",
        "school_last",
    ]
    list_display = ["reference", "designation", "school", "state", "half_days", "starts_on"]
    search_fields = ["reference", "school__search_text", "designation__person__last_name"]
    list_select_related = ["designation__person", "school"]
    inlines = [ConsentRows, ObjectiveRows]


class VariationConsentRows(ReadOnlyRows):
    model = VariationConsent
    fields = ["party", "asked_of", "asked_as", "due_on", "decision", "by", "at", "channel"]


class MarkRows(ReadOnlyRows):
    model = ProgressMark
    fields = ["objective", "colour", "sentence"]


@admin.register(ProgressReview)
class ProgressReviewAdmin(ReadOnlyAdmin):
    list_display = ["deployment", "kind", "on", "by"]
    list_filter = ["kind"]
    search_fields = ["deployment__reference", "deployment__school__search_text"]
    date_hierarchy = "on"
    list_select_related = ["deployment__designation__person", "deployment__school", "by"]
    inlines = [MarkRows]


@admin.register(ExitPlan)
class ExitPlanAdmin(ReadOnlyAdmin):
    list_display = ["deployment", "who", "next_check_on", "written_by"]
    search_fields = ["deployment__reference", "who"]
    list_select_related = ["deployment__designation__person", "deployment__school", "written_by"]


@admin.register(Variation)
class VariationAdmin(ReadOnlyAdmin):
    list_display = ["reference", "deployment", "state", "half_days", "starts_on", "ends_on"]
    list_filter = ["state"]
    search_fields = ["reference", "deployment__reference", "deployment__school__search_text"]
    date_hierarchy = "created_at"
    list_select_related = ["deployment__designation__person", "deployment__school"]
    inlines = [VariationConsentRows]


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    list_display = ["reference", "leader", "on", "state", "half_days"]
    list_filter = ["state"]
    search_fields = ["reference", "leader__last_name", "leader__email"]
    date_hierarchy = "on"
    list_select_related = ["leader", "deployment__school"]


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = ["reference", "school", "term_starts_on", "state", "total_pence"]
    list_filter = ["state", "term_starts_on"]
    search_fields = ["reference", "school__search_text"]
    list_select_related = ["school"]
    inlines = [LineRows]


@admin.register(ClaimLine)
class ClaimLineAdmin(ReadOnlyAdmin):
    list_display = ["claim", "visit", "corrects", "half_days", "amount_pence", "fund"]
    search_fields = ["claim__reference", "visit__reference"]
    list_select_related = ["claim", "corrects__claim", "fund", "visit__leader", "visit__deployment__school"]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    exclude = ["why", "reason"]  # of a refusal: for the alliance's managers, who read them on the case
    list_display = ["deployment", "party", "asked_of", "decision", "due_on", "at"]
    list_filter = ["decision", "party"]
    search_fields = ["deployment__reference", "asked_of__last_name", "asked_of__email"]
    list_select_related = ["deployment__designation__person", "deployment__school", "asked_of"]


@admin.register(Concern)
class ConcernAdmin(ReadOnlyAdmin):
    """That there is one; what it is, whom it is about and who raised it, its readers find on its page."""

    fields = ["reference", "state", "state_at", "deployment", "answer_by", "created_at"]
    list_display = ["reference", "deployment", "state", "created_at", "answer_by"]
    list_filter = ["state"]
    search_fields = ["reference", "deployment__reference"]
    list_select_related = ["deployment__designation__person", "deployment__school"]


@admin.register(Objective)
class ObjectiveAdmin(ReadOnlyAdmin):
    list_display = ["deployment", "position", "text", "progress"]
    list_filter = ["progress"]
    search_fields = ["deployment__reference", "text"]
    list_select_related = ["deployment__designation__person", "deployment__school"]


@admin.register(TermBudget)
class TermBudgetAdmin(admin.ModelAdmin):
    """What is taken is counted by the steps; how much was agreed is kept with the designation and the school."""

    list_display = ["designation", "school", "term_starts_on", "half_days", "taken"]
    list_filter = ["term_starts_on"]
    search_fields = ["designation__person__last_name", "school__search_text"]
    readonly_fields = ["designation", "school", "term_starts_on", "taken"]
    list_select_related = ["designation__person", "school"]


@admin.register(VisitNotes)
class VisitNotesAdmin(SimpleHistoryAdmin):
    """What schools tell their visitors, with what stood there before."""

    list_display = ["school", "written_by", "written_at"]
    search_fields = ["school__search_text"]
    autocomplete_fields = ["school"]
    readonly_fields = ["written_by", "written_at"]
    list_select_related = ["school", "written_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Watch)
class WatchAdmin(ReadOnlyAdmin):
    """Which cases are watched; why is for the alliance's managers, who read it on the case."""

    fields = ["deployment", "request", "at"]
    list_display = ["at", "deployment", "request"]
    list_select_related = ["deployment__designation__person", "deployment__school", "request__school"]


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ReadOnlyAdmin):
    """Who has a feed; its address is its person's alone."""

    fields = ["person", "made_at"]
    list_display = ["person", "made_at"]
    search_fields = ["person__last_name", "person__email"]
    list_select_related = ["person"]


@admin.register(Facilitation)
class FacilitationAdmin(ReadOnlyAdmin):
    list_display = ["reference", "designation", "group", "on", "state", "amount_pence"]
    list_filter = ["state"]
    search_fields = ["reference", "group", "school__search_text"]
    date_hierarchy = "on"
    list_select_related = ["designation__person", "designation__home_school", "designation__role_type"]


@admin.register(Fund)
class FundAdmin(SimpleHistoryAdmin):
    """What a fund has and how it pays, with what stood there before; what is taken is counted by the steps."""

    list_display = ["name", "payer", "starts_on", "ends_on", "amount_pence", "taken_pence"]
    search_fields = ["name", "name_cy", "payer"]
    readonly_fields = ["taken_pence"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Rate)
class RateAdmin(SimpleHistoryAdmin):
    list_display = ["key", "pence_a_day", "minutes_a_day", "from_on", "source"]
    list_filter = ["key"]
    search_fields = ["source"]


@admin.register(InformalSupport)
class InformalSupportAdmin(CaseAdmin):
    readonly_fields = [*CaseAdmin.readonly_fields, "home_school", "school", "recorded_by"]
    list_display = ["reference", "home_school", "school", "state", "half_days", "starts_on"]
    search_fields = ["reference", "school__search_text", "home_school__search_text"]
    list_select_related = ["home_school", "school"]


class MemberRows(ReadOnlyRows):
    model = GroupMember
    fields = ["school", "joined_on", "left_on"]


class MeetingRows(ReadOnlyRows):
    model = GroupMeeting
    fields = ["on", "place", "about"]


@admin.register(SchoolGroup)
class SchoolGroupAdmin(CaseAdmin):
    readonly_fields = [*CaseAdmin.readonly_fields, "lead_school", "made_by"]
    list_display = ["reference", "name", "lead_school", "state"]
    search_fields = ["reference", "name", "lead_school__search_text"]
    list_select_related = ["lead_school"]
    inlines = [MemberRows, MeetingRows]


@admin.register(GroupMember)
class GroupMemberAdmin(ReadOnlyAdmin):
    list_display = ["group", "school", "joined_on", "left_on"]
    search_fields = ["group__name", "school__search_text"]
    list_select_related = ["group", "school"]


@admin.register(GroupMeeting)
class GroupMeetingAdmin(ReadOnlyAdmin):
    list_display = ["group", "on", "place"]
    search_fields = ["group__name", "place"]
    list_select_related = ["group"]

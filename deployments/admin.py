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
    Consent,
    Deployment,
    Facilitation,
    Fund,
    Objective,
    Rate,
    SupportRequest,
    TermBudget,
    Visit,
    VisitNotes,
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
    ]
    list_display = ["reference", "designation", "school", "state", "half_days", "starts_on"]
    search_fields = ["reference", "school__search_text", "designation__person__last_name"]
    list_select_related = ["designation__person", "school"]
    inlines = [ConsentRows, ObjectiveRows]


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

"""Money and days in the administration: claims, funds, rates, budgets of terms."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from casework.admin import ReadOnlyAdmin
from deployments.admin.shared import ReadOnlyRows
from deployments.models import Claim, ClaimLine, ClaimOrder, Fund, Rate, TermBudget, TermShare


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


class OrderRows(ReadOnlyRows):
    model = ClaimOrder
    fields = ["fund", "number"]


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = ["reference", "school", "term_starts_on", "state", "total_pence"]
    list_filter = ["state", "term_starts_on"]
    search_fields = ["reference", "school__search_text"]
    list_select_related = ["school"]
    inlines = [OrderRows, LineRows]


@admin.register(ClaimLine)
class ClaimLineAdmin(ReadOnlyAdmin):
    list_display = ["claim", "visit", "corrects", "half_days", "amount_pence", "fund"]
    search_fields = ["claim__reference", "visit__reference"]
    list_select_related = ["claim", "corrects__claim", "fund", "visit__leader", "visit__deployment__school"]


@admin.register(ClaimOrder)
class ClaimOrderAdmin(ReadOnlyAdmin):
    list_display = ["claim", "fund", "number"]
    search_fields = ["claim__reference", "number"]
    list_select_related = ["claim__school", "fund"]


@admin.register(TermBudget)
class TermBudgetAdmin(SimpleHistoryAdmin):
    """Made by the steps, which count what is taken; how much was agreed is corrected here, and keeps its history."""

    list_display = ["designation", "school", "term_starts_on", "half_days", "taken"]
    list_filter = ["term_starts_on"]
    search_fields = ["designation__person__last_name", "school__search_text"]
    readonly_fields = ["designation", "school", "term_starts_on", "taken"]
    list_select_related = ["designation__person", "school"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Fund)
class FundAdmin(SimpleHistoryAdmin):
    """What a fund has and how it pays, with what stood there before; what is taken is counted by the steps."""

    list_display = ["name", "payer", "starts_on", "ends_on", "amount_pence", "taken_pence"]
    search_fields = ["name", "name_cy", "payer"]
    readonly_fields = ["taken_pence"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(TermShare)
class TermShareAdmin(ReadOnlyAdmin):
    list_display = ["deployment", "term_starts_on", "half_days", "school_budget"]
    list_filter = ["term_starts_on"]
    search_fields = ["deployment__reference"]
    list_select_related = [
        "deployment__designation__person",
        "deployment__school",
        "school_budget__school",
    ]


@admin.register(Rate)
class RateAdmin(SimpleHistoryAdmin):
    """A rate that has begun stays as it is, for work was offered at it; another amount is another rate."""

    list_display = ["key", "pence_a_day", "minutes_a_day", "from_on", "source"]
    list_filter = ["key"]
    search_fields = ["source"]

    def has_change_permission(self, request: HttpRequest, obj: Rate | None = None) -> bool:
        return self._is_to_come(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Rate | None = None) -> bool:
        return self._is_to_come(obj) and super().has_delete_permission(request, obj)

    def _is_to_come(self, rate: Rate | None) -> bool:
        return rate is None or rate.from_on > timezone.localdate()

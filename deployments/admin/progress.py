"""How the work goes, in the administration: reviews, exit plans, concerns."""

from django.contrib import admin

from casework.admin import ReadOnlyAdmin
from deployments.admin.shared import ReadOnlyRows
from deployments.models import Concern, ExitPlan, ProgressMark, ProgressReview


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


@admin.register(Concern)
class ConcernAdmin(ReadOnlyAdmin):
    """That there is one; what it is, whom it is about and who raised it, its readers find on its page."""

    fields = ["reference", "state", "state_at", "deployment", "answer_by", "created_at"]
    list_display = ["reference", "deployment", "state", "created_at", "answer_by"]
    list_filter = ["state"]
    search_fields = ["reference", "deployment__reference"]
    list_select_related = ["deployment__designation__person", "deployment__school"]

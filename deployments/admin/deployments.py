"""Deployments in the administration: what was agreed, by whom, and who keeps an eye on it."""

from django.contrib import admin

from casework.admin import ReadOnlyAdmin
from deployments.admin.shared import CaseAdmin, ReadOnlyRows
from deployments.models import Consent, Deployment, Objective, TermShare, Watch


class ConsentRows(ReadOnlyRows):
    model = Consent
    fields = ["party", "asked_of", "asked_as", "due_on", "decision", "by", "at"]
    fields += ["channel", "recorded_by", "confirmed_at"]


class ObjectiveRows(ReadOnlyRows):
    model = Objective
    fields = [
        "position",
        "text",
        "success_criterion",
        "baseline",
        "measure",
        "evidence",
        "due_on",
        "progress",
        "progress_since",
        "progress_visit",
    ]
    readonly_fields = ["progress_since", "progress_visit"]


class ShareRows(ReadOnlyRows):
    model = TermShare
    fields = ["term_starts_on", "half_days", "school_budget"]


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
    inlines = [ConsentRows, ObjectiveRows, ShareRows]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    exclude = ["why", "reason"]  # of a refusal: for the alliance's managers, who read them on the case
    list_display = ["deployment", "party", "asked_of", "decision", "due_on", "at"]
    list_filter = ["decision", "party"]
    search_fields = ["deployment__reference", "asked_of__last_name", "asked_of__email"]
    list_select_related = ["deployment__designation__person", "deployment__school", "asked_of"]


@admin.register(Objective)
class ObjectiveAdmin(ReadOnlyAdmin):
    list_display = ["deployment", "position", "text", "due_on", "progress"]
    list_filter = ["progress"]
    search_fields = ["deployment__reference", "text"]
    list_select_related = ["deployment__designation__person", "deployment__school"]


@admin.register(Watch)
class WatchAdmin(ReadOnlyAdmin):
    """Which cases are watched; why is for the alliance's managers, who read it on the case."""

    fields = ["deployment", "request", "at"]
    list_display = ["at", "deployment", "request"]
    list_select_related = ["deployment__designation__person", "deployment__school", "request__school"]

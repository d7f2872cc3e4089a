"""What is asked for and what schools give each other, in the administration."""

from django.contrib import admin

from casework.admin import ReadOnlyAdmin
from deployments.admin.shared import CaseAdmin
from deployments.models import InformalSupport, RequestDraft, SupportRequest


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


@admin.register(RequestDraft)
class RequestDraftAdmin(ReadOnlyAdmin):
    # That there is one, not what stands in it: nobody has sent it yet.
    fields = ["person", "begun_at", "saved_at", "request"]
    list_display = ["person", "begun_at", "saved_at", "request"]
    search_fields = ["person__email", "person__last_name"]
    list_select_related = ["person", "request__school"]


@admin.register(InformalSupport)
class InformalSupportAdmin(CaseAdmin):
    readonly_fields = [*CaseAdmin.readonly_fields, "home_school", "school", "recorded_by"]
    list_display = ["reference", "home_school", "school", "state", "half_days", "starts_on"]
    search_fields = ["reference", "school__search_text", "home_school__search_text"]
    list_select_related = ["home_school", "school"]

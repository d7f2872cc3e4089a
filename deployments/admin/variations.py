"""Changes of what was agreed, in the administration."""

from django.contrib import admin

from casework.admin import ReadOnlyAdmin
from deployments.admin.shared import ReadOnlyRows
from deployments.models import Variation, VariationConsent


class VariationConsentRows(ReadOnlyRows):
    model = VariationConsent
    fields = ["party", "asked_of", "asked_as", "due_on", "decision", "by", "at"]
    fields += ["channel", "recorded_by", "confirmed_at"]


@admin.register(Variation)
class VariationAdmin(ReadOnlyAdmin):
    list_display = ["reference", "deployment", "state", "half_days", "starts_on", "ends_on"]
    list_filter = ["state"]
    search_fields = ["reference", "deployment__reference", "deployment__school__search_text"]
    date_hierarchy = "created_at"
    list_select_related = ["deployment__designation__person", "deployment__school"]
    inlines = [VariationConsentRows]

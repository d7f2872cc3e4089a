"""School terms and training days in the administration."""

from django.contrib import admin

from directory.models import InsetDay, Term


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    list_display = [
        "local_authority",
        "season",
        "starts_on",
        "half_term_starts_on",
        "half_term_ends_on",
        "ends_on",
    ]
    list_select_related = ["local_authority"]
    list_filter = ["season"]
    search_fields = ["local_authority__name", "local_authority__code"]
    autocomplete_fields = ["local_authority"]
    date_hierarchy = "starts_on"


@admin.register(InsetDay)
class InsetDayAdmin(admin.ModelAdmin):
    list_display = ["on", "local_authority", "school"]
    list_display_links = ["on"]
    list_select_related = ["local_authority", "school"]
    search_fields = ["local_authority__name", "school__name", "school__number"]
    autocomplete_fields = ["local_authority", "school"]
    date_hierarchy = "on"

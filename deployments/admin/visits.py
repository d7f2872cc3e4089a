"""Visits in the administration, with what schools tell their visitors and the feeds of calendars."""

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from casework.admin import ReadOnlyAdmin
from deployments.models import CalendarFeed, Visit, VisitNotes


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    list_display = ["reference", "leader", "on", "state", "half_days"]
    list_filter = ["state"]
    search_fields = ["reference", "leader__last_name", "leader__email"]
    date_hierarchy = "on"
    list_select_related = ["leader", "deployment__school"]


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

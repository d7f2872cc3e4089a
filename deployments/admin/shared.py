"""What the administration of several subjects shares: a case, and rows shown on its page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin


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

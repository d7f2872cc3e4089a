"""Rounds and panels in the administration."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from casework.admin import ReadOnlyAdmin
from designation.models import EqualityCount, Extension, PanelSeat, Round, Slot


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Rounds are kept in the portal, which never takes back a time it announced."""

    list_display = ("name", "opens_at", "closes_at", "interviews_from", "interviews_to")
    date_hierarchy = "closes_at"
    search_fields = ("name", "name_cy")


@admin.register(PanelSeat)
class PanelSeatAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Panels are seated in the portal, where whoever sent in scores stays and everybody seated is told."""

    list_display = ("person", "round", "is_alliance_head")
    list_select_related = ("person", "round")
    search_fields = ("person__first_name", "person__last_name", "person__email", "round__name")


@admin.register(Extension)
class ExtensionAdmin(ReadOnlyAdmin):
    """Extensions are granted in the portal, where the applicant is told."""

    list_display = ("person", "round", "until", "granted_by", "granted_at")
    list_select_related = ("person", "round", "granted_by")
    search_fields = ("person__first_name", "person__last_name", "person__email", "round__name")
    exclude = ("reason",)  # an illness, perhaps; managers read it on the round's page


@admin.register(EqualityCount)
class EqualityCountAdmin(ReadOnlyAdmin):
    list_display = ("round", "question", "answer", "count")
    list_filter = ("question",)
    list_select_related = ("round",)
    search_fields = ("round__name",)


@admin.register(Slot)
class SlotAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Interview times are kept in the portal, where no member sits in two at once."""

    list_display = ("round", "at", "minutes", "place", "taken_by")
    list_select_related = ("round", "taken_by")
    date_hierarchy = "at"
    search_fields = ("round__name", "place", "taken_by__reference")

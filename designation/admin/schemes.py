"""The schemes in the administration: role types, criteria, areas and induction topics are edited here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from designation.models import Area, AreaGroup, Criterion, InductionTopic, RoleType


class CriterionInline(admin.TabularInline):
    model = Criterion
    extra = 0
    fields = ("position", "text", "text_cy", "is_essential")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Criterion]:
        return super().get_queryset(request).filter(retired_at__isnull=True)


class InductionTopicInline(admin.TabularInline):
    model = InductionTopic
    extra = 0


@admin.register(RoleType)
class RoleTypeAdmin(SimpleHistoryAdmin):
    list_display = ("name", "key", "is_formal", "years", "least_months", "rate_key", "position")
    search_fields = ("name", "name_cy", "key")
    inlines = (CriterionInline, InductionTopicInline)


@admin.register(Criterion)
class CriterionAdmin(SimpleHistoryAdmin):
    list_display = ("text", "role_type", "is_essential", "position", "retired_at")
    list_filter = ("role_type", "is_essential", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("role_type",)
    search_fields = ("text", "text_cy")


@admin.register(AreaGroup)
class AreaGroupAdmin(admin.ModelAdmin):
    list_display = ("name", "name_cy", "position")
    search_fields = ("name", "name_cy")


@admin.register(Area)
class AreaAdmin(SimpleHistoryAdmin):
    list_display = ("name", "name_cy", "group", "active_from", "active_to")
    list_filter = ("group",)
    list_select_related = ("group",)
    search_fields = ("name", "name_cy")


@admin.register(InductionTopic)
class InductionTopicAdmin(SimpleHistoryAdmin):
    list_display = ("name", "role_type", "is_required", "position")
    list_filter = ("role_type", "is_required")
    list_select_related = ("role_type",)
    search_fields = ("name", "name_cy")

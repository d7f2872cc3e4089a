"""Schools, authorities, trusts and clusters in the administration."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from directory.admin.exports import InertResource, SafeExportMixin
from directory.models import Cluster, LocalAuthority, School, SchoolLink, SupportCategory, Trust
from directory.queries.schools import schools_like


class SchoolResource(InertResource):
    class Meta:
        model = School
        fields = (
            "number", "name", "name_cy", "local_authority__name", "cluster__name", "trust__name", "phase", "kind",
            "status", "medium", "pupils", "town", "postcode", "website",
        )  # fmt: skip
        export_order = fields


class SupportCategoryInline(admin.TabularInline):
    model = SupportCategory
    extra = 0


@admin.register(School)
class SchoolAdmin(SafeExportMixin, SimpleHistoryAdmin):
    """What the register says comes back with its next import; a school is closed, never deleted."""

    resource_classes = [SchoolResource]
    list_display = ["number", "name", "town", "local_authority", "phase", "cluster", "status"]
    list_display_links = ["number", "name"]
    list_filter = ["status", "phase", "medium", "cluster"]
    list_select_related = ["local_authority", "cluster"]
    search_fields = ["search_text"]
    autocomplete_fields = ["local_authority", "trust", "cluster"]
    show_full_result_count = False
    inlines = [SupportCategoryInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[School], search_term: str
    ) -> tuple[QuerySet[School], bool]:
        """Search as everywhere: without accents, by name, town, postcode or number."""
        return (schools_like(search_term, queryset) if search_term.strip() else queryset), False  # type: ignore[arg-type]

    def has_delete_permission(self, request: HttpRequest, obj: School | None = None) -> bool:
        return False


@admin.register(LocalAuthority)
class LocalAuthorityAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "name_cy"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name", "name_cy"]


@admin.register(Trust)
class TrustAdmin(admin.ModelAdmin):
    list_display = ["code", "name"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name"]
    show_full_result_count = False


@admin.register(Cluster)
class ClusterAdmin(SimpleHistoryAdmin):
    list_display = ["name", "lead", "representative"]
    list_select_related = ["lead", "representative"]
    search_fields = ["name"]
    autocomplete_fields = ["lead", "representative"]


@admin.register(SchoolLink)
class SchoolLinkAdmin(admin.ModelAdmin):
    list_display = ["school", "kind", "other", "established_on"]
    list_select_related = ["school", "other"]
    list_filter = ["kind"]
    search_fields = ["school__number", "other__number", "school__name", "other__name"]
    autocomplete_fields = ["school", "other"]
    show_full_result_count = False


class SupportCategoryResource(InertResource):
    class Meta:
        model = SupportCategory
        fields = ("school__number", "school__name", "colour", "judged_on", "source")
        export_order = fields


@admin.register(SupportCategory)
class SupportCategoryAdmin(SafeExportMixin, SimpleHistoryAdmin):
    resource_classes = [SupportCategoryResource]
    list_display = ["school", "colour", "judged_on", "source"]
    list_select_related = ["school"]
    list_filter = ["colour", "judged_on"]
    search_fields = ["school__number", "school__name", "source"]
    autocomplete_fields = ["school"]
    show_full_result_count = False

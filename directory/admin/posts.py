"""Posts and delegations in the administration."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from directory.admin.exports import InertResource, SafeExportMixin
from directory.models import Delegation, Post


class PostResource(InertResource):
    class Meta:
        model = Post
        fields = (
            "person__email", "person__first_name", "person__last_name", "role", "title", "school__number",
            "school__name", "local_authority__name", "starts_on", "ends_on", "confirmed_at",
        )  # fmt: skip
        export_order = fields


@admin.register(Post)
class PostAdmin(SafeExportMixin, SimpleHistoryAdmin):
    """A post entered here is confirmed by whoever enters it; one an applicant named is confirmed on its own page."""

    resource_classes = [PostResource]
    list_display = ["person", "role", "school", "local_authority", "starts_on", "ends_on", "confirmed_at"]
    list_select_related = ["person", "school", "local_authority"]
    list_filter = ["role", ("confirmed_at", admin.EmptyFieldListFilter), "domain_differs"]
    search_fields = [
        "person__email",
        "person__first_name",
        "person__last_name",
        "school__name",
        "school__number",
    ]
    autocomplete_fields = ["person", "school", "local_authority"]
    readonly_fields = ["named_by", "domain_differs", "confirmed_at", "confirmed_by"]
    date_hierarchy = "starts_on"
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Post, form: forms.ModelForm, change: Any) -> None:
        if not change:
            obj.confirmed_at, obj.confirmed_by = timezone.now(), request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)


@admin.register(Delegation)
class DelegationAdmin(SimpleHistoryAdmin):
    list_display = ["post", "delegate", "starts_on", "ends_on"]
    list_select_related = ["post__person", "post__school", "post__local_authority", "delegate"]
    search_fields = [
        "delegate__email",
        "delegate__last_name",
        "post__person__last_name",
        "post__school__name",
    ]
    autocomplete_fields = ["post", "delegate"]
    show_full_result_count = False

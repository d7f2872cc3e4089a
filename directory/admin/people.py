"""People in the administration: no password is ever shown, and nobody raises their own rank."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from directory.admin.exports import InertResource, SafeExportMixin
from directory.models import Person
from directory.models.people import clean_email

RANKS = ["is_staff", "is_superuser", "groups", "user_permissions"]


class PersonResource(InertResource):
    class Meta:
        model = Person
        fields = ("email", "title", "first_name", "last_name", "phone", "language", "is_active")
        export_order = fields


class PersonForm(forms.ModelForm):
    """One address, one person, however it is typed."""

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])


@admin.register(Person)
class PersonAdmin(SafeExportMixin, SimpleHistoryAdmin):
    """Only a superuser changes ranks, or anything of another superuser; people are erased by retention, not here."""

    form = PersonForm
    resource_classes = [PersonResource]
    list_display = ["__str__", "email", "language", "is_active", "is_staff", "joined_at", "seen_at"]
    list_filter = ["is_active", "is_staff", "is_superuser", "language"]
    search_fields = ["email", "first_name", "last_name"]
    readonly_fields = ["joined_at", "seen_at", "last_login"]
    filter_horizontal = ["groups", "user_permissions"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["email", "title", "first_name", "last_name", "phone", "language"]}),
        (_("Access"), {"fields": ["is_active", *RANKS]}),
        (_("Traces"), {"fields": ["joined_at", "last_login", "seen_at"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> list[str]:
        return self.readonly_fields if request.user.is_superuser else [*self.readonly_fields, *RANKS]

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        """Name three hundred permissions, each with the model it is about, in one query."""
        if db_field.name == "user_permissions":
            kwargs["queryset"] = Permission.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Person, form: forms.ModelForm, change: Any) -> None:
        """Somebody entered here has no password: they sign in by a code sent to their address."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

"""Exports from the administration: CSV and XLSX, for superusers, with formulas made inert."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource

from directory.documents import inert


class InertResource(ModelResource):
    """Rows for a spreadsheet: text that begins like a formula stays text."""

    def export_field(self, field: Any, instance: models.Model, **kwargs: Any) -> Any:
        value = super().export_field(field, instance, **kwargs)
        return inert(value) if isinstance(value, str) else value


class SafeExportMixin(ExportMixin):
    """An export button for those who may see everything anyway."""

    export_formats = [CSV, XLSX]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

"""The designation app: becoming, being and remaining a system leader."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesignationConfig(AppConfig):
    name = "designation"
    verbose_name = _("Designation")

    def ready(self) -> None:
        from designation import lifecycle, rules  # noqa: F401

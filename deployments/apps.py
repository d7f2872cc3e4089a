"""The deployments app: support asked for, matched, agreed, visited and paid."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeploymentsConfig(AppConfig):
    name = "deployments"
    verbose_name = _("Deployments")

    def ready(self) -> None:
        from deployments import lifecycle, rules  # noqa: F401

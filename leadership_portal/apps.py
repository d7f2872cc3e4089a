"""The roof as an app: its checks are registered at start."""

from django.apps import AppConfig


class LeadershipPortalConfig(AppConfig):
    """The project's own app."""

    name = "leadership_portal"

    def ready(self) -> None:
        from leadership_portal import checks  # noqa: F401

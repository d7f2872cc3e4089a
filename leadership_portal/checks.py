"""Checks at start: can the alliance's accent be read."""

from typing import Any

from django.conf import settings
from django.core import checks

from leadership_portal import colours


@checks.register()
def accent_can_be_read(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """ALLIANCE_ACCENT is a colour on which white letters reach a contrast of 4.5 (WCAG 2.2, 1.4.3)."""
    try:
        accent = colours.parse(settings.ALLIANCE_ACCENT)
    except ValueError as problem:
        return [
            checks.Error(
                f"ALLIANCE_ACCENT: {problem}.", hint="Write it as # and six digits.", id="portal.E001"
            )
        ]
    ratio = colours.contrast(accent, colours.WHITE)
    if ratio >= colours.READABLE:
        return []
    darker = colours.write(colours.readable(accent, colours.WHITE))
    return [
        checks.Warning(
            f"ALLIANCE_ACCENT {settings.ALLIANCE_ACCENT} is too pale: white on it has a contrast of {ratio:.1f}.",
            hint=f"Pages use {darker}, the nearest shade with 4.5, instead. Set ALLIANCE_ACCENT={darker} to agree.",
            id="portal.W001",
        )
    ]

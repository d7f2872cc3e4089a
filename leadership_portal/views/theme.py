"""The alliance's accent as a small stylesheet, because the Content-Security-Policy refuses inline styles."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from leadership_portal import colours

LIGHT = ":root{{--accent:{accent};--accent-ink:#fff;--accent-soft:{soft};--band:{accent}}}"
DARK = (
    "@media screen and (prefers-color-scheme:dark)"
    "{{:root{{--accent:{accent};--accent-ink:#0c1210;--accent-soft:{soft};--band:{band}}}}}"
)
PAPER = "@media print{:root{--accent:#000;--accent-soft:#ddd;--band:#fff}}"


def stylesheet(accent: str) -> str:
    """The custom properties of the accent for the light scheme, the dark scheme and paper.

    An accent too pale for white letters is darkened until they can be read (the system check names the same shade).
    """
    light = colours.readable(colours.parse(accent), colours.WHITE)
    dark = colours.readable(light, colours.DARK_PAPER, colours.COMFORTABLE)
    return "\n".join(
        [
            LIGHT.format(
                accent=colours.write(light), soft=colours.write(colours.mix(light, colours.WHITE, 0.89))
            ),
            DARK.format(
                accent=colours.write(dark),
                soft=colours.write(colours.mix(light, colours.DARK_PAPER, 0.62)),
                band=colours.write(colours.mix(light, colours.BLACK, 0.35)),
            ),
            PAPER,
        ]
    )


@login_not_required
@require_safe
@cache_control(public=True, max_age=86_400)
def theme(request: HttpRequest) -> HttpResponse:
    """Serve the accent; pages ask for it with the accent in the query, so that a new accent is a new address."""
    return HttpResponse(stylesheet(settings.ALLIANCE_ACCENT), content_type="text/css; charset=utf-8")

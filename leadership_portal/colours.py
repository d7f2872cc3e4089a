"""Colour arithmetic of the accent: contrast as WCAG 2 counts it, and the shades both colour schemes need."""

import colorsys
import re

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
DARK_PAPER: Colour = (20, 25, 23)
READABLE = 4.5
COMFORTABLE = 7.0


def parse(text: str) -> Colour:
    """The colour written as "#0b5a4a" or "#0ba"; anything else raises ValueError."""
    digits = text.strip().removeprefix("#")
    if not re.fullmatch(r"[0-9a-fA-F]{3}|[0-9a-fA-F]{6}", digits):
        raise ValueError(f"{text!r} is not a colour such as #0b5a4a")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def write(colour: Colour) -> str:
    """The colour as "#rrggbb"."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def mix(colour: Colour, other: Colour, share: float) -> Colour:
    """The colour with `share` (0 to 1) of the other mixed in."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def contrast(one: Colour, two: Colour) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Colour, on: Colour, ratio: float = READABLE) -> Colour:
    """The nearest shade of the colour, darker on a light ground and lighter on a dark one, that reaches the ratio.

    Lightening keeps the hue and tames the saturation, so that a deep green becomes a soft green and not a neon one.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    darker = _luminance(on) > 0.5
    for step in range(101):
        if darker:
            shade = _from_hls(hue, lightness * (1 - step / 100), saturation)
        else:
            shade = _from_hls(hue, lightness + (1 - lightness) * step / 100, min(saturation, 0.45))
        if step == 0 and contrast(colour, on) >= ratio:
            return colour
        if contrast(shade, on) >= ratio:
            return shade
    raise ValueError(f"Nothing has a contrast of {ratio} on {write(on)}")


def _from_hls(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Whether a color can be read: the contrast of two colors, and a near color that reaches it.

Contrast and luminance as WCAG 2.1 defines them (success criteria 1.4.3): 1 is none,
21 is black on white.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from dataclasses import dataclass

WHITE = "#ffffff"
LIGHT_SURFACES = (WHITE, "#f4f6f8")
DARK_SURFACES = ("#14191f", "#1d242c")
"""The tokens `paper` and `wash` of both appearances."""
TEXT = 4.5
DARK_HEADER = 9.0
"""White letters on the header when all is dark: clearer than they must be, so it doesn't glare."""
_STEPS = 200


@dataclass(frozen=True)
class Palette:
    """The district's color as it is used: behind white letters, and as a mark on a surface."""

    header: str
    mark: str
    dark_header: str
    dark_mark: str


def passes(color: str) -> bool:
    """Whether white letters read on it, and it on every light surface. `color` is #rrggbb."""
    return all(contrast(color, surface) >= TEXT for surface in LIGHT_SURFACES)


def near(color: str) -> str:
    """`color` itself, or the nearest darker one of its hue that passes."""
    return _shade(color, passes, darker=True)


def palette(color: str) -> Palette:
    """The four colors that both appearances use, made from one that passes."""
    return Palette(
        header=color,
        mark=color,
        dark_header=_shade(color, lambda it: contrast(it, WHITE) >= DARK_HEADER, darker=True),
        dark_mark=_shade(
            color, lambda it: all(contrast(it, dark) >= TEXT for dark in DARK_SURFACES)
        ),
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colors #rrggbb, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    """The relative luminance of #rrggbb, 0 to 1."""
    red, green, blue = (_linear(part) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shade(color: str, holds: Callable[[str], bool], *, darker: bool = False) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(color))
    end = 0.0 if darker else 1.0
    for step in range(_STEPS):
        lightness = light + (end - light) * step / _STEPS
        found = _hex(colorsys.hls_to_rgb(hue, lightness, saturation)) if step else color
        if holds(found):
            return found
    return "#000000" if darker else WHITE


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _parts(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)

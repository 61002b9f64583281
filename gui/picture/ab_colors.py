"""Colours as the engine counts them, a*b*, and as a screen shows them; without torch."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from vidcolor.guides import MOST_AB, Ab

SWATCH_L = 60.0
"""L* at which a colour is shown where it belongs to no place."""

_WHITE = (0.95047, 1.0, 1.08883)  # D65
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_FROM_XYZ = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
_EDGE = 6 / 29  # of CIE's cube root, below which it is a line
_GREY_AB = 6.0  # chroma below which no hue is seen


def color_of(ab: Ab, lightness: float = SWATCH_L) -> QColor:
    """The colour on the screen; one that no screen has is shown paler, in the same hue.

    Args:
        ab: CIE a*b*.
        lightness: L*, 0 to 100.
    """
    fits, too_far = 0.0, 1.0
    rgb = _linear_rgb(ab, lightness)
    if _in_gamut(rgb):
        return _encoded(rgb)
    for _ in range(12):
        share = (fits + too_far) / 2
        rgb = _linear_rgb((ab[0] * share, ab[1] * share), lightness)
        fits, too_far = (share, too_far) if _in_gamut(rgb) else (fits, share)
    return _encoded(_linear_rgb((ab[0] * fits, ab[1] * fits), lightness))


def ab_of(color: QColor) -> Ab:
    """CIE a*b* of a colour on the screen."""
    x, y, z = _cube_roots(color)
    held = (500 * (x - y), 200 * (y - z))
    return (round(_within(held[0]), 2), round(_within(held[1]), 2))


def lightness_of(color: QColor) -> float:
    """L* of a colour on the screen, 0 to 100."""
    return 116 * _cube_roots(color)[1] - 16


def hue_word(ab: Ab) -> str:
    """The hue in a word, for those who do not see it."""
    if math.hypot(*ab) < _GREY_AB:
        return _tr("grey")
    words = (
        (20, _tr("pink")),
        (50, _tr("red")),
        (75, _tr("orange")),
        (105, _tr("yellow")),
        (165, _tr("green")),
        (225, _tr("teal")),
        (300, _tr("blue")),
        (340, _tr("violet")),
        (360, _tr("pink")),
    )
    angle = math.degrees(math.atan2(ab[1], ab[0])) % 360
    return next(word for end, word in words if angle < end)


def _linear_rgb(ab: Ab, lightness: float) -> tuple[float, float, float]:
    y = (lightness + 16) / 116
    xyz = [
        white * (t**3 if t > _EDGE else 3 * _EDGE**2 * (t - 4 / 29))
        for white, t in zip(_WHITE, (y + ab[0] / 500, y, y - ab[1] / 200), strict=True)
    ]
    red, green, blue = (_dot(row, xyz) for row in _FROM_XYZ)
    return red, green, blue


def _in_gamut(rgb: tuple[float, float, float]) -> bool:
    return all(-1e-4 <= one <= 1.0001 for one in rgb)


def _encoded(rgb: tuple[float, float, float]) -> QColor:
    held = (min(max(one, 0.0), 1.0) for one in rgb)
    return QColor.fromRgbF(
        *(12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in held)
    )


def _cube_roots(color: QColor) -> tuple[float, float, float]:
    encoded = (color.redF(), color.greenF(), color.blueF())
    rgb = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in encoded]
    x, y, z = (_dot(row, rgb) / white for row, white in zip(_TO_XYZ, _WHITE, strict=True))
    return _cube_root(x), _cube_root(y), _cube_root(z)


def _cube_root(t: float) -> float:
    return t ** (1 / 3) if t > _EDGE**3 else t / (3 * _EDGE**2) + 4 / 29


def _dot(row: tuple[float, float, float], column: list[float]) -> float:
    return sum(a * b for a, b in zip(row, column, strict=True))


def _within(value: float) -> float:
    return min(max(value, -MOST_AB), MOST_AB)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ab_colors", text)

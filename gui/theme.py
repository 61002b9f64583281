"""The window's colours, dark or light: neutral, so that the eye judges the film alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor


class ThemeName(StrEnum):
    """The two sets of colours."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours; a test measures their contrasts.

    Text has at least 4.5 : 1 on what lies under it, signs and what cannot be used now 3 : 1.
    """

    backdrop: QColor  # around the picture; dark in both, as in a cinema
    on_backdrop: QColor  # text there
    window: QColor
    field: QColor  # where one types, lists, the timeline's ground
    raised: QColor  # buttons
    edge: QColor
    text: QColor
    quiet_text: QColor
    disabled_text: QColor
    accent: QColor  # what is selected, and where one stands in the film
    accent_text: QColor
    problem: QColor  # under text
    notice: QColor  # under text
    good: QColor  # always together with a word or a sign
    to_do: QColor  # likewise
    curves: tuple[QColor, ...]  # on `field`; always together with a name

    @property
    def other_raised(self) -> QColor:
        """Every other one of things that lie side by side on the colour `raised`."""
        return blended(thinned(self.edge, 60), self.raised)


DARK = Theme(
    backdrop=QColor(18, 18, 18),
    on_backdrop=QColor(226, 226, 226),
    window=QColor(38, 38, 38),
    field=QColor(28, 28, 28),
    raised=QColor(54, 54, 54),
    edge=QColor(78, 78, 78),
    text=QColor(226, 226, 226),
    quiet_text=QColor(168, 168, 168),
    disabled_text=QColor(144, 144, 144),
    accent=QColor(224, 164, 72),
    accent_text=QColor(20, 20, 20),
    problem=QColor(94, 48, 40),
    notice=QColor(48, 56, 66),
    good=QColor(104, 180, 120),
    to_do=QColor(220, 146, 74),
    curves=(
        QColor(224, 164, 72),
        QColor(86, 180, 233),
        QColor(80, 190, 130),
        QColor(226, 130, 190),
        QColor(236, 226, 110),
        QColor(150, 150, 250),
        QColor(236, 112, 84),
        QColor(178, 178, 178),
    ),
)

LIGHT = Theme(
    backdrop=QColor(44, 44, 44),
    on_backdrop=QColor(226, 226, 226),
    window=QColor(236, 236, 236),
    field=QColor(250, 250, 250),
    raised=QColor(224, 224, 224),
    edge=QColor(176, 176, 176),
    text=QColor(28, 28, 28),
    quiet_text=QColor(88, 88, 88),
    disabled_text=QColor(120, 120, 120),
    accent=QColor(134, 80, 4),
    accent_text=QColor(255, 255, 255),
    problem=QColor(250, 214, 204),
    notice=QColor(214, 226, 240),
    good=QColor(26, 108, 52),
    to_do=QColor(148, 74, 6),
    curves=(
        QColor(172, 96, 0),
        QColor(0, 108, 176),
        QColor(0, 124, 78),
        QColor(178, 56, 124),
        QColor(118, 104, 0),
        QColor(92, 72, 190),
        QColor(194, 58, 24),
        QColor(96, 96, 96),
    ),
)

FILM_SHADE = QColor(0, 0, 0, 160)
"""Under words and lines on the film itself, which may be of any colour; in both themes."""
ON_FILM_SHADE = QColor(240, 240, 240)
NOTHING = QColor(0, 0, 0, 0)
"""Through which all is seen."""
GRIP_SIGN = QColor(40, 40, 40)
"""On a grip of the colour `ON_FILM_SHADE`."""

Tint = tuple[float, float, float]  # R′ G′ B′, 0 to 1: light that is added to the backdrop
CHANNEL_TINTS: tuple[Tint, Tint, Tint] = ((1.0, 0.36, 0.32), (0.38, 0.9, 0.4), (0.45, 0.6, 1.0))
"""Of the scopes' red, green and blue; always together with a letter."""
NEUTRAL_TINT: Tint = (0.9, 0.9, 0.9)

_THEMES = {ThemeName.DARK: DARK, ThemeName.LIGHT: LIGHT}
_current = [DARK]  # one application, one theme


def theme() -> Theme:
    """The colours in force; widgets that paint themselves ask at each painting."""
    return _current[0]


def set_theme(name: ThemeName) -> None:
    """Put other colours in force; `gui.palette.apply_palette` brings them to the widgets."""
    _current[0] = _THEMES[name]


def thinned(color: QColor, alpha: int) -> QColor:
    """A colour through which what lies under it is seen; ``alpha`` from 0, nothing, to 255."""
    return QColor(color.red(), color.green(), color.blue(), alpha)


def blended(color: QColor, under: QColor) -> QColor:
    """What is seen of a colour that is not opaque over one that is."""
    share = color.alpha() / 255
    pairs = zip(color.getRgb()[:3], under.getRgb()[:3], strict=True)
    return QColor(*(round(share * above + (1 - share) * below) for above, below in pairs))


def text_on(ground: QColor) -> QColor:
    """Black or white, whichever is read better on ``ground``."""
    black, white = QColor(0, 0, 0), QColor(255, 255, 255)
    return black if contrast(black, ground) > contrast(white, ground) else white


def contrast(one: QColor, other: QColor) -> float:
    """How far two opaque colours are apart as WCAG 2 counts it: from 1, the same, to 21."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2 counts it, 0 to 1."""
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

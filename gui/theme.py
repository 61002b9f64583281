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
    """One set of colours; every text has a contrast of at least 4.5 : 1 on what lies under it."""

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


DARK = Theme(
    backdrop=QColor(18, 18, 18),
    on_backdrop=QColor(226, 226, 226),
    window=QColor(38, 38, 38),
    field=QColor(28, 28, 28),
    raised=QColor(54, 54, 54),
    edge=QColor(78, 78, 78),
    text=QColor(226, 226, 226),
    quiet_text=QColor(168, 168, 168),
    disabled_text=QColor(118, 118, 118),
    accent=QColor(224, 164, 72),
    accent_text=QColor(20, 20, 20),
    problem=QColor(94, 48, 40),
    notice=QColor(48, 56, 66),
    good=QColor(96, 168, 112),
    to_do=QColor(208, 136, 64),
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
    disabled_text=QColor(140, 140, 140),
    accent=QColor(150, 92, 8),
    accent_text=QColor(255, 255, 255),
    problem=QColor(250, 214, 204),
    notice=QColor(214, 226, 240),
    good=QColor(36, 120, 62),
    to_do=QColor(176, 96, 16),
)

_THEMES = {ThemeName.DARK: DARK, ThemeName.LIGHT: LIGHT}
_current = [DARK]  # one application, one theme


def theme() -> Theme:
    """The colours in force; widgets that paint themselves ask at each painting."""
    return _current[0]


def set_theme(name: ThemeName) -> None:
    """Put other colours in force; `gui.palette.apply_palette` brings them to the widgets."""
    _current[0] = _THEMES[name]

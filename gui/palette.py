"""The window's colours, dark or light: neutral, so that the eye judges the film and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


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


def apply_palette(app: QApplication, name: ThemeName = ThemeName.DARK) -> None:
    """Fusion in our own colours, the same on every desktop."""
    _current[0] = _THEMES[name]
    app.setStyle("Fusion")
    app.setPalette(_palette(theme()))
    app.setStyleSheet(_sheet(theme()))


def _sheet(colors: Theme) -> str:
    text, raised, edge = colors.text.name(), colors.raised.name(), colors.edge.name()
    accent, disabled = colors.accent.name(), colors.disabled_text.name()
    return f"""
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {edge}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ padding: 0 6px; }}
QMainWindow::separator {{ background: {edge}; width: 3px; height: 3px; }}
QSlider::groove:horizontal {{ height: 4px; background: {edge}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {accent}; border-radius: 2px; }}
QSlider::sub-page:horizontal:disabled {{ background: {edge}; }}
QSlider::handle:horizontal {{
    width: 12px; margin: -6px 0; border-radius: 4px; background: {text};
}}
QSlider::handle:horizontal:disabled {{ background: {disabled}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {accent}; }}
"""


def _palette(colors: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(colors.raised, colors.window)
    for which, color in {
        role.Window: colors.window,
        role.WindowText: colors.text,
        role.Base: colors.field,
        role.AlternateBase: colors.window,
        role.Text: colors.text,
        role.PlaceholderText: colors.quiet_text,
        role.Button: colors.raised,
        role.ButtonText: colors.text,
        role.BrightText: QColor("white"),
        role.ToolTipBase: colors.raised,
        role.ToolTipText: colors.text,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.accent_text,
        role.Link: colors.accent,
    }.items():
        palette.setColor(which, color)
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, colors.disabled_text)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, colors.edge)
    return palette

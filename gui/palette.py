"""Brings the colours in force to Qt: our own palette on Fusion, the same on every desktop."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from gui.indicators import IndicatorStyle
from gui.theme import Theme, ThemeName, set_theme, theme


def apply_palette(app: QApplication, name: ThemeName = ThemeName.DARK) -> None:
    """Give the whole application the colours of a theme."""
    set_theme(name)
    app.setStyle(IndicatorStyle())
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
        role.BrightText: colors.text,
        role.ToolTipBase: colors.raised,
        role.ToolTipText: colors.text,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.accent_text,
        role.Link: colors.accent,
        role.LinkVisited: colors.accent,  # Qt's own is magenta, which is lost on a light ground
    }.items():
        palette.setColor(which, color)
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, colors.disabled_text)
    # The text of a list that cannot be used has to be read on the row that was chosen, too.
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, colors.raised)
    return palette

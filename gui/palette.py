"""The window's colours: dark and neutral, so that the eye judges the film and nothing else."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

BACKDROP = QColor(18, 18, 18)  # around the picture
WINDOW = QColor(38, 38, 38)
FIELD = QColor(28, 28, 28)
RAISED = QColor(54, 54, 54)
EDGE = QColor(78, 78, 78)
TEXT = QColor(226, 226, 226)
QUIET_TEXT = QColor(165, 165, 165)  # 5.9:1 on WINDOW
DISABLED_TEXT = QColor(118, 118, 118)
ACCENT = QColor(224, 164, 72)
ACCENT_TEXT = QColor(20, 20, 20)
PROBLEM = QColor(94, 48, 40)  # 8:1 under TEXT
NOTICE = QColor(48, 56, 66)

_SHEET = f"""
QToolTip {{ color: {TEXT.name()}; background: {RAISED.name()}; border: 1px solid {EDGE.name()}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ padding: 0 6px; }}
QSlider::groove:horizontal {{ height: 4px; background: {EDGE.name()}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {ACCENT.name()}; border-radius: 2px; }}
QSlider::sub-page:horizontal:disabled {{ background: {EDGE.name()}; }}
QSlider::handle:horizontal {{
    width: 12px; margin: -6px 0; border-radius: 4px; background: {TEXT.name()};
}}
QSlider::handle:horizontal:disabled {{ background: {DISABLED_TEXT.name()}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {ACCENT.name()}; }}
"""


def apply_palette(app: QApplication) -> None:
    """Fusion in our own colours, the same on every desktop."""
    app.setStyle("Fusion")
    app.setPalette(dark_palette())
    app.setStyleSheet(_SHEET)


def dark_palette() -> QPalette:
    """Neutral greys; the one colour marks what is selected."""
    role = QPalette.ColorRole
    palette = QPalette(RAISED, WINDOW)
    for which, color in {
        role.Window: WINDOW,
        role.WindowText: TEXT,
        role.Base: FIELD,
        role.AlternateBase: WINDOW,
        role.Text: TEXT,
        role.PlaceholderText: QUIET_TEXT,
        role.Button: RAISED,
        role.ButtonText: TEXT,
        role.BrightText: QColor("white"),
        role.ToolTipBase: RAISED,
        role.ToolTipText: TEXT,
        role.Highlight: ACCENT,
        role.HighlightedText: ACCENT_TEXT,
        role.Link: ACCENT,
    }.items():
        palette.setColor(which, color)
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, DISABLED_TEXT)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, EDGE)
    return palette

"""What the viewer paints over the film: the divider, and words in the corners."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.palette import ACCENT

_SHADE = QColor(0, 0, 0, 150)


def paint_divider(painter: QPainter, x: float, seen: QRectF) -> None:
    """The line between grey and colour, with a grip, over the visible picture ``seen``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # The dark rim keeps it visible on bright film.
    for color, width in ((_SHADE, 3.0), (ACCENT, 1.5)):
        painter.setPen(QPen(color, width))
        painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()))
    painter.setPen(QPen(_SHADE, 1.0))
    painter.setBrush(ACCENT)
    painter.drawEllipse(QPointF(x, seen.center().y()), 6.0, 6.0)


def paint_label(painter: QPainter, text: str, within: QRectF, *, left: bool) -> None:
    """A word in an upper corner, readable on any picture."""
    size = QFontMetricsF(painter.font()).size(0, text)
    box = QRectF(0, 0, size.width() + 14, size.height() + 6)
    corner = within.topLeft() + QPointF(8, 8)
    if not left:
        corner = within.topRight() + QPointF(-8 - box.width(), 8)
    box.moveTopLeft(corner)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_SHADE)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(240, 240, 240))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

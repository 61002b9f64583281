"""Small pictures of colours, for buttons and lists."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap

from gui.picture.ab_colors import SWATCH_L, color_of
from gui.theme import NOTHING, theme
from vidcolor.guides import Ab

SWATCH_PX = 16


def swatch(ab: Ab | None, *, lightness: float = SWATCH_L, disc: bool = False) -> QIcon:
    """A colour with a rim, so that it is seen on any ground; none is crossed out.

    Args:
        ab: a*b*; None: no colour.
        lightness: L* at which it is shown.
        disc: in place of a box.
    """
    pixmap = QPixmap(QSize(2 * SWATCH_PX, 2 * SWATCH_PX))
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(NOTHING)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().text, 1.2))
    if ab is not None:
        painter.setBrush(color_of(ab, lightness))
    box = QRectF(1, 1, SWATCH_PX - 2, SWATCH_PX - 2)
    if disc:
        painter.drawEllipse(box)
    else:
        painter.drawRoundedRect(box, 2, 2)
    if ab is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(box.bottomLeft(), box.topRight())
    painter.end()
    return QIcon(pixmap)

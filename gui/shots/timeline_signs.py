"""Small signs for what a person decided about a shot; each has a shape of its own."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.theme import Theme

SIGN_PX = 11


class Sign(Enum):
    """What there is a sign for."""

    GOOD = auto()
    TO_DO = auto()
    OWN_LOOK = auto()
    LEFT_AS_IT_IS = auto()


def paint_sign(painter: QPainter, sign: Sign, box: QRectF, colors: Theme) -> None:
    """A sign in a square box: a tick, an exclamation mark, a half disc, a crossed circle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sign is Sign.GOOD:
        _pen(painter, colors.good, 2.2)
        points = [(0.08, 0.55), (0.38, 0.85), (0.92, 0.15)]
        painter.drawPolyline(QPolygonF([_at(box, x, y) for x, y in points]))
    elif sign is Sign.TO_DO:
        _pen(painter, colors.to_do, 2.6)
        painter.drawLine(_at(box, 0.5, 0.1), _at(box, 0.5, 0.58))
        painter.drawPoint(_at(box, 0.5, 0.9))
    elif sign is Sign.OWN_LOOK:
        _pen(painter, colors.text, 1.2)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.setBrush(colors.text)
        painter.drawChord(box.adjusted(1, 1, -1, -1), 90 * 16, -180 * 16)
    else:
        _pen(painter, colors.text, 1.4)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.drawLine(_at(box, 0.22, 0.78), _at(box, 0.78, 0.22))
    painter.restore()


def _pen(painter: QPainter, color: QColor, width_px: float) -> None:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(color, width_px, Qt.PenStyle.SolidLine, cap, join))


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())

"""Small signs for what a person decided about a shot, and for how it begins; each by its shape."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.theme import Theme, thinned
from vidcolor.shotlist import Kind

SIGN_PX = 11
_HATCH_PX = 6  # between the lines of a dissolve
_HATCH_ALPHA = 110


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


def paint_transition(painter: QPainter, kind: Kind, box: QRectF, colors: Theme) -> None:
    """What stands in place of the straight edge of a cut.

    A dissolve is a slanted edge over its frames, with hatching where the shots overlap. A fade is
    a notch: the picture goes down to nothing and comes back.
    """
    painter.save()
    painter.setClipRect(box)
    painter.fillRect(box, colors.field)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bottom, top = box.bottomLeft(), box.topRight()
    if kind is Kind.FADE:
        notch = [box.topLeft(), QPointF(box.center().x(), box.bottom()), top]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.raised)
        painter.drawPolygon(QPolygonF([box.topLeft(), bottom, notch[1]]))
        painter.drawPolygon(QPolygonF([top, box.bottomRight(), notch[1]]))
        _pen(painter, colors.quiet_text, 1.6)
        painter.drawPolyline(QPolygonF(notch))
    else:
        painter.fillRect(box, colors.raised)
        painter.setPen(QPen(thinned(colors.quiet_text, _HATCH_ALPHA), 1))
        at = box.left() - box.height()
        while at < box.right():
            painter.drawLine(QPointF(at, box.top()), QPointF(at + box.height(), box.bottom()))
            at += _HATCH_PX
        _pen(painter, colors.text, 1.8)
        painter.drawLine(bottom, top)
    painter.restore()


def _pen(painter: QPainter, color: QColor, width_px: float) -> None:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(color, width_px, Qt.PenStyle.SolidLine, cap, join))


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())

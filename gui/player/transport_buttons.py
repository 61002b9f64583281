"""The transport's buttons: their signs are drawn, so that no font and no theme changes them."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

from gui.theme import theme

_SIGN_PX = 14.0


class Sign(Enum):
    """What a button shows."""

    FIRST = "first"
    BACK = "back"
    PLAY = "play"
    PAUSE = "pause"
    FORWARD = "forward"
    LAST = "last"
    LOOP = "loop"


class SignButton(QToolButton):
    """A flat button with a sign."""

    def __init__(self, sign: Sign, text: str) -> None:
        super().__init__()
        self._sign = sign
        self.tell(text)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def sign(self) -> Sign:
        """What it shows."""
        return self._sign

    def set_sign(self, sign: Sign, text: str) -> None:
        """Show and say something else."""
        self._sign = sign
        self.tell(text)
        self.update()

    def tell(self, text: str) -> None:
        """What it does, with its key, for the eye and for readers."""
        self.setToolTip(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return QSize(30, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        painter.translate(middle.x() - _SIGN_PX / 2, middle.y() - _SIGN_PX / 2)
        colors = theme()
        color = colors.text if self.isEnabled() else colors.disabled_text
        _draw(painter, self._sign, colors.accent if self.isChecked() else color)


def _draw(painter: QPainter, sign: Sign, color: QColor) -> None:
    """A sign into the square of ``_SIGN_PX``."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if sign is Sign.LOOP:
        _draw_loop(painter, color)
    elif sign is Sign.PAUSE:
        for left in (2.0, 8.5):
            painter.drawRect(QRectF(left, 1, 3.5, 12))
    elif sign is Sign.PLAY:
        painter.drawPolygon(_triangle(2.5, 12.5))
    elif sign in (Sign.FORWARD, Sign.LAST):
        painter.drawPolygon(_triangle(3.5, 10.0) if sign is Sign.FORWARD else _triangle(2, 9))
        if sign is Sign.LAST:
            painter.drawRect(QRectF(10, 1.5, 2.2, 11))
    else:
        painter.drawPolygon(_triangle(10.5, 4.0) if sign is Sign.BACK else _triangle(12, 5))
        if sign is Sign.FIRST:
            painter.drawRect(QRectF(1.8, 1.5, 2.2, 11))


def _triangle(base: float, tip: float) -> QPolygonF:
    half = min(abs(tip - base) * 0.62, 6.0)
    return QPolygonF([QPointF(base, 7 - half), QPointF(base, 7 + half), QPointF(tip, 7)])


def _draw_loop(painter: QPainter, color: QColor) -> None:
    """Two arrows that chase each other along a rounded rectangle."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 1.6))
    upper = QPainterPath(QPointF(1.5, 7.5))
    upper.cubicTo(QPointF(1.5, 4.5), QPointF(2.5, 4), QPointF(4.5, 4))
    upper.lineTo(9.5, 4)
    painter.drawPath(upper)
    painter.save()
    painter.translate(14, 14)
    painter.rotate(180)
    painter.drawPath(upper)
    painter.restore()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([QPointF(9, 1), QPointF(9, 7), QPointF(12.8, 4)]))
    painter.drawPolygon(QPolygonF([QPointF(5, 7), QPointF(5, 13), QPointF(1.2, 10)]))

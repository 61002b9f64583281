"""The tools beside the picture, each with a sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QFrame,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.guides.brush import Brush, Tool
from gui.picture.ab_colors import color_of

_SIGN_PX = 20.0
_BUTTON_PX = 32


class ToolStrip(QFrame):
    """A column of buttons for the actions of the tools."""

    def __init__(
        self, actions: Mapping[Tool, QAction], brush: Brush, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Tools"))
        self.buttons = {tool: _ToolButton(tool, action, brush) for tool, action in actions.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 4, 3, 4)
        column.setSpacing(2)
        for tool, button in self.buttons.items():
            if tool in (Tool.HINT, Tool.RECTANGLE, Tool.ERASER):
                column.addSpacing(8)
            column.addWidget(button)
        column.addStretch()
        brush.color_changed.connect(self.buttons[Tool.HINT].update)


class _ToolButton(QToolButton):
    """Paints the sign of its tool in the colour of the text, whatever the theme."""

    def __init__(self, tool: Tool, action: QAction, brush: Brush) -> None:
        super().__init__()
        self._tool = tool
        self._brush = brush
        self.setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setAutoRaise(True)
        self.setFixedSize(QSize(_BUTTON_PX, _BUTTON_PX))
        self.setAccessibleName(action.text().replace("&", ""))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = self.palette().buttonText().color()
        pen = QPen(text, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        box = QRectF(0, 0, _SIGN_PX, _SIGN_PX)
        box.moveCenter(QRectF(self.rect()).center())
        painter.translate(box.topLeft())
        if self._tool is Tool.HINT and self.isEnabled():
            painter.save()
            painter.setBrush(color_of(self._brush.ab))
            painter.drawEllipse(QPointF(5.5, 14.5), 4.5, 4.5)
            painter.restore()
        _SIGNS[self._tool](painter)
        painter.end()


def _hand(painter: QPainter) -> None:
    for x, y, dx, dy in ((10, 1, 0, 1), (10, 19, 0, -1), (1, 10, 1, 0), (19, 10, -1, 0)):
        tip, inner = QPointF(x, y), QPointF(x + 3 * dx, y + 3 * dy)
        aside = QPointF(3 * dy, 3 * dx)
        painter.drawPolyline(QPolygonF([inner - aside, tip, inner + aside]))
        painter.drawLine(tip, QPointF(10, 10))


def _hint(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(5.5, 14.5), 4.5, 4.5)
    painter.drawLine(QPointF(9.5, 10.5), QPointF(18, 2))


def _no_color(painter: QPainter) -> None:
    _hint(painter)
    painter.drawLine(QPointF(2.3, 17.7), QPointF(8.7, 11.3))


def _eyedropper(painter: QPainter) -> None:
    painter.drawPolyline(
        QPolygonF([QPointF(11, 5), QPointF(2, 14), QPointF(2, 18), QPointF(6, 18), QPointF(15, 9)])
    )
    painter.drawLine(QPointF(9, 3), QPointF(17, 11))
    painter.drawLine(QPointF(13, 7), QPointF(18, 2))


def _rectangle(painter: QPainter) -> None:
    _dashed(painter)
    painter.drawRect(QRectF(2, 4, 16, 12))


def _polygon(painter: QPainter) -> None:
    _dashed(painter)
    corners = [QPointF(3, 7), QPointF(11, 2), QPointF(18, 9), QPointF(14, 18), QPointF(5, 16)]
    painter.drawPolygon(QPolygonF(corners))


def _region_brush(painter: QPainter) -> None:
    _dashed(painter)
    painter.drawEllipse(QPointF(8, 12), 7, 6)
    pen = painter.pen()
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.drawLine(QPointF(11, 8.5), QPointF(18, 1.5))


def _eraser(painter: QPainter) -> None:
    body = [QPointF(2, 13), QPointF(12, 3), QPointF(18, 9), QPointF(9, 18), QPointF(6, 18)]
    painter.drawPolygon(QPolygonF(body))
    painter.drawLine(QPointF(7, 8), QPointF(13, 14))


def _dashed(painter: QPainter) -> None:
    pen = painter.pen()
    pen.setDashPattern([2.2, 2.4])
    painter.setPen(pen)


_SIGNS: dict[Tool, Callable[[QPainter], None]] = {
    Tool.HAND: _hand,
    Tool.HINT: _hint,
    Tool.NO_COLOR: _no_color,
    Tool.EYEDROPPER: _eyedropper,
    Tool.RECTANGLE: _rectangle,
    Tool.POLYGON: _polygon,
    Tool.REGION_BRUSH: _region_brush,
    Tool.ERASER: _eraser,
}

"""Fusion with check boxes and round buttons that can be seen on dark ground too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from gui.theme import theme

_Primitive = QStyle.PrimitiveElement
_BOXES = (_Primitive.PE_IndicatorCheckBox, _Primitive.PE_IndicatorItemViewItemCheck)


class IndicatorStyle(QProxyStyle):
    """Fusion derives the edge of these from the window's colour, which is lost on a dark one."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Boxes and round buttons in the theme's text colour, all else as Fusion does it."""
        if element in _BOXES:
            _draw_box(painter, option)
        elif element is _Primitive.PE_IndicatorRadioButton:
            _draw_round(painter, option)
        else:
            super().drawPrimitive(element, option, painter, widget)


def _draw_box(painter: QPainter, option: QStyleOption) -> None:
    place = _begin(painter, option)
    painter.drawRoundedRect(place, 2, 2)
    painter.setPen(QPen(_ink(option), 1.8))
    if option.state & QStyle.StateFlag.State_NoChange:
        middle = place.center().y()
        left, right = place.left() + 3, place.right() - 3
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
    elif option.state & QStyle.StateFlag.State_On:
        tick = ((0.22, 0.52), (0.43, 0.74), (0.80, 0.24))
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(place.left() + x * place.width(), place.top() + y * place.height())
                    for x, y in tick
                ]
            )
        )
    painter.restore()


def _draw_round(painter: QPainter, option: QStyleOption) -> None:
    place = _begin(painter, option)
    painter.drawEllipse(place)
    if option.state & QStyle.StateFlag.State_On:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_ink(option))
        inset = place.width() * 0.28
        painter.drawEllipse(place.adjusted(inset, inset, -inset, -inset))
    painter.restore()


def _begin(painter: QPainter, option: QStyleOption) -> QRectF:
    """Ready to draw the edge; gives the square it goes around."""
    colors = theme()
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
    edge = colors.quiet_text if enabled else colors.disabled_text
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colors.accent if focused else edge, 1.0))
    painter.setBrush(colors.field)
    side = min(option.rect.width(), option.rect.height()) - 1
    place = QRectF(0, 0, side, side)
    place.moveCenter(QRectF(option.rect).center())
    return place


def _ink(option: QStyleOption) -> QColor:
    enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
    return theme().text if enabled else theme().disabled_text

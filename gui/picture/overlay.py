"""What the viewer paints over the film and under it: divider, words in the corners, information."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from gui.theme import FILM_SHADE, GRIP_SIGN, ON_FILM_SHADE, text_on, theme

_MARGIN_PX = 8.0
_GRIP_RADIUS_PX = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Badge:
    """A word that says what kind of picture is seen, and the colour that goes with it."""

    text: str
    color: QColor


def paint_divider(painter: QPainter, at: float, seen: QRectF, *, vertical: bool) -> None:
    """The line between two pictures over their visible part ``seen``, with a grip.

    Neutral, because a coloured line would colour the film beside it for the eye; with a dark
    rim, because film can be as bright as the line.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if vertical:
        ends = QPointF(at, seen.top()), QPointF(at, seen.bottom())
        middle = QPointF(at, seen.center().y())
    else:
        ends = QPointF(seen.left(), at), QPointF(seen.right(), at)
        middle = QPointF(seen.center().x(), at)
    for color, width in ((FILM_SHADE, 4.0), (ON_FILM_SHADE, 1.5)):
        painter.setPen(QPen(color, width))
        painter.drawLine(*ends)
    painter.setPen(QPen(FILM_SHADE, 1.5))
    painter.setBrush(ON_FILM_SHADE)
    painter.drawEllipse(middle, _GRIP_RADIUS_PX, _GRIP_RADIUS_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GRIP_SIGN)
    painter.translate(middle)
    if not vertical:
        painter.rotate(90)
    for side in (-1, 1):
        arrow = [QPointF(side * 5.5, 0), QPointF(side * 1.8, -3.2), QPointF(side * 1.8, 3.2)]
        painter.drawPolygon(QPolygonF(arrow))
    painter.restore()


def paint_label(painter: QPainter, text: str, within: QRectF, corner: Qt.Corner) -> None:
    """A word in a corner, readable on any picture; shortened or left out where space lacks."""
    metrics = QFontMetricsF(painter.font())
    space = within.width() - 2 * _MARGIN_PX - 14
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, space)
    size = metrics.size(0, text)
    box = QRectF(0, 0, size.width() + 14, size.height() + 6)
    if len(text) < 2 or box.height() + 2 * _MARGIN_PX > within.height():
        return
    room = within.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
    box.moveTopLeft(room.topLeft())
    if corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner):
        box.moveRight(room.right())
    if corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
        box.moveBottom(room.bottom())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(FILM_SHADE)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(ON_FILM_SHADE)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def information_height(font: QFont) -> float:
    """How high the strip under the picture is."""
    return round(QFontMetricsF(font).height()) + 10.0


def paint_information(painter: QPainter, badge: Badge, text: str, strip: QRectF) -> None:
    """The badge and one line of text in the strip under the picture."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plain, bold = QFont(painter.font()), QFont(painter.font())
    bold.setBold(True)
    size = QFontMetricsF(bold).size(0, badge.text)
    box = QRectF(strip.left() + _MARGIN_PX, 0, size.width() + 14, size.height() + 4)
    box.moveTop(round(strip.center().y() - box.height() / 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(badge.color)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(bold)
    painter.setPen(text_on(badge.color))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge.text)
    painter.setFont(plain)
    painter.setPen(theme().on_backdrop)
    rest = strip.adjusted(box.width() + 2.5 * _MARGIN_PX, 0, -_MARGIN_PX, 0)
    line = QFontMetricsF(plain).elidedText(text, Qt.TextElideMode.ElideRight, rest.width())
    painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
    painter.restore()


def paint_focus(painter: QPainter, area: QRectF) -> None:
    """The frame that says where the keyboard is."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().on_backdrop, 1.0))
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()

"""Marks over the film: hints, regions and pins, each to be told by its shape, on any ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
)

from gui.picture.ab_colors import color_of
from gui.picture.drawing import Drawing, Shape
from gui.picture.viewport import Viewport
from gui.theme import FILM_SHADE, ON_FILM_SHADE
from vidcolor.guides import Ab, Deed, Hint, Place, Region

Mark = Hint | Region

_RIM_PX, _LINE_PX = 3.6, 1.5
_LEAST_RADIUS_PX = 4.0  # of a dot on the screen, however far it is zoomed out
_SIGN_PX = 15.0
_NEAR_PX = 6.0  # a click so near to a mark means it

_ToScreen = Callable[[Place], QPointF]


@dataclass(frozen=True, slots=True)
class Pin:
    """A place at which a saved colour seems to belong."""

    place: Place
    ab: Ab
    name: str


def mark_under(at: QPointF, marks: Sequence[Mark], view: Viewport) -> Mark | None:
    """The mark that a click means: the newest one under it, hints before regions."""
    pane = view.pane_at(at)
    short = view.short_side_px()
    hints = [mark for mark in marks if isinstance(mark, Hint)]
    regions = [mark for mark in marks if isinstance(mark, Region)]
    for mark in (*reversed(hints), *reversed(regions)):
        path = _outline(mark, lambda place: view.at_stored(place, pane), short)
        near = QRectF(at.x() - _NEAR_PX, at.y() - _NEAR_PX, 2 * _NEAR_PX, 2 * _NEAR_PX)
        if path.contains(at) or path.intersects(near):
            return mark
    return None


def paint_marks(
    painter: QPainter,
    marks: Sequence[Mark],
    view: Viewport,
    pane: QRectF,
    lightness_at: Callable[[Place], float],
    *,
    chosen: Mark | None = None,
) -> None:
    """All marks of the frame in one pane.

    Args:
        lightness_at: L* of the film at a place: in that a mark's colour is shown.
        chosen: is drawn stronger.
    """
    short = view.short_side_px()

    def to_screen(place: Place) -> QPointF:
        return view.at_stored(place, pane)

    for mark in marks:
        path = _outline(mark, to_screen, short)
        dashed = isinstance(mark, Region)
        _paint_line(painter, path, dashed=dashed, strong=mark == chosen)
        color = None if mark.ab is None else color_of(mark.ab, lightness_at(mark.places[0]))
        if isinstance(mark, Region):
            _paint_deed(painter, mark.deed, color, path.boundingRect().center())
        else:
            _paint_heart(painter, mark, color, to_screen, short)


def paint_pins(painter: QPainter, pins: Sequence[Pin], view: Viewport, pane: QRectF) -> None:
    """Saved colours where they seem to belong, each with its name."""
    metrics = QFontMetricsF(painter.font())
    for pin in pins:
        tip = view.at_stored(pin.place, pane)
        head = tip + QPointF(0, -15)
        path = QPainterPath(tip)
        path.lineTo(head + QPointF(-4.5, 4))
        path.addEllipse(head, 6.5, 6.5)
        path.moveTo(tip)
        path.lineTo(head + QPointF(4.5, 4))
        _paint_line(painter, path)
        painter.setPen(QPen(FILM_SHADE, 1.0))
        painter.setBrush(color_of(pin.ab))
        painter.drawEllipse(head, 5.0, 5.0)
        size = metrics.size(0, pin.name)
        box = QRectF(head.x() + 10, head.y() - size.height() / 2 - 2, size.width() + 8, 0)
        box.setHeight(size.height() + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(FILM_SHADE)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(ON_FILM_SHADE)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, pin.name)


def paint_drawing(
    painter: QPainter, drawing: Drawing, hand_at: QPointF | None, view: Viewport, radius: float
) -> None:
    """What is in the making, and how large the brush is.

    Args:
        hand_at: where the hand is in the widget.
        radius: of the brush, as a share of the picture's short side; 0: there is none.
    """
    radius_px = radius * view.short_side_px()
    if drawing.begun:
        points = [view.at_stored(place, drawing.pane) for place in drawing.places]
        path = QPainterPath(points[0])
        if drawing.shape is Shape.RECTANGLE and len(points) == 2:
            path.addRect(QRectF(points[0], points[1]).normalized())
        elif drawing.shape is Shape.POLYGON:
            for point in (*points[1:], *([hand_at] if hand_at is not None else [])):
                path.lineTo(point)
            for point in points:
                path.addEllipse(point, 3, 3)
        elif len(points) == 1:
            path.addEllipse(points[0], max(radius_px, 1.0), max(radius_px, 1.0))
        else:
            path.addPolygon(QPolygonF(points))
        _paint_line(painter, path)
    if hand_at is not None and radius_px > 0:
        ring = QPainterPath()
        ring.addEllipse(hand_at, max(radius_px, 2.0), max(radius_px, 2.0))
        _paint_line(painter, ring)


def paint_deed(painter: QPainter, deed: Deed, color: QColor | None, box: QRectF) -> None:
    """The sign of a region's deed: a crossed disc, a disc of its colour, a shield."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ON_FILM_SHADE, 1.6)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(3, 3, -3, -3)
    if deed is Deed.PROTECT:
        shield = QPainterPath(inner.topLeft())
        shield.lineTo(inner.topRight())
        shield.lineTo(inner.right(), inner.center().y())
        shield.lineTo(inner.center().x(), inner.bottom())
        shield.lineTo(inner.left(), inner.center().y())
        shield.closeSubpath()
        painter.drawPath(shield)
    else:
        if color is not None:
            painter.setBrush(color)
        painter.drawEllipse(inner)
        if deed is Deed.NEUTRAL:
            painter.drawLine(inner.bottomLeft(), inner.topRight())
    painter.restore()


def _paint_deed(painter: QPainter, deed: Deed, color: QColor | None, at: QPointF) -> None:
    half = _SIGN_PX / 2
    box = QRectF(at.x() - half, at.y() - half, _SIGN_PX, _SIGN_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(FILM_SHADE)
    painter.drawRoundedRect(box, 3, 3)
    paint_deed(painter, deed, color, box)


def _paint_heart(
    painter: QPainter, hint: Hint, color: QColor | None, to_screen: _ToScreen, short: float
) -> None:
    """The colour inside of a hint; none is a crossed disc."""
    points = [to_screen(place) for place in hint.places]
    inner = max(hint.radius * short * 0.55, 2.4)
    if color is None:
        _paint_deed(painter, Deed.NEUTRAL, None, points[len(points) // 2])
    elif len(points) == 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(points[0], inner, inner)
    else:
        pen = QPen(color, max(inner, 3.0))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))


def _outline(mark: Mark, to_screen: _ToScreen, short: float) -> QPainterPath:
    """Around what a mark covers."""
    points = [to_screen(place) for place in mark.places]
    path = QPainterPath(points[0])
    if not mark.radius:
        path.addPolygon(QPolygonF([*points, points[0]]))
        return path
    radius = max(mark.radius * short, _LEAST_RADIUS_PX)
    if len(points) == 1:
        path.addEllipse(points[0], radius, radius)
        return path
    path.addPolygon(QPolygonF(points))
    return _swept(path, radius)


def _swept(path: QPainterPath, radius: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * radius)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return stroker.createStroke(path).simplified()


def _paint_line(
    painter: QPainter, path: QPainterPath, *, dashed: bool = False, strong: bool = False
) -> None:
    """A light line with a dark rim: to be seen on any film."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    more = 1.4 if strong else 0.0
    painter.setPen(QPen(FILM_SHADE, _RIM_PX + more))
    painter.drawPath(path)
    pen = QPen(ON_FILM_SHADE, _LINE_PX + more)
    if dashed:
        pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.drawPath(path)

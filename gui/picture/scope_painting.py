"""Paints the scopes' plots and the lines and letters by which they are read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from gui.picture import scope_pictures
from gui.theme import theme
from vidcolor.video.frames import Matrix

Tint = tuple[float, float, float]

_PERCENTS = (0, 25, 50, 75, 100)
_BOX_HALF_PX = 5.0
_PURE_BOX_HALF_PX = 3.0
_ROOM_FOR_PURE_PX = 200.0  # in a smaller plot the boxes for 100 % would lie on the letters


def paint_empty(painter: QPainter, area: QRectF, text: str) -> None:
    """A word where a plot will be."""
    painter.setPen(theme().on_backdrop)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def paint_vectorscope(
    painter: QPainter, area: QRectF, trace: QImage, matrix: Matrix, reach: float, skin: str
) -> None:
    """The Cb Cr plane: boxes for 75 % and 100 % of each colour, the skin line, the trace."""
    side = min(area.width(), area.height()) - 8
    plot = QRectF(0, 0, side, side)
    plot.moveCenter(area.center())
    middle, unit = plot.center(), side / (2 * reach)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(plot)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_line_color(), 1.0))
    for radius in (r for r in (0.125, 0.25, 0.375, 0.5) if r < reach):
        painter.drawEllipse(middle, radius * unit, radius * unit)
    painter.drawLine(QPointF(plot.left(), middle.y()), QPointF(plot.right(), middle.y()))
    painter.drawLine(QPointF(middle.x(), plot.top()), QPointF(middle.x(), plot.bottom()))
    _paint_skin_line(painter, middle, unit * min(reach, 0.5), skin)
    _add(painter, plot, trace)
    painter.setPen(QPen(theme().on_backdrop, 1.0))
    pure = scope_pictures.targets(matrix, 1.0) if side > _ROOM_FOR_PURE_PX else ()
    for target in pure:
        at = middle + QPointF(target.cb, -target.cr) * unit
        painter.drawRect(_box(at, _PURE_BOX_HALF_PX))
    for target in scope_pictures.targets(matrix):
        at = middle + QPointF(target.cb, -target.cr) * unit
        painter.drawRect(_box(at, _BOX_HALF_PX))
        outwards = QPointF(target.cb, -target.cr)
        outwards *= 15 / np.hypot(target.cb, target.cr)
        _paint_text(painter, at + outwards, target.letter)
    painter.setClipping(False)


def paint_bands(
    painter: QPainter, area: QRectF, bands: list[QImage], letters: tuple[str, ...]
) -> None:
    """One waveform or three beside each other over lines for 0 to 100 %."""
    plot = _plot_with_percents(painter, area)
    width = plot.width() / len(bands)
    for number, (band, letter) in enumerate(zip(bands, letters, strict=True)):
        place = QRectF(plot.left() + number * width, plot.top(), width, plot.height())
        _add(painter, place.adjusted(2, 0, -2, 0), band)
        painter.setPen(theme().on_backdrop)
        painter.drawText(
            place.adjusted(0, -_line_height(painter), 0, 0),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            letter,
        )


def paint_histogram(
    painter: QPainter, area: QRectF, counts: NDArray[np.int64], tints: tuple[Tint, ...]
) -> None:
    """Four rows, R, G, B and Y, each with its letter: no row is told by its colour alone."""
    line = _line_height(painter)
    plot = area.adjusted(line * 1.6, 6, -10, -line - 6)
    height = plot.height() / len(counts)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, (row, tint, letter) in enumerate(zip(counts, tints, "RGBY", strict=True)):
        place = QRectF(plot.left(), plot.top() + number * height, plot.width(), height - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromRgbF(*tint))
        painter.drawPolygon(_hills(row, place))
        painter.setPen(QPen(_line_color(), 1.0))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.setPen(theme().on_backdrop)
        beside = QRectF(area.left(), place.top(), line * 1.5, place.height())
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, letter)
    for percent in (0, 50, 100):
        at = QPointF(plot.left() + plot.width() * percent / 100, plot.bottom() + line / 2 + 3)
        painter.setPen(QPen(_line_color(), 1.0))
        painter.drawLine(QPointF(at.x(), plot.top()), QPointF(at.x(), plot.bottom() - 4))
        painter.setPen(theme().on_backdrop)
        _paint_text(painter, at, f"{percent}", inside=area)


def _paint_skin_line(painter: QPainter, middle: QPointF, length: float, text: str) -> None:
    cb, cr = scope_pictures.skin_direction()
    end = middle + QPointF(cb, -cr) * length
    color = QColor(theme().on_backdrop)
    painter.setPen(QPen(color, 1.5, Qt.PenStyle.DashLine))
    painter.drawLine(middle, end)
    half = QFontMetricsF(painter.font()).horizontalAdvance(text) / 2
    _paint_text(painter, middle + QPointF(cb, -cr) * (length * 0.86) - QPointF(half + 8, 0), text)


def _plot_with_percents(painter: QPainter, area: QRectF) -> QRectF:
    """Draws the levels' lines and their numbers; what is left is for the trace."""
    metrics = QFontMetricsF(painter.font())
    beside = metrics.horizontalAdvance("100") + 12
    plot = area.adjusted(beside, metrics.height() + 6, -8, -metrics.height() / 2 - 4)
    for percent in _PERCENTS:
        y = plot.bottom() - plot.height() * percent / 100
        painter.setPen(QPen(_line_color(), 1.0))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(theme().on_backdrop)
        box = QRectF(area.left(), y - metrics.height() / 2, beside - 6, metrics.height())
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{percent}"
        )
    return plot


def _hills(row: NDArray[np.int64], place: QRectF) -> QPolygonF:
    """Counts as an area; black bars at one end do not flatten the rest, so the root is drawn."""
    smooth = scope_pictures.smoothed(scope_pictures.smoothed(row))
    inner = smooth[3:-3] if smooth[3:-3].any() else smooth
    heights = np.clip(np.sqrt(smooth / inner.max()), 0, 1) * place.height()
    step = place.width() / (len(row) - 1)
    points = [place.bottomLeft()]
    points += [
        QPointF(place.left() + level * step, place.bottom() - height)
        for level, height in enumerate(heights.tolist())
    ]
    points.append(place.bottomRight())
    return QPolygonF(points)


def _add(painter: QPainter, place: QRectF, trace: QImage) -> None:
    """Light added to what lies under it: the lines shine through."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    painter.drawImage(place, trace)
    painter.restore()


def _paint_text(
    painter: QPainter, middle: QPointF, text: str, *, inside: QRectF | None = None
) -> None:
    metrics = QFontMetricsF(painter.font())
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 4, metrics.height())
    box.moveCenter(middle)
    if inside is not None:
        box.moveLeft(min(max(box.left(), inside.left()), inside.right() - box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _box(middle: QPointF, half: float) -> QRectF:
    return QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)


def _line_height(painter: QPainter) -> float:
    return QFontMetricsF(painter.font()).height()


def _line_color() -> QColor:
    color = QColor(theme().on_backdrop)
    color.setAlpha(64)
    return color

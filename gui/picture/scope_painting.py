"""Paints the scopes' plots and the lines and letters by which they are read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from gui.picture import scope_pictures
from gui.theme import Tint, theme, thinned
from vidcolor.video.frames import Matrix

_PERCENTS = (0, 25, 50, 75, 100)
_BOX_HALF_PX = 5.0
_PURE_BOX_HALF_PX = 3.0
_ROOM_FOR_PURE_PX = 200.0  # in a smaller plot the boxes for 100 % would lie on the letters
_ROOM_FOR_LETTERS = 5.0  # lines of text; letters beside the boxes of a smaller plot would overlap
_ROOM_FOR_HEADS = 3.0  # lines of text; lower bands have no letters above them
_ROOM_FOR_NUMBERS = 3.0  # of their widths; narrower bands have none beside them
_LETTER_GAP_PX = 2.0  # between it and its box
_WORD_AWAY_PX = 4.0  # from the skin line
_LINE_ALPHA = 110
_UNDER_LETTER_ALPHA = 200


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
    skin_px = unit * min(reach, 0.5)
    _paint_skin_line(painter, middle, skin_px)
    _add(painter, plot, trace)
    painter.setPen(QPen(theme().on_backdrop, 1.0))
    _paint_skin_word(painter, plot, skin_px, skin)
    pure = scope_pictures.targets(matrix, 1.0) if side > _ROOM_FOR_PURE_PX else ()
    for target in pure:
        at = middle + QPointF(target.cb, -target.cr) * unit
        painter.drawRect(_box(at, _PURE_BOX_HALF_PX))
    for target in scope_pictures.targets(matrix):
        at = middle + QPointF(target.cb, -target.cr) * unit
        box = _box(at, _BOX_HALF_PX)
        painter.drawRect(box)
        outwards = QPointF(target.cb, -target.cr)
        letter = _text_box(painter, at, target.letter)
        away = _BOX_HALF_PX + max(letter.width(), letter.height()) / 2 + _LETTER_GAP_PX
        outwards *= away / np.hypot(target.cb, target.cr)
        if plot.contains(box) and side >= _ROOM_FOR_LETTERS * _line_height(painter):
            _paint_letter(painter, target.letter, at, outwards, plot)
    painter.setClipping(False)


def paint_bands(
    painter: QPainter, area: QRectF, bands: list[QImage], letters: tuple[str, ...]
) -> None:
    """One waveform or three beside each other over lines for 0 to 100 %."""
    plot = _plot_with_percents(painter, area)
    width = plot.width() / len(bands)
    line = _line_height(painter)
    for number, (band, letter) in enumerate(zip(bands, letters, strict=True)):
        place = QRectF(plot.left() + number * width, plot.top(), width, plot.height())
        _add(painter, place.adjusted(2, 0, -2, 0), band)
        head = QRectF(place.left(), area.top() + 3, width, line)
        if _has_heads(painter, area) and _text_box(painter, QPointF(), letter).width() <= width:
            painter.setPen(theme().on_backdrop)
            _paint_text(painter, head, letter)


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
        # Capitals are lower than a line: so long as they do not touch, a row keeps its letter.
        if height >= QFontMetricsF(painter.font()).capHeight() + 3:
            inside = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
            painter.drawText(beside, inside, letter)
    labelled = _labelled((0, 50, 100), plot.width(), _text_box(painter, QPointF(), "100").width())
    for percent in (0, 50, 100):
        at = QPointF(plot.left() + plot.width() * percent / 100, plot.bottom() + line / 2 + 3)
        painter.setPen(QPen(_line_color(), 1.0))
        painter.drawLine(QPointF(at.x(), plot.top()), QPointF(at.x(), plot.bottom() - 4))
        painter.setPen(theme().on_backdrop)
        box = _text_box(painter, at, f"{percent}")
        box.moveLeft(min(max(box.left(), area.left()), area.right() - box.width()))
        if percent in labelled:
            _paint_text(painter, box, f"{percent}")


def _paint_skin_line(painter: QPainter, middle: QPointF, length: float) -> None:
    cb, cr = scope_pictures.skin_direction()
    painter.setPen(QPen(theme().on_backdrop, 1.5, Qt.PenStyle.DashLine))
    painter.drawLine(middle, middle + QPointF(cb, -cr) * length)


def _paint_skin_word(painter: QPainter, plot: QRectF, length: float, text: str) -> None:
    """Left of the line's upper end, if there is room between line and rim."""
    cb, cr = scope_pictures.skin_direction()
    beside = plot.center() + QPointF(cb, -cr) * (length * 0.86) - QPointF(_WORD_AWAY_PX, 0)
    box = _text_box(painter, beside, text)
    box.moveRight(beside.x())
    if plot.contains(box):
        _paint_on_trace(painter, box, text)


def _paint_letter(
    painter: QPainter, letter: str, at: QPointF, outwards: QPointF, plot: QRectF
) -> None:
    """Beside the box at ``at``: outside where there is room for it in the plot, else inside."""
    box = _text_box(painter, at + outwards, letter)
    if not plot.contains(box):
        box = _text_box(painter, at - outwards, letter)
    _paint_on_trace(painter, box, letter)


def _paint_on_trace(painter: QPainter, box: QRectF, text: str) -> None:
    """With some backdrop below it, because the trace may be as bright as the text."""
    painter.fillRect(box, thinned(theme().backdrop, _UNDER_LETTER_ALPHA))
    _paint_text(painter, box, text)


def _plot_with_percents(painter: QPainter, area: QRectF) -> QRectF:
    """Draws the levels' lines and their numbers; what is left is for the trace."""
    metrics = QFontMetricsF(painter.font())
    beside = metrics.horizontalAdvance("100") + 12
    plot = area.adjusted(8, 8, -8, -8)
    if _has_heads(painter, area):
        plot.setTop(area.top() + metrics.height() + 6)
    labelled: tuple[int, ...] = ()
    if area.width() >= _ROOM_FOR_NUMBERS * beside:
        plot.setLeft(area.left() + beside)
        plot.setBottom(area.bottom() - metrics.height() / 2 - 4)
        labelled = _labelled(_PERCENTS, plot.height(), metrics.height())
    for percent in _PERCENTS:
        y = plot.bottom() - plot.height() * percent / 100
        painter.setPen(QPen(_line_color(), 1.0))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        if percent not in labelled:
            continue
        painter.setPen(theme().on_backdrop)
        box = QRectF(area.left(), y - metrics.height() / 2, beside - 6, metrics.height())
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{percent}"
        )
    return plot


def _has_heads(painter: QPainter, area: QRectF) -> bool:
    """Whether there is room for letters above the bands."""
    return area.height() >= _ROOM_FOR_HEADS * _line_height(painter)


def _labelled(percents: tuple[int, ...], length_px: float, label_px: float) -> tuple[int, ...]:
    """Those of evenly spaced levels that have room for a number: all, each other one, or none."""
    apart = length_px / (len(percents) - 1)
    if apart >= label_px:
        return percents
    if 2 * apart >= label_px and len(percents) > 3:
        return percents[::2]
    return (percents[0], percents[-1]) if length_px >= label_px else ()


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


def _text_box(painter: QPainter, middle: QPointF, text: str) -> QRectF:
    metrics = QFontMetricsF(painter.font())
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 4, metrics.height())
    box.moveCenter(middle)
    return box


def _paint_text(painter: QPainter, box: QRectF, text: str) -> None:
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _box(middle: QPointF, half: float) -> QRectF:
    return QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)


def _line_height(painter: QPainter) -> float:
    return QFontMetricsF(painter.font()).height()


def _line_color() -> QColor:
    return thinned(theme().on_backdrop, _LINE_ALPHA)

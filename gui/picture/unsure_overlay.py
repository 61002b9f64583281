"""Hatching over places where the model is unsure: wide where a little, close where very."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QImage, QPainter, QPen, QPixmap

from gui.picture.film_painter import placed
from gui.picture.viewport import Viewport
from gui.preview.protocol import UnsureMap
from gui.theme import FILM_SHADE, NOTHING, ON_FILM_SHADE

LITTLE_AB, VERY_AB = 18.0, 28.0
"""Spread of the likely colours from which on a place is hatched."""

_WIDE_PX, _CLOSE_PX = 12, 5  # between two lines
_SOFT_AB = 2.0  # over so much of the spread the hatching fades in
_MARGIN_PX = 8.0


class UnsureOverlay:
    """Paints one map; the hatching keeps its width on the screen whatever the zoom."""

    def __init__(self, unsure: UnsureMap) -> None:
        spread = np.frombuffer(unsure.spread, np.uint8).reshape(unsure.height, unsure.width)
        very = _ramp(spread, VERY_AB)
        self._masks = ((_CLOSE_PX, _mask(very)), (_WIDE_PX, _mask(_ramp(spread, LITTLE_AB) - very)))
        self._painted: tuple[tuple[float, ...], QImage] | None = None

    def paint(self, painter: QPainter, view: Viewport, pane: QRectF) -> None:
        """Over the frame in a pane."""
        seen = view.seen_rect(pane)
        place = view.painted_rect(pane)
        ratio = view.device_ratio
        key = (*place.getRect(), *seen.getRect(), view.rotation, ratio)
        if self._painted is None or self._painted[0] != key:
            self._painted = key, self._hatched(place, seen, view.rotation, ratio)
        painter.drawImage(seen, self._painted[1])

    def _hatched(self, place: QRectF, seen: QRectF, rotation: int, ratio: float) -> QImage:
        size = QSize(max(round(seen.width() * ratio), 1), max(round(seen.height() * ratio), 1))
        whole = _clear(size)
        on_whole = QPainter(whole)
        for gap_px, mask in self._masks:
            part = _clear(size)
            painter = QPainter(part)
            painter.scale(ratio, ratio)
            painter.fillRect(QRectF(QPointF(0, 0), seen.size()), hatching(gap_px))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.translate(-seen.topLeft())
            painter.setTransform(placed(mask, place, rotation), True)
            painter.drawImage(QPointF(0, 0), mask)
            painter.end()
            on_whole.drawImage(0, 0, part)
        on_whole.end()
        return whole


def paint_legend(painter: QPainter, within: QRectF, *, known: bool) -> None:
    """What the hatching means, in the lower left corner.

    Args:
        within: of the film.
        known: False: the model does not say where it is unsure.
    """
    metrics = QFontMetricsF(painter.font())
    title = _tr("Unsure:") if known else _tr("This model does not tell where it is unsure.")
    parts = [(0, title)]
    if known:
        parts += [(_WIDE_PX, _tr("a little")), (_CLOSE_PX, _tr("very"))]
    height = metrics.height() + 8
    widths = [metrics.horizontalAdvance(text) + (30 if gap else 0) + 10 for gap, text in parts]
    box = QRectF(within.left() + _MARGIN_PX, 0, sum(widths) + 4, height)
    box.moveBottom(within.bottom() - _MARGIN_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(FILM_SHADE)
    painter.drawRoundedRect(box, 4, 4)
    x = box.left() + 7
    for (gap_px, text), width in zip(parts, widths, strict=True):
        at = x
        if gap_px:
            sample = QRectF(x, box.top() + 4, 24, height - 8)
            painter.fillRect(sample, hatching(gap_px))
            painter.setPen(QPen(ON_FILM_SHADE, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(sample)
            at += 30
        painter.setPen(ON_FILM_SHADE)
        words = QRectF(at, box.top(), width, height)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        x += width


def hatching(gap_px: int) -> QBrush:
    """Light slanted lines, each with a dark one beside it: seen on any ground, and of no hue."""
    tile = QPixmap(2 * gap_px, 2 * gap_px)
    tile.fill(NOTHING)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = 2 * gap_px
    for color, aside in ((FILM_SHADE, 1.2), (ON_FILM_SHADE, 0.0)):
        painter.setPen(QPen(color, 1.3))
        for start in range(-side, 2 * side + 1, gap_px):
            painter.drawLine(QPointF(start + aside, side), QPointF(start + aside + side, 0))
    painter.end()
    return QBrush(tile)


def _ramp(spread: np.ndarray, start: float) -> np.ndarray:
    return np.clip((spread.astype(np.float32) - start) / _SOFT_AB, 0, 1)


def _mask(opacity: np.ndarray) -> QImage:
    """A picture that is opaque where the hatching is."""
    height, width = opacity.shape
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., 3] = np.rint(opacity * 255)
    kind = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.tobytes(), width, height, 4 * width, kind).copy()


def _clear(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(NOTHING)
    return image


def _tr(text: str) -> str:
    return QCoreApplication.translate("Viewer", text)

"""Paints the ruler of the timeline: time codes, ticks, the range to render, markers."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gui.shots.timeline_content import Content
from gui.shots.timeline_scale import TimeScale, tick_steps
from gui.theme import Theme

_BRACKET_PX = 2
_LARGE_TICK_PX = 9
_SMALL_TICK_PX = 3
_MARKER_PX = 5  # half the width


def paint_ruler(
    painter: QPainter, colors: Theme, content: Content, scale: TimeScale, ruler: QRect
) -> None:
    """Everything on the ruler but the playhead's head."""
    painter.fillRect(ruler, colors.field)
    _paint_bracket(painter, colors, content, scale, ruler)
    _paint_ticks(painter, colors, content, scale, ruler)
    _paint_markers(painter, colors, content, scale, ruler)


def range_px(content: Content, scale: TimeScale) -> tuple[int, int]:
    """The visible pixels that are rendered: the first, and that after the last."""
    end = scale.frames if content.out_frame is None else content.out_frame
    left, right = round(scale.x_of(content.in_frame or 0)), round(scale.x_of(end))
    most = scale.width_px
    return min(max(left, 0), most), min(max(right, 0), most)


def _paint_bracket(
    painter: QPainter, colors: Theme, content: Content, scale: TimeScale, ruler: QRect
) -> None:
    if content.in_frame is None and content.out_frame is None:
        return
    left, right = range_px(content, scale)
    if right > left:
        painter.fillRect(left, ruler.top(), right - left, ruler.height(), colors.raised)
        painter.fillRect(left, ruler.top(), right - left, _BRACKET_PX, colors.text)
    for frame, x in ((content.in_frame, left), (content.out_frame, right - _BRACKET_PX)):
        if frame is not None and -1 <= scale.x_of(frame) <= scale.width_px + 1:
            painter.fillRect(x, ruler.top(), _BRACKET_PX, ruler.height(), colors.text)


def _paint_ticks(
    painter: QPainter, colors: Theme, content: Content, scale: TimeScale, ruler: QRect
) -> None:
    metrics = painter.fontMetrics()
    widest = metrics.horizontalAdvance(content.text_of(scale.frames - 1))
    large, small = tick_steps(scale.px_per_frame, content.rate, widest + 18)
    first, end = scale.visible
    bottom = ruler.bottom()
    painter.setPen(colors.quiet_text)
    for frame in range(first - first % small, end, small):
        x, is_large = round(scale.x_of(frame)), frame % large == 0
        painter.drawLine(x, bottom - (_LARGE_TICK_PX if is_large else _SMALL_TICK_PX), x, bottom)
    baseline = ruler.top() + _BRACKET_PX + 2 + metrics.ascent()
    for frame in range(first - first % large, end, large):
        x, text = round(scale.x_of(frame)) + 4, content.text_of(frame)
        if x + metrics.horizontalAdvance(text) < scale.width_px:
            painter.drawText(x, baseline, text)


def _paint_markers(
    painter: QPainter, colors: Theme, content: Content, scale: TimeScale, ruler: QRect
) -> None:
    first, end = scale.visible
    low = bisect_left(content.markers, first, key=lambda one: one.frame)
    high = bisect_left(content.markers, end, key=lambda one: one.frame)
    places = sorted({round(scale.x_of(one.frame)) for one in content.markers[low:high]})
    apart = [b for a, b in pairwise([-9, *places]) if b - a > 1]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colors.field, 1))
    painter.setBrush(colors.text)
    y, half = ruler.bottom() - 6, _MARKER_PX
    for x in apart:
        corners = [(0, -half - 1), (half, 0), (0, half + 1), (-half, 0)]
        painter.drawPolygon(QPolygonF([QPointF(x + a + 0.5, y + b) for a, b in corners]))
    painter.restore()

"""Paints the rows of the timeline; only what is visible costs time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF

from gui.shots.timeline_content import STATUS_ORDER, Block, Content, Transition
from gui.shots.timeline_pictures import Pictures
from gui.shots.timeline_ruler import paint_ruler, range_px
from gui.shots.timeline_scale import TimeScale, covered_px, picture_step, runs_of
from gui.shots.timeline_signs import SIGN_PX, Sign, paint_sign, paint_transition
from gui.theme import Theme, thinned
from vidcolor.project import ShotStatus

_BAR_PX = 7
_GAP_PX = 2
_LEAST_STRIP_PX = 12
_NARROW_PX = 2  # narrower blocks are painted as one
_TEXT_FROM_PX = 14  # smaller blocks have no room for a sign
_PAD_PX = 5
_STATUS_PX = 3
_LEAST_TRANSITION_PX = 9  # fades have no length, and a short dissolve in a long film has no width
_BESIDE_TRANSITION_PX = 6  # a shot has to have this much, or its transitions are left out
HEAD_PX = 6  # half the width of the playhead's head


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows lie, from above."""

    ruler: QRect
    strip: QRect
    blocks: QRect
    bar: QRect

    @classmethod
    def within(cls, width: int, height: int, metrics: QFontMetrics) -> Rows:
        """All height that the other rows leave is the pictures'."""
        ruler = metrics.height() + 14
        blocks = 2 * metrics.height() + 9
        strip = max(height - ruler - blocks - _BAR_PX - 2 * _GAP_PX, _LEAST_STRIP_PX)
        tops = [0, ruler, ruler + strip + _GAP_PX, ruler + strip + blocks + 2 * _GAP_PX]
        heights = [ruler, strip, blocks, _BAR_PX]
        return cls(*(QRect(0, t, width, h) for t, h in zip(tops, heights, strict=True)))

    @classmethod
    def proposed_height(cls, metrics: QFontMetrics) -> int:
        """With pictures of a useful size."""
        return 3 * metrics.height() + 23 + _BAR_PX + 2 * _GAP_PX + 58


class RowPainter:
    """Paints what does not move with the playhead."""

    def __init__(
        self,
        painter: QPainter,
        colors: Theme,
        content: Content,
        scale: TimeScale,
        rows: Rows,
        pictures: Pictures,
    ) -> None:
        self._painter, self._colors = painter, colors
        self._content, self._scale, self._rows = content, scale, rows
        self._pictures = pictures
        self._metrics = painter.fontMetrics()
        self._spans: dict[int, tuple[int, int]] = {}  # of transitions, by their shot's first frame

    def paint(self, selected: int | None, shots_text: str) -> None:
        """Everything.

        Args:
            selected: index of the selected shot.
            shots_text: stands in the row of the shots as long as they are unknown.
        """
        rows, painter = self._rows, self._painter
        painter.fillRect(painter.viewport(), self._colors.window)
        self._paint_strip()
        if self._content.shots_known:
            self._paint_blocks(selected)
        else:
            painter.fillRect(rows.blocks, self._colors.field)
            painter.setPen(self._colors.quiet_text)
            box = rows.blocks.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shots_text)
        self._paint_bar()
        self._paint_outside_range()
        paint_ruler(painter, self._colors, self._content, self._scale, rows.ruler)

    def paint_picture(self, place: int, step: int) -> QRect:
        """One picture of the strip, in the slot whose frame is ``place``; gives back where."""
        scale, strip, painter = self._scale, self._rows.strip, self._painter
        left, right = round(scale.x_of(place)), round(scale.x_of(place + step))
        right = min(right, round(scale.x_of(scale.frames)))
        slot = QRect(left, strip.top(), right - left, strip.height())
        painter.fillRect(slot, self._colors.field)
        number = self._pictured(place, step)
        if number is None:
            return slot
        pixmap = self._pictures.pixmap(number, strip.height(), painter.device().devicePixelRatio())
        assert pixmap is not None
        ratio = pixmap.devicePixelRatio()
        shown_px = min(slot.width() - 1, round(pixmap.width() / ratio))
        cut_off = (pixmap.width() - shown_px * ratio) / 2
        source = QRectF(cut_off, 0, shown_px * ratio, pixmap.height())
        painter.drawPixmap(QRectF(left, strip.top(), shown_px, strip.height()), pixmap, source)
        return slot

    def _pictured(self, place: int, step: int) -> int | None:
        """The frame whose picture stands there: its own, else a near one of the same shot."""
        if place in self._pictures:
            return place
        first, end = max(place - 2 * step, 0), place + 2 * step
        index = self._content.shot_at(place)
        if index is not None:
            first = max(first, int(self._content.borders[index]))
            end = min(end, int(self._content.borders[index + 1]))
        return self._pictures.stand_in(place, first, end)

    def _paint_strip(self) -> None:
        self._painter.fillRect(self._rows.strip, self._colors.window)
        step = picture_step(
            self._scale.px_per_frame, self._rows.strip.height() * self._pictures.aspect
        )
        first, end = self._scale.visible
        for place in range(first - first % step, end, step):
            self.paint_picture(place, step)

    def _paint_blocks(self, selected: int | None) -> None:
        content, scale, row = self._content, self._scale, self._rows.blocks
        self._painter.fillRect(row, self._colors.field)
        first, end = scale.visible
        low, high = content.shot_at(first) or 0, (content.shot_at(end - 1) or 0) + 1
        xs = np.clip(scale.xs_of(content.borders[low : high + 1]), -3, scale.width_px + 3)
        narrow = np.diff(xs) < _NARROW_PX
        for a, b in runs_of(narrow):
            box = QRect(int(xs[a]), row.top(), int(xs[b] - xs[a]), row.height())
            self._painter.fillRect(box, self._colors.raised)
            self._painter.fillRect(box, thinned(self._colors.edge, 160))
        transitions = self._seen_transitions(low, high)
        self._spans = {one.frame: self._transition_px(one) for one in transitions}
        lettered = np.diff(xs) >= _TEXT_FROM_PX
        self._paint_small_blocks(xs, low, np.flatnonzero(~narrow & ~lettered))
        for at in np.flatnonzero(lettered):
            left, right = int(xs[at]), int(xs[at + 1])
            box = QRect(left, row.top(), right - left - 1, row.height())
            self._paint_block(content.block(low + int(at)), box)
        self._paint_transitions(transitions)
        if selected is not None and low <= selected < high:
            left, right = int(xs[selected - low]), int(xs[selected - low + 1])
            self._painter.setPen(QPen(self._colors.accent, 2))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            width = max(right - left - 3, 1)
            self._painter.drawRect(QRect(left + 1, row.top() + 1, width, row.height() - 2))

    def _seen_transitions(self, low: int, high: int) -> list[Transition]:
        """Those at the edges of the visible blocks that have room, from the index ``low`` on."""
        content = self._content
        wide = np.diff(content.borders) * self._scale.px_per_frame >= _BESIDE_TRANSITION_PX
        shots = content.transition_shots
        seen = (low <= shots) & (shots <= high) & wide[shots] & wide[shots - 1]
        return [content.transitions[at] for at in np.flatnonzero(seen).tolist()]

    def _paint_transitions(self, transitions: list[Transition]) -> None:
        row = self._rows.blocks
        for one in transitions:
            left, right = self._spans[one.frame]
            box = QRectF(left, row.top(), right - left, row.height())
            paint_transition(self._painter, one.kind, box, self._colors)

    def _transition_px(self, one: Transition) -> tuple[int, int]:
        """The first pixel of its span, and that after the last one."""
        left, right = (round(self._scale.x_of(at)) for at in (one.first_frame, one.end_frame))
        if right - left < _LEAST_TRANSITION_PX:
            left = round(self._scale.x_of(one.frame)) - 1 - _LEAST_TRANSITION_PX // 2
            right = left + _LEAST_TRANSITION_PX
        return left, right

    def _paint_small_blocks(
        self, xs: NDArray[np.int64], first: int, which: NDArray[np.intp]
    ) -> None:
        """Blocks without room for a sign; there may be a thousand, so each colour goes at once."""
        colors, row, painter = self._colors, self._rows.blocks, self._painter
        lefts, widths = xs[which].tolist(), (xs[which + 1] - xs[which] - 1).tolist()
        statuses = self._content.statuses[first + which].tolist()
        boxes = [
            QRect(left, row.top(), width, row.height())
            for left, width in zip(lefts, widths, strict=True)
        ]
        below, above = row.height() - _STATUS_PX, _STATUS_PX - row.height()
        odd = np.flatnonzero((first + which) % 2 == 0)  # numbers count from 1
        judged: dict[ShotStatus, list[QRect]] = {status: [] for status in STATUS_ORDER}
        for status, box in zip(statuses, boxes, strict=True):
            judged[STATUS_ORDER[status]].append(box)
        groups = [
            (colors.raised, boxes),
            (colors.other_raised, [boxes[at] for at in odd]),
            (colors.good, [b.adjusted(0, below, 0, 0) for b in judged[ShotStatus.GOOD]]),
            (colors.to_do, [b.adjusted(0, 0, 0, above) for b in judged[ShotStatus.TO_DO]]),
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        for color, group in groups:
            if group:
                painter.setBrush(color)
                painter.drawRects(group)

    def _paint_block(self, block: Block, box: QRect) -> None:
        painter, colors = self._painter, self._colors
        painter.fillRect(box, colors.other_raised if block.number % 2 else colors.raised)
        if block.start_frame:
            painter.fillRect(box.left() - 1, box.top(), 1, box.height(), colors.quiet_text)
        if block.note.status is ShotStatus.GOOD:
            below = box.bottom() + 1 - _STATUS_PX
            painter.fillRect(box.left(), below, box.width(), _STATUS_PX, colors.good)
        elif block.note.status is ShotStatus.TO_DO:
            painter.fillRect(box.left(), box.top(), box.width(), _STATUS_PX, colors.to_do)
        # Text stays readable while its block is partly scrolled out on the left.
        inner = box.adjusted(_PAD_PX, _STATUS_PX, -_PAD_PX + 1, -_STATUS_PX)
        if block.start_frame in self._spans:
            inner.setLeft(max(inner.left(), self._spans[block.start_frame][1] + _PAD_PX - 1))
        if block.end_frame in self._spans:
            inner.setRight(min(inner.right(), self._spans[block.end_frame][0] - _PAD_PX))
        inner.setLeft(max(inner.left(), _PAD_PX))
        if inner.width() < SIGN_PX - 2:
            return
        left = self._paint_number(block, inner)
        signs = _signs(block)
        for sign in signs:
            if left + SIGN_PX > inner.right() + 3:
                break
            top = inner.top() + (self._metrics.height() - SIGN_PX) / 2
            paint_sign(painter, sign, QRectF(left, top, SIGN_PX, SIGN_PX), colors)
            left += SIGN_PX + 4
        if block.note.text and inner.width() > 3 * SIGN_PX:
            text = " ".join(block.note.text.split())
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.setPen(colors.text)
            painter.drawText(inner, Qt.AlignmentFlag.AlignBottom, text)

    def _paint_number(self, block: Block, inner: QRect) -> int:
        """The number where there is room beside the first sign; gives back where signs begin."""
        text = str(block.number)
        width = self._metrics.horizontalAdvance(text)
        needed = width + (SIGN_PX + 4 if _signs(block) else 0)
        if needed > inner.width() + 3:
            return inner.left()
        self._painter.setPen(self._colors.text)
        self._painter.drawText(inner, Qt.AlignmentFlag.AlignTop, text)
        return inner.left() + width + 5

    def _paint_bar(self) -> None:
        bar = self._rows.bar
        self._painter.fillRect(bar, self._colors.field)
        for start, end in covered_px(self._scale, self._content.colored):
            self._painter.fillRect(
                start, bar.top() + 1, end - start, bar.height() - 2, self._colors.good
            )

    def _paint_outside_range(self) -> None:
        """Shade pictures that are not rendered; shots keep their contrast, they hold text."""
        left, right = range_px(self._content, self._scale)
        shade = thinned(self._colors.window, 165)
        for row in (self._rows.strip, self._rows.bar):
            if left > 0:
                self._painter.fillRect(0, row.top(), left, row.height(), shade)
            if right < row.width():
                rest_px = row.width() - right
                self._painter.fillRect(right, row.top(), rest_px, row.height(), shade)


def paint_playhead(
    painter: QPainter, colors: Theme, scale: TimeScale, rows: Rows, frame: int
) -> None:
    """The line through all rows, its head on the ruler, and the frame's width if it is seen."""
    x = round(scale.x_of(frame))
    painter.save()
    if scale.px_per_frame >= 4:
        below = rows.strip.united(rows.bar)
        width = round(scale.x_of(frame + 1)) - x
        painter.fillRect(x, below.top(), width, below.height(), thinned(colors.accent, 50))
    rim = thinned(colors.accent_text, 150)  # parts it from pictures as dark or light as itself
    height = rows.bar.bottom() + 1 - rows.ruler.bottom()
    painter.fillRect(QRect(x - 2, rows.ruler.bottom(), 4, height), rim)
    painter.fillRect(QRect(x - 1, rows.ruler.bottom(), 2, height), colors.accent)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(rim, 1))
    painter.setBrush(colors.accent)
    top, bottom = rows.ruler.bottom() - 13, rows.ruler.bottom() + 2
    corners = [(-HEAD_PX, top), (HEAD_PX, top), (HEAD_PX, bottom - 7), (0, bottom)]
    corners.append((-HEAD_PX, bottom - 7))
    painter.drawPolygon(QPolygonF([QPointF(x + a, b) for a, b in corners]))
    painter.restore()


def playhead_rect(scale: TimeScale, rows: Rows, frame: int) -> QRect:
    """All that `paint_playhead` touches."""
    x = round(scale.x_of(frame))
    width = round(scale.px_per_frame) if scale.px_per_frame >= 4 else 0
    reach = HEAD_PX + 2
    return QRect(x - reach, 0, max(width, reach) + reach + 2, rows.bar.bottom() + 1)


def paint_ghost(painter: QPainter, colors: Theme, rows: Rows, x: int, text: str) -> None:
    """The line where a cut would be, and beside it what is told about it."""
    painter.setPen(QPen(colors.text, 2, Qt.PenStyle.DashLine))
    painter.drawLine(x, rows.strip.top(), x, rows.bar.bottom())
    box = painter.fontMetrics().boundingRect(text).adjusted(-6, -3, 6, 3)
    box.moveCenter(rows.strip.center())
    box.moveLeft(x + 8 if x + 8 + box.width() < rows.strip.right() else x - 8 - box.width())
    painter.fillRect(box, colors.raised)
    painter.setPen(QPen(colors.edge, 1))
    painter.drawRect(box)
    painter.setPen(colors.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _signs(block: Block) -> list[Sign]:
    of_status = {ShotStatus.GOOD: [Sign.GOOD], ShotStatus.TO_DO: [Sign.TO_DO]}
    signs = of_status.get(block.note.status, [])
    if block.left_as_it_is:
        return [*signs, Sign.LEFT_AS_IT_IS]
    return [*signs, Sign.OWN_LOOK] if block.own_look else signs

"""The share of fooled answers with its interval, beside the papers' and chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme

_MARGIN_PX = 6
_GAP_PX = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart."""

    name: str
    percent: float
    words: str  # the figure as it is written
    interval: tuple[float, float] | None = None  # per cent
    own: bool = False  # the result of this test, not one to compare with


class ShareChart(QWidget):
    """Bars from 0 to 100 %; the line through all of them is chance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bars: tuple[Bar, ...] = ()
        self._chance_percent = 50.0

    def show_bars(self, bars: Sequence[Bar], chance_percent: float) -> None:
        """Show rows from above."""
        self._bars, self._chance_percent = tuple(bars), chance_percent
        self.setAccessibleName(self.tr("Comparison"))
        self.setAccessibleDescription("; ".join(f"{bar.name}: {bar.words}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text for each bar."""
        return QSize(560, self._row_px() * len(self._bars) + 2 * _MARGIN_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, bars, intervals and figures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().field)
        scale = self._scale()
        for row, bar in enumerate(self._bars):
            top = _MARGIN_PX + row * self._row_px()
            self._paint_bar(painter, bar, QRectF(scale.x(), top, scale.width(), self._row_px()))
        x = scale.x() + scale.width() * self._chance_percent / 100
        painter.setPen(QPen(theme().quiet_text, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, _MARGIN_PX), QPointF(x, self.height() - _MARGIN_PX))

    def _row_px(self) -> int:
        return self.fontMetrics().height() + 10

    def _scale(self) -> QRectF:
        """Where 0 to 100 % lie, between the names and the figures."""
        metrics = self.fontMetrics()
        names = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        words = max((metrics.horizontalAdvance(bar.words) for bar in self._bars), default=0)
        left = _GAP_PX + names + _GAP_PX
        return QRectF(left, 0, max(self.width() - left - words - 2 * _GAP_PX, 40), self.height())

    def _paint_bar(self, painter: QPainter, bar: Bar, place: QRectF) -> None:
        colors = theme()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colors.text)
        names = QRectF(_GAP_PX, place.y(), place.x() - 2 * _GAP_PX, place.height())
        painter.drawText(names, middle | Qt.AlignmentFlag.AlignLeft, bar.name)
        words = QRectF(place.right() + _GAP_PX, place.y(), self.width(), place.height())
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, bar.words)
        filled = QRectF(place).adjusted(0, 4, 0, -4)
        filled.setWidth(place.width() * bar.percent / 100)
        painter.fillRect(filled, colors.accent if bar.own else colors.edge)
        if bar.interval is None:
            return
        low, high = (place.x() + place.width() * share / 100 for share in bar.interval)
        y = place.center().y()
        # Upon its own halo the interval can be seen on the bar and beside it.
        for pen in (QPen(colors.field, 4), QPen(colors.text, 2)):
            painter.setPen(pen)
            painter.drawLine(QPointF(low, y), QPointF(high, y))
            for x in (low, high):
                painter.drawLine(QPointF(x, y - 5), QPointF(x, y + 5))

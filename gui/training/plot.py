"""A plot of curves over steps: round numbers at its axes, a legend, values under the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme, thinned
from gui.training import curves as drawn
from gui.training.curves import Axis, Curve, Scale, number_words

_GAP_PX = 6.0
_LINE_PX = 1.8
_DOT_PX = 3.0
_GRID_ALPHA = 130
_TICK_ROOM_PX = 70.0  # along the steps


class CurvePlot(QWidget):
    """Shows curves; the mouse, or Left and Right, ask for the values at a step.

    Args:
        title: what the curves are of.
        axis: how their values are laid out.
        empty: what stands there while there are none.
    """

    def __init__(self, title: str, axis: Axis, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._axis = axis
        self._empty = empty
        self._curves: tuple[Curve, ...] = ()
        self._marked: tuple[int, ...] = ()
        self._steps, self._values = Scale(0.0, 1.0), Scale(0.0, 1.0)
        self.step: float | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 130)
        self.setAccessibleName(title)

    def sizeHint(self) -> QSize:
        return QSize(520, 220)

    def show_curves(self, curves: Sequence[Curve], *, marked: Sequence[int] = ()) -> None:
        """Show these in place of all others; ``marked`` steps get a line from top to bottom."""
        self._curves = tuple(curves)
        self._marked = tuple(marked)
        self._steps = drawn.step_scale(self._curves)
        self._values = drawn.value_scale(self._curves, self._axis)
        self._tell()

    @property
    def curves(self) -> tuple[Curve, ...]:
        """What is shown."""
        return self._curves

    @property
    def value_scale(self) -> Scale:
        """The axis of the values."""
        return self._values

    def words(self) -> list[str]:
        """The name of each curve with its value at :attr:`step`, or its last one."""
        found = []
        for one in self._curves:
            at = self._steps.high if self.step is None else self.step
            place = drawn.nearest(one, at)
            if place is not None:
                found.append(f"{one.name}  {number_words(float(one.values[place]))}")
        return found

    def plot_area(self) -> QRectF:
        """Where the curves are."""
        metrics = QFontMetricsF(self.font())
        line = metrics.height()
        widest = max((metrics.horizontalAdvance(t) for t in ("00000", *self._labels())), default=0)
        area = QRectF(self.rect())
        return area.adjusted(widest + 2 * _GAP_PX, 2 * line + 2 * _GAP_PX, -14, -line - _GAP_PX)

    def at(self, step: float, value: float) -> QPointF:
        """Where a value lies in the widget."""
        area = self.plot_area()
        x = area.left() + self._steps.share(step) * area.width()
        return QPointF(x, area.bottom() - self._values.share(value) * area.height())

    # --- Qt's own events ---

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self.plot_area()
        share = (event.position().x() - area.left()) / max(area.width(), 1.0)
        self._go_to(min(max(share, 0.0), 1.0) * self._steps.high)

    def leaveEvent(self, event: QEvent) -> None:
        self._go_to(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        here = self._steps.high if self.step is None else self.step
        self._go_to(min(max(here + way * self._steps.high / 100, 0.0), self._steps.high))

    def focusOutEvent(self, event: QEvent) -> None:
        self._go_to(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().field)
        if self.hasFocus():
            painter.setPen(QPen(theme().accent, 1.0))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        line = QFontMetricsF(self.font()).height()
        painter.setPen(theme().text)
        head = QRectF(_GAP_PX, _GAP_PX, self.width() - 2 * _GAP_PX, line)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, self._headline())
        if not any(len(one.steps) for one in self._curves):
            painter.setPen(theme().quiet_text)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._empty)
            return
        self._paint_axes(painter)
        for one in self._curves:
            self._paint_curve(painter, one)
        self._paint_step(painter)
        self._paint_legend(painter, QRectF(_GAP_PX, _GAP_PX + line, head.width(), line))

    # --- inside ---

    def _headline(self) -> str:
        if self.step is None:
            return self._title
        return self.tr("{title}, step {step}").format(
            title=self._title, step=number_words(round(self.step))
        )

    def _labels(self) -> list[str]:
        return [number_words(tick) for tick in self._ticks()]

    def _ticks(self) -> list[float]:
        line = QFontMetricsF(self.font()).height()
        return drawn.ticks(self._values, max(int(self.height() / (2.5 * line)), 2))

    def _paint_axes(self, painter: QPainter) -> None:
        area, line = self.plot_area(), QFontMetricsF(self.font()).height()
        grid = QPen(thinned(theme().edge, _GRID_ALPHA), 1.0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in self._ticks():
            y = self.at(0.0, tick).y()
            painter.setPen(grid)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme().quiet_text)
            box = QRectF(0, y - line / 2, area.left() - _GAP_PX, line)
            painter.drawText(box, right, number_words(tick))
        for tick in drawn.ticks(self._steps, max(int(area.width() / _TICK_ROOM_PX), 1)):
            x = self.at(tick, self._values.low).x()
            painter.setPen(grid)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(theme().quiet_text)
            box = QRectF(x - 40, area.bottom() + 2, 80, line)
            box.moveRight(min(box.right(), float(self.width())))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number_words(tick))
        painter.setPen(QPen(theme().quiet_text, 1.0, Qt.PenStyle.DotLine))
        for step in self._marked:
            x = self.at(step, self._values.low).x()
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_curve(self, painter: QPainter, one: Curve) -> None:
        area = self.plot_area()
        steps, values = drawn.thinned(one.steps, one.values, max(int(area.width()), 1))
        points = [self.at(*pair) for pair in zip(steps.tolist(), values.tolist(), strict=True)]
        painter.setPen(self._pen(one))
        painter.save()
        painter.setClipRect(area.adjusted(-_DOT_PX, -_DOT_PX, _DOT_PX, _DOT_PX))
        painter.drawPolyline(QPolygonF(points))
        if (
            not one.dashed and len(points) < area.width() / 20
        ):  # so few that one may ask where they are
            painter.setBrush(self._pen(one).color())
            for point in points:
                painter.drawEllipse(point, _DOT_PX - 1, _DOT_PX - 1)
        painter.restore()

    def _paint_step(self, painter: QPainter) -> None:
        if self.step is None:
            return
        area = self.plot_area()
        x = self.at(self.step, self._values.low).x()
        painter.setPen(QPen(theme().text, 1.0))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for one in self._curves:
            place = drawn.nearest(one, self.step)
            if place is not None:
                painter.setPen(QPen(theme().field, 1.0))
                painter.setBrush(self._pen(one).color())
                at = self.at(float(one.steps[place]), float(one.values[place]))
                painter.drawEllipse(at, _DOT_PX + 1, _DOT_PX + 1)

    def _paint_legend(self, painter: QPainter, row: QRectF) -> None:
        """In one line, each with its value; what finds no room is left to the accessible text."""
        metrics, x = QFontMetricsF(self.font()), row.left()
        filled = [one for one in self._curves if len(one.steps)]
        for one, words in zip(filled, self.words(), strict=True):
            width = 22 + metrics.horizontalAdvance(words) + 14
            if x + width > row.right() + 14:
                painter.setPen(theme().quiet_text)
                painter.drawText(QPointF(x, row.top() + metrics.ascent()), "…")
                return
            y = row.center().y()
            painter.setPen(self._pen(one))
            painter.drawLine(QPointF(x, y), QPointF(x + 16, y))
            painter.setPen(theme().text)
            painter.drawText(QPointF(x + 22, row.top() + metrics.ascent()), words)
            x += width

    def _pen(self, one: Curve) -> QPen:
        inks = theme().curves
        style = Qt.PenStyle.DashLine if one.dashed else Qt.PenStyle.SolidLine
        return QPen(inks[one.color % len(inks)], _LINE_PX, style)

    def _go_to(self, step: float | None) -> None:
        if step != self.step:
            self.step = step
            self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(", ".join(self.words()) or self._empty)
        self.update()

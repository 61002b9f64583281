"""The timeline under a person's hands: scrubbing, choosing shots, moving cuts, zooming."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from gui.shots.timeline_cuts import REACH_PX, CutDrag, cut_near
from gui.shots.timeline_menu import Place, timeline_menu, tip_html
from gui.shots.timeline_painting import paint_ghost
from gui.shots.timeline_view import TimelineView
from gui.theme import theme

_WHEEL_ZOOM = 1.25  # per notch
_NOTCH = 120  # units of the wheel
_ON_WHILE_OUTSIDE_MS = 30  # scrubbing goes on while the mouse is held outside

_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Timeline(TimelineView):
    """One film from left to right.

    A click or drag on ruler or pictures scrubs, one on a shot selects it, one on the edge between
    two shots moves the cut. The wheel zooms at the cursor, with Shift it scrolls.

    Attributes:
        can_paste_look: whether "Paste look" is offered.

    Signals:
        frame_wanted: the frame; many in a row while scrubbing.
        shot_selected: first frame of the shot. All signals about a shot name it so.
        cut_move_wanted: where the cut is, and where it is to be.
        range_wanted: first frame or None, frame after the last one or None.
        status_wanted: first frame of the shot, `ShotStatus`.
    """

    frame_wanted = Signal(int)
    shot_selected = Signal(int)
    cut_add_wanted = Signal(int)
    cut_remove_wanted = Signal(int)
    cut_move_wanted = Signal(int, int)
    marker_wanted = Signal(int)
    marker_remove_wanted = Signal(int)
    note_edit_wanted = Signal(int)
    status_wanted = Signal(int, object)
    look_copy_wanted = Signal(int)
    look_paste_wanted = Signal(int)
    range_wanted = Signal(object, object)
    render_shot_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Timeline"))
        self.can_paste_look = True
        self._scrubs = False
        self._mouse_x = 0.0
        self._pan_x: float | None = None
        self._cut_drag: CutDrag | None = None
        self._shows_focus = False  # a frame around all that was clicked would only disturb
        self._outside = QTimer(self, interval=_ON_WHILE_OUTSIDE_MS)
        self._outside.timeout.connect(self._scrub)

    # --- what others may ask ---

    def set_position(self, frame: int) -> None:
        # While scrubbing the hand says where the playhead is; late answers would make it jump.
        if not self._scrubs:
            super().set_position(frame)

    def select_next_shot(self) -> None:
        """Select the shot after the selected one, or after that under the playhead."""
        self._select_beside(1)

    def select_previous_shot(self) -> None:
        """Select the shot before the selected one, or before that under the playhead."""
        self._select_beside(-1)

    def place_at(self, point: QPoint) -> Place:
        """What lies there."""
        scale = self.scale
        frame = scale.frame_at(point.x())
        if abs(scale.x_of(self.position) - point.x()) <= REACH_PX:
            frame = self.position  # it is exact, where a pixel may be many frames
        marker = None
        if self.rows.ruler.contains(point):
            marker = self.content.marker_at(frame, REACH_PX / scale.px_per_frame)
        return Place(
            frame,
            cut_near(self.content, self.scale, point.x()),
            None if marker is None else marker.frame,
            self.content.shot_at(frame),
        )

    def menu_at(self, point: QPoint) -> QMenu:
        """The context menu for a place."""
        return timeline_menu(self, self.place_at(point))

    # --- scrubbing ---

    def _begin_scrub(self) -> None:
        self._scrubs = True
        frame = self.scale.frame_at(self._mouse_x)
        self._move_playhead(frame, follow=False)
        self.frame_wanted.emit(frame)

    def _scrub(self) -> None:
        """Follow the mouse; where it has left the timeline, scroll on."""
        x = self._mouse_x
        over = min(x, 0.0) + max(x - self.width(), 0.0)
        if over:
            self.set_scale(self.scale.scrolled_to(self.scale.offset_px + over / 2))
            if not self._outside.isActive():
                self._outside.start()
        else:
            self._outside.stop()
        frame = self.scale.frame_at(min(max(x, 0.0), self.width() - 1.0))
        if frame != self.position:
            self._move_playhead(frame, follow=False)
            self.frame_wanted.emit(frame)

    # --- shots and cuts ---

    def _select(self, index: int) -> None:
        start = self.content.starts[index]
        self.selected_shot = start
        self.shot_selected.emit(start)

    def _select_beside(self, step: int) -> None:
        index = self._selected_index()
        if index is None:
            index = self.content.shot_at(self.position)
        if index is None:
            return
        index = min(max(index + step, 0), len(self.content.starts) - 1)
        self._select(index)
        block = self.content.block(index)
        first, end = self.scale.visible
        if block.end_frame <= first or block.start_frame >= end:
            self.set_scale(self.scale.showing(block.start_frame))

    def _drag_cut(self, drag: CutDrag, x: float) -> None:
        drag.follow(x, self.scale, self.position)
        self.update()

    def _end_cut(self, drag: CutDrag) -> None:
        self._cancel_cut()
        if not drag.moves:
            index = self.content.shot_at(self.scale.frame_at(drag.press_x))
            assert index is not None
            self._select(index)
        elif drag.to != drag.frame:
            if self._selected == drag.frame:
                self._selected = drag.to  # the selection stays on the shot that begins there
            self.cut_move_wanted.emit(drag.frame, drag.to)

    def _cancel_cut(self) -> None:
        self._cut_drag = None
        self.update()

    def paint_over(self, painter: QPainter) -> None:
        drag = self._cut_drag
        if drag is not None and drag.moves:
            text = self.tr("Cut at frame {0}").format(drag.to)
            if self.content.label is not None:
                text = f"{text}  ·  {self.content.text_of(drag.to)}"
            paint_ghost(painter, theme(), self.rows, round(self.scale.x_of(drag.to)), text)
        if self._shows_focus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme().accent)
            painter.drawRect(QRect(0, 0, self.width() - 1, self.rows.bar.bottom()))

    # --- mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.content.frames:
            return
        at = event.position()
        self._mouse_x = at.x()
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pan_x = at.x()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is not Qt.MouseButton.LeftButton:
            return
        elif not self._on_shots(at):
            self._begin_scrub()
        elif (cut := cut_near(self.content, self.scale, at.x())) is not None:
            self._cut_drag = CutDrag.of(self.content, cut, at.x())
        elif (index := self.content.shot_at(self.scale.frame_at(at.x()))) is not None:
            self._select(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._mouse_x = at.x()
        if self._scrubs:
            self._scrub()
        elif self._cut_drag is not None:
            self._drag_cut(self._cut_drag, at.x())
        elif self._pan_x is not None:
            moved, self._pan_x = at.x() - self._pan_x, at.x()
            self.set_scale(self.scale.scrolled_to(self.scale.offset_px - moved))
        else:
            self._show_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pan_x = None
        elif event.button() is Qt.MouseButton.LeftButton:
            self._scrubs = False
            self._outside.stop()
            if self._cut_drag is not None:
                self._end_cut(self._cut_drag)
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.content.shot_at(self.scale.frame_at(event.position().x()))
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and self._on_shots(event.position()) and index is not None:
            self.frame_wanted.emit(self.content.starts[index])
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        scrolls = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if scrolls or abs(delta.x()) > abs(delta.y()):
            by = (delta.x() or delta.y()) / _NOTCH * self.width() / 10
            self.set_scale(self.scale.scrolled_to(self.scale.offset_px - by))
        else:
            factor = _WHEEL_ZOOM ** (delta.y() / _NOTCH)
            self.set_scale(self.scale.zoomed(factor, event.position().x()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.content.frames:
            return
        point, on_screen = event.pos(), event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            x = min(max(round(self.scale.x_of(self.position)), 0), self.width() - 1)
            point = QPoint(x, self.rows.blocks.center().y())
            on_screen = self.mapToGlobal(point)
        self.menu_at(point).popup(on_screen)

    def _on_shots(self, at: QPointF) -> bool:
        return self.content.shots_known and self.rows.blocks.contains(at.toPoint())

    def _show_cursor(self, at: QPointF) -> None:
        if self._on_shots(at) and cut_near(self.content, self.scale, at.x()) is not None:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    # --- keys, focus, tooltips ---

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if self._cut_drag is not None and event.key() == Qt.Key.Key_Escape:
                event.accept()  # before a shortcut of the window takes it
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Escape and self._cut_drag is not None:
            self._cancel_cut()
        elif is_alt and event.key() == Qt.Key.Key_Down:
            self.select_next_shot()
        elif is_alt and event.key() == Qt.Key.Key_Up:
            self.select_previous_shot()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected_shot is not None
        ):
            self.frame_wanted.emit(self.selected_shot)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() in _BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = False
        self.update()

    def _show_tip(self, event: QHelpEvent) -> None:
        text = self.tip_at(event.pos()) if self.content.frames else ""
        if text:
            QToolTip.showText(event.globalPos(), text, self)
        else:
            QToolTip.hideText()

    def tip_at(self, point: QPoint) -> str:
        """What the tooltip says there."""
        if self.rows.bar.contains(point):
            share = f"{100 * self.content.colored_share():.0f} %"
            return self.tr("Coloured so far: {0} of the film").format(share)
        place = self.place_at(point)
        if self._on_shots(QPointF(point)) and place.shot is not None:
            return tip_html(self.content, self.content.block(place.shot))
        marker = None if place.marker is None else self.content.marker_at(place.marker, 0)
        if marker is None:
            return ""
        text = self.tr("Marker at frame {0}").format(marker.frame)
        return f"{text}<br>{escape(marker.text)}" if marker.text else text

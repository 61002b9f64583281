"""A widget in which one zooms, pans, drags a divider, picks places and draws."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from gui.picture.canvas import make_canvas
from gui.picture.drawing import Drawing, Shape
from gui.picture.viewport import Viewport

_GRIP_PX = 8  # how far beside the divider it can still be taken
_WHEEL_STEP = 1.25  # per notch
_TOUCHPAD_PX_PER_NOTCH = 60.0
_REST_MS = 450  # a brush that is held still for so long asks about the place
_KEYBOARD_CAME = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class FilmView(QWidget):
    """Mouse, wheel, touchpad and focus around a :class:`Viewport`.

    A canvas fills the widget and paints; mouse and keyboard come to the widget itself.

    Args:
        gpu: paint through OpenGL where that works; the pictures are the same.

    Signals:
        zoom_changed: factor from film pixels to screen pixels, whether it is "fit".
        picture_changed: something else is seen; at most once for each turn of the event loop.
        picked: place in the upright frame that was clicked with the pick tool, two shares.
        pointed: the same click as a place in the widget.
        drawn: tuple of places in the frame as the film holds it; one is a dot.
        rested: place in the frame as the film holds it, on which a brush is held still.
        brush_stepped: how many steps larger, or smaller below 0, the brush shall become.
    """

    zoom_changed = Signal(float, bool)
    picture_changed = Signal()
    picked = Signal(float, float)
    pointed = Signal(QPointF)
    drawn = Signal(object)
    rested = Signal(object)
    brush_stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, gpu: bool = False) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.tool: str | None = None
        self.view = Viewport()
        self.drawing: Drawing | None = None  # where a brush is in the hand
        self.hand_at: QPointF | None = None  # where the hand is over the widget
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rested)
        self._shows_focus = False
        self._drags_divider = False
        self._pressed_at: QPointF | None = None  # a press that may still become a click
        self._pan_from: QPointF | None = None
        self._notice = QTimer(self, singleShot=True, interval=0)
        self._notice.timeout.connect(self.picture_changed)
        self.canvas = make_canvas(self._paint, self, gpu=gpu)

    def sizeHint(self) -> QSize:
        return QSize(960, 600)

    # --- what the child class says ---

    def _paint(self, painter: QPainter) -> None:
        """Paint everything; Qt's metaclass leaves no way to mark this as abstract."""
        raise NotImplementedError  # Qt's metaclass rules out an ABC

    def _strip_height(self) -> float:
        """How much of the lower edge the film may not fill."""
        return 0.0

    def _divided(self) -> bool:
        """Whether the divider is there to be dragged."""
        return False

    def _changed(self) -> None:
        """Something else is to be seen."""
        self.canvas.update()
        self._notice.start()

    # --- zoom and pan ---

    def fit(self) -> None:
        """As large as the whole frame fits."""
        self.view.fit()
        self._moved()

    def set_zoom(self, zoom: float) -> None:
        """Screen pixels (those of the hardware) for one film pixel; 1.0 is "100 %"."""
        self.view.set_zoom(zoom)
        self._moved()

    def pan(self, dx_px: float, dy_px: float) -> None:
        """Move the picture to the right and down, as far as its edges allow."""
        self.view.pan(QPointF(dx_px, dy_px))
        self._changed()

    def zoom(self) -> float:
        """The factor that is in force, also when it comes from "fit"."""
        return self.view.zoom()

    def is_fit(self) -> bool:
        """Whether the frame is fitted to the window."""
        return self.view.is_fit()

    def upright_size(self) -> tuple[float, float]:
        """Width and height of the frame as it is meant to be seen, in film lines."""
        return self.view.upright_size()

    def picture_rect(self, pane: QRectF | None = None) -> QRectF:
        """Where the frame lies in the widget (in one pane of it)."""
        return self.view.picture_rect(pane)

    # --- divider and tool ---

    @property
    def divider(self) -> float:
        """Share of the visible picture before the divider."""
        return self.view.divider

    def move_divider(self, share: float) -> None:
        """Put the divider at a share of the visible picture."""
        self.view.divider = min(max(share, 0.0), 1.0)
        self._changed()

    def divider_x(self) -> float:
        """Where the divider stands in the widget; its y where it lies across."""
        return self.view.divider_at()

    def set_wipe_vertical(self, on: bool) -> None:
        """Whether the divider stands upright, or lies across the picture."""
        self.view.wipe_vertical = on
        self._changed()

    def set_tool(self, tool: str | None) -> None:
        """What a click does: None nothing, "pick" tells the place."""
        self.tool, self.drawing = tool, None
        self._rest.stop()
        self._show_cursor(None)
        self._changed()

    def set_brush(self, shape: Shape) -> None:
        """Let the hand draw marks from now on."""
        self.set_tool(None)
        self.drawing = Drawing(shape, self.view)
        self._show_cursor(None)

    # --- mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._rest.stop()
        if event.button() == Qt.MouseButton.LeftButton and self._on_divider(at):
            self._drags_divider = True
        elif event.button() == Qt.MouseButton.LeftButton and self.drawing is not None:
            if self._has_frame():
                self.drawing.press(at)
                self._changed()
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pan_from = at
            picks = self.tool is not None and event.button() == Qt.MouseButton.LeftButton
            self._pressed_at = at if picks else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.hand_at = event.position()
        if self.drawing is not None and not self._drags_divider and self._pan_from is None:
            if event.buttons() & Qt.MouseButton.LeftButton:
                self.drawing.move(at)
            else:
                self._rest.start()
            self._show_cursor(at)
            self.canvas.update()
        elif self._drags_divider:
            self.move_divider(self.view.divider_share(at))
        elif self._pan_from is not None:
            if self._pressed_at is not None:
                if _distance(at, self._pressed_at) < QApplication.startDragDistance():
                    return  # a hand that trembles still clicks
                self._pressed_at = None
            self.pan(at.x() - self._pan_from.x(), at.y() - self._pan_from.y())
            self._pan_from = at
        else:
            self._show_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None:
            share = self.view.share_at(self._pressed_at)
            if self._has_frame() and 0 <= share.x() < 1 and 0 <= share.y() < 1:
                self.picked.emit(share.x(), share.y())
                self.pointed.emit(self._pressed_at)
        elif (
            self.drawing is not None
            and event.button() == Qt.MouseButton.LeftButton
            and not self._drags_divider
        ):
            self._tell_drawn(self.drawing.release())
        self._drags_divider, self._pan_from, self._pressed_at = False, None, None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._on_divider(event.position()):
            self.move_divider(0.5)
        elif self.drawing is not None and event.button() == Qt.MouseButton.LeftButton:
            if self.drawing.shape is Shape.POLYGON and self.drawing.begun:
                self._tell_drawn(self.drawing.close())  # its first press has set the last corner
            else:
                self.mousePressEvent(event)
        elif self.tool is not None or event.button() != Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
        elif self.is_fit():
            self._zoom_at(event.position(), 1.0)
        else:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if event.phase() == Qt.ScrollPhase.ScrollMomentum:
            return  # the fingers are gone; the picture stays where they left it
        pixels, notches = event.pixelDelta().y(), event.angleDelta().y() / 120
        # Only touchpads tell phases; what X11 calls pixels of a wheel is not to be relied on.
        if pixels and event.phase() != Qt.ScrollPhase.NoScrollPhase:
            notches = pixels / _TOUCHPAD_PX_PER_NOTCH
        if self.drawing is not None and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            turned = notches or event.angleDelta().x() / 120  # some systems turn it sideways
            if turned:
                self.brush_stepped.emit(1 if turned > 0 else -1)
        elif notches:
            self._zoom_at(event.position(), self.zoom() * _WHEEL_STEP**notches)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom_at(event.position(), self.zoom() * max(1 + event.value(), 0.1))
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self._measure()
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hand_at = None
        self._rest.stop()
        self.canvas.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        drawing, key = self.drawing, event.key()
        if drawing is None or not drawing.begun or event.modifiers():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell_drawn(drawing.close())
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            if key == Qt.Key.Key_Escape:
                drawing.abandon()
            else:
                drawing.step_back()
            self._changed()
        else:
            super().keyPressEvent(event)

    # --- size and focus ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.canvas.setGeometry(self.rect())
        self._measure()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = event.reason() in _KEYBOARD_CAME
        self.canvas.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = False
        self.canvas.update()

    # --- inside ---

    def _measure(self) -> None:
        """Tell the geometry what the widget has become; the middle of the picture stays."""
        free = max(self.height() - self._strip_height(), 1.0)
        self.view.area = QRectF(0, 0, max(self.width(), 1), free)
        self.view.device_ratio = self.devicePixelRatioF()
        self.view.keep_in_sight()
        self._moved()

    def _moved(self) -> None:
        if self._has_frame():
            self.zoom_changed.emit(self.zoom(), self.is_fit())
        self._changed()

    def _has_frame(self) -> bool:
        return all(self.view.frame_size)

    def _zoom_at(self, at: QPointF, zoom: float) -> None:
        if self._has_frame():
            self.view.zoom_at(at, zoom)
            self._moved()

    def _tell_drawn(self, places: tuple[tuple[float, float], ...]) -> None:
        self._changed()
        if places:
            self.drawn.emit(places)

    def _on_rested(self) -> None:
        if self.hand_at is None or self.drawing is None or not self._has_frame():
            return
        place = self.view.stored_at(self.hand_at)
        if all(0 <= share <= 1 for share in place):
            self.rested.emit(place)

    def _on_divider(self, at: QPointF) -> bool:
        if not self._divided() or (self.drawing is not None and self.drawing.begun):
            return False
        if self.drawing is not None:  # one draws beside the grip, and across the line
            return _distance(at, self.view.grip_at()) <= 2 * _GRIP_PX
        along = at.x() if self.view.wipe_vertical else at.y()
        return self.view.area.contains(at) and abs(along - self.view.divider_at()) <= _GRIP_PX

    def _show_cursor(self, at: QPointF | None) -> None:
        if at is not None and self._on_divider(at):
            upright = self.view.wipe_vertical
            self.setCursor(Qt.CursorShape.SplitHCursor if upright else Qt.CursorShape.SplitVCursor)
        elif self.tool is not None or self.drawing is not None:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.unsetCursor()


def _distance(a: QPointF, b: QPointF) -> float:
    return (a - b).manhattanLength()

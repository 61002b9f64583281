"""The viewer: a frame grey, in colour, side by side, or with a divider between the two."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.overlay import paint_divider, paint_label
from gui.palette import BACKDROP

_GRIP_PX = 8  # how far beside the divider it can still be taken
_WHEEL_STEP = 1.25  # per notch
_ZOOM_LIMITS = (1 / 16, 32.0)
_SHOW_PIXELS_FROM = 3.0  # from this zoom on pixels are shown as squares, not smoothed away
_GAP_PX = 6.0  # between the two pictures side by side


class ViewMode(StrEnum):
    """What the viewer shows."""

    GREY = "grey"
    COLOR = "colour"
    SIDE_BY_SIDE = "side by side"
    WIPE = "wipe"


class Viewer(QWidget):
    """Paints the two pictures of a frame upright, in the shape the film is meant to have.

    Until a frame's colour is there its grey picture stands in, with a word about it; the
    colour of another frame is never shown.

    Signals:
        zoom_changed: factor from film pixels to screen pixels, whether it is "fit".
    """

    zoom_changed = Signal(float, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Film frame"))
        self.mode = ViewMode.WIPE
        self.divider = 0.5  # share of the visible picture that is grey, from the left
        self.grey: QImage | None = None
        self.color: QImage | None = None
        self._waits = False
        self._draft = False
        self._aspect = 1.0
        self._rotation = 0
        self._zoom: float | None = None  # screen pixels for a film pixel; None: fit
        self._center = QPointF(0.5, 0.5)  # what lies in the middle, as shares of the upright frame
        self._drags_divider = False
        self._pan_from: QPointF | None = None

    def sizeHint(self) -> QSize:
        return QSize(960, 600)

    # --- what is shown ---

    def set_shape(self, sample_aspect_ratio: Fraction, rotation_degrees: int) -> None:
        """Tell how the film's pixels make a picture; forgets the film before."""
        self._aspect = float(sample_aspect_ratio)
        self._rotation = rotation_degrees
        self.grey = self.color = None
        self.fit()

    def set_grey(self, image: QImage) -> None:
        """A new frame, whose colour is yet to come."""
        resized = self.grey is None or self.grey.size() != image.size()
        self.grey, self.color, self._waits = image, None, True
        if resized:
            self._keep_in_sight()
            self._report_zoom()
        self.update()

    def set_color(self, image: QImage, *, draft: bool = False) -> None:
        """The colour of the frame that is shown; after a draft the exact one follows."""
        self.color, self._waits, self._draft = image, False, draft
        self.update()

    def stop_waiting(self) -> None:
        """There will be no colour for this frame."""
        self._waits = False
        self.update()

    def set_mode(self, mode: ViewMode) -> None:
        """Show something else of the same frame."""
        self.mode = mode
        self.unsetCursor()
        self._report_zoom()
        self.update()

    def move_divider(self, share: float) -> None:
        """Put the divider at a share of the visible picture."""
        self.divider = min(max(share, 0.0), 1.0)
        self.update()

    # --- zoom ---

    def fit(self) -> None:
        """As large as the whole frame fits."""
        self._zoom, self._center = None, QPointF(0.5, 0.5)
        self._report_zoom()
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """Screen pixels (those of the hardware) for one film pixel; 1.0 is "100 %"."""
        self._zoom = min(max(zoom, _ZOOM_LIMITS[0]), _ZOOM_LIMITS[1])
        self._keep_in_sight()
        self._report_zoom()
        self.update()

    def zoom(self) -> float:
        """The factor that is in force, also when it comes from "fit"."""
        return self._scale(self._panes()[0]) * self.devicePixelRatioF()

    def is_fit(self) -> bool:
        """Whether the frame is fitted to the window."""
        return self._zoom is None

    def upright_size(self) -> tuple[float, float]:
        """Width and height of the frame as it is meant to be seen, in film lines."""
        if self.grey is None:
            return 1.0, 1.0
        width, height = self.grey.width() * self._aspect, float(self.grey.height())
        return (height, width) if self._rotation % 180 else (width, height)

    def picture_rect(self, pane: QRectF | None = None) -> QRectF:
        """Where the frame lies in the widget (in one pane of it)."""
        pane = pane or self._panes()[0]
        scale = self._scale(pane)
        width, height = (side * scale for side in self.upright_size())
        middle = pane.center()
        left = middle.x() - self._center.x() * width
        top = middle.y() - self._center.y() * height
        return QRectF(left, top, width, height)

    def divider_x(self) -> float:
        """Where the divider stands in the widget."""
        seen = self.picture_rect().intersected(QRectF(self.rect()))
        return seen.left() + self.divider * seen.width()

    def _panes(self) -> list[QRectF]:
        whole = QRectF(self.rect())
        if self.mode is not ViewMode.SIDE_BY_SIDE:
            return [whole]
        half = max((whole.width() - _GAP_PX) / 2, 1.0)
        return [
            QRectF(0, 0, half, whole.height()),
            QRectF(half + _GAP_PX, 0, half, whole.height()),
        ]

    def _scale(self, pane: QRectF) -> float:
        if self._zoom is not None:
            return self._zoom / self.devicePixelRatioF()
        width, height = self.upright_size()
        return max(min(pane.width() / width, pane.height() / height), 1e-6)

    def _keep_in_sight(self) -> None:
        """Never let the frame be pushed out of the window, nor off centre when it fits."""
        pane = self._panes()[0]
        rect = self.picture_rect(pane)
        x = _held(self._center.x(), rect.width(), pane.width())
        y = _held(self._center.y(), rect.height(), pane.height())
        self._center = QPointF(x, y)

    def _report_zoom(self) -> None:
        if self.grey is not None:
            self.zoom_changed.emit(self.zoom(), self.is_fit())

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), BACKDROP)
        if self.grey is None:
            return
        panes = self._panes()
        whole = panes[0]
        color = self.color or self.grey
        if self.mode is ViewMode.GREY:
            self._paint(painter, self.grey, whole, whole)
        elif self.mode is ViewMode.COLOR:
            self._paint(painter, color, whole, whole)
        elif self.mode is ViewMode.SIDE_BY_SIDE:
            self._paint(painter, self.grey, panes[0], panes[0])
            self._paint(painter, color, panes[1], panes[1])
        else:
            x = self.divider_x()
            left = QRectF(0, 0, x, whole.height())
            right = QRectF(x, 0, whole.width() - x, whole.height())
            self._paint(painter, self.grey, whole, left)
            self._paint(painter, color, whole, right)
            seen = self.picture_rect().intersected(whole)
            paint_divider(painter, x, seen)
        self._paint_labels(painter, panes)

    def _paint(self, painter: QPainter, image: QImage, pane: QRectF, clip: QRectF) -> None:
        rect = self.picture_rect(pane)
        middle = rect.center()
        scale = self._scale(pane)
        place = QTransform()
        place.translate(middle.x(), middle.y())
        place.rotate(self._rotation)
        place.scale(scale * self._aspect, scale)
        place.translate(-image.width() / 2, -image.height() / 2)
        painter.save()
        painter.setClipRect(clip)
        painter.setTransform(place, True)
        smooth = self.zoom() < _SHOW_PIXELS_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(QPointF(0, 0), image)
        painter.restore()

    def _paint_labels(self, painter: QPainter, panes: list[QRectF]) -> None:
        window = QRectF(self.rect())
        there = self.tr("Draft") if self._draft else self.tr("Colour")
        color = self.tr("Colouring …") if self._waits else there
        if self.color is None and not self._waits:
            color = self.tr("No colour")
        grey = self.tr("Film")
        if self.mode is ViewMode.WIPE:
            seen = self.picture_rect().intersected(window)
            x = self.divider_x()
            if x - seen.left() > 60:
                paint_label(painter, grey, seen, left=True)
            if seen.right() - x > 100:
                paint_label(painter, color, seen, left=False)
        elif self.mode is ViewMode.SIDE_BY_SIDE:
            for pane, text in zip(panes, (grey, color), strict=True):
                paint_label(painter, text, self.picture_rect(pane).intersected(pane), left=True)
        elif self.mode is ViewMode.GREY:
            paint_label(painter, grey, self.picture_rect().intersected(window), left=True)
        elif self._waits or self.color is None:
            paint_label(painter, color, self.picture_rect().intersected(window), left=False)

    # --- mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self._on_divider(at):
            self._drags_divider = True
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pan_from = at

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._drags_divider:
            seen = self.picture_rect().intersected(QRectF(self.rect()))
            if seen.width() > 0:
                self.move_divider((at.x() - seen.left()) / seen.width())
        elif self._pan_from is not None:
            self._pan(at - self._pan_from)
            self._pan_from = at
        elif self._on_divider(at):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drags_divider, self._pan_from = False, None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._on_divider(event.position()):
            self.move_divider(0.5)
        elif self.is_fit():
            self._zoom_at(event.position(), 1.0)
        else:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches and self.grey is not None:
            self._zoom_at(event.position(), self.zoom() * _WHEEL_STEP**notches)
        event.accept()

    def resizeEvent(self, event: object) -> None:
        self._keep_in_sight()
        self._report_zoom()

    def _on_divider(self, at: QPointF) -> bool:
        wiped = self.mode is ViewMode.WIPE and self.grey is not None
        return wiped and abs(at.x() - self.divider_x()) <= _GRIP_PX

    def _pan(self, by: QPointF) -> None:
        rect = self.picture_rect()
        self._center -= QPointF(by.x() / rect.width(), by.y() / rect.height())
        self._keep_in_sight()
        self.update()

    def _zoom_at(self, at: QPointF, zoom: float) -> None:
        """Zoom so that the film stays where it is under the cursor."""
        pane = next((p for p in self._panes() if p.contains(at)), self._panes()[0])
        rect = self.picture_rect(pane)
        share = QPointF(
            (at.x() - rect.left()) / rect.width(), (at.y() - rect.top()) / rect.height()
        )
        self._zoom = min(max(zoom, _ZOOM_LIMITS[0]), _ZOOM_LIMITS[1])
        after = self.picture_rect(pane)
        offset = pane.center() - at
        self._center = share + QPointF(offset.x() / after.width(), offset.y() / after.height())
        self.set_zoom(self._zoom)


def _held(center: float, picture: float, pane: float) -> float:
    if picture <= pane:
        return 0.5
    margin = pane / picture / 2
    return min(max(center, margin), 1 - margin)

"""Where the film's pixels lie in the viewer: shape, panes, zoom, pan, and the divider."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF

ZOOM_LIMITS = (1 / 16, 32.0)
"""Screen pixels for one film pixel, least and most; "fit" may go beyond them."""

_GAP_PX = 6.0  # between the two pictures side by side


class Viewport:
    """Geometry alone, in the widget's own pixels; paints nothing and knows no pictures.

    A screen with a device pixel ratio of 1.5 has three hardware pixels where the widget has
    two. Zoom counts hardware pixels, so that 100 % shows every film pixel once.
    """

    def __init__(self) -> None:
        self.area = QRectF(0, 0, 1, 1)  # what of the widget the film may fill
        self.device_ratio = 1.0
        self.side_by_side = False
        self.wipe_vertical = True
        self.divider = 0.5  # share of the visible picture before the divider
        self.aspect = 1.0
        self.rotation = 0
        self.frame_size = (0, 0)  # in film pixels; nothing to show while it is zero
        self._zoom: float | None = None  # None: fit
        self._center = QPointF(0.5, 0.5)  # what lies in the middle, as shares of the upright frame

    def fit(self) -> None:
        """As large as the whole frame fits."""
        self._zoom, self._center = None, QPointF(0.5, 0.5)

    def is_fit(self) -> bool:
        """Whether the frame is fitted to the area."""
        return self._zoom is None

    def zoom(self) -> float:
        """Hardware pixels for one film pixel, also when that comes from "fit"."""
        return self.scale() * self.device_ratio

    def set_zoom(self, zoom: float) -> None:
        """Zoom around the middle of the area."""
        self._zoom = min(max(zoom, ZOOM_LIMITS[0]), ZOOM_LIMITS[1])
        self.keep_in_sight()

    def zoom_at(self, at: QPointF, zoom: float) -> None:
        """Zoom so that the film stays where it is under ``at``."""
        pane = self.pane_at(at)
        share = self.share_at(at)
        self._zoom = min(max(zoom, ZOOM_LIMITS[0]), ZOOM_LIMITS[1])
        after = self.picture_rect(pane)
        offset = pane.center() - at
        self._center = share + QPointF(offset.x() / after.width(), offset.y() / after.height())
        self.keep_in_sight()

    def pan(self, by: QPointF) -> None:
        """Move the picture, as far as its edges allow."""
        rect = self.picture_rect()
        self._center -= QPointF(by.x() / rect.width(), by.y() / rect.height())
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Never let the frame be pushed out of the area, nor off centre when it fits."""
        pane = self.panes()[0]
        rect = self.picture_rect(pane)
        x = _held(self._center.x(), rect.width(), pane.width())
        y = _held(self._center.y(), rect.height(), pane.height())
        self._center = QPointF(x, y)

    # --- where things are ---

    def upright_size(self) -> tuple[float, float]:
        """Width and height of the frame as it is meant to be seen, in film lines."""
        if not all(self.frame_size):
            return 1.0, 1.0
        width, height = self.frame_size[0] * self.aspect, float(self.frame_size[1])
        return (height, width) if self.rotation % 180 else (width, height)

    def panes(self) -> list[QRectF]:
        """The places for whole frames: one, or two side by side."""
        area = self.area
        if not self.side_by_side:
            return [QRectF(area)]
        half = max((area.width() - _GAP_PX) / 2, 1.0)
        second = area.left() + half + _GAP_PX
        return [
            QRectF(area.left(), area.top(), half, area.height()),
            QRectF(second, area.top(), half, area.height()),
        ]

    def pane_at(self, at: QPointF) -> QRectF:
        """The pane under a place; the first where there is none."""
        panes = self.panes()
        return next((pane for pane in panes if pane.contains(at)), panes[0])

    def scale(self) -> float:
        """The widget's pixels for one film line."""
        if self._zoom is not None:
            return self._zoom / self.device_ratio
        pane = self.panes()[0]
        width, height = self.upright_size()
        return max(min(pane.width() / width, pane.height() / height), 1e-6)

    def picture_rect(self, pane: QRectF | None = None) -> QRectF:
        """Where the whole frame lies, also beyond the area; in the first pane unless told."""
        pane = pane or self.panes()[0]
        scale = self.scale()
        width, height = (side * scale for side in self.upright_size())
        middle = pane.center()
        left = middle.x() - self._center.x() * width
        top = middle.y() - self._center.y() * height
        return QRectF(left, top, width, height)

    def painted_rect(self, pane: QRectF | None = None) -> QRectF:
        """The rectangle nearest to :meth:`picture_rect` whose corners lie between hardware pixels.

        So film pixels stay sharp at 100 %.
        """
        rect, ratio = self.picture_rect(pane), self.device_ratio
        width = max(math.floor(rect.width() * ratio + 0.5), 1)
        height = max(math.floor(rect.height() * ratio + 0.5), 1)
        left, top = self._on_grid(rect.left()), self._on_grid(rect.top())
        return QRectF(left, top, width / ratio, height / ratio)

    def seen_rect(self, pane: QRectF | None = None) -> QRectF:
        """The part of :meth:`painted_rect` that can be seen."""
        pane = pane or self.panes()[0]
        return self.painted_rect(pane).intersected(pane)

    def share_at(self, at: QPointF) -> QPointF:
        """Which place of the upright frame lies under ``at``; 0 to 1 within the frame."""
        rect = self.picture_rect(self.pane_at(at))
        return QPointF((at.x() - rect.left()) / rect.width(), (at.y() - rect.top()) / rect.height())

    def stored_at(self, at: QPointF, pane: QRectF | None = None) -> tuple[float, float]:
        """Which place of the frame as the film holds it lies under ``at``, as two shares.

        Args:
            at: in the widget.
            pane: in which the frame is looked at; that under ``at`` unless told.
        """
        rect = self.picture_rect(pane or self.pane_at(at))
        x, y = (at.x() - rect.left()) / rect.width(), (at.y() - rect.top()) / rect.height()
        return turned(x, y, -self.rotation)

    def at_stored(self, place: tuple[float, float], pane: QRectF | None = None) -> QPointF:
        """Where a place of the frame as the film holds it lies in the widget."""
        rect = self.picture_rect(pane)
        x, y = turned(*place, self.rotation)
        return QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height())

    def short_side_px(self) -> float:
        """Of the shown frame, in the widget's pixels; brushes are measured by it."""
        rect = self.picture_rect()
        return min(rect.width(), rect.height())

    def divider_at(self) -> float:
        """Where the divider stands: its x, or its y where it lies across."""
        seen = self.seen_rect()
        if self.wipe_vertical:
            return self._on_grid(seen.left() + self.divider * seen.width())
        return self._on_grid(seen.top() + self.divider * seen.height())

    def grip_at(self) -> QPointF:
        """The middle of the divider."""
        middle = self.seen_rect().center()
        if self.wipe_vertical:
            return QPointF(self.divider_at(), middle.y())
        return QPointF(middle.x(), self.divider_at())

    def divider_share(self, at: QPointF) -> float:
        """The share at which the divider would lie under ``at``."""
        seen = self.seen_rect()
        if self.wipe_vertical:
            return (at.x() - seen.left()) / max(seen.width(), 1e-6)
        return (at.y() - seen.top()) / max(seen.height(), 1e-6)

    def wiped_parts(self) -> tuple[QRectF, QRectF]:
        """The area before the divider and the area behind it."""
        area, at = self.area, self.divider_at()
        first, second = QRectF(area), QRectF(area)
        if self.wipe_vertical:
            first.setRight(at)
            second.setLeft(at)
        else:
            first.setBottom(at)
            second.setTop(at)
        return first, second

    def _on_grid(self, at: float) -> float:
        """The nearest border between two hardware pixels, so that both sides end there."""
        return math.floor(at * self.device_ratio + 0.5) / self.device_ratio


def turned(x: float, y: float, degrees: int) -> tuple[float, float]:
    """A place, as shares, in the picture turned clockwise."""
    for _ in range(degrees // 90 % 4):
        x, y = 1 - y, x
    return x, y


def _held(center: float, picture: float, pane: float) -> float:
    if picture <= pane:
        return 0.5
    margin = pane / picture / 2
    return min(max(center, margin), 1 - margin)

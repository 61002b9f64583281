"""The small pictures of the timeline: kept by frame, shrunk once, forgotten when far away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

_MOST_PICTURES = 400
_FORGET_AT_ONCE = 50  # finding the farthest costs a sort, so many go together


class Pictures:
    """Pictures by frame number; the coloured one is shown where there is one."""

    def __init__(self) -> None:
        self.aspect = 4 / 3
        self._images: dict[int, QImage] = {}
        self._numbers: list[int] = []  # sorted
        self._shrunk: dict[int, QPixmap] = {}
        self._shrunk_for = (0, 1.0)

    def __len__(self) -> int:
        return len(self._images)

    def __contains__(self, number: int) -> bool:
        return number in self._images

    def clear(self) -> None:
        """Forget all, but not their shape."""
        self._images.clear()
        self._numbers.clear()
        self._shrunk.clear()

    def put(self, number: int, grey: QImage, color: QImage | None, *, keep_near: int) -> None:
        """Keep a picture; of too many, those farthest from a frame go."""
        image = grey if color is None or color.isNull() else color
        if image.isNull():
            return
        self.aspect = image.width() / image.height()
        if number not in self._images:
            insort(self._numbers, number)
        self._images[number] = image
        self._shrunk.pop(number, None)
        if len(self._images) > _MOST_PICTURES:
            self._forget_far_from(keep_near)

    def pixmap(self, number: int, height_px: int, ratio: float) -> QPixmap | None:
        """A picture at a height in window pixels; None where there is none."""
        image = self._images.get(number)
        if image is None:
            return None
        if self._shrunk_for != (height_px, ratio):
            self._shrunk_for = (height_px, ratio)
            self._shrunk.clear()
        pixmap = self._shrunk.get(number)
        if pixmap is None:
            mode = Qt.TransformationMode.SmoothTransformation
            pixmap = QPixmap.fromImage(image.scaledToHeight(max(round(height_px * ratio), 1), mode))
            pixmap.setDevicePixelRatio(ratio)
            self._shrunk[number] = pixmap
        return pixmap

    def stand_in(self, number: int, first: int, end: int) -> int | None:
        """The nearest frame from ``first`` to before ``end`` that has a picture."""
        low, high = bisect_left(self._numbers, first), bisect_left(self._numbers, end)
        at = bisect_right(self._numbers, number, low, high)
        near = self._numbers[max(at - 1, low) : min(at + 1, high)]
        return min(near, key=lambda one: abs(one - number), default=None)

    def _forget_far_from(self, frame: int) -> None:
        self._numbers.sort(key=lambda one: abs(one - frame))
        keep = _MOST_PICTURES - _FORGET_AT_ONCE
        for number in self._numbers[keep:]:
            del self._images[number]
            self._shrunk.pop(number, None)
        self._numbers = sorted(self._numbers[:keep])

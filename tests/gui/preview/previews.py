"""What the preview brings, remembered, and what it should have been."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from gui.preview.engine_line import Picture
from gui.preview.preview_service import PreviewService
from gui.preview.protocol import Role, Task
from vidcolor.settings import ColorSettings, Look
from vidcolor.steering import LookSpan, Steering

PATIENCE_MS = 60_000


PLAIN = ColorSettings()


PALE = ColorSettings(saturation=0.3)


WARM = Steering(looks=(LookSpan(1, 5, Look(warmth=0.8)),))


SPOKEN = ("film_counted", "clock_known", "shots_searched", "shots_found", "noticed")


Pictures = dict[tuple[ColorSettings, int], NDArray[np.uint8]]


class Journal:
    """Remembers what the service brought."""

    def __init__(self, service: PreviewService) -> None:
        self.pictures: list[Picture] = []
        self.failed: list[tuple[Task, str]] = []
        self.thumbnails: list[tuple[int, QImage, QImage | None]] = []
        self.ranges: list[list[tuple[int, int]]] = []
        self.said: dict[str, list[Any]] = {name: [] for name in SPOKEN}
        self._links = [
            service.picture_arrived.connect(self.pictures.append),
            service.failed.connect(lambda task, error: self.failed.append((task, str(error)))),
            service.thumbnail_arrived.connect(lambda *parts: self.thumbnails.append(parts)),
            service.colored_ranges.connect(self.ranges.append),
        ]
        for name, heard in self.said.items():
            link = getattr(service, name).connect(lambda first, *_, h=heard: h.append(first))
            self._links.append(link)

    def end(self) -> None:
        """Listen no more."""
        for link in self._links:
            QObject.disconnect(link)

    def newest(self, role: Role) -> Picture | None:
        """The exact picture of a kind that came last."""
        of_role = [one for one in self.pictures if one.role is role and not one.draft]
        return of_role[-1] if of_role else None

    def shows(self, role: Role, number: int, expected: NDArray[np.uint8]) -> bool:
        """Whether the newest exact picture is this frame in these colours."""
        newest = self.newest(role)
        if newest is None or newest.number != number:
            return False
        return np.array_equal(pixels(newest.image), expected)


Waiter = Callable[[Callable[[], bool]], None]


def pixels(image: QImage) -> NDArray[np.uint8]:
    """``(H, W, 3)`` RGB."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()

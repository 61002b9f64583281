"""What a person sees of guides in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from hands import is_exact, pixels
from numpy.typing import NDArray
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget

from gui.main_window import MainWindow
from gui.picture.ab_colors import ab_of

Waiter = Callable[[Callable[[], bool]], None]
Opener = Callable[[Path], MainWindow]

BLUE = (5.0, -45.0)
PLACE = (0.3, 0.6)


def exact(window: MainWindow, number: int, wait: Waiter) -> NDArray[np.uint8]:
    wait(lambda: is_exact(window, number))
    return pixels(window.viewer.color).copy()


def ab_at(picture: NDArray[np.uint8], place: tuple[float, float]) -> NDArray[np.float64]:
    """Mean a*b* of the pixels around a place."""
    height, width = picture.shape[:2]
    x, y = int(place[0] * width), int(place[1] * height)
    near = picture[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2].reshape(-1, 3)
    return np.mean([ab_of(QColor(*map(int, rgb))) for rgb in near], axis=0)


def marks(window: MainWindow) -> list[str]:
    rows: QListWidget = window.guide_panel.marks.list
    return [rows.item(row).text() for row in range(rows.count())]

"""What a person sees and does at the window: eyes and hands for its tests."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog, QFileDialog, QInputDialog, QMessageBox

from gui.guides.brush import Tool
from gui.preview.protocol import Role
from gui.shots.timeline import Timeline

if TYPE_CHECKING:  # parts of the window are tested without the whole
    from gui.main_window import MainWindow

_LEFT = Qt.MouseButton.LeftButton


def pixels(image: QImage | None) -> NDArray[np.uint8]:
    """``(H, W, 3)`` RGB; empty where there is no picture."""
    if image is None:
        return np.empty((0, 0, 3), np.uint8)
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()


def shows(window: MainWindow, number: int, expected: NDArray[np.uint8]) -> bool:
    """Whether the window stands at a frame and its viewer has exactly these colours."""
    return window.view.position == number and np.array_equal(pixels(window.viewer.color), expected)


def is_exact(window: MainWindow, number: int) -> bool:
    """Whether the newest picture is this frame in its exact colours."""
    pictures = window.journal.pictures
    if not pictures or pictures[-1].draft:
        return False
    return (pictures[-1].role, pictures[-1].number) == (Role.COLOR, number)


def place(timeline: Timeline, frame: int, *, on_shots: bool = False) -> QPoint:
    """The middle of a frame on the ruler, or its left edge in the row of shots."""
    row = timeline.rows.blocks if on_shots else timeline.rows.ruler
    x = timeline.scale.x_of(frame if on_shots else frame + 0.5)
    return QPoint(round(x), row.center().y())


def scrub(timeline: Timeline, *frames: int) -> None:
    """Press on the ruler at the first frame, draw to the others, let go."""
    QTest.mousePress(timeline, _LEFT, pos=place(timeline, frames[0]))
    for frame in frames[1:]:
        QTest.mouseMove(timeline, place(timeline, frame))
    QTest.mouseRelease(timeline, _LEFT, pos=place(timeline, frames[-1]))


def drag_cut(timeline: Timeline, frame: int, to: int) -> None:
    """Take the edge between two shots and draw it elsewhere."""
    QTest.mousePress(timeline, _LEFT, pos=place(timeline, frame, on_shots=True))
    for at in ((frame + to) // 2, to):
        QTest.mouseMove(timeline, place(timeline, at, on_shots=True))
    QTest.mouseRelease(timeline, _LEFT, pos=place(timeline, to, on_shots=True))


def drag_slider(window: MainWindow, name: str, *values: float) -> None:
    """Draw a slider of the look panel over some values and let go."""
    slider = window.look_panel.sliders[name]
    slider.setSliderDown(True)
    for value in values:
        slider.setSliderPosition(round(100 * value))
    slider.setSliderDown(False)


def on_film(window: MainWindow, *places: tuple[float, float]) -> list[QPoint]:
    """Where places of the frame as the film holds it lie in the viewer."""
    return [window.viewer.view.at_stored(place).toPoint() for place in places]


def draw(window: MainWindow, tool: Tool, *places: tuple[float, float]) -> None:
    """Take a tool, press at the first place of the film, drag over the others, let go."""
    window.actions_.tools[tool].trigger()
    points = on_film(window, *places)
    QTest.mouseMove(window.viewer, points[0])
    QTest.mousePress(window.viewer, _LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(window.viewer, point)
    QTest.mouseRelease(window.viewer, _LEFT, pos=points[-1])


def steps(window: MainWindow) -> list[str]:
    """What can be undone, oldest first."""
    stack = window.document.undo_stack
    return [stack.text(i) for i in range(stack.index())]


class Answers:
    """Answers dialogs that stop the program; one that nobody expected fails the test.

    Attributes:
        asked: what each dialog said, in order.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self._answers: deque[object] = deque()
        monkeypatch.setattr(QMessageBox, "question", lambda _, title, text, *a: self._next(text))
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, self._file)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a: self._file(*a)[0])
        monkeypatch.setattr(
            QInputDialog, "getMultiLineText", lambda _, title, text, *a: (self._next(text), True)
        )
        monkeypatch.setattr(
            QInputDialog, "getText", lambda _, title, text, *a, **k: (self._next(text), True)
        )
        monkeypatch.setattr(QColorDialog, "getColor", lambda _, __, title, *a: self._next(title))

    def give(self, *answers: object) -> None:
        """The next dialogs are answered so: a button, a path, a text."""
        assert not self._answers, f"nobody asked for {self._answers}"
        self._answers.extend(answers)

    def _file(self, parent: object, title: str, *args: object) -> tuple[str, str]:
        answer = self._next(title)
        return (str(answer) if isinstance(answer, Path) else "", "")

    def _next(self, text: str) -> object:
        assert self._answers, f"a dialog came that nobody expected: {text}"
        self.asked.append(text)
        return self._answers.popleft()

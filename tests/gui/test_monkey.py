"""Two hundred things in no order that a person could do; the window must outlive them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from clips import ClipMaker
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.preview.protocol import Role

PATIENCE_MS = 60_000
ACTIONS = 200

# What starts long work of its own is not for a monkey; each has tests of its own.
_NOT = {"quit", "batch", "train", "turing", "doctor", "models"}


_KEYS = [
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_J, Qt.Key.Key_K),
    *(Qt.Key.Key_L, Qt.Key.Key_I, Qt.Key.Key_O, Qt.Key.Key_M, Qt.Key.Key_B, Qt.Key.Key_F),
    *(Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Return),
    *(Qt.Key.Key_H, Qt.Key.Key_G, Qt.Key.Key_R, Qt.Key.Key_Y, Qt.Key.Key_T, Qt.Key.Key_E),
]


class Monkey:
    """Does something to a window, the same for the same seed."""

    def __init__(self, window: MainWindow, films: list[Path], folder: Path, seed: int) -> None:
        self.window = window
        self.films = films
        self.folder = folder
        self.random = random.Random(seed)
        self.done: list[str] = []

    def act(self) -> None:
        """One thing; often ones come several times in the list."""
        do = self.random.choice(
            [
                self.trigger,
                self.trigger,
                self.trigger,
                self.press_key,
                self.press_key,
                self.click,
                self.drag,
                self.drag,
                self.wheel,
                self.move_slider,
                self.open,
                self.close_dialogs,
            ]
        )
        self.done.append(do.__name__)
        do()

    def trigger(self) -> None:
        actions = self.window.actions_
        forbidden = {getattr(actions, name) for name in _NOT}
        possible = [
            action for _, action in actions.all() if action.isEnabled() and action not in forbidden
        ]
        action = self.random.choice(possible)
        self.done[-1] += f" {action.text()}"
        action.trigger()

    def press_key(self) -> None:
        key = self.random.choice(_KEYS)
        self.done[-1] += f" {key.name}"
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def click(self) -> None:
        widget = self.random.choice([self.window.viewer, self.window.timeline])
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=self.place_in(widget))

    def drag(self) -> None:
        widget = self.random.choice([self.window.viewer, self.window.timeline])
        button = Qt.MouseButton.LeftButton
        QTest.mousePress(widget, button, pos=self.place_in(widget))
        for _ in range(3):
            QTest.mouseMove(widget, self.place_in(widget))
        QTest.mouseRelease(widget, button, pos=self.place_in(widget))

    def wheel(self) -> None:
        widget = self.random.choice([self.window.viewer, self.window.timeline])
        place = self.place_in(widget)
        event = QWheelEvent(
            QPointF(place),
            QPointF(widget.mapToGlobal(place)),
            QPoint(),
            QPoint(0, self.random.choice([-240, -120, 120, 240])),
            Qt.MouseButton.NoButton,
            self.random.choice([Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier]),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def move_slider(self) -> None:
        name, slider = self.random.choice(list(self.window.look_panel.sliders.items()))
        if slider.isEnabled():
            self.done[-1] += f" {name}"
            slider.setValue(self.random.randint(slider.minimum(), slider.maximum()))

    def open(self) -> None:
        self.window.open_film(self.random.choice(self.films))

    def close_dialogs(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible():
                widget.close()

    def place_in(self, widget: QWidget) -> QPoint:
        return QPoint(
            self.random.randrange(max(widget.width(), 1)),
            self.random.randrange(max(widget.height(), 1)),
        )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_monkey_does_not_bring_the_window_down(
    qtbot: QtBot,
    window: MainWindow,
    clips: ClipMaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    chance = random.Random(seed)
    films = [clips.odd_size(), clips.two_shots(), tmp_path / "missing.mp4"]
    _answer_dialogs(monkeypatch, chance, films, tmp_path)
    monkey = Monkey(window, films, tmp_path, seed)
    window.open_film(films[1])
    for _ in range(ACTIONS):
        monkey.act()
        qtbot.wait(chance.choice([0, 0, 1, 20]))
    monkey.close_dialogs()
    assert window.isVisible()
    # It still does what it is for; nobody cancels now, be there unsaved changes or not.
    monkeypatch.setattr(QMessageBox, "question", lambda *a, **k: QMessageBox.StandardButton.Discard)
    window.actions_.full_screen.setChecked(False)
    window.journal.pictures.clear()
    window.open_film(films[0])
    qtbot.waitUntil(
        lambda: window.info is not None and window.info.path == films[0], timeout=PATIENCE_MS
    )
    qtbot.waitUntil(
        lambda: any(one.role is Role.COLOR and not one.draft for one in window.journal.pictures),
        timeout=PATIENCE_MS,
    )


def _answer_dialogs(
    monkeypatch: pytest.MonkeyPatch, chance: random.Random, films: list[Path], folder: Path
) -> None:
    """Only what stops the program until a person answers is replaced; answers vary."""

    def question(*args: object, **kwargs: object) -> QMessageBox.StandardButton:
        buttons = QMessageBox.StandardButton
        return chance.choice([buttons.Discard, buttons.Cancel, buttons.No])

    def named(name: str) -> Callable[..., tuple[str, str]]:
        return lambda *args, **kwargs: (chance.choice([name, ""]), "")

    monkeypatch.setattr(QMessageBox, "question", question)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", named(str(films[1])))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", named(str(folder / "saved.png")))
    monkeypatch.setattr(QInputDialog, "getMultiLineText", lambda *a, **k: ("a note", True))
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: (chance.choice("abc"), True))
    monkeypatch.setattr(
        QColorDialog, "getColor", lambda *a, **k: QColor.fromHsv(chance.randrange(360), 200, 200)
    )

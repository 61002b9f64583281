"""A window on a real engine process, closed the way a person closes it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hands import Answers
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gui.preferences import Preferences, save_preferences
from gui.preview.engine_line import Picture
from gui.preview.protocol import Role

if TYPE_CHECKING:  # parts of the window are tested without the whole
    from gui.main_window import MainWindow

PATIENCE_MS = 60_000  # torch loads in seconds, on a busy machine in many


class Journal:
    """Remembers what the service brought and the window told, in order."""

    def __init__(self, window: MainWindow) -> None:
        self.pictures: list[Picture] = []
        self.errors: list[str] = []
        self.told: list[str] = []
        self.closed = False
        window.service.picture_arrived.connect(self.pictures.append)
        window.service.failed.connect(lambda task, error: self.errors.append(str(error)))
        window.messages.told.connect(self.told.append)
        window.closed.connect(self._on_closed)

    def shown(self, role: Role) -> list[int]:
        """Frames that were shown as they are, not as drafts."""
        of_role = (picture for picture in self.pictures if picture.role is role)
        return [picture.number for picture in of_role if not picture.draft]

    def has_told(self, part: str) -> bool:
        """Whether a message held these words."""
        return any(part in text for text in self.told)

    def _on_closed(self) -> None:
        self.closed = True


@pytest.fixture
def engine_forbidden() -> Iterator[pytest.MonkeyPatch]:
    """Reading and colouring belong to other processes: here they fail the test.

    ``undo()`` allows them again, for a look at what was written.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        _forbid_engine(monkeypatch)
        yield monkeypatch


@pytest.fixture
def open_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, engine_forbidden: pytest.MonkeyPatch
) -> Iterator[Callable[[], MainWindow]]:
    """Opens windows whose process may not call the engine at all; each is closed after the test."""
    from gui.main_window import MainWindow

    windows: list[MainWindow] = []

    def open_one() -> MainWindow:
        window = MainWindow()
        windows.append(window)
        window.journal = Journal(window)
        window.show()
        return window

    yield open_one
    for window in windows:
        if not window.journal.closed:
            monkeypatch.setattr(QMessageBox, "question", _give_up)
            with qtbot.waitSignal(window.closed, timeout=PATIENCE_MS):
                window.close()
        window.deleteLater()
    assert multiprocessing.active_children() == []


@pytest.fixture
def window(open_window: Callable[[], MainWindow]) -> MainWindow:
    """The main window."""
    return open_window()


@pytest.fixture
def quiet() -> None:
    """A window after this neither colours ahead nor greets: other work has the machine."""
    save_preferences(Preferences(color_ahead=False, first_run_told=True))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """A person who answers dialogs."""
    return Answers(monkeypatch)


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    """Waits for a condition, long enough for a busy machine."""
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE_MS)


@pytest.fixture
def open_clip(qtbot: QtBot, window: MainWindow) -> Callable[[Path], MainWindow]:
    """Opens a film and waits until its first frame is there in its exact colours."""

    def open_and_wait(path: Path) -> MainWindow:
        window.open_film(path)
        qtbot.waitUntil(lambda: bool(window.journal.shown(Role.COLOR)), timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: window.transport.frames > 0, timeout=PATIENCE_MS)
        return window

    return open_and_wait


def _give_up(
    parent: object, title: str, text: str, buttons: QMessageBox.StandardButton, *args: object
) -> QMessageBox.StandardButton:
    """Close in spite of everything."""
    discard = QMessageBox.StandardButton.Discard
    return discard if buttons & discard else QMessageBox.StandardButton.Yes


def _forbid_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **kwargs: object) -> NoReturn:
        raise AssertionError("the engine was called in the window's process")

    for name in (
        "vidcolor.pipeline.Engine",
        "vidcolor.preview.frame_at",
        "vidcolor.pipeline.colorize_film",
        "vidcolor.video.reader.open_reader",
        "vidcolor.video.reader.Reader.frames",
        "vidcolor.networks.load_network",
    ):
        monkeypatch.setattr(name, never)

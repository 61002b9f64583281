"""A window on a real engine process, closed the way a person closes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from pytestqt.qtbot import QtBot

from gui.engine_line import Picture
from gui.main_window import MainWindow
from gui.protocol import Role

PATIENCE_MS = 60_000  # torch loads in seconds, on a busy machine in many


class Journal:
    """Remembers what the service brought, in order."""

    def __init__(self, window: MainWindow) -> None:
        self.pictures: list[Picture] = []
        self.errors: list[str] = []
        window.service.picture_arrived.connect(self.pictures.append)
        window.service.failed.connect(lambda task, error: self.errors.append(str(error)))

    def shown(self, role: Role) -> list[int]:
        """Frames that were shown as they are, not as drafts."""
        of_role = (picture for picture in self.pictures if picture.role is role)
        return [picture.number for picture in of_role if not picture.draft]


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The main window; the engine may not be called in its process at all."""
    _forbid_engine(monkeypatch)
    window = MainWindow()
    window.journal = Journal(window)
    window.show()
    yield window
    if window.service.running:
        with qtbot.waitSignal(window.service.stopped, timeout=PATIENCE_MS):
            window.close()
    window.close()
    window.deleteLater()
    assert not window.service.running


@pytest.fixture
def open_clip(qtbot: QtBot, window: MainWindow) -> Callable[[Path], MainWindow]:
    """Opens a film and waits until its first frame is there in its exact colours."""

    def open_and_wait(path: Path) -> MainWindow:
        window.open_film(path)
        qtbot.waitUntil(lambda: bool(window.journal.shown(Role.COLOR)), timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: window.transport.frames > 0, timeout=PATIENCE_MS)
        return window

    return open_and_wait


def _forbid_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and colouring belong to the engine process; here they fail the test."""

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

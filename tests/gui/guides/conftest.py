"""A window that colours nothing ahead."""

from __future__ import annotations

from pathlib import Path

import pytest
from sights import Opener, Waiter

from gui.main_window import MainWindow
from gui.picture.viewer import ViewMode
from gui.preview.protocol import Role


@pytest.fixture
def quiet_window(quiet: None, window: MainWindow) -> MainWindow:
    """It colours nothing ahead; the whole picture is in colour."""
    window.viewer.set_mode(ViewMode.COLOR)
    return window


@pytest.fixture
def open_film(quiet_window: MainWindow, wait: Waiter) -> Opener:
    """Opens a film and waits for its picture and its shots; its colours come later."""

    def open_and_wait(path: Path) -> MainWindow:
        window = quiet_window
        window.open_film(path)
        wait(lambda: bool(window.journal.shown(Role.GREY)))
        wait(lambda: window.document.shots is not None and window.transport.frames > 0)
        return window

    return open_and_wait

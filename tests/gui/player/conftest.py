"""Players that are shared, because each has to start a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from watching import PATIENCE_MS, Watcher

from gui.player.playback import Playback


@pytest.fixture(scope="module")
def silent(qapp: QApplication) -> Iterator[Playback]:
    """One process for many tests: it takes seconds to start."""
    playback = Playback()
    playback.warm_up()
    yield playback
    playback.close_and_wait()
    assert not playback.running


@pytest.fixture
def watcher(silent: Playback) -> Iterator[Watcher]:
    watcher = Watcher(silent)
    yield watcher
    silent.pause()
    watcher.leave()


@pytest.fixture
def alone(qtbot: QtBot) -> Iterator[Watcher]:
    """Watches a player that belongs to the test, with the test's own colour tracks."""
    playback = Playback()
    yield Watcher(playback)
    if playback.running:
        with qtbot.waitSignal(playback.closed, timeout=PATIENCE_MS):
            playback.close()
    assert not playback.running
